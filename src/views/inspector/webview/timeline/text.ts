import * as l10n from '@vscode/l10n';
import type { Timeline } from '../../../../recording/timeline/timeline.ts';
import type { TimelineLine } from '../../../../recording/timeline/words.ts';
import type { TimelineView } from '../../page/data.ts';
import { clockLength, durationText } from '../../../../base/text/duration.ts';
import { Changes, html, show, textButton } from '../parts/dom.ts';
import { bothTimes, localClock, localDay } from '../parts/words.ts';

/** The most rows that are written out. */
const maxRows = 500;

/** The timeline as a table, in order of time: the same for those who cannot see the drawing. */
export class TimelineText {
  readonly element: HTMLElement;
  readonly #body = html('tbody');
  readonly #rest = html('p');
  readonly #changes = new Changes();
  readonly #seek: (clockMs: number) => void;

  constructor(seek: (clockMs: number) => void) {
    this.#seek = seek;
    const heads = [l10n.t('Start'), l10n.t('Length'), l10n.t('What'), l10n.t('Go to')];
    this.element = html(
      'details',
      { class: 'timelineText' },
      html('summary', {}, l10n.t('Timeline as a table')),
      html(
        'table',
        {},
        html('thead', {}, html('tr', {}, ...heads.map((head) => html('th', { scope: 'col' }, head)))),
        this.#body,
      ),
      this.#rest,
    );
  }

  update({ timeline, lines, lineCount }: TimelineView): void {
    if (!this.#changes.of(lines)) return;
    show(this.#body, ...lines.slice(0, maxRows).map((line) => this.#row(line, timeline)));
    const left = lineCount - maxRows;
    this.#rest.textContent = left > 0 ? l10n.t('Rows that are not listed: {0}.', left) : '';
  }

  #row(row: TimelineLine, { axis, startMs }: Timeline): HTMLElement {
    const start =
      axis === 'clock' ? startTexts(row.startMs, startMs) : [clockLength(row.startMs - startMs, true)];
    return html(
      'tr',
      { class: row.kind },
      html('td', {}, ...start),
      html('td', {}, durationText(row.endMs - row.startMs)),
      html('td', {}, row.what),
      html(
        'td',
        {},
        row.kind === 'chunk'
          ? textButton(l10n.t('Go to'), () => this.#seek(row.startMs), 'secondary')
          : undefined,
      ),
    );
  }
}

/** Of the two forms, a narrow editor shows the short one, which has the other on hover. */
function startTexts(ms: number, ofRecording: number): HTMLElement[] {
  const [local, utc] = bothTimes(ms);
  const both = utc === undefined ? local : `${local} = ${utc}`;
  return [
    html('span', { class: 'time wide' }, local),
    ...(utc === undefined ? [] : [html('span', { class: 'time wide note' }, utc)]),
    html('span', { class: 'time short', title: both }, shortTime(ms, ofRecording)),
  ];
}

/** The time of day, with month and day where that is not the day on which the recording started. */
function shortTime(ms: number, ofRecording: number): string {
  const clock = localClock(ms, true, true);
  const day = localDay(ms);
  return day === localDay(ofRecording) ? clock : `${day.slice(5)} ${clock}`;
}
