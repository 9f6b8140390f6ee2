import type { StoredFile } from '../../recording/call.ts';
import { collectFiles } from '../../storage/listing/collect.ts';
import type { RecordingStore } from '../../storage/recordingStore.ts';
import type { RecordingFilter } from '../../storage/listing/filter.ts';
import type { PathNode } from '../../views/tree/node.ts';

/**
 * What a row stands for: its file as it is now, or all files below its folder.
 * @param onFound is called with the number of files so far
 */
export async function filesBelow(
  store: Pick<RecordingStore, 'stat' | 'listFiles'>,
  node: PathNode,
  options: {
    readonly onFound: (count: number) => void;
    readonly onUnreadable?: (count: number) => void;
    readonly signal: AbortSignal;
  },
): Promise<StoredFile[]> {
  if (node.kind === 'file') return [await store.stat(node.path, options.signal)];
  return collectFiles(store, node.path, options);
}

/** How many of the files belong to a date that was chosen, but to a call that the filter of the tree does not show. */
export function hiddenCount(
  files: readonly { readonly node: PathNode; readonly file: StoredFile }[],
  { callIdStart = '' }: RecordingFilter,
): number {
  return files.filter(
    ({ node, file }) => node.kind === 'date' && !file.name.startsWith(node.path + callIdStart),
  ).length;
}
