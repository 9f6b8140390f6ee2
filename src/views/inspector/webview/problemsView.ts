import * as l10n from '@vscode/l10n';
import type { InspectorView, ProblemView } from '../page/data.ts';
import { severityText } from '../../../recording/completeness/text.ts';
import { Changes, html, show, textButton } from './parts/dom.ts';

/** The most of one kind that are listed: a recording with more has the same problem in every file. */
const maxOfKind = 100;

/** What is wrong with the recording, why it matters and what to do. */
export class ProblemsView {
  readonly element = html('div', { class: 'problems' });
  private readonly changes = new Changes();
  private readonly checkMedia: () => void;

  constructor(checkMedia: () => void) {
    this.checkMedia = checkMedia;
  }

  update({ problems, checked, isGrowing }: InspectorView): void {
    if (!this.changes.of([problems, checked, isGrowing])) return;
    show(
      this.element,
      html('p', { role: 'status' }, summary(problems.length, checked)),
      isGrowing
        ? html('p', {}, l10n.t('More files may be on their way: what is missing is told when no more come.'))
        : undefined,
      checked === 'metadata'
        ? textButton(l10n.t('Check the media files too'), this.checkMedia, 'secondary')
        : undefined,
      html('ul', {}, ...byKind(problems).map(kindItem)),
    );
  }
}

/** In the order in which each kind comes first. */
function byKind(problems: readonly ProblemView[]): ProblemView[][] {
  const kinds = new Map<string, ProblemView[]>();
  for (const problem of problems) {
    const key = `${problem.severity} ${problem.kind}`;
    const known = kinds.get(key);
    if (known) known.push(problem);
    else kinds.set(key, [problem]);
  }
  return [...kinds.values()];
}

/** The first of a kind with reasons and advice; what else is like it, short and folded. */
function kindItem([first, ...others]: readonly ProblemView[]): HTMLElement | undefined {
  if (!first) return undefined;
  return html(
    'li',
    { class: `problem ${first.severity}` },
    html('h3', {}, html('span', { class: 'severity' }, severityText(first.severity)), ' ', first.title),
    html('p', {}, first.why),
    html('p', { class: 'advice' }, first.whatToDo),
    fileLine(first),
    others.length === 0
      ? undefined
      : html(
          'details',
          {},
          html('summary', {}, l10n.t('{0} more like this', others.length)),
          html('ul', {}, ...others.slice(0, maxOfKind).map((other) => otherItem(other, first))),
          others.length > maxOfKind
            ? html('p', {}, l10n.t('{0} more are not listed.', others.length - maxOfKind))
            : undefined,
        ),
  );
}

function otherItem(other: ProblemView, first: ProblemView): HTMLElement {
  return html(
    'li',
    {},
    html('p', { class: 'title' }, other.title),
    other.why === first.why ? undefined : html('p', {}, other.why),
    other.whatToDo === first.whatToDo ? undefined : html('p', { class: 'advice' }, other.whatToDo),
    fileLine(other),
  );
}

function fileLine({ file }: ProblemView): HTMLElement | undefined {
  return file === undefined ? undefined : html('p', { class: 'note file' }, file);
}

function summary(count: number, checked: InspectorView['checked']): string {
  if (checked === 'names') return l10n.t('Reading the metadata…');
  const found =
    count === 0
      ? l10n.t('No problems found.')
      : count === 1
        ? l10n.t('One problem found.')
        : l10n.t('{0} problems found.', count);
  const extent =
    checked === 'media'
      ? l10n.t('Names, metadata and the headers of the media were checked.')
      : l10n.t('Names and metadata were checked.');
  return `${found} ${extent}`;
}
