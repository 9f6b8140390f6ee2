import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { parseBuffer } from 'music-metadata';
import type { BackgroundFailure } from '../../../../src/emulator/api/controlRoutes.ts';
import { TestService, refusalOf, statusData } from '../localServiceFixture.ts';

describe('faults of the local service', () => {
  let local: TestService;

  beforeEach(async () => {
    local = await TestService.start();
  });

  afterEach(() => local.stop());

  const ask = async (fault: object) => {
    const answer = await local.control('POST', '/local/faults', fault);
    assert.equal(answer.status, 201);
  };

  /** Records for two seconds. */
  const record = async () => {
    const { recordingId } = await local.recordings().start(local.startOptions({ recordingFormat: 'wav' }));
    local.clock.advance(2_000);
    await local.recordings().stop(recordingId);
    return recordingId;
  };

  it('throttles with a time to wait, which the SDK keeps to', async () => {
    await ask({ kind: 'throttle', seconds: 7, times: 1 });
    const answer = refusalOf(local.recordings().getState('x'));
    assert.match(await answer, /^429 TooManyRequests/);
    await ask({ kind: 'throttle', seconds: 0, times: 2, operation: 'start' });
    const started = await local.recordings(3).start(local.startOptions());
    assert.equal(started.recordingState, 'active');
    assert.deepEqual(local.service.faults.list(), []);
    assert.equal(local.log.filter((line) => line.endsWith(' 429')).length, 3);
  });

  it('throttles without a time to wait, which the SDK does not try again', async () => {
    await ask({ kind: 'throttle', retryAfter: false, times: 1 });
    assert.match(await refusalOf(local.recordings(3).getState('x')), /^429 TooManyRequests/);
    assert.equal(local.log.filter((line) => line.endsWith(' 429')).length, 1);
  });

  it('says conflict', async () => {
    await ask({ kind: 'conflict', times: 1 });
    assert.match(await refusalOf(local.recordings(3).getState('x')), /^409 Conflict/);
  });

  it('says forbidden, of one operation only', async () => {
    await ask({ kind: 'forbidden', operation: 'pause' });
    const { recordingId } = await local.recordings().start(local.startOptions());
    assert.match(await refusalOf(local.recordings().pause(recordingId)), /^403 /);
    assert.match(await refusalOf(local.recordings().pause(recordingId)), /^403 /);
    assert.equal((await local.control('DELETE', '/local/faults')).status, 204);
    await local.recordings().pause(recordingId);
  });

  it('fails with code 9999', async () => {
    await ask({ kind: 'serverError', times: 1 });
    const failure = await refusalOf(local.recordings().start(local.startOptions()));
    assert.equal(failure, '500 9999 Unknown internal server error.');
  });

  it('starts one recording only when the answer got lost and the SDK asks again', async () => {
    await ask({ kind: 'serverError', times: 2, operation: 'start', afterEffect: true });
    const started = await local.recordings(3).start(local.startOptions());
    assert.equal(local.log.filter((line) => line.endsWith(' 500')).length, 2);
    const running = (await (await local.control('GET', '/local/recordings')).json()) as {
      recordingId: string;
    }[];
    assert.deepEqual(
      running.map((each) => each.recordingId),
      [started.recordingId],
    );
  });

  it('ends a call by itself', async () => {
    await ask({ kind: 'callEnds', seconds: 3, times: 1 });
    const { recordingId } = await local.recordings().start(local.startOptions({ recordingFormat: 'wav' }));
    local.clock.advance(10_000);
    assert.match(await refusalOf(local.recordings().getState(recordingId)), /Recording not found/);
    const [recording] = await local.landed();
    const [chunk] = recording ? await local.chunks(recording) : [];
    assert.equal(chunk?.metadata.chunkDuration, 3_000);
    assert.equal(statusData(local.events[0]).sessionEndReason, 'CallEnded');
    const call = local.service.calls.create({ endAfterSeconds: 5 });
    local.clock.advance(5_000);
    assert.equal(local.service.calls.byAnyId(call.callId)?.state, 'ended');
  });

  it('keeps what it cannot export, and says so in the event', async () => {
    await ask({ kind: 'exportFails', times: 1 });
    await record();
    assert.deepEqual(await local.landed(), []);
    const data = statusData(local.events[0]);
    assert.equal(data.storageType, 'ACS');
    const [chunk] = data.recordingStorageInfo.recordingChunks;
    assert.match(
      chunk?.contentLocation ?? '',
      /^https:\/\/us-storage\.asm\.skype\.com\/v1\/objects\/[\w-]+\/content\/audio$/,
    );
    assert.match(chunk?.metadataLocation ?? '', /\/content\/acsmetadata$/);
    assert.ok(local.log.some((line) => line.startsWith('Export of chunk 0 failed')));
    const failures = await (await local.control('GET', '/local/failures')).json();
    assert.deepEqual(
      (failures as BackgroundFailure[]).map(({ id, text }) => `${id} ${text.slice(0, 24)}`),
      ['1 Export of chunk 0 failed'],
    );
  });

  it('does the same when the container does fail', async () => {
    const refusing = createServer((request, response) => {
      // The trial at the start lists, and finds nothing wrong.
      if (request.method === 'GET') {
        const nothing = '<EnumerationResults><Blobs/><NextMarker/></EnumerationResults>';
        response.writeHead(200, { 'content-type': 'application/xml' }).end(nothing);
        return;
      }
      response.writeHead(403, { 'x-ms-error-code': 'AuthorizationPermissionMismatch' }).end();
    });
    await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
    try {
      const address = refusing.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const { recordingId } = await local.recordings().start(
        local.startOptions({
          recordingStorage: {
            recordingStorageKind: 'azureBlobStorage',
            recordingDestinationContainerUrl: `http://127.0.0.1:${port}/devstoreaccount1/recordings`,
          },
        }),
      );
      await local.recordings().stop(recordingId);
      await local.service.whenIdle();
      assert.equal(statusData(local.events[0]).storageType, 'ACS');
      assert.ok(local.log.some((line) => line.startsWith('Export of chunk 0 failed')));
    } finally {
      refusing.closeAllConnections();
      refusing.close();
    }
  });

  it('leaves an empty file', async () => {
    await ask({ kind: 'zeroByteFile', times: 1 });
    await record();
    const [recording] = await local.landed();
    assert.deepEqual(
      recording?.files.map((file) => file.sizeBytes > 0),
      [true, false],
    );
  });

  it('leaves half a file, without metadata', async () => {
    await ask({ kind: 'cutUpload', times: 1 });
    await record();
    const [recording] = await local.landed();
    const [media, ...others] = recording?.files ?? [];
    assert.ok(media);
    assert.deepEqual(others, []);
    assert.equal(media.sizeBytes, (44 + 64_000) / 2);
    const { format } = await parseBuffer(await local.store.read(media.name), { path: media.name });
    assert.equal(format.sampleRate, 16_000);
    const [chunk] = statusData(local.events[0]).recordingStorageInfo.recordingChunks;
    assert.equal(chunk?.endReason, 'ChunkUploadFailure');
  });

  it('affects chunks one by one', async () => {
    await local.stop();
    local = await TestService.start({ chunks: { chunkSeconds: 1 } });
    await ask({ kind: 'zeroByteFile', times: 1 });
    await ask({ kind: 'exportFails', times: 1 });
    await record();
    const [recording] = await local.landed();
    // The first chunk stays behind, the second one is empty.
    assert.deepEqual(
      recording?.files.map((file) => [file.blob.chunkIndex, file.sizeBytes > 0]),
      [
        [1, true],
        [1, false],
      ],
    );
    const data = statusData(local.events[0]);
    assert.equal(data.storageType, 'ACS');
    const hosts = data.recordingStorageInfo.recordingChunks.map(
      (chunk) => new URL(chunk.contentLocation).hostname,
    );
    assert.deepEqual(hosts, ['us-storage.asm.skype.com', '']);
  });

  it('refuses faults that it does not know', async () => {
    for (const fault of [
      {},
      { kind: 'flood' },
      { kind: 'throttle', times: 0 },
      { kind: 'throttle', times: 1.5 },
      { kind: 'throttle', operation: 'download' },
      { kind: 'throttle', seconds: '1' },
    ]) {
      const answer = await local.control('POST', '/local/faults', fault);
      assert.equal(answer.status, 400, JSON.stringify(fault));
    }
    assert.deepEqual(local.service.faults.list(), []);
  });
});
