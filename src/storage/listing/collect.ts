import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { StoredFile } from '../../recording/call.ts';
import type { RecordingStore } from '../recordingStore.ts';

/**
 * All files below a folder, whose path ends in `/`.
 * @param onFound is called with the number of files so far
 * @param onUnreadable is called with the number of items that could not be read, where there are any
 */
export async function collectFiles(
  store: Pick<RecordingStore, 'listFiles'>,
  path: string,
  options: {
    readonly onFound?: (count: number) => void;
    readonly onUnreadable?: (count: number) => void;
    readonly signal?: AbortSignal;
  } = {},
): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  let continuation: string | undefined;
  let unreadable = 0;
  do {
    const page = await store.listFiles(path, withoutUndefined({ signal: options.signal, continuation }));
    for (const file of page.files) files.push(file);
    unreadable += page.unreadable ?? 0;
    continuation = page.continuation;
    options.onFound?.(files.length);
  } while (continuation !== undefined);
  if (unreadable > 0) options.onUnreadable?.(unreadable);
  return files;
}
