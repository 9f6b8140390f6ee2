import * as l10n from '@vscode/l10n';
import type { InspectorView, ProblemView } from '../inspectorView.ts';
import { severityText } from '../../../recording/completeness/completenessText.ts';
import { Changes, html, show, textButton } from './dom.ts';

/** The most that are listed; a recording with more has the same problem in every file. */
const maxShown = 200;

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
        ? html('p', {}, l10n.t('Files are still being written: what is missing is told when no more come.'))
        : undefined,
      checked === 'metadata'
        ? textButton(l10n.t('Check the media files too'), this.checkMedia, 'secondary')
        : undefined,
      html('ul', {}, ...problems.slice(0, maxShown).map(problemItem)),
      problems.length > maxShown
        ? html('p', {}, l10n.t('{0} more are not listed.', problems.length - maxShown))
        : undefined,
    );
  }
}

function problemItem(problem: ProblemView): HTMLElement {
  return html(
    'li',
    { class: `problem ${problem.severity}` },
    html('h3', {}, html('span', { class: 'severity' }, severityText(problem.severity)), ' ', problem.title),
    html('p', {}, problem.why),
    html('p', { class: 'advice' }, problem.whatToDo),
    problem.file === undefined ? undefined : html('p', { class: 'note file' }, problem.file),
  );
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
