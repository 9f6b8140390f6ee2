import * as l10n from '@vscode/l10n';
import { formatSize } from '../../base/display.ts';
import { inParallel } from '../../base/inParallel.ts';
import { UserError } from '../../base/userError.ts';
import { type StoredFile, isArchived } from '../../recording/call.ts';
import type { RehydrateOptions } from '../../storage/recordingStore.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { withProgress } from '../../views/messages/progress.ts';
import type { PathNode } from '../../views/tree/node.ts';
import { filesBelow, hiddenCount } from './filesBelow.ts';
import { notify } from '../../views/messages/notify.ts';
import { showQuickPick } from '../../views/prompts.ts';

const parallelRequests = 8;

interface Archived {
  readonly node: PathNode;
  readonly file: StoredFile;
}

/**
 * Begins to move what is archived below some rows back to a tier that can be read, after asking for the
 * priority and saying what each takes. @returns how many files
 */
export async function rehydrate(
  app: App,
  nodes: readonly PathNode[],
  given?: Partial<RehydrateOptions>,
): Promise<number> {
  const archived = await withProgress(l10n.t('Counting files…'), async ({ signal, report }) => {
    const found: Archived[] = [];
    for (const node of nodes) {
      const store = await app.containers.open(node.container);
      const onFound = (count: number): void => report(l10n.t('{0} files', count));
      for (const file of await filesBelow(store, node, { signal, onFound }))
        if (isArchived(file)) found.push({ node, file });
    }
    return found;
  });
  const waiting = archived.filter(({ file }) => file.isRehydrating);
  const wanted = archived.filter(({ file }) => !file.isRehydrating);
  if (wanted.length === 0)
    throw new UserError(
      waiting.length > 0
        ? l10n.t('These files are being rehydrated already. It takes up to 15 hours.')
        : l10n.t('Nothing here is in the archive tier.'),
    );
  const options = {
    tier: given?.tier ?? 'Hot',
    priority: given?.priority ?? (await askPriority(wanted, hiddenCount(wanted, app.tree.filter))),
  } as const;
  await withProgress(l10n.t('Rehydrating'), async ({ signal, report }) => {
    let done = 0;
    await inParallel(wanted, parallelRequests, signal, async ({ node, file }, either) => {
      const store = await app.containers.open(node.container);
      await store.rehydrate?.(file.name, options, either);
      report(l10n.t('{0} of {1} files', ++done, wanted.length), done / wanted.length);
    }).finally(() => {
      for (const node of nodes) app.tree.model.refresh(app.tree.model.parent(node) ?? node);
    });
  });
  void notify.info(
    l10n.t(
      'Rehydrating has begun for {0} files. Refresh the view later: their rows say when they can be read.',
      wanted.length,
    ),
  );
  return wanted.length;
}

async function askPriority(
  wanted: readonly Archived[],
  hidden: number,
): Promise<RehydrateOptions['priority']> {
  const sizeBytes = wanted.reduce((sum, { file }) => sum + file.sizeBytes, 0);
  const [count, size] = [wanted.length, formatSize(sizeBytes)];
  const picked = await showQuickPick(
    [
      {
        label: l10n.t('Standard priority'),
        description: l10n.t('up to 15 hours'),
        detail: l10n.t('Charged per gigabyte retrieved from the archive, and per file.'),
        priority: 'Standard' as const,
      },
      {
        label: l10n.t('High priority'),
        description: l10n.t('mostly under one hour, for files up to 10 GB'),
        detail: l10n.t('Costs several times as much as standard priority, per gigabyte and per file.'),
        priority: 'High' as const,
      },
    ],
    {
      title:
        hidden === 0
          ? l10n.t('Rehydrate {0} files ({1}) to the hot tier', count, size)
          : l10n.t('Rehydrate {0} files ({1}), {2} of them hidden by the filter', count, size, hidden),
      placeHolder: l10n.t('Leaving the archive within 180 days costs extra and cannot be undone.'),
    },
  );
  return Cancelled.unless(picked).priority;
}
