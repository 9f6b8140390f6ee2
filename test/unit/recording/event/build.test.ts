import assert from 'node:assert/strict';
import { EventGridDeserializer } from '@azure/eventgrid';
import { groupDay, type Recording } from '../../../../src/recording/call.ts';
import { parseChunkMetadata, type ChunkMetadata } from '../../../../src/recording/metadata/metadata.ts';
import { buildEvent, type RecordingFacts } from '../../../../src/recording/event/build.ts';
import { placeholderIn } from '../../../../src/recording/event/placeholder.ts';
import { readEvents } from '../../../../src/recording/event/parse.ts';
import { summarizeEvent } from '../../../../src/recording/event/explain/summary.ts';
import type { RecordingFileStatusUpdated } from '../../../../src/recording/event/event.ts';
import { modelData } from './modelData.ts';
import { jsonPathText } from './jsonPathText.ts';

const folder =
  'team/20260114/5a1f6d9e-3c52-4c8b-9a57-0d2f4be1c6a3/eyJQbGF0-7d0c1b2a-3f4e-4d5c-8b6a-9e8f7a6b5c4d/';
const identity = { id: 'a1b2c3d4-0000-4000-8000-000000000001', time: new Date('2026-01-14T09:40:00Z') };

function recordingOf(...names: readonly string[]): Recording {
  const day = groupDay(
    names.map((name) => ({
      name: folder + name,
      sizeBytes: 1,
      lastModified: new Date('2026-01-14T09:35:00Z'),
    })),
    'team/',
  );
  const recording = day.calls[0]?.recordings[0];
  assert.ok(recording);
  return recording;
}

function metadataOf(index: number, start: string, durationMs: number): ChunkMetadata {
  const result = parseChunkMetadata(
    JSON.stringify({
      resourceId: '631fa8d8-aab5-4ac5-8e15-261aa2590750',
      callId: '5a1f6d9e-3c52-4c8b-9a57-0d2f4be1c6a3',
      chunkDocumentId: `0-eus-d1-${String(index).repeat(32)}`,
      chunkIndex: index,
      chunkStartTime: start,
      chunkDuration: durationMs,
      recordingInfo: { contentType: 'audio', channelType: 'unmixed', format: 'wav' },
      participants: [],
    }),
  );
  assert.ok('metadata' in result);
  return result.metadata;
}

const twoChunks: RecordingFacts = {
  recording: recordingOf('0-acsmetadata.json', '0-audiowav.wav', '1-acsmetadata.json', '1-audiowav.wav'),
  urlOf: (name) => `https://contoso.blob.core.windows.net/recordings/${name}`,
  chunks: new Map([
    [0, metadataOf(0, '2026-01-14T05:30:05.1234567Z', 14_400_000)],
    [1, metadataOf(1, '2026-01-14T09:30:05.1234567Z', 61_000.5)],
  ]),
  serverCallId: 'c2VydmVy',
  recordingId: 'cmVjb3JkaW5n',
  topic: '/subscriptions/1/resourceGroups/r/providers/Microsoft.Communication/communicationServices/c',
  sessionEndReason: 'InitiatorLeft',
};

function readBack(event: unknown): RecordingFileStatusUpdated {
  const [read] = readEvents(event).events;
  assert.ok(read?.kind === 'recordingFileStatusUpdated');
  return read;
}

