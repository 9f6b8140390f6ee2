import * as l10n from '@vscode/l10n';
import type { Fact, FactGroup } from '../page/data.ts';
import { Changes, html, iconButton, show, textButton } from './parts/dom.ts';
import { icons } from './parts/icons.ts';
import { bothTimes } from './parts/words.ts';

const firstShown = 50;
const moreShown = 500;

/** The facts of the recording, in groups; long groups a part at a time. */
export class FactsView {
  readonly element = html('div', { class: 'facts' });
  readonly #changes = new Changes();
  readonly #copy: (text: string) => void;
  readonly #shownOf = new Map<string, number>();

  constructor(copy: (text: string) => void) {
    this.#copy = copy;
  }

  update(groups: readonly FactGroup[]): void {
    if (!this.#changes.of(groups)) return;
    show(this.element, ...groups.map((group) => this.#group(group)));
  }

  #group({ title, facts }: FactGroup): HTMLElement {
    const list = html('dl');
    const section = html('section', {}, html('h3', {}, title), list);
    let shown = 0;
    const add = (count: number): void => {
      list.append(...facts.slice(shown, shown + count).flatMap((fact) => this.#row(fact)));
      shown = Math.min(facts.length, shown + count);
      this.#shownOf.set(title, shown);
    };
    add(Math.max(firstShown, this.#shownOf.get(title) ?? 0));
    if (shown < facts.length) {
      const more = textButton(moreText(facts.length - shown), () => {
        add(moreShown);
        if (shown < facts.length) more.textContent = moreText(facts.length - shown);
        else more.remove();
      });
      section.append(more);
    }
    return section;
  }

  #row(fact: Fact): HTMLElement[] {
    const { label, value, note, copy } = fact;
    const shown =
      'text' in value
        ? [html('span', { class: 'value' }, value.text)]
        : bothTimes(value.timeMs).map((time, at) =>
            html('span', { class: at === 0 ? 'time value' : 'time note' }, time),
          );
    return [
      html('dt', {}, label),
      html(
        'dd',
        {},
        ...shown,
        note === undefined ? undefined : html('span', { class: 'note' }, note),
        iconButton(l10n.t('Copy: {0}', label), icons.copy, () => this.#copy(copy)),
      ),
    ];
  }
}

function moreText(count: number): string {
  return l10n.t('Show more ({0} left)', count);
}
