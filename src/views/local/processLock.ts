import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isProcessAlive } from '../../emulator/state/processAlive.ts';

const lookAgainMs = 100;
/** No work takes this long: the process ID is that of another program by now, such as after a restart. */
const heldWithinMs = 2 * 60_000;
/** A file is without a process ID only while it is written, at most this long. */
const writtenWithinMs = 5_000;

/**
 * Runs work while no other work, in this process or another, runs under the same file. A file that a
 * process left behind when it died counts for nothing. Rejects as the work does, or when the file cannot be
 * written.
 */
export async function withProcessLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  while (!(await take(file))) await wait(lookAgainMs);
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    if (await isLeftBehind(file)) await rm(file, { force: true });
    return false;
  }
}

async function isLeftBehind(file: string): Promise<boolean> {
  try {
    const pid = Number(await readFile(file, 'utf8'));
    const ageMs = Date.now() - (await stat(file)).mtimeMs;
    return pid > 0 ? !isProcessAlive(pid) || ageMs > heldWithinMs : ageMs > writtenWithinMs;
  } catch {
    // It was given back just now.
    return false;
  }
}
