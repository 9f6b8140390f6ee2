import * as l10n from '@vscode/l10n';
import { formatMoment } from '../../base/display.ts';
import { durationText } from '../../base/text/duration.ts';
import type { ReplayResult } from './replay.ts';

/** What a replay came to. */
export interface ReplayOutcome {
  /** Where it went, without secrets. */
  readonly target: string;
  readonly results: readonly ReplayResult[];
  /** How many events were to be sent. */
  readonly total: number;
  /** How many were left out, as an earlier replay had delivered them. */
  readonly deliveredBefore: number;
  readonly durationMs: number;
}

/** The result of a replay as Markdown: what was not delivered first. */
export function replayReport(outcome: ReplayOutcome, now: Date): string {
  const { target, results, total, deliveredBefore, durationMs } = outcome;
  const failed = results.filter(({ delivered }) => !delivered);
  const passed = results.filter(({ delivered }) => delivered);
  const lines = [
    `# ${l10n.t('Replay of events')}`,
    '',
    `- ${l10n.t('To: {0}', cell(target))}`,
    `- ${l10n.t('At: {0}, in {1}', formatMoment(now), durationText(durationMs))}`,
    `- ${l10n.t('Delivered: {0} of {1}', passed.length, total)}`,
    ...(deliveredBefore > 0
      ? [`- ${l10n.t('Delivered before the cancel, and not sent again: {0}', deliveredBefore)}`]
      : []),
    ...(failed.length > 0 ? [`- ${l10n.t('Not delivered: {0}', failed.length)}`] : []),
    ...(results.length < total
      ? [
          `- ${l10n.t('Not sent, as it was cancelled: {0}. Run Replay Events… again to send the rest.', total - results.length)}`,
        ]
      : []),
    '',
    `| ${[l10n.t('Event'), l10n.t('Result'), l10n.t('Attempts'), l10n.t('Time')].join(' | ')} |`,
    '| --- | --- | ---: | ---: |',
    ...[...failed, ...passed].map(
      ({ label, text, attempts, durationMs: tookMs }) =>
        `| ${cell(label)} | ${cell(text)} | ${attempts} | ${durationText(tookMs)} |`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

/** Names and answers are other people's: nothing of them becomes Markdown. */
function cell(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .slice(0, 300)
    .replace(/[\\`*_{}[\]()#+!|<>~&]/g, '\\$&')
    .replaceAll('://', ':&#47;&#47;');
}