describe('event built from a recording', () => {
  it('says exactly what the files say', () => {
    const { event, unknowns } = buildEvent(twoChunks, 'eventGrid', identity);
    const read = readBack(event);
    assert.deepEqual(read.notes, []);
    assert.deepEqual(read.subject, {
      callId: '5a1f6d9e-3c52-4c8b-9a57-0d2f4be1c6a3',
      serverCallId: 'c2VydmVy',
      recordingId: 'cmVjb3JkaW5n',
    });
    assert.equal(
      (event.data as { recordingStartTime: string }).recordingStartTime,
      '2026-01-14T05:30:05.1234567Z',
    );
    assert.equal(read.durationMs, 14_461_001);
    assert.deepEqual([read.contentType, read.channelType, read.formatType], ['audio', 'unmixed', 'wav']);
    assert.deepEqual(
      read.chunks.map(({ index, documentId, endReason, content, metadata }) => [
        index,
        documentId,
        endReason?.known,
        content?.url,
        metadata?.url,
      ]),
      [0, 1].map((index) => [
        index,
        `0-eus-d1-${String(index).repeat(32)}`,
        index === 1 ? 'sessionEnded' : 'chunkMaximumTimeExceeded',
        `https://contoso.blob.core.windows.net/recordings/${folder}${index}-audiowav.wav`,
        `https://contoso.blob.core.windows.net/recordings/${folder}${index}-acsmetadata.json`,
      ]),
    );
    assert.deepEqual(
      unknowns.filter(({ kind }) => kind === 'placeholder'),
      [],
    );
    assert.equal(unknowns.find(({ name }) => name === 'endReason')?.kind, 'assumption');
  });

  it('passes the deserializer in both schemas', async () => {
    const deserializer = new EventGridDeserializer();
    const eventGrid = await deserializer.deserializeEventGridEvents({
      ...buildEvent(twoChunks, 'eventGrid', identity).event,
    });
    const cloudEvents = await deserializer.deserializeCloudEvents({
      ...buildEvent(twoChunks, 'cloudEvents', identity).event,
    });
    for (const event of [...eventGrid, ...cloudEvents]) {
      assert.equal(modelData(event).recordingStorageInfo.recordingChunks.length, 2);
    }
    assert.deepEqual(eventGrid[0]?.data, cloudEvents[0]?.data);
  });

  it('marks what the files do not say, each where it stands', () => {
    const { event, unknowns } = buildEvent(
      {
        recording: recordingOf('0-audiomp3.0-eus-d1-abc.mp3', '2-acsmetadata.json'),
        urlOf: twoChunks.urlOf,
        chunks: new Map(),
      },
      'cloudEvents',
      identity,
    );
    const at = (path: readonly (string | number)[]): unknown =>
      path.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], event);
    const chunks = 'data.recordingStorageInfo.recordingChunks';
    assert.deepEqual(
      unknowns.filter(({ kind }) => kind === 'placeholder').map(({ path }) => jsonPathText(path)),
      [
        'source',
        'subject',
        'data.recordingId',
        `${chunks}[0].metadataLocation`,
        `${chunks}[1].contentLocation`,
        `${chunks}[1].documentId`,
        'data.sessionEndReason',
      ],
    );
    for (const { path, kind, name } of unknowns) {
      if (kind === 'placeholder') assert.equal(placeholderIn(String(at(path))), name);
      else assert.notEqual(at(path), undefined, jsonPathText(path));
    }
    assert.deepEqual(
      unknowns.filter(({ kind }) => kind === 'assumption').map(({ name }) => name),
      [
        'recordingStartTime',
        'recordingDurationMs',
        'storageType',
        'endReason',
        'deleteLocation',
        'deleteLocation',
      ],
    );
    const read = readBack(event);
    assert.ok(read.notes.some(({ code }) => code === 'placeholder'));
    assert.equal(read.chunks[0]?.documentId, '0-eus-d1-abc');
    assert.equal(read.startTime?.toISOString(), '2026-01-14T09:35:00.000Z');
    assert.deepEqual([read.contentType, read.channelType, read.formatType], ['audio', 'mixed', 'mp3']);
  });

  it('is summarised in words like any other event', () => {
    const { title, brief, facts, pitfalls } = summarizeEvent(
      readBack(buildEvent(twoChunks, 'eventGrid', identity).event),
    );
    assert.equal(
      title,
      'Recording of 2 chunks · 4 h 1 min · The participant who started the recording left the call',
    );
    assert.equal(brief, '2 chunks');
    assert.deepEqual(
      facts.map(({ label, value }) => `${label}: ${value}`),
      [
        'Schema: Event Grid schema',
        'Sent: 2026-01-14 09:40:00 UTC',
        'Call ID: 5a1f6d9e-3c52-4c8b-9a57-0d2f4be1c6a3',
        'Server call ID: c2VydmVy',
        'Recording ID: cmVjb3JkaW5n',
        'Started: 2026-01-14 05:30:05 UTC',
        'Duration: 4 h 1 min',
        'Format: audio, unmixed, wav',
        'Recording ended: The participant who started the recording left the call',
        `Chunk 0: Longest time reached, another chunk follows · 0-eus-d1-${'0'.repeat(32)}`,
        `Chunk 1: The recording ended: this is the last chunk · 0-eus-d1-${'1'.repeat(32)}`,
        'Links: blobs in your own storage',
      ],
    );
    assert.match(pitfalls.join('\n'), /not recordingChunks\[0\] only/);
  });
});
