import { tokenizer } from '@tokenizer/range';
import { parseFromTokenizer } from 'music-metadata';
import type { StoredFile } from '../../recording/call.ts';
import { MediaPieces } from '../../views/inspector/mediaPieces.ts';
import { mediaType } from '../../views/inspector/mediaType.ts';
import { mp4Length } from '../../views/inspector/mp4Length.ts';
import type { ReadableStore } from '../../storage/readableStore.ts';

/**
 * Length of a media file in ms as its headers tell, read by ranges: the first bytes, and for an mp4 its
 * index wherever it lies. Of a file whose end is missing, about as long as what is left. Undefined where
 * the headers do not tell. Rejects with a `StoreError` when the file cannot be read.
 */
export async function mediaDuration(
  store: ReadableStore,
  file: StoredFile,
  signal: AbortSignal,
): Promise<number | undefined> {
  const pieces = new MediaPieces(store, file, signal);
  const mimeType = mediaType(file.name);
  try {
    // The parser is told the whole length: it stops at boxes that reach beyond the end.
    const wholeBytes = mimeType === 'video/mp4' ? await mp4Length(pieces) : file.sizeBytes;
    const { format } = await parseFromTokenizer(await tokenizerOf(pieces, wholeBytes, mimeType), {
      skipCovers: true,
      skipPostHeaders: true,
    });
    return format.duration === undefined ? undefined : (format.duration * 1000 * file.sizeBytes) / wholeBytes;
  } catch {
    if (pieces.failure !== undefined) throw pieces.failure as Error;
    return undefined;
  }
}

function tokenizerOf(pieces: MediaPieces, size: number, mimeType: string): ReturnType<typeof tokenizer> {
  const info = { size, mimeType, acceptPartialRequests: true };
  return tokenizer(
    {
      getHeadInfo: () => Promise.resolve(info),
      getResponse: (_method, range = [0, size - 1]) =>
        Promise.resolve({
          ...info,
          arrayBuffer: () => pieces.read(range[0], range[1] - range[0] + 1),
        }),
      abort: () => undefined,
    },
    { minimumChunkSize: 1024 },
  );
}
