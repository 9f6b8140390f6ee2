import { randomBytes } from 'node:crypto';
import { type FileHandle, link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StoreError } from '../failures/storeError.ts';

/**
 * Writes a file so that it is complete or absent: `fill` writes into a temporary file beside it, which
 * takes the name at the end. Folders above it are made.
 * @throws StoreError `fileExists` where the target is there and shall not be overwritten, before `fill`
 *   is called; disk errors as Node has them
 */
export async function writeCompleteFile(
  path: string,
  overwrite: boolean,
  fill: (file: FileHandle) => Promise<void>,
): Promise<void> {
  if (!overwrite && (await exists(path))) throw fileExists(path);
  await mkdir(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${randomBytes(8).toString('hex')}.part`);
  const file = await open(temporary, 'wx');
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
  return new StoreError('fileExists', `The file exists already: ${path}`);
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
