import { lstat, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isProcessAlive } from '../state/processAlive.ts';

const prefix = 'acs-local-';
const ownerFile = 'process';
/** A folder without its owner's name is being made, for no longer than this. */
const madeWithinMs = 60_000;

/** A folder of this process, which only this user can read. Removes those of processes that were killed. */
export async function makeTemporaryFolder(): Promise<string> {
  await sweep().catch(() => undefined);
  const folder = await mkdtemp(join(tmpdir(), prefix));
  await writeFile(join(folder, ownerFile), String(process.pid));
  return folder;
}

async function sweep(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => /^acs-local-[\w-]{6}$/.test(name));
  for (const name of names) {
    const folder = join(tmpdir(), name);
    if (await isLeftBehind(folder).catch(() => false)) {
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}

async function isLeftBehind(folder: string): Promise<boolean> {
  const { uid, mtimeMs } = await lstat(folder);
  if (process.getuid !== undefined && uid !== process.getuid()) return false;
  const pid = Number(await readFile(join(folder, ownerFile), 'utf8').catch(() => ''));
  return pid > 0 ? !isProcessAlive(pid) : Date.now() - mtimeMs > madeWithinMs;
}
