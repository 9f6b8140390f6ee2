import * as l10n from '@vscode/l10n';
import { formatMoment } from '../base/display.ts';
import { plainMarkdown } from '../base/text/markdown.ts';
import { sectionTitle, stateText } from './checks/checklist.ts';
import type { Line, SectionId } from './checks/line.ts';
import type { Written } from './mends/apply.ts';

/** What a check found, as it is handed to programs. */
export interface SetupReport {
  /** ISO 8601. */
  readonly checkedAt: string;
  readonly resource: string;
  readonly container: string;
  readonly lines: readonly Line[];
  /** Repairs that ended half way, and were not finished or taken back since. */
  readonly unfinished: readonly UnfinishedMend[];
}

/** A repair that ended half way. */
export interface UnfinishedMend {
  readonly title: string;
  /** ISO 8601. */
  readonly at: string;
  /** What was changed, in words. */
  readonly done: readonly string[];
  /** The change that failed, and whether it was made all the same. */
  readonly failed: string;
  readonly written: Written;
  readonly why: string;
}

/** What came of the change that failed, in words. */
export function writtenText({ failed, written }: Pick<UnfinishedMend, 'failed' | 'written'>): string {
  switch (written) {
    case 'yes':
      return l10n.t('Written, but not seen yet: {0}', failed);
    case 'maybe':
      return l10n.t('May have been done: {0}', failed);
    case 'no':
      return l10n.t('Not done: {0}', failed);
  }
}

const marks: Readonly<Record<Line['state'], string>> = {
  passed: '✓',
  failed: '✗',
  warning: '!',
  unknown: '?',
  notApplicable: '–',
  checking: '…',
};

/**
 * The report as Markdown, without secrets.
 * @param maskIds hides all but the last four characters of IDs of tenants, subscriptions and identities
 */
export function reportMarkdown(report: SetupReport, maskIds: boolean): string {
  const { checkedAt, resource, container, lines, unfinished } = report;
  const parts = [
    `# ${l10n.t('Setup of call recording')}`,
    [
      `- ${l10n.t('Communication Services resource: {0}', plain(resource))}`,
      `- ${l10n.t('Container: {0}', plain(container))}`,
      `- ${l10n.t('Checked: {0}', formatMoment(new Date(checkedAt)))}`,
    ].join('\n'),
    ...(unfinished.length === 0
      ? []
      : [`## ${l10n.t('Half done')}\n\n${unfinished.map(unfinishedMarkdown).join('\n')}`]),
    ...sectionsOf(lines).map(
      ([section, own]) => `## ${sectionTitle(section)}\n\n${own.map(lineMarkdown).join('\n')}`,
    ),
  ];
  const text = `${parts.join('\n\n')}\n`;
  return maskIds ? masked(text) : text;
}

/** A text without the queries of its URLs, where a webhook may have its key and a container its SAS. */
export function withoutQueries(text: string): string {
  return text.replace(/https?:\/\/[^\s"'<>]+/g, (url) => {
    const query = url.indexOf('?');
    return query < 0 ? url : `${url.slice(0, query)}?…`;
  });
}

/** The lines by section, in order. */
function sectionsOf(lines: readonly Line[]): readonly (readonly [SectionId, readonly Line[]])[] {
  const sections = [...new Set(lines.map(({ section }) => section))];
  return sections.map((section) => [section, lines.filter((line) => line.section === section)]);
}

function lineMarkdown({ state, label, seen, why, next, details = [] }: Line): string {
  const isFine = state === 'passed' || state === 'notApplicable';
  return [
    `- ${marks[state]} **${label}** (${stateText(state)}): ${plain(seen)}`,
    ...(isFine ? [] : [`  - ${l10n.t('Why it matters: {0}', why)}`]),
    ...(next === undefined ? [] : [`  - ${l10n.t('Next: {0}', plain(next))}`]),
    ...details.map((detail) => `  - ${plain(detail)}`),
  ].join('\n');
}

function unfinishedMarkdown({ title, at, done, why, ...rest }: UnfinishedMend): string {
  return [
    `- ${marks.warning} **${plain(title)}** (${formatMoment(new Date(at))})`,
    ...done.map((change) => `  - ${l10n.t('Done: {0}', plain(change))}`),
    `  - ${plain(writtenText(rest))}`,
    `  - ${plain(why)}`,
  ].join('\n');
}

/** Text from Azure, so that nothing in it is Markdown, and no URL has a query. */
function plain(text: string): string {
  return plainMarkdown(withoutQueries(text).replace(/[\r\n]+/g, ' '));
}

/** IDs with all but their last four characters hidden; the same ID stays recognizable. */
function masked(text: string): string {
  return text.replace(
    /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{8}([0-9a-f]{4})\b/gi,
    '…$1',
  );
}
