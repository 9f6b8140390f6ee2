import * as l10n from '@vscode/l10n';
import { printable } from '../../../base/display.ts';
import { StoreError } from '../../../storage/failures/storeError.ts';
import { storeErrorText } from '../../../storage/failures/storeErrorText.ts';
import type { EventRow } from '../rows.ts';
import type { QueueRow } from './queues.ts';
import { decodeUrlPart } from '../../../base/text/urlPart.ts';

/** How a connected queue is drawn. */
export function queueRow({ queue: { id, url, mode }, state }: QueueRow): EventRow {
  const name = printable(decodeUrlPart(url.slice(url.lastIndexOf('/') + 1)));
  const poison = state?.poison.length ?? 0;
  const { error } = state ?? {};
  const failed = error === undefined ? undefined : errorTitle(error);
  return {
    id: `queue/${id}`,
    label: l10n.t('Queue {0}', name),
    // What is wrong comes first: in a narrow side bar the end is cut off.
    description: [
      ...(failed === undefined ? [] : [failed]),
      ...(poison > 0 ? [l10n.t('{0} without an event', poison)] : []),
      mode === 'take' ? l10n.t('takes') : l10n.t('watches'),
      ...(state ? [eventCount(state.events)] : [l10n.t('in another window')]),
    ].join(' · '),
    icon: failed !== undefined || poison > 0 ? 'warning' : 'inbox',
    ...(failed !== undefined || poison > 0 ? { color: 'list.warningForeground' } : {}),
    expands: 'no',
    context: 'queue',
    tooltip: [
      url,
      mode === 'take'
        ? l10n.t('A message is deleted from the queue once its event is stored here.')
        : l10n.t('Messages stay in the queue; only its first 32 can be seen.'),
      ...(state?.isFull
        ? [
            l10n.t(
              'The queue is full of messages seen before: newer ones cannot be seen without taking them.',
            ),
          ]
        : []),
      ...(poison > 0 ? [l10n.t('{0} messages hold no event and are left in the queue.', poison)] : []),
    ].join('\n'),
  };
}

/** `1 event`, `2 events`. */
export function eventCount(count: number): string {
  return count === 1 ? l10n.t('1 event') : l10n.t('{0} events', count);
}

function errorTitle(error: unknown): string {
  if (StoreError.is(error) && error.code === 'QueueNotFound') return l10n.t('the queue does not exist');
  return StoreError.is(error) ? storeErrorText(error).title : l10n.t('cannot be read');
}
