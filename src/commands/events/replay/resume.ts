import * as l10n from '@vscode/l10n';
import type { ReplayProgress } from '../../../events/replay/progress.ts';
import type { ReplayItem } from '../../../events/replay/replay.ts';
import { Cancelled } from '../../../views/messages/cancelled.ts';
import { showQuickPick } from '../../../views/prompts.ts';

/** All items, or those that were not delivered before a cancel. @throws Cancelled */
export async function itemsLeft(
  items: readonly ReplayItem[],
  progress: ReplayProgress,
  resume: boolean | undefined,
): Promise<readonly ReplayItem[]> {
  const left = items.filter(({ key }) => !progress.has(key));
  const isAll = left.length === items.length;
  if (!isAll && left.length > 0 && (resume ?? (await askResume(left.length, items.length)))) return left;
  // Otherwise all are sent; what was noted of them before would be left out the next time.
  if (!isAll) await progress.forget();
  return items;
}

async function askResume(left: number, total: number): Promise<boolean> {
  const items = [
    {
      label: l10n.t('Send the rest'),
      description: l10n.t('{0} of {1}; the others were delivered before the cancel', left, total),
      resume: true,
    },
    { label: l10n.t('Send all again'), description: String(total), resume: false },
  ];
  const placeHolder = l10n.t('An earlier replay to this place was cancelled.');
  const picked = await showQuickPick(items, { title: l10n.t('Replay Events'), placeHolder });
  return Cancelled.unless(picked).resume;
}
