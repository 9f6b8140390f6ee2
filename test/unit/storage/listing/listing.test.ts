import assert from 'node:assert/strict';
import fc from 'fast-check';
import { groupDay } from '../../../../src/recording/call.ts';
import { DateList } from '../../../../src/storage/listing/dates.ts';
import { DayList } from '../../../../src/storage/listing/day.ts';
import type { RecordingStore } from '../../../../src/storage/recordingStore.ts';
import { MemoryStore } from '../../memoryStore.ts';

/** The same store with pages of the given number of files. */
function paged(store: MemoryStore, pageSize: number): RecordingStore {
  return Object.assign(Object.create(store) as RecordingStore, {
    listFiles: (...[prefix, options]: Parameters<RecordingStore['listFiles']>) =>
      store.listFiles(prefix, { ...options, pageSize }),
  });
}

describe('Listings', () => {
  const segment = fc.constantFrom('a', 'b', 'a-b', 'a.', '', '..', '7c62', 'eyJ-1');
  const file = fc.constantFrom('0-acsmetadata.json', '0-audiomp3.mp3', '12-x.y.mp4', 'other.txt', '');
  const names = fc.uniqueArray(
    fc.tuple(segment, segment, file).map((parts) => `p/20261120/${parts.join('/')}`),
    { minLength: 1, maxLength: 30 },
  );

  it('of a day give the same calls wherever the pages end, and lose no file', async () => {
    await fc.assert(
      fc.asyncProperty(names, fc.integer({ min: 1, max: 5 }), fc.boolean(), async (all, size, empty) => {
        const store = new MemoryStore(Object.fromEntries(all.map((name) => [name, name])));
        store.emptyPagesFirst = empty;
        const list = new DayList(paged(store, size), 'p/', 'p/20261120/');
        while (!list.complete) await list.load();
        const { files } = await new MemoryStore(
          Object.fromEntries(all.map((name) => [name, name])),
        ).listFiles('p/');
        const { calls, otherFiles } = groupDay(files, 'p/');
        assert.deepEqual(list.calls, calls);
        assert.deepEqual(list.otherFiles, otherFiles);
      }),
    );
  });

  it('lists dates with one request for each 5,000, and shows what has arrived meanwhile', async () => {
    const files: Record<string, string> = {};
    for (let day = 0; day < 6000; day++) {
      const date = new Date(Date.UTC(2010, 0, 1 + day)).toISOString().slice(0, 10).replaceAll('-', '');
      files[`${date}/call/rec/0-audiomp3.mp3`] = 'x';
    }
    const store = new MemoryStore(files);
    const list = new DateList(store, '');
    const seen: number[] = [];
    list.onChange(() => seen.push(list.dates.length));
    await list.load();
    assert.deepEqual(seen, [5000, 6000, 6000]);
    assert.equal(store.requests.length, 2);
    assert.equal(list.dates[0], '20260605');
    assert.deepEqual(list.dates, list.dates.toSorted().toReversed());
  });

  it('continue from where they were cancelled', async () => {
    const store = new MemoryStore({ 'p/20261120/a/b/0-x.mp3': 'x', 'p/20261120/a/b/1-x.mp3': 'x' });
    const list = new DayList(paged(store, 1), 'p/', 'p/20261120/');
    await list.load();
    const cancelled = list.load();
    list.cancel();
    await assert.rejects(cancelled, { name: 'StoreError', reason: 'cancelled' });
    assert.equal(list.loading, false);
    await list.load();
    assert.ok(list.complete);
    assert.equal(list.calls[0]?.recordings[0]?.files.length, 2);
  });
});
