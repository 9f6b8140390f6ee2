import { tokenizer } from '@tokenizer/range';
import { parseFromTokenizer } from 'music-metadata';
import type { StoredFile } from '../../recording/call.ts';
import { mediaType } from './mediaType.ts';
import type { ReadableStore } from './readableStore.ts';

/** Bytes asked for at once: headers of mp3, wav and mp4 mostly fit in. */
const pieceBytes = 32 * 1024;

/**
 * Length of a media file in ms as its headers tell, read by ranges: the first bytes, and for an mp4 its
 * index wherever it lies. Undefined where the headers do not tell. Rejects with a `StoreError` when the
 * file cannot be read.
 */
export async function mediaDuration(
  store: ReadableStore,
  file: StoredFile,
  signal: AbortSignal,
): Promise<number | undefined> {
  const mimeType = mediaType(file.name);
  let failed: unknown;
  const source = await tokenizer(
    {
      getHeadInfo: () => Promise.resolve({ size: file.sizeBytes, mimeType, acceptPartialRequests: true }),
      getResponse: (_method, range = [0, file.sizeBytes - 1]) =>
        Promise.resolve({
          size: file.sizeBytes,
          mimeType,
          acceptPartialRequests: true,
          arrayBuffer: async () => {
            try {
              return await store.read(
                file.name,
                { offset: range[0], count: range[1] - range[0] + 1 },
                signal,
              );
            } catch (error) {
              failed = error;
              throw error;
            }
          },
        }),
      abort: () => undefined,
    },
    { minimumChunkSize: pieceBytes },
  );
  try {
    const { format } = await parseFromTokenizer(source, { skipCovers: true, skipPostHeaders: true });
    return format.duration === undefined ? undefined : format.duration * 1000;
  } catch {
    if (failed !== undefined) throw failed as Error;
    return undefined;
  }
}
