import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that a walk came by, with `/` between the segments of its name. */
export interface WalkedFile {
  readonly name: string;
  /** Of the file itself, or of the link that leads to it. */
  readonly entry: Dirent;
}

/**
 * Walks a folder in the order of a blob listing: full names compared as a whole, so that `a-b` comes
 * before `a/b`. Reads a folder only when its turn comes.
 * @param prefix only names that begin so
 * @param after only names that come later; folders that lie wholly before are not read
 */
export async function* walkFiles(root: string, prefix: string, after: string): AsyncGenerator<WalkedFile> {
  const slash = prefix.lastIndexOf('/') + 1;
  yield* walk(root, prefix.slice(0, slash), prefix, after);
}

async function* walk(
  root: string,
  folder: string,
  prefix: string,
  after: string,
): AsyncGenerator<WalkedFile> {
  for (const { name, entry } of await sortedEntries(root, folder)) {
    const inPrefix = name.startsWith(prefix) || (name.endsWith('/') && prefix.startsWith(name));
    if (!inPrefix) continue;
    if (!name.endsWith('/')) {
      if (name > after) yield { name, entry };
    } else if (name > after || after.startsWith(name)) {
      yield* walk(root, name, prefix, after);
    }
  }
}

/**
 * What lies directly in a folder, in order of name; names of folders end in `/`. Links to folders are left
 * out. A folder that is not there is empty.
 * @param folder below the root: empty, or ending in `/`
 */
export async function sortedEntries(root: string, folder: string): Promise<readonly WalkedFile[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isDirectory() || entry.isFile() || entry.isSymbolicLink())
    .map((entry) => ({ name: folder + entry.name + (entry.isDirectory() ? '/' : ''), entry }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** True where a file or folder is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
