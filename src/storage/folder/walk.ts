import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isTemporaryFile } from '../transfer/completeFile.ts';

/** A file that a walk came by, with `/` between the segments of its name. */
export interface WalkedFile {
  readonly name: string;
  /** Of the file itself, or of the link that leads to it. */
  readonly entry: Dirent;
}

/** A file, or the name of a folder that could not be read. */
export type WalkStep = WalkedFile | { readonly unreadable: string };

/** How many folders are remembered: those on the way to one file, and some beside it. */
const mostRemembered = 8;

/** Reads folders in the order of a blob listing, and remembers those that the next page of a listing needs. */
export class FolderWalk {
  readonly #root: string;
  readonly #remembered = new Map<string, readonly WalkedFile[]>();

  /** @param root absolute */
  constructor(root: string) {
    this.#root = root;
  }

  /**
   * Walks a folder in the order of a blob listing: full names compared as a whole, so that `a-b` comes
   * before `a/b`. Reads a folder only when its turn comes.
   * @param prefix only names that begin so
   * @param after only names that come later; folders that lie wholly before are not read
   */
  async *files(prefix: string, after: string): AsyncGenerator<WalkStep> {
    const slash = prefix.lastIndexOf('/') + 1;
    yield* this.#walk(prefix.slice(0, slash), prefix, after);
  }

  /**
   * What is directly in a folder, in order of name; names of folders end in `/`. Links to folders are left
   * out. A folder that is not there is empty.
   * @param folder below the root: empty, or ending in `/`
   * @param isNextPage true where the folder may be taken as it was when the page before was listed
   */
  async entries(folder: string, isNextPage: boolean): Promise<readonly WalkedFile[]> {
    const known = isNextPage ? this.#remembered.get(folder) : undefined;
    this.#remembered.delete(folder);
    const entries = known ?? (await sortedEntries(this.#root, folder));
    this.#remembered.set(folder, entries);
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size <= mostRemembered) break;
      this.#remembered.delete(oldest);
    }
    return entries;
  }

  async *#walk(folder: string, prefix: string, after: string): AsyncGenerator<WalkStep> {
    const entries = await this.entries(folder, after !== '');
    for (const { name, entry } of entries.slice(startOf(entries, after))) {
      const inPrefix = name.startsWith(prefix) || (name.endsWith('/') && prefix.startsWith(name));
      if (!inPrefix) continue;
      if (!name.endsWith('/')) {
        if (name > after) yield { name, entry };
      } else if (name > after || after.startsWith(name)) {
        try {
          yield* this.#walk(name, prefix, after);
        } catch (error) {
          if (!isUnreadable(error)) throw error;
          yield { unreadable: name };
        }
      }
    }
  }
}

/** Where a listing goes on: at the first name that comes later, or the folder before it, which the last name may be in. */
function startOf(entries: readonly WalkedFile[], after: string): number {
  let [low, high] = [0, after === '' ? 0 : entries.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.name ?? '') > after) high = middle;
    else low = middle + 1;
  }
  return Math.max(0, low - 1);
}

async function sortedEntries(root: string, folder: string): Promise<readonly WalkedFile[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isDirectory() || entry.isFile() || entry.isSymbolicLink())
    .filter((entry) => !isTemporaryFile(entry.name))
    .map((entry) => ({ name: folder + entry.name + (entry.isDirectory() ? '/' : ''), entry }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** True where a file or folder is not there. */
export function isMissing(error: unknown): boolean {
  return hasCode(error, ['ENOENT', 'ENOTDIR']);
}

/** True where this one file or folder cannot be read, which says nothing about those beside it. */
export function isUnreadable(error: unknown): boolean {
  return hasCode(error, ['EACCES', 'EPERM', 'ELOOP', 'EIO', 'ENAMETOOLONG']);
}

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
