import * as l10n from '@vscode/l10n';
import { formatMoment, printable } from '../../../base/display.ts';
import type { QueueRow } from './queues.ts';

/** What is known of a connected queue, as Markdown; the content of its messages does not become Markdown. */
export function queueReport({ queue: { url, mode }, state }: QueueRow, now: Date): string {
  const poison = state?.poison ?? [];
  return [
    `# ${l10n.t('Event queue')}`,
    '',
    `    ${printable(url)}`,
    '',
    `- ${
      mode === 'take'
        ? l10n.t('A message is deleted from the queue once its event is stored here.')
        : l10n.t('Messages stay in the queue; only its first 32 can be seen.')
    }`,
    `- ${state ? l10n.t('{0} events since this window opened', state.events) : l10n.t('Another window reads it.')}`,
    `- ${l10n.t('As of {0}', formatMoment(now))}`,
    '',
    `## ${l10n.t('Messages without an event')}`,
    '',
    poison.length === 0
      ? l10n.t('None: every message that was read holds an event.')
      : l10n.t('They are left in the queue. Another program may expect them, or a subscription is wrong.'),
    '',
    ...poison.flatMap(({ id, dequeueCount, text }) => [
      l10n.t('Message {0}, taken {1} times:', `\`${printable(id).replaceAll('`', "'")}\``, dequeueCount),
      '',
      ...text.split(/\r?\n/).map((line) => `    ${printable(line)}`),
      '',
    ]),
  ].join('\n');
}
