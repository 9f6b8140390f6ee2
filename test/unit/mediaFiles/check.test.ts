import assert from 'node:assert/strict';
import fc from 'fast-check';
import { seededSource } from '../../../src/emulator/service/ids.ts';
import { StoreError } from '../../../src/storage/failures/storeError.ts';
import { checkReport, summarise, summaryText } from '../../../src/mediaFiles/report.ts';
import { type CheckedRecording, checkRecordings } from '../../../src/mediaFiles/check.ts';
import { type SampleFile, mp3, sampleFiles } from '../../host/sampleRecording.ts';
import { RangedStore } from './rangedStore.ts';

const source = seededSource('check');

function sample(callId: string, chunks: number): Promise<SampleFile[]> {
  return sampleFiles(
    {
      startedMs: Date.UTC(2026, 0, 7, 11),
      callId,
      format: mp3,
      documentIds: true,
      chunks: Array.from({ length: chunks }, () => ({ durationMs: 36_000 })),
      participants: ['4:+14255550123'],
    },
    source,
  );
}

describe('check of recordings', () => {
  let files: SampleFile[];
  const whole = '7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc';
  const cut = 'add67a69-debe-4998-9f92-5a0d8f6dc00c';

  before(async () => {
    const short = (await sample(cut, 2)).map((file) =>
      file.name.includes('/1-audio') ? { ...file, content: file.content.subarray(0, 20_000) } : file,
    );
    files = [...(await sample(whole, 2)), ...short];
  });

  function check(
    store: RangedStore,
    more: {
      signal?: AbortSignal;
      isFixed?: boolean;
      onProgress?: (done: number) => void;
      onFound?: (count: number) => void;
      onUnreadable?: (count: number) => void;
    } = {},
  ): Promise<CheckedRecording[]> {
    return checkRecordings('20260107/', {
      store,
      prefix: '',
      isFixed: () => more.isFixed ?? false,
      signal: more.signal ?? new AbortController().signal,
      explain: (error) => (error instanceof Error ? error.message : ''),
      onProgress: (done) => more.onProgress?.(done),
      onFound: (count) => more.onFound?.(count),
      onUnreadable: (count) => more.onUnreadable?.(count),
    });
  }

  it('checks every recording below a date, media included', async () => {
    const progress: number[] = [];
    const checked = await check(new RangedStore(files), { onProgress: (done) => progress.push(done) });
    assert.deepEqual(progress, [0, 1, 2]);
    assert.deepEqual(
      checked.map(({ recording, problems }) => [recording.callId, problems.map(({ severity }) => severity)]),
      [
        [whole, []],
        [cut, ['error']],
      ],
    );
    assert.match(checked[1]?.problems[0]?.title ?? '', /shorter than its metadata/);
    assert.deepEqual(summarise(checked, 0), { recordings: 2, withErrors: 1, withWarnings: 0, unreadable: 0 });
  });

  it('reports a file that cannot be read as a problem of its recording', async () => {
    const store = new RangedStore(files);
    const broken = files.find(({ name }) => name.includes(whole) && name.includes('/0-audio'));
    assert.ok(broken);
    store.broken.add(broken.name);
    const [first] = await check(store);
    assert.equal(first?.problems[0]?.file, broken.name);
    assert.equal(first.problems[0].why, 'No role');
  });

  it('waits for the rest of what was just written, but not of what never changes, such as a fresh copy', async () => {
    const store = new RangedStore(files.filter(({ name }) => !name.includes('/0-acsmetadata')));
    store.lastModified = new Date();
    const isMissing = async (isFixed: boolean): Promise<boolean> =>
      (await check(store, { isFixed })).every(({ problems }) =>
        problems.some(({ title }) => title.includes('Chunk 0 has no metadata')),
      );
    assert.deepEqual([await isMissing(false), await isMissing(true)], [false, true]);
  });

  it('looks at the other date where a call went over midnight, and gives no false alarm', async () => {
    const moved = (await sample(whole, 4)).map((file) =>
      /\/[01]-/.test(file.name) ? { ...file, name: file.name.replace('20260107/', '20260106/') } : file,
    );
    const store = new RangedStore(moved);
    const [checked] = await check(store);
    const problems = checked?.problems.map(({ severity, title }) => `${severity}: ${title}`);
    assert.deepEqual(problems, ['info: Chunks 0 to 1 are in the folder of 2026-01-06']);
  });

  it('counts what could not be read, and does not pass it', async () => {
    const store = new RangedStore(files);
    store.unreadable = 2;
    let unreadable = 0;
    await check(store, { onUnreadable: (count) => (unreadable = count) });
    assert.equal(unreadable, 2);
    const place = { container: 'c', path: 'p', unreadable };
    const report = checkReport([place], [], false, new Date(0));
    assert.match(report, /cannot be read: 2 files or folders/);
    assert.doesNotMatch(report, /No problems found/);
  });

  it('gives what is done when it is cancelled', async () => {
    const cancel = new AbortController();
    const many = (await Promise.all(Array.from({ length: 12 }, (_, n) => sample(`${n}`, 1)))).flat();
    const checked = await check(new RangedStore(many), {
      signal: cancel.signal,
      onProgress: (done) => {
        if (done === 3) cancel.abort();
      },
    });
    assert.ok(checked.length >= 3 && checked.length < 12, `${checked.length}`);
    assert.match(summaryText(summarise(checked, 0), true), /^Cancelled before the end\./);
  });

  it('gives nothing when it is cancelled while the files are listed, and counts them until then', async () => {
    const cancel = new AbortController();
    const store = new RangedStore(files);
    store.pageSize = 3;
    const counts: number[] = [];
    const list = store.listFiles;
    store.listFiles = (...asked) => {
      if (counts.length === 2) {
        cancel.abort();
        return Promise.reject(new StoreError('cancelled', 'Cancelled.'));
      }
      return list(...asked);
    };
    const onFound = (count: number): unknown => counts.push(count);
    assert.deepEqual(await check(store, { signal: cancel.signal, onFound }), []);
    assert.deepEqual(counts, [3, 6]);
  });

  it('reports in Markdown, problems with why and what to do', async () => {
    const report = checkReport(
      [{ container: 'recordings', path: '20260107/', unreadable: 0 }],
      await check(new RangedStore(files)),
      false,
      new Date(0),
    );
    assert.match(report, /^# Check of recordings\n\n- recordings: 20260107\/\n- 1970-01-01/);
    assert.match(report, /### Error: The media is shorter/, report);
    assert.match(report, /upload may have been cut off/);
    assert.ok(!report.includes(whole), `a recording without problems is not listed:\n${report}`);
  });

  it('marks nothing up that comes from a name or a file', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'[]()<>!*_`#|~\\&\n a:/'.split('')) }), (hostile) => {
        const report = checkReport(
          [{ container: hostile, path: 'p', unreadable: 0 }],
          [],
          false,
          new Date(0),
        );
        const line = report.split('\n')[2] ?? '';
        assert.ok(line.endsWith(': p'), 'it stays in its line');
        assert.ok(!line.includes('://'));
        assert.doesNotMatch(line.slice(2).replaceAll(/\\./g, ''), /[[\]()<>!*_`|~]/);
      }),
    );
  });
});
