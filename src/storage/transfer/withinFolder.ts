import { lstat, mkdir, realpath } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { StoreError } from '../failures/storeError.ts';

/**
 * Makes sure that a file, which need not be there yet, is in a folder, also where links are on the way
 * to it. The folder itself may be a link: the user chose it.
 * @throws StoreError `leadsOutside`
 */
export async function refuseOutside(path: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const root = await realpath(folder);
  for (let above = dirname(resolve(path)); ; above = dirname(above)) {
    const real = await realpathIfThere(above);
    if (real === undefined) continue;
    if (real === root || isBelow(real, root)) return;
    throw leadsOutside(path);
  }
}

/** True where a path is below a folder by its name alone; both absolute. */
export function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

async function realpathIfThere(path: string): Promise<string | undefined> {
  try {
    // Asked first: a folder that is made between the two calls, as parallel downloads do, is no link.
    const isLink = (await lstat(path)).isSymbolicLink();
    return await realpath(path).catch((error: unknown) => {
      // A link to what is not there yet would lead there as soon as it is made.
      if (isLink && isNotThere(error)) throw leadsOutside(path);
      throw error;
    });
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}

function isNotThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** The refusal of a path that a link on the way leads out of the folder. */
export function leadsOutside(path: string): StoreError {
  return new StoreError('leadsOutside', `A link on the way leads out of the chosen folder: ${path}`);
}
