import * as l10n from '@vscode/l10n';
import type { ProblemView } from '../../../mediaFiles/problems.ts';
import type { InspectorView } from '../page/data.ts';
import { severityText } from '../../../recording/completeness/text.ts';
import { Changes, html, show, textButton } from './parts/dom.ts';

/** The most of one kind that are listed: a recording with more has the same problem in every file. */
const maxOfKind = 100;

/** What is wrong with the recording, why it matters and what to do. */
export class ProblemsView {
  readonly element = html('div', { class: 'problems' });
  readonly #changes = new Changes();
  readonly #checkMedia: () => void;
  readonly #openFile: (file: string) => void;

  /** @param openFile shows a file that a problem is about */
  constructor(checkMedia: () => void, openFile: (file: string) => void) {
    this.#checkMedia = checkMedia;
    this.#openFile = openFile;
  }

  update({ problems, checked, isGrowing }: InspectorView): void {
    if (!this.#changes.of([problems, checked, isGrowing])) return;
    show(
      this.element,
      html('p', { role: 'status' }, summary(problems.length, checked)),
      isGrowing
        ? html(
            'p',
            {},
            l10n.t('More files may be on their way. Missing files are reported once no more arrive.'),
          )
        : undefined,
      checked === 'metadata'
        ? textButton(l10n.t('Check the media files too'), this.#checkMedia, 'secondary')
        : undefined,
      html('ul', {}, ...byKind(problems).map((kind) => kindItem(kind, this.#openFile))),
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
function kindItem(
  [first, ...others]: readonly ProblemView[],
  openFile: (file: string) => void,
): HTMLElement | undefined {
  if (!first) return undefined;
  return html(
    'li',
    { class: `problem ${first.severity}` },
    html('h3', {}, `${severityText(first.severity)}: ${first.title}`),
    html('p', {}, first.why),
    html('p', { class: 'advice' }, first.next),
    fileLine(first, openFile),
    others.length === 0
      ? undefined
      : html(
          'details',
          {},
          html('summary', {}, l10n.t('{0} more like this', others.length)),
          html('ul', {}, ...others.slice(0, maxOfKind).map((other) => otherItem(other, first, openFile))),
          others.length > maxOfKind
            ? html('p', {}, l10n.t('Not listed: {0} more.', others.length - maxOfKind))
            : undefined,
        ),
  );
}

function otherItem(other: ProblemView, first: ProblemView, openFile: (file: string) => void): HTMLElement {
  return html(
    'li',
    {},
    html('p', { class: 'title' }, other.title),
    other.why === first.why ? undefined : html('p', {}, other.why),
    other.next === first.next ? undefined : html('p', { class: 'advice' }, other.next),
    fileLine(other, openFile),
  );
}

function fileLine({ file }: ProblemView, openFile: (file: string) => void): HTMLElement | undefined {
  return file === undefined
    ? undefined
    : html(
        'p',
        { class: 'note file' },
        textButton(file, () => openFile(file), 'link'),
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
