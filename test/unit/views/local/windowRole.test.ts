import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WindowRole } from '../../../../src/views/local/windowRole.ts';

describe('WindowRole', () => {
  let folder: string;
  let file: string;
  // Two processes that run for as long as this test.
  const [first, second] = [process.pid, process.ppid] as const;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'role-'));
    file = join(folder, 'one.json');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const take = (pid: number, port: number) => new WindowRole(file, pid).take(() => Promise.resolve({ port }));
  const agesAgo = () => utimes(file, 1, 1);

  it('is played by one window, until it ends', async () => {
    assert.deepEqual(await take(first, 1), { by: 'us', role: { pid: first, port: 1 } });
    assert.deepEqual(await take(second, 2), { by: 'other', role: { pid: first, port: 1 } });
    await new WindowRole(file, second).end();
    assert.deepEqual(await new WindowRole(file, first).holder(), { by: 'nobody' });
    assert.equal((await take(second, 2)).by, 'us');
  });

  it('is taken over where the window is gone', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    await writeFile(file, JSON.stringify({ pid, port: 7 }));
    const role = new WindowRole(file, second);
    assert.deepEqual(await role.holder(), { by: 'nobody', role: { pid, port: 7 } });
    assert.equal((await take(second, 7)).by, 'us');
  });

  it('is taken over where another program got the process ID', async () => {
    await take(first, 1);
    await agesAgo();
    assert.equal((await take(second, 1)).by, 'us');
    // The window that hung sees that it lost its part.
    assert.equal((await new WindowRole(file, first).holder()).by, 'other');
  });

  it('stays with a window that says that it still plays it', async () => {
    await take(first, 1);
    await agesAgo();
    await new WindowRole(file, first).keep();
    assert.equal((await take(second, 2)).by, 'other');
  });

  it('is not taken where the work cannot begin, nor kept by a file that is broken', async () => {
    const role = new WindowRole(file, first);
    await assert.rejects(role.take(() => Promise.reject(new Error('EADDRINUSE'))));
    await assert.rejects(readFile(file));
    for (const text of ['', '1234', '{"pid":"x"}', '[]']) {
      await writeFile(file, text);
      assert.deepEqual(await role.holder(), { by: 'nobody' }, text);
    }
  });
});
