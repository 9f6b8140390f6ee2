import * as l10n from '@vscode/l10n';
import { severityText } from '../recording/completeness/text.ts';
import { formatMoment } from '../base/display.ts';
import type { ProblemView } from './problems.ts';
import type { CheckedRecording } from './check.ts';

/** How many recordings have what. */
export interface CheckSummary {
  readonly recordings: number;
  readonly withErrors: number;
  readonly withWarnings: number;
  /** Files and folders that could not be read: what is in them is not known. */
  readonly unreadable: number;
}

/** Counts recordings by their worst problem. @param unreadable items of the listing that could not be read */
export function summarise(checked: readonly CheckedRecording[], unreadable: number): CheckSummary {
  const has = (recording: CheckedRecording, severity: ProblemView['severity']): boolean =>
    recording.problems.some((problem) => problem.severity === severity);
  return {
    recordings: checked.length,
    withErrors: checked.filter((one) => has(one, 'error')).length,
    withWarnings: checked.filter((one) => !has(one, 'error') && has(one, 'warning')).length,
    unreadable,
  };
}

/** The summary in a sentence. @param wasCancelled where only a part was checked */
export function summaryText(
  { recordings, withErrors, withWarnings, unreadable }: CheckSummary,
  wasCancelled: boolean,
): string {
  const counts = l10n.t(
    'Recordings checked: {0}. With errors: {1}. With warnings: {2}.',
    recordings,
    withErrors,
    withWarnings,
  );
  return [
    ...(wasCancelled ? [l10n.t('Cancelled before the end.')] : []),
    counts,
    ...(unreadable === 0
      ? []
      : [l10n.t('Not checked, as they cannot be read: {0} files or folders.', unreadable)]),
  ].join(' ');
}

/** How many files and folders could not be read in all places. */
export function unreadableIn(places: readonly { readonly unreadable: number }[]): number {
  return places.reduce((sum, { unreadable }) => sum + unreadable, 0);
}

/** The report as Markdown. Names and values are hostile: they are shown, never taken for markup. */
export function checkReport(
  places: readonly { readonly container: string; readonly path: string; readonly unreadable: number }[],
  checked: readonly CheckedRecording[],
  wasCancelled: boolean,
  now: Date,
): string {
  const summary = summarise(checked, unreadableIn(places));
  const withProblems = checked.filter(({ problems }) => problems.length > 0);
  return [
    `# ${l10n.t('Check of recordings')}`,
    '',
    ...places.map(({ container, path }) => `- ${escaped(container)}: ${escaped(path)}`),
    `- ${formatMoment(now)}`,
    '',
    summaryText(summary, wasCancelled),
    ...withProblems.flatMap(({ recording, problems }) => [
      '',
      `## ${escaped(recording.path)}`,
      ...problems.flatMap(problemLines),
    ]),
    ...(withProblems.length === 0 && summary.unreadable === 0 ? ['', l10n.t('No problems found.')] : []),
    '',
  ].join('\n');
}

function problemLines(problem: ProblemView): string[] {
  const { severity, title, why, next, file } = problem;
  return [
    '',
    `### ${escaped(severityText(severity))}: ${escaped(title)}`,
    '',
    ...(file === undefined ? [] : [escaped(file), '']),
    escaped(why),
    '',
    escaped(next),
  ];
}

/** One line of text in which Markdown and HTML find nothing to mark up. */
function escaped(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(/[\\`*_{}[\]()<>#+!|~&]/g, (sign) => `\\${sign}`)
    .replaceAll('://', ':&#47;&#47;');
}
