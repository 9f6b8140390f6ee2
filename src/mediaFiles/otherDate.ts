import { type Recording, groupDay } from '../recording/call.ts';
import {
  type ChunksElsewhere,
  hasMissingChunks,
  otherDatePaths,
} from '../recording/completeness/otherDate.ts';
import { collectFiles } from '../storage/listing/collect.ts';
import type { ReadableStore } from '../storage/readableStore.ts';

/**
 * Looks for chunks that are missing from a recording in the date folders before and after: two requests,
 * and none where nothing is missing. Rejects with a `StoreError`.
 */
export async function chunksElsewhere(
  store: Pick<ReadableStore, 'listFiles'>,
  prefix: string,
  recording: Recording,
  signal: AbortSignal,
): Promise<readonly ChunksElsewhere[]> {
  if (!hasMissingChunks(recording)) return [];
  const found = await Promise.all(
    otherDatePaths(recording).map(async ({ path, date }) => {
      const files = await collectFiles(store, path, { signal });
      const [other] = groupDay(files, prefix).calls.flatMap((call) => call.recordings);
      const indexes = new Set(other?.files.map(({ blob }) => blob.chunkIndex));
      return { path, date, chunkIndexes: [...indexes].sort((a, b) => a - b) };
    }),
  );
  return found.filter(({ chunkIndexes }) => chunkIndexes.length > 0);
}
