import assert from 'node:assert/strict';
import { parseChunkMetadata } from '../../../src/recording/metadata/metadata.ts';
import { chunksOf } from '../../../src/recording/chunks.ts';
import { recordingFacts } from '../../../src/recording/facts.ts';
import {
  at,
  chunkText,
  fixtureText,
  folder,
  madeRecording,
  recordingOf,
  recordingStartMs,
} from './fixtures.ts';

describe('recordingFacts', () => {
  it('combines what the metadata of all chunks says', () => {
    const audioConfiguration = { sampleRate: 16000, bitRate: 512000, channels: 2 };
    const info = { contentType: 'audio', channelType: 'unmixed', format: 'wav', audioConfiguration };
    const { recording, chunks } = madeRecording(
      [
        chunkText(0, 0, 60, {
          recordingInfo: info,
          pauseResumeIntervals: [{ startTime: at(10), duration: 5000 }],
          participants: [{ participantId: '4:+1', channel: 1 }],
        }),
        chunkText(1, 75, 30, {
          recordingInfo: { ...info, audioConfiguration: { ...audioConfiguration, channels: 1 } },
          participants: [
            { participantId: '4:+1', channel: 0 },
            { participantId: '8:acs:a_b', channel: 2 },
          ],
        }),
        undefined,
      ],
      [],
      { '2-audiomp3.mp3': 6000 },
    );
    assert.deepEqual(recordingFacts(recording, chunks), {
      path: folder,
      callFolder: 'f954192d-52ef-4385-85e3-50662ca971ae',
      callIds: ['f954192d-52ef-4385-85e3-50662ca971ae'],
      resourceIds: ['e333a5b5-c1e4-4984-b752-447bf92d10b7'],
      startMs: recordingStartMs,
      // The last chunk has 6,000 bytes of MP3: a second.
      endMs: recordingStartMs + 106_000,
      spanMs: 106_000,
      recordedMs: 91_000,
      pausedMs: 5000,
      pauseCount: 1,
      gapsMs: 10_000,
      isEstimated: true,
      chunkCount: 3,
      chunksWithMetadata: 2,
      sizeBytes: 11_000,
      mediaBytes: 8000,
      format: { content: 'audio', channel: 'unmixed', format: 'wav' },
      rawFormat: { content: 'audio', channel: 'unmixed', format: 'wav' },
      sampleRatesHz: [16000],
      audioBitRates: [512000],
      channelCounts: [2, 1],
      resolutions: [],
      frameRates: [],
      videoBitRates: [],
      participants: [
        { rawId: '4:+1', kind: 'phoneNumber', channels: [0, 1] },
        { rawId: '8:acs:a_b', kind: 'communicationUser', channels: [2] },
      ],
      documents: [
        { chunkIndex: 0, documentId: `0-eus-d12-${'0'.repeat(32)}` },
        { chunkIndex: 1, documentId: `0-eus-d12-${'0'.repeat(31)}1` },
      ],
    });
  });

  it('describes a video', () => {
    const recording = recordingOf({ '0-acsmetadata.json': 5, '0-video.mp4': 9 });
    const metadata = new Map([
      [`${folder}0-acsmetadata.json`, parseChunkMetadata(fixtureText('2021-swapped'))],
    ]);
    const facts = recordingFacts(recording, chunksOf(recording, { metadata }));
    assert.deepEqual(facts.resolutions, [{ longerSidePx: 1920, shorterSidePx: 1080 }]);
    assert.deepEqual([facts.frameRates, facts.videoBitRates], [[8], [1_000_000]]);
    assert.deepEqual(facts.format, { content: 'audioVideo', channel: 'mixed', format: 'mp4' });
    assert.equal(facts.startMs, Date.parse('2021-09-30T22:24:34.949Z'));
    assert.deepEqual([facts.recordedMs, facts.pausedMs, facts.spanMs], [19_320, 5_220, 24_540]);
    assert.equal(facts.isEstimated, false);
  });

  it('says by names alone what names can say', () => {
    const recording = recordingOf({ '0-audiowav.0-eus-d1-x.wav': 44 + 32_000 * 5 });
    const facts = recordingFacts(recording, chunksOf(recording));
    assert.deepEqual(facts.format, { content: 'audio', format: 'wav' });
    assert.deepEqual(facts.documents, [{ chunkIndex: 0, documentId: '0-eus-d1-x' }]);
    assert.deepEqual([facts.recordedMs, facts.isEstimated], [5000, true]);
    assert.equal('startMs' in facts || 'endMs' in facts, false);
  });

  it('keeps the words of a file that it does not know', () => {
    const { recording, chunks } = madeRecording([
      chunkText(0, 0, 60, { recordingInfo: { contentType: 'audio', channelType: 'stereo', format: 'opus' } }),
    ]);
    const facts = recordingFacts(recording, chunks);
    assert.deepEqual(facts.format, { content: 'audio' });
    assert.deepEqual(facts.rawFormat, { content: 'audio', channel: 'stereo', format: 'opus' });
  });
});
