import { randomBytes } from 'node:crypto';
import { type FileHandle, link, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StoreError } from '../failures/storeError.ts';
import type { TransferOptions } from '../recordingStore.ts';
import { refuseOutside } from './withinFolder.ts';

/** How a file is written. */
export interface CompleteFileOptions {
  /** The folder that the user chose: the file must not be outside of it, even through links in it. */
  readonly within: string;
  readonly overwrite: boolean;
  /** For this user alone (0700 and 0600), as a copy in a folder that others may look into. */
  readonly isPrivate?: boolean;
}

const temporaryName = /^\.[0-9a-f]{16}\.part$/;
/** No write takes this long, in ms: an older file was left by a program that was killed. */
const abandonedMs = 24 * 60 * 60_000;
const swept = new Set<string>();

/** What a download asks of its file; without a folder that was chosen, the one that the file is to lie in. */
export function completeFileOptions(path: string, options: TransferOptions): CompleteFileOptions {
  const { within = dirname(path), overwrite = false, isPrivate = false } = options;
  return { within, overwrite, isPrivate };
}

/** True for the name that a file has while it is written. */
export function isTemporaryFile(name: string): boolean {
  return temporaryName.test(name);
}

/**
 * Writes a file so that it is complete or absent: `fill` writes into a temporary file beside it, which
 * takes the name at the end. Folders above it are made, and temporary files that a killed program left
 * there a day ago or longer are deleted.
 * @throws StoreError `fileExists` where the target is there and shall not be overwritten, and
 *   `leadsOutside`, both before `fill` is called; disk errors as Node has them
 */
export async function writeCompleteFile(
  path: string,
  { within, overwrite, isPrivate = false }: CompleteFileOptions,
  fill: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const folder = dirname(path);
  await refuseOutside(path, within);
  if (!overwrite && (await exists(path))) throw fileExists(path);
  await mkdir(folder, { recursive: true, mode: isPrivate ? 0o700 : 0o777 });
  await sweepOnce(folder);
  const temporary = join(folder, `.${randomBytes(8).toString('hex')}.part`);
  const file = await open(temporary, 'wx', isPrivate ? 0o600 : 0o666);
  try {
    try {
      await fill(file);
    } finally {
      await file.close();
    }
    if (overwrite) await rename(temporary, path);
    else await renameUnlessExists(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Once for each folder that this program writes to. What cannot be looked at or deleted stays. */
async function sweepOnce(folder: string): Promise<void> {
  if (swept.has(folder)) return;
  swept.add(folder);
  const names = await readdir(folder).catch(() => []);
  await Promise.all(
    names.filter(isTemporaryFile).map(async (name) => {
      const path = join(folder, name);
      try {
        if ((await stat(path)).mtimeMs < Date.now() - abandonedMs) await rm(path);
      } catch {
        // Another program deletes it as well.
      }
    }),
  );
}

/** `rename` would replace a file that came into being meanwhile; a hard link does not. */
async function renameUnlessExists(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path);
  } catch (error) {
    if (hasCode(error, 'EEXIST') || (await exists(path))) throw fileExists(path);
    // File systems without hard links.
    await rename(temporary, path);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

function fileExists(path: string): StoreError {
  return new StoreError('fileExists', `The file already exists: ${path}`);
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
