import assert from 'node:assert/strict';
import { parseBlobName } from '../../../src/recording/blobName.ts';
import { DateList } from '../../../src/storage/listing/dates.ts';
import { DayList } from '../../../src/storage/listing/day.ts';
import { openStore } from '../../../src/storage/openStore.ts';
import type { RecordingStore } from '../../../src/storage/recordingStore.ts';
import { startSyntheticBlobServer, type SyntheticBlobServer } from '../../bench/syntheticBlobServer.ts';
import { makeNamespace } from '../../bench/syntheticNamespace.ts';
import { blobContainer, deps } from './helpers.ts';

const shape = { dates: 3650, lastDate: '20261120', callsPerDate: 140, exceptions: { '20261119': 200_000 } };

describe('a container of a million and more blobs', () => {
  let server: SyntheticBlobServer;
  let store: RecordingStore;

  before(async () => {
    server = await startSyntheticBlobServer(shape);
    store = await openStore(blobContainer(server.containerUrl, 'anonymous'), deps());
  });

  beforeEach(() => (server.requestCount = 0));

  after(() => server.stop());

  it('is what the benchmark says it is', () => {
    const { namespace } = server;
    assert.ok(namespace.blobCount >= 1_000_000);
    for (const start of [0, 123_456, namespace.blobCount - 400_281, namespace.blobCount - 300]) {
      for (let position = start; position < start + 290; position += 1) {
        const name = namespace.nameAt(position);
        assert.ok(parseBlobName(name), name);
        if (position + 1 < namespace.blobCount) assert.ok(name < namespace.nameAt(position + 1), name);
        assert.equal(namespace.lowerBound(name), position);
      }
    }
    const small = makeNamespace({ dates: 3, lastDate: '20260102', callsPerDate: 2 });
    assert.deepEqual(small.dates, ['20251231', '20260101', '20260102']);
    assert.equal(small.blobCount, 12);
  });

  it('shows its newest date after one request', async () => {
    const dates = new DateList(store, '');
    await dates.load();
    assert.equal(dates.dates[0], '20261120');
    assert.equal(dates.dates.length, 3650);
    assert.equal(server.requestCount, 1);
  });

  it('shows a day of up to 1,000 blobs after one request, and needs none below it', async () => {
    const day = new DayList(store, '', '20261120/');
    await day.load();
    assert.equal(day.complete, true);
    assert.equal(day.calls.length, 140);
    assert.equal(day.calls[0]?.recordings[0]?.files.length, 2);
    assert.equal(server.requestCount, 1);
  });

  it('shows the first calls of a day of 400,000 blobs after one request', async () => {
    const day = new DayList(store, '', '20261119/');
    await day.load();
    assert.equal(day.complete, false);
    assert.equal(day.calls.length, 500);
    assert.equal(server.requestCount, 1);
    await day.load();
    assert.equal(day.calls.length, 1000);
    assert.equal(server.requestCount, 2);
  });

  it('finds a call of yesterday in a handful of requests, and one of ten years ago in one for each date', async () => {
    const { namespace } = server;
    const recent = new DateList(store, '', { callIdStart: namespace.callId('20261118', 7) });
    await recent.load();
    assert.deepEqual(recent.dates, ['20261118']);
    assert.ok(server.requestCount <= 100, `${server.requestCount} requests`);

    server.requestCount = 0;
    const oldest = namespace.dates[0] ?? '';
    const old = new DateList(store, '', { callIdStart: namespace.callId(oldest, 139) });
    await old.load();
    assert.deepEqual(old.dates, [oldest]);
    assert.ok(server.requestCount <= 3651, `${server.requestCount} requests`);
  });
});
