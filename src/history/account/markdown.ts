import * as l10n from '@vscode/l10n';
import { formatMoment } from '../../base/display.ts';
import { durationText } from '../../base/text/duration.ts';
import { codeSpan, plainMarkdown } from '../../base/text/markdown.ts';
import type { Account } from './account.ts';
import { checkTitles, entryIds, standingSigns, standingTexts } from './text.ts';

/** An account as Markdown, fit for a support request: what others wrote is escaped, and nothing is secret. */
export function accountMarkdown({ ids, entries, checks, next, at }: Account): string {
  let before: number | undefined;
  const history = entries.map((entry) => {
    const between = before === undefined ? '' : `+${durationText(Math.max(entry.at - before, 0))}`;
    before = entry.at;
    const requests = entryIds(entry).map(({ label, id }) => `${label} ${codeSpan(id)}`);
    return `| ${formatMoment(new Date(entry.at))} | ${between} | ${[plainMarkdown(entry.text), ...requests].join('; ')} |`;
  });
  return [
    `# ${l10n.t('History of a recording')}`,
    '',
    ...ids.map(({ label, value }) => `- ${plainMarkdown(label)}: ${codeSpan(value)}`),
    '',
    `## ${l10n.t('Progress')}`,
    '',
    ...checks.flatMap(({ id, standing, text, next: then }) => [
      `- ${standingSigns[standing]} **${checkTitles[id]()}** (${standingTexts[standing]()}): ${plainMarkdown(text)}`,
      ...(then === undefined || standing === 'passed' ? [] : [`  - ${plainMarkdown(then)}`]),
    ]),
    '',
    ...(next === undefined ? [] : [`**${l10n.t('Next:')}** ${plainMarkdown(next)}`, '']),
    `## ${l10n.t('What happened')}`,
    '',
    ...(history.length === 0
      ? [l10n.t('Nothing is known yet.')]
      : [
          `| ${l10n.t('Time')} | ${l10n.t('After')} | ${l10n.t('What')} |`,
          '| --- | --- | --- |',
          ...history,
        ]),
    '',
    `_${l10n.t('Compiled {0}. Times of files are from the storage, all others from this computer.', formatMoment(new Date(at)))}_`,
    '',
  ].join('\n');
}
