import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withProcessLock } from '../../../../src/views/local/processLock.ts';

describe('withProcessLock', () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lock-'));
    file = join(folder, 'deep', 'one.lock');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('lets one work after the other, also after one that failed', async () => {
    let running = 0;
    const done: number[] = [];
    const work = (index: number) =>
      withProcessLock(file, async () => {
        assert.equal(++running, 1);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
        done.push(index);
        if (index === 0) throw new Error('as was to be expected');
      });
    const [first] = await Promise.allSettled([work(0), work(1), work(2)]);
    assert.equal(first.status, 'rejected');
    assert.deepEqual(done.toSorted(), [0, 1, 2]);
    assert.deepEqual(await readdir(join(folder, 'deep')), []);
  });

  it('does not wait for a process that died', async () => {
    file = join(folder, 'one.lock');
    const { pid } = spawnSync(process.execPath, ['--version']);
    await writeFile(file, String(pid));
    assert.equal(await withProcessLock(file, () => Promise.resolve('done')), 'done');
    await writeFile(file, String(process.ppid));
    await utimes(file, 1, 1);
    assert.equal(await withProcessLock(file, () => Promise.resolve('done')), 'done');
    await writeFile(file, '');
    await utimes(file, 1, 1);
    assert.equal(await withProcessLock(file, () => Promise.resolve('done')), 'done');
  });
});
