import assert from 'node:assert/strict';
import { derivedFolder, planDownload } from '../../../../src/history/download/plan.ts';
import { readEvents } from '../../../../src/recording/event/parse.ts';

const call = '9509c756-debe-4998-9f92-5a0d8f6dc00c';
const object = 'https://us-storage.asm.skype.com/v1/objects/0-eus-d1-801b3f3fc462fe8a01e6810cbff729b8';

function event(chunks: readonly object[]) {
  const [read] = readEvents({
    ...{ id: '1', topic: '/t', dataVersion: '1.0', metadataVersion: '1' },
    eventType: 'Microsoft.Communication.RecordingFileStatusUpdated',
    subject: `/recording/call/${call}/serverCallId/x/recordingId/eyJQbGF0Zm9ybQ`,
    eventTime: '2026-01-07T12:00:00Z',
    data: {
      recordingStorageInfo: { recordingChunks: chunks },
      ...{
        recordingStartTime: '2026-01-07T11:00:00Z',
        recordingDurationMs: 1000,
        sessionEndReason: 'SessionEnded',
      },
      ...{ recordingContentType: 'Audio', recordingChannelType: 'Mixed', recordingFormatType: 'Wav' },
    },
  }).events;
  assert.ok(read?.kind === 'recordingFileStatusUpdated');
  return read;
}

const chunk = {
  ...{ documentId: '0-eus-d1-801b3f3fc462fe8a01e6810cbff729b8', index: 0, endReason: 'SessionEnded' },
  contentLocation: `${object}/content/audio`,
  ...{ metadataLocation: `${object}/content/acsmetadata`, deleteLocation: object },
};

describe('planDownload', () => {
  it('lays the files out as the service would have written them, and says until when they are kept', () => {
    const plan = planDownload(event([chunk]));
    assert.ok(plan);
    assert.equal(plan.folder, `20260107/${call}/${derivedFolder('eyJQbGF0Zm9ybQ')}/`);
    assert.deepEqual(
      plan.files.map(({ name }) => name.slice(plan.folder.length)),
      [`0-acsmetadata.${chunk.documentId}.json`, `0-audiowav.${chunk.documentId}.wav`],
    );
    assert.deepEqual(plan.deleteUrls, [object]);
    assert.equal(plan.keptUntil, Date.UTC(2026, 0, 8, 12));
  });

  it('has nothing to do where the files are in a container', () => {
    const blob = `https://acct.blob.core.windows.net/rec/20260107/${call}/f/0-audiowav.wav`;
    assert.equal(
      planDownload(event([{ ...chunk, contentLocation: blob, metadataLocation: blob }])),
      undefined,
    );
  });
});

describe('derivedFolder', () => {
  it('is the same each time, another for another recording, and has the shape that the service gives', () => {
    assert.equal(derivedFolder('eyJQbGF0Zm9ybQ'), derivedFolder('eyJQbGF0Zm9ybQ'));
    assert.notEqual(derivedFolder('eyJQbGF0Zm9ybQ'), derivedFolder('eyJQbGF0Zm9ybR'));
    assert.match(derivedFolder('eyJQbGF0Zm9ybQ'), /^eyJQbGF0-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });
});
