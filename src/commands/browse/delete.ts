import * as l10n from '@vscode/l10n';
import type { StoredFile } from '../../recording/call.ts';
import { inParallel } from '../../base/inParallel.ts';
import { StoreError } from '../../storage/failures/storeError.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { withProgress } from '../../views/messages/progress.ts';
import { formatSize, printable } from '../../base/display.ts';
import type { PathNode } from '../../views/tree/node.ts';
import { filesBelow, hiddenCount } from './filesBelow.ts';
import { UserError } from '../../base/userError.ts';
import { notify } from '../../views/messages/notify.ts';

const parallelDeletes = 8;
const namesShown = 8;

interface Doomed {
  readonly node: PathNode;
  readonly file: StoredFile;
}

/** Deletes after a confirmation that names what goes. @returns how many files went */
export async function deleteRecordings(app: App, nodes: readonly PathNode[]): Promise<number> {
  if (nodes.some((node) => node.container.kind === 'samples')) {
    throw new UserError(l10n.t('The bundled samples are part of the extension and cannot be deleted.'));
  }
  const doomed = await withProgress(l10n.t('Counting files…'), async ({ report, signal }) => {
    const found: Doomed[] = [];
    for (const node of nodes) {
      const store = await app.containers.open(node.container);
      const before = found.length;
      const onFound = (count: number): void => report(l10n.t('{0} files', before + count));
      for (const file of await filesBelow(store, node, { signal, onFound })) found.push({ node, file });
    }
    return found;
  });
  if (doomed.length === 0 && (await withoutEmptyFolders(app, nodes)) > 0) return 0;
  if (doomed.length === 0)
    throw new UserError(l10n.t('There is nothing here to delete. Refresh to see what there is.'));
  await confirm(nodes, doomed, hiddenCount(doomed, app.tree.filter));
  return withProgress(l10n.t('Deleting'), async ({ report, signal }) => {
    let done = 0;
    const remove = async ({ node, file }: Doomed, either: AbortSignal): Promise<void> => {
      const store = await app.containers.open(node.container);
      await store.delete(file.name, either).catch((error: unknown) => {
        if (!StoreError.is(error, 'fileMissing')) throw error;
      });
      done++;
      report(l10n.t('{0} of {1} files', done, doomed.length), done / doomed.length);
    };
    try {
      await inParallel(doomed, parallelDeletes, signal, remove);
      await deleteEmptyFolders(app, nodes, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      for (const node of nodes) app.tree.model.refresh(app.tree.model.parent(node) ?? node);
    }
    if (signal.aborted) {
      void notify.warn(l10n.t('Stopped: {0} of {1} files were deleted.', done, doomed.length));
    }
    return done;
  });
}

/** Directories that outlived their files leave a row that nothing could remove. @returns how many went */
async function withoutEmptyFolders(app: App, nodes: readonly PathNode[]): Promise<number> {
  const count = await withProgress(l10n.t('Deleting'), ({ signal }) =>
    deleteEmptyFolders(app, nodes, signal),
  );
  for (const node of nodes) app.tree.model.refresh(app.tree.model.parent(node) ?? node);
  return count;
}

async function deleteEmptyFolders(
  app: App,
  nodes: readonly PathNode[],
  signal: AbortSignal,
): Promise<number> {
  let count = 0;
  for (const node of nodes) {
    if (node.kind === 'file') continue;
    const store = await app.containers.open(node.container);
    count += await store.deleteEmptyFolders(node.path, signal);
  }
  return count;
}

async function confirm(nodes: readonly PathNode[], doomed: readonly Doomed[], hidden: number): Promise<void> {
  const size = formatSize(doomed.reduce((sum, { file }) => sum + file.sizeBytes, 0));
  const places = nodes.map((node) => `${node.container.name}: ${printable(node.path)}`);
  const rest = places.length - namesShown;
  const detail = [
    ...(hidden > 0 ? [l10n.t('{0} of them are hidden by the filter, and go too.', hidden), ''] : []),
    ...places.slice(0, namesShown),
    ...(rest > 0 ? [l10n.t('and {0} more', rest)] : []),
    '',
    ...(nodes.some(({ container }) => container.kind === 'blob')
      ? [l10n.t('They can be restored only where the storage account keeps deleted blobs (soft delete).')]
      : []),
    ...(nodes.some(({ container }) => container.kind === 'folder')
      ? [l10n.t('Files on your disk are deleted at once, not moved to the recycle bin.')]
      : []),
  ].join('\n');
  const message =
    doomed.length === 1
      ? l10n.t('Delete this file ({0})?', size)
      : l10n.t('Delete {0} files ({1})?', doomed.length, size);
  const action = l10n.t('Delete');
  const picked = await notify.ask(message, detail, action);
  if (picked !== action) throw new Cancelled();
}
