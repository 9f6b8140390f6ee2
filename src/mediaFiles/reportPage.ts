import * as l10n from '@vscode/l10n';
import { formatMoment } from '../base/display.ts';
import { severityText } from '../recording/completeness/text.ts';
import type { CheckedRecording } from './check.ts';
import type { ProblemView } from './problems.ts';
import { summarise, summaryText, unreadableIn } from './report.ts';
import { commandLink, escapedHtml, plainPage } from '../base/text/page.ts';

/** What was checked in one place of a container, and what was found. */
export interface CheckedPlace {
  readonly containerId: string;
  /** Name of the container. */
  readonly container: string;
  readonly path: string;
  /** Files and folders of it that could not be read. */
  readonly unreadable: number;
  readonly checked: readonly CheckedRecording[];
}

/**
 * The report of a check as a page without scripts, whose links open the inspector. Names and values are hostile:
 * they are escaped, and only the links that are made here do anything.
 * @param nonce that the page's style sheet is allowed by
 */
export function reportPage(
  places: readonly CheckedPlace[],
  wasCancelled: boolean,
  now: Date,
  nonce: string,
): string {
  const all = places.flatMap(({ checked }) => checked);
  const found = places.flatMap(({ containerId, checked }) =>
    checked.filter(({ problems }) => problems.length > 0).map((one) => recordingPart(containerId, one)),
  );
  const summary = summarise(all, unreadableIn(places));
  const nothing = summary.unreadable === 0 ? `<p>${escapedHtml(l10n.t('No problems found.'))}</p>` : '';
  const list = places
    .map(({ container, path }) => `<li>${escapedHtml(container)}: ${escapedHtml(path)}</li>`)
    .join('');
  const body = `<p>${escapedHtml(summaryText(summary, wasCancelled))}</p>
<ul>${list}</ul>
<p>${escapedHtml(formatMoment(now))}</p>
${found.join('\n') || nothing}`;
  return plainPage({ title: l10n.t('Check of recordings'), body, style, nonce });
}

function recordingPart(containerId: string, { recording, problems }: CheckedRecording): string {
  return `<section>
<h2>${link(containerId, recording.path)}</h2>
${problems.map((problem) => problemPart(containerId, problem)).join('\n')}
</section>`;
}

function problemPart(containerId: string, { severity, title, why, next, file }: ProblemView): string {
  return `<div class="problem ${severity}">
<h3>${escapedHtml(severityText(severity))}: ${escapedHtml(title)}</h3>
<p>${escapedHtml(why)}</p>
<p>${escapedHtml(next)}</p>
${file === undefined ? '' : `<p>${link(containerId, file)}</p>`}
</div>`;
}

/** A link that opens the inspector at a recording or file. */
function link(container: string, path: string): string {
  return commandLink('callRecordings.openInspector', { container, path }, path);
}

const style = `
.problem { margin: 12px 0; padding-inline-start: 10px; border-inline-start: 3px solid var(--vscode-charts-blue); }
.problem.error { border-color: var(--vscode-charts-red); }
.problem.warning { border-color: var(--vscode-charts-yellow); }
`;
