import { type CallIds, callFolderStarts, isFolderOfCall } from '../../recording/identifier/callNames.ts';
import type { RecordingStore } from '../recordingStore.ts';
import { DateList } from './dates.ts';
import type { RecordingFilter } from './filter.ts';

/**
 * The call folders of a call, newest date first, under the first of its names that there is. For each name one
 * request for each 5,000 dates and one for each date until one has it, then one for its folders.
 * @returns full paths, with prefix, ending in `/`
 */
export async function foldersOfCall(
  store: RecordingStore,
  prefix: string,
  ids: CallIds,
  signal: AbortSignal,
): Promise<readonly string[]> {
  for (const start of callFolderStarts(ids)) {
    const wanted = { callIdStart: start, isWholeName: true };
    const found = await foldersThatStart(store, prefix, wanted, (name) => isFolderOfCall(name, ids), signal);
    if (found.length > 0) return found;
  }
  return [];
}

/** As `foldersOfCall`, for all calls whose names begin with a text; every date is looked at. */
export async function foldersBeginning(
  store: RecordingStore,
  prefix: string,
  start: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  return foldersThatStart(store, prefix, { callIdStart: start }, () => true, signal);
}

async function foldersThatStart(
  store: RecordingStore,
  prefix: string,
  wanted: RecordingFilter & { readonly callIdStart: string },
  fits: (name: string) => boolean,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const list = new DateList(store, prefix, wanted);
  const cancel = (): void => list.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await list.load();
  } finally {
    signal.removeEventListener('abort', cancel);
  }
  const found = await Promise.all(
    list.dates.map(async (date) => {
      const { folders } = await store.listLevel(`${prefix}${date}/${wanted.callIdStart}`, { signal });
      const above = `${prefix}${date}/`.length;
      return folders.filter((folder) => fits(folder.slice(above, -1)));
    }),
  );
  return found.flat();
}
