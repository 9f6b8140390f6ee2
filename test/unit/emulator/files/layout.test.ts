import assert from 'node:assert/strict';
import { parseBlobName } from '../../../../src/recording/blobName.ts';
import {
  newDocumentId,
  newGuid,
  newRecordingId,
  newServerCallId,
  newUserId,
  seededSource,
} from '../../../../src/emulator/service/ids.ts';
import {
  type FormatChoice,
  chunkMetadata,
  mediaFileName,
  metadataFileName,
  recordingFolder,
  recordingPath,
  serviceTime,
} from '../../../../src/emulator/files/layout.ts';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const audio: FormatChoice = { content: 'audio', channel: 'mixed', format: 'mp3' };
const startedMs = Date.parse('2026-11-20T23:59:59.999Z');

describe('layout of the local service', () => {
  it('names files so that they are read back part by part', () => {
    const callId = newGuid();
    const folder = recordingFolder(newRecordingId(), newGuid());
    const path = recordingPath({ prefix: 'a/b/', startedMs, callId, folder });
    const documentId = newDocumentId();
    assert.deepEqual(parseBlobName(path + mediaFileName(3, audio, documentId), 'a/b/'), {
      date: '20261120',
      callId,
      recordingFolder: folder,
      chunkIndex: 3,
      kind: 'audiomp3',
      documentId,
      extension: 'mp3',
    });
    assert.deepEqual(parseBlobName(path + metadataFileName(0), 'a/b/')?.kind, 'acsmetadata');
    assert.match(folder, /^eyJQbGF0-/);
  });

  it('writes names without a document ID as users report them', () => {
    assert.equal(metadataFileName(0), '0-acsmetadata.json');
    assert.equal(mediaFileName(1, audio), '1-audiomp3.mp3');
    assert.equal(mediaFileName(0, { ...audio, format: 'wav' }), '0-audiowav.wav');
    const video: FormatChoice = { content: 'audioVideo', channel: 'mixed', format: 'mp4' };
    assert.equal(mediaFileName(0, video, 'id'), '0-audiovideomp4.id.mp4');
  });

  it('writes times with seven fractional digits', () => {
    assert.equal(serviceTime(startedMs), '2026-11-20T23:59:59.9990000Z');
    assert.equal(serviceTime(startedMs + 0.4375), '2026-11-20T23:59:59.9994375Z');
    assert.equal(serviceTime(startedMs + 0.99), '2026-11-20T23:59:59.9999375Z');
  });

  it('writes chunk metadata with the documented fields', () => {
    const metadata = chunkMetadata({
      resourceId: 'r',
      callId: 'c',
      documentId: 'd',
      index: 1,
      startedMs,
      durationMs: 19_320,
      pauses: [{ startedMs: startedMs + 3_000, durationMs: 5_220 }],
      format: { content: 'audio', channel: 'unmixed', format: 'wav' },
      channels: 2,
      participants: [{ participantId: '8:acs:x', channel: 0 }],
    });
    assert.deepEqual(metadata, {
      resourceId: 'r',
      callId: 'c',
      chunkDocumentId: 'd',
      chunkIndex: 1,
      chunkStartTime: '2026-11-20T23:59:59.9990000Z',
      chunkDuration: 19_320,
      pauseResumeIntervals: [{ startTime: '2026-11-21T00:00:02.9990000Z', duration: 5_220 }],
      recordingInfo: {
        contentType: 'audio',
        channelType: 'unmixed',
        format: 'wav',
        audioConfiguration: { sampleRate: 16_000, bitRate: 512_000, channels: 2 },
      },
      participants: [{ participantId: '8:acs:x', channel: 0 }],
    });
  });
});

describe('IDs of the local service', () => {
  it('decode as real ones do', () => {
    const recordingId = newRecordingId();
    const inner = JSON.parse(Buffer.from(recordingId, 'base64').toString()) as Record<string, string>;
    assert.deepEqual(Object.keys(inner), ['PlatformEndpointId', 'ResourceSpecificId']);
    for (const id of Object.values(inner)) assert.match(id, guid);
    assert.doesNotMatch(recordingId, /=/);

    const url = new URL(Buffer.from(newServerCallId(startedMs), 'base64').toString());
    assert.equal(url.hostname, 'api.flightproxy.skype.com');
    assert.match(url.pathname, /\/conv\/[\w-]{22}$/);
    assert.match(url.searchParams.get('e') ?? '', /^63\d{16}$/);

    assert.match(newDocumentId(), /^0-[a-z]+-d\d+-[0-9a-f]{32}$/);
    assert.match(newUserId('g'), /^8:acs:g_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it('are the same for the same seed and never twice', () => {
    const [a, b] = [seededSource('x'), seededSource('x')];
    const first = newGuid(a);
    assert.equal(first, newGuid(b));
    assert.notEqual(newGuid(a), first);
    assert.notEqual(newGuid(), newGuid());
  });
});
