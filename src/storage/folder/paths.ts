import { realpath } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { StoreError } from '../failures/storeError.ts';
import { isBelow, refuseOutside } from '../transfer/withinFolder.ts';

/** Where the files of a folder lie; no name leads out of it. */
export class FolderPaths {
  readonly #root: string;

  constructor(root: string) {
    this.#root = resolve(root);
  }

  /** @throws StoreError `fileMissing` for names that are no path below the folder */
  of(name: string): string {
    const segments = name.split('/');
    const path = join(this.#root, ...segments);
    const isPlain = segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..');
    if (!isPlain || name.includes('\0') || !isBelow(path, this.#root) || isForeign(name)) throw missing(name);
    return path;
  }

  /** The path of a file that is there, with links resolved. */
  async existing(name: string): Promise<string> {
    const path = await realpath(this.of(name));
    if (!isBelow(path, await realpath(this.#root))) throw missing(name);
    return path;
  }

  /** The path of a file that may have to be made, in a folder that may have to be made. */
  async writable(name: string): Promise<string> {
    const path = this.of(name);
    await refuseOutside(path, this.#root);
    return path;
  }

  isBelowRoot(path: string): boolean {
    return isBelow(path, this.#root);
  }
}

/** On Windows a backslash separates and a colon names a drive or a stream. */
function isForeign(name: string): boolean {
  return sep === '\\' && /[\\:]/.test(name);
}

function missing(name: string): StoreError {
  return new StoreError('fileMissing', `No file of this name in the folder: ${name}`);
}
