import type { StoredFile } from '../recording/call.ts';
import type { RecordingStore } from './recordingStore.ts';

/**
 * All files at a path: the one file, or everything below a folder that ends in `/`.
 * @param onFound told how many there are so far
 */
export async function collectFiles(
  store: Pick<RecordingStore, 'stat' | 'listFiles'>,
  path: string,
  options: { readonly onFound?: (count: number) => void; readonly signal?: AbortSignal } = {},
): Promise<StoredFile[]> {
  if (!path.endsWith('/')) return [await store.stat(path, options.signal)];
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
