import * as l10n from '@vscode/l10n';
import type { TimelineView } from '../../page/data.ts';
import { Changes, html, show, svg } from '../parts/dom.ts';

type Drawn = 'chunk' | 'pause' | 'gap' | 'overlap' | 'unplayable' | 'noMetadata';

/** What the colours of the timeline mean, as far as they are in it. */
export class Legend {
  readonly element = html('ul', { class: 'legend', 'aria-label': l10n.t('Colours of the timeline') });
  readonly #changes = new Changes();

  update({ lines, marks }: TimelineView): void {
    const kinds = new Set<Drawn>([...lines, ...marks].map(({ kind }) => kind));
    // Chunks alone explain themselves.
    kinds.delete('chunk');
    const drawn = (Object.keys(names) as Drawn[]).filter((kind) => kinds.has(kind));
    if (!this.#changes.of(drawn)) return;
    this.element.hidden = drawn.length === 0;
    show(this.element, ...drawn.map((kind) => html('li', {}, sign(kind), names[kind]())));
  }
}

const names: Readonly<Record<Drawn, () => string>> = {
  chunk: () => l10n.t('Chunk'),
  unplayable: () => l10n.t('Cannot be played'),
  noMetadata: () => l10n.t('No metadata'),
  pause: () => l10n.t('Paused'),
  gap: () => l10n.t('Not recorded'),
  overlap: () => l10n.t('Recorded twice'),
};

function sign(kind: Drawn): SVGElement {
  const box = { x: 1, y: 1, width: 16, height: 10 };
  const below = kind === 'gap' ? [] : [svg('rect', { class: 'chunk', ...box })];
  return svg(
    'svg',
    { width: 18, height: 12, 'aria-hidden': 'true' },
    ...below,
    svg('rect', { class: kind, ...box }),
  );
}
