import * as l10n from '@vscode/l10n';
import { formatMoment } from '../../../base/display.ts';
import { plainMarkdown } from '../../../base/text/markdown.ts';
import { faultText, listenerFacts, refusals } from './rows.ts';
import type { ListenerState } from './listening.ts';

/** What is known of the event listener, as Markdown. The random path of its address is a secret and is left out. */
export function listenerReport(state: ListenerState, now: Date): string {
  const { counters, fault, isOurs, waitsForPort } = state;
  const refused = refusals(counters);
  return [
    `# ${l10n.t('Event listener')}`,
    '',
    ...listenerFacts(state).map((fact) => `- ${plainMarkdown(fact)}`),
    ...(isOurs || waitsForPort ? [] : [`- ${l10n.t('Another window listens, and counts.')}`]),
    `- ${fault ? l10n.t('Set to fail: {0}.', faultText(fault)) : l10n.t('Accepts each event.')}`,
    `- ${l10n.t('As of {0}', formatMoment(now))}`,
    '',
    `## ${l10n.t('Refused requests')}`,
    '',
    ...(refused.length === 0
      ? [l10n.t('None.')]
      : refused.map(({ reason, count }) => `- ${reason}: ${count}`)),
    '',
    `## ${l10n.t('What to do next')}`,
    '',
    l10n.t(
      'Its menu in the Events view copies the address for an event subscription or a callback, opens the listener to Azure, sets what it answers, and stops it.',
    ),
    '',
  ].join('\n');
}
