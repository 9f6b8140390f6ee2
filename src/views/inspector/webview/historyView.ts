import * as l10n from '@vscode/l10n';
import { durationText } from '../../../base/text/duration.ts';
import type { Account } from '../../../history/account/account.ts';
import type { AccountCheck } from '../../../history/account/checks.ts';
import type { AccountEntry } from '../../../history/account/entries.ts';
import {
  checkTitles,
  entryIds,
  openTexts,
  standingSigns,
  standingTexts,
} from '../../../history/account/text.ts';
import type { FromWebview } from '../protocol.ts';
import { Changes, html, section, show, textButton } from './parts/dom.ts';
import { localTime } from './parts/words.ts';

/** What is known of the recording in order, how far it came, and what is missing. Hidden until something is known. */
export class HistoryView {
  readonly element: HTMLElement;
  readonly #content = html('div', { class: 'history' });
  readonly #changes = new Changes();
  readonly #send: (message: FromWebview) => void;

  constructor(send: (message: FromWebview) => void) {
    this.#send = send;
    this.element = section(l10n.t('History'), 'historySection', this.#content);
    this.element.hidden = true;
  }

  update({ entries, checks, next }: Account): void {
    this.element.hidden = false;
    if (!this.#changes.of([entries, checks])) return;
    show(
      this.#content,
      html('ul', { class: 'checks' }, ...checks.map((check) => checkItem(check, next))),
      next === undefined
        ? undefined
        : html('p', { class: 'next' }, html('strong', {}, l10n.t('Next:')), ` ${next}`),
      html('ol', {}, ...entries.map((entry, index) => this.#entryItem(entry, entries[index - 1]?.at))),
      textButton(l10n.t('Copy as Markdown'), () => this.#send({ type: 'copyHistory' }), 'secondary'),
    );
  }

  fail(message: string): void {
    this.element.hidden = false;
    this.#changes.of(message);
    show(this.#content, html('p', { class: 'status error' }, message));
  }

  #entryItem(entry: AccountEntry, before: number | undefined): HTMLElement {
    const { at, text, opens } = entry;
    const ids = entryIds(entry).map(({ label, id }) => `${label} ${id}`);
    return html(
      'li',
      {},
      html('span', { class: 'time note' }, localTime(at)),
      ' ',
      before === undefined ? undefined : html('span', { class: 'after' }, `+${durationText(at - before)}`),
      ` ${text} `,
      opens &&
        textButton(
          openTexts[opens.kind](),
          () => this.#send({ type: 'openEntry', kind: opens.kind, id: opens.id }),
          'link',
        ),
      ids.length === 0 ? undefined : html('p', { class: 'note' }, ids.join(' · ')),
    );
  }
}

/** @param first what is said to be next for the whole, and not again here */
function checkItem({ id, standing, text, next }: AccountCheck, first: string | undefined): HTMLElement {
  return html(
    'li',
    { class: standing },
    html('strong', {}, `${standingSigns[standing]} ${checkTitles[id]()}`),
    ` (${standingTexts[standing]()}): ${text}`,
    next === undefined || next === first || standing === 'passed'
      ? undefined
      : html('p', { class: 'note' }, next),
  );
}
