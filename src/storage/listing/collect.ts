import type { StoredFile } from '../../recording/call.ts';
import type { RecordingStore } from '../recordingStore.ts';

/**
 * All files below a folder, whose path ends in `/`.
 * @param onFound told how many there are so far
 */
export async function collectFiles(
  store: Pick<RecordingStore, 'listFiles'>,
  path: string,
  options: { readonly onFound?: (count: number) => void; readonly signal?: AbortSignal } = {},
): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  let continuation: string | undefined;
  do {
    const page = await store.listFiles(path, {
      ...(options.signal ? { signal: options.signal } : {}),
      ...(continuation === undefined ? {} : { continuation }),
    });
    for (const file of page.files) files.push(file);
    continuation = page.continuation;
    options.onFound?.(files.length);
  } while (continuation !== undefined);
  return files;
}
