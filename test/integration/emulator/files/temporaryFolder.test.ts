import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { makeTemporaryFolder } from '../../../../src/emulator/files/temporaryFolder.ts';

describe('The temporary folder of the local service', () => {
  const variables = ['TMPDIR', 'TEMP', 'TMP'] as const;
  const outer = variables.map((name) => process.env[name]);
  let parent: string;

  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'sweep-'));
    for (const name of variables) process.env[name] = parent;
  });

  afterEach(async () => {
    variables.forEach((name, index) => {
      const value = outer[index];
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    });
    await rm(parent, { recursive: true, force: true });
  });

  /** A folder as a process that was killed leaves it, an hour ago. */
  async function folderOf(name: string, pid?: number): Promise<string> {
    const folder = join(parent, name);
    await mkdir(join(folder, 'data'), { recursive: true });
    await writeFile(join(folder, 'data', 'recording.wav'), 'x');
    if (pid !== undefined) await writeFile(join(folder, 'process'), String(pid));
    const hourAgo = new Date(Date.now() - 3_600_000);
    await utimes(folder, hourAgo, hourAgo);
    return basename(folder);
  }

  it('can be read by this user alone', async () => {
    const folder = await makeTemporaryFolder();
    if (process.platform !== 'win32') assert.equal((await stat(folder)).mode & 0o777, 0o700);
  });

  it('is deleted by the next start where its service was killed, and by nothing while the service runs', async () => {
    const { pid: ended } = spawnSync(process.execPath, ['-e', '']);
    const gone = [await folderOf('acs-local-killed', ended), await folderOf('acs-local-noname')];
    const kept = [
      await folderOf('acs-local-active', process.pid),
      await folderOf('acs-local-of-another', ended),
      await folderOf('another'),
    ];
    await mkdir(join(parent, 'acs-local-makeit'));
    const own = basename(await makeTemporaryFolder());
    const left = await readdir(parent);
    for (const name of gone) assert.ok(!left.includes(name), name);
    for (const name of [...kept, 'acs-local-makeit', own]) assert.ok(left.includes(name), name);
  });

  it('is not looked for through links', async function () {
    const target = await folderOf('recordings of the user');
    try {
      await symlink(join(parent, target), join(parent, 'acs-local-linked'));
    } catch {
      return this.skip();
    }
    await makeTemporaryFolder();
    assert.deepEqual(await readdir(join(parent, target, 'data')), ['recording.wav']);
  });
});
