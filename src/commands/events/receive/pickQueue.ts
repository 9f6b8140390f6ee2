import * as l10n from '@vscode/l10n';
import { UserError } from '../../../base/userError.ts';
import { withoutIcons } from '../../../views/messages/withoutIcons.ts';
import type { App } from '../../../views/app.ts';
import { Cancelled } from '../../../views/messages/cancelled.ts';
import type { ConnectedQueue } from '../../../views/events/receiving/queues.ts';
import { showQuickPick } from '../../../views/prompts.ts';

/**
 * The connected queue that events go to in the place of a webhook: the one that is named, or else asked for where no
 * webhook is named and there is any.
 * @returns undefined for a webhook @throws UserError, Cancelled
 */
export async function chosenQueue(
  app: App,
  given: { readonly queue?: string; readonly url?: string },
  texts: { readonly title: string; readonly placeHolder: string },
): Promise<ConnectedQueue | undefined> {
  const { queues } = await app.events.receiving();
  const all = queues.rows().map(({ queue }) => queue);
  if (given.queue !== undefined) {
    const found = all.find(({ id }) => id === given.queue);
    if (!found) throw new UserError(l10n.t('The queue is no longer connected.'));
    return found;
  }
  if (given.url !== undefined || all.length === 0) return undefined;
  const items = [
    { label: `$(globe) ${l10n.t('A webhook…')}`, queue: undefined },
    ...all.map((queue) => ({ label: `$(inbox) ${withoutIcons(queue.url)}`, queue })),
  ];
  return Cancelled.unless(await showQuickPick(items, texts)).queue;
}
