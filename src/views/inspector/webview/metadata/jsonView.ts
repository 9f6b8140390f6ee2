import * as l10n from '@vscode/l10n';
import { html, on, show, textButton } from '../parts/dom.ts';
import { foldedAtFirst, foldsAround, visibleLines } from './jsonFolding.ts';
import { type JsonLine, jsonLines, keyPath } from './jsonLines.ts';
import { keyMeaning } from './keyMeanings.ts';

/** Height of a line in pixels; the style sheet gives lines the same. */
const lineHeight = 20;
const linesBeyond = 10;
/** Longer texts are cut in the line; the pane below shows more of them. */
const lineLength = 400;
const paneLength = 20_000;

/**
 * Pretty-printed JSON as a tree: coloured, foldable, driven by mouse or keys. Only the lines on view are
 * in the page, so that neither many nor long lines weigh anything.
 */
export class JsonView {
  readonly element: HTMLElement;
  readonly #tree: HTMLElement;
  readonly #rows = html('div', { class: 'rows', role: 'presentation' });
  readonly #spacer = html('div', { class: 'spacer' });
  readonly #pane = html('div', { class: 'pane', 'aria-live': 'polite' });
  readonly #copy: (text: string) => void;
  #lines: readonly JsonLine[] = [];
  #folded = new Set<number>();
  #visible: readonly number[] = [];
  #marked: ReadonlySet<number> = new Set();
  /** The line that has the focus. */
  #current = 0;

  constructor(copy: (text: string) => void) {
    this.#copy = copy;
    this.#tree = html(
      'div',
      { class: 'json', role: 'tree', tabindex: 0, 'aria-label': l10n.t('Chunk metadata') },
      this.#spacer,
      this.#rows,
    );
    this.element = html('div', {}, this.#tree, this.#pane);
    this.#listen();
  }

  /** Shows a text, folded as it was where the text is the same kind of file. */
  update(text: string): void {
    this.#lines = jsonLines(text);
    this.#folded = foldedAtFirst(this.#lines);
    this.#marked = new Set();
    this.#current = 0;
    this.#tree.scrollTop = 0;
    this.#layOut();
  }

  get content(): readonly JsonLine[] {
    return this.#lines;
  }

  foldAll(): void {
    this.#folded = new Set(
      this.#lines.flatMap((line, index) => (line.kind === 'open' && line.depth > 0 ? [index] : [])),
    );
    this.#layOut();
  }

  unfoldAll(): void {
    this.#folded.clear();
    this.#layOut();
  }

  /** Marks the lines that a search found. */
  mark(found: readonly number[]): void {
    this.#marked = new Set(found);
    this.#draw();
  }

  /** Brings a line into view and makes it the current one. */
  reveal(index: number): void {
    for (const fold of foldsAround(this.#lines, index)) this.#folded.delete(fold);
    this.#current = index;
    this.#layOut();
    this.#scrollToCurrent();
  }

  #layOut(): void {
    this.#visible = visibleLines(this.#lines, this.#folded);
    if (!this.#visible.includes(this.#current)) {
      this.#current = this.#visible.findLast((index) => index < this.#current) ?? 0;
    }
    this.#spacer.style.height = `${this.#visible.length * lineHeight}px`;
    this.#draw();
    this.#explain();
  }

  #draw(): void {
    const first = Math.max(0, Math.floor(this.#tree.scrollTop / lineHeight) - linesBeyond);
    const count = Math.ceil(this.#tree.clientHeight / lineHeight) + 2 * linesBeyond;
    this.#rows.style.transform = `translateY(${first * lineHeight}px)`;
    show(this.#rows, ...this.#visible.slice(first, first + count).map((index) => this.#row(index)));
    this.#tree.setAttribute('aria-activedescendant', `json${this.#current}`);
  }

  #row(index: number): HTMLElement {
    const line = this.#lines[index];
    if (!line) return html('div');
    const isFolded = this.#folded.has(index);
    const meaning = line.key === undefined ? undefined : keyMeaning(keyPath(this.#lines, index));
    const row = html(
      'div',
      {
        id: `json${index}`,
        class: `line ${this.#marked.has(index) ? 'found' : ''} ${index === this.#current ? 'current' : ''}`,
        role: 'treeitem',
        'aria-level': line.depth + 1,
        'aria-expanded': line.kind === 'open' ? String(!isFolded) : undefined,
        'aria-selected': String(index === this.#current),
        title: meaning,
      },
      html(
        'span',
        { class: 'fold', 'aria-hidden': 'true' },
        line.kind === 'open' ? (isFolded ? '▸' : '▾') : '',
      ),
      line.key === undefined ? undefined : html('span', { class: 'key' }, cut(line.key, lineLength)),
      line.key === undefined ? undefined : ': ',
      html('span', { class: line.kind }, cut(line.text, lineLength)),
      isFolded ? html('span', { class: 'note' }, foldedText(line)) : undefined,
      line.comma ? ',' : undefined,
    );
    row.style.paddingInlineStart = `${Math.min(line.depth, 40) * 16 + 20}px`;
    row.dataset['line'] = String(index);
    return row;
  }

  #explain(): void {
    const line = this.#lines[this.#current];
    if (!line) {
      show(this.#pane);
      return;
    }
    const path = keyPath(this.#lines, this.#current);
    const isCut = line.text.length > lineLength;
    show(
      this.#pane,
      html('p', { class: 'path' }, cut(path.join(' › '), lineLength)),
      html(
        'p',
        {},
        keyMeaning(path) ?? (line.key === undefined ? '' : l10n.t('This key appears in no known file.')),
      ),
      isCut ? html('pre', { tabindex: 0 }, cut(line.text, paneLength)) : undefined,
      line.kind === 'string' || line.kind === 'number'
        ? textButton(l10n.t('Copy value'), () => this.#copy(valueOf(line)), 'secondary')
        : undefined,
    );
  }

  #moveTo(index: number | undefined): void {
    if (index === undefined) return;
    this.#current = index;
    this.#draw();
    this.#scrollToCurrent();
    this.#explain();
  }

  #scrollToCurrent(): void {
    const top = this.#visible.indexOf(this.#current) * lineHeight;
    const { scrollTop, clientHeight } = this.#tree;
    if (top < scrollTop) this.#tree.scrollTop = top;
    else if (top + lineHeight > scrollTop + clientHeight)
      this.#tree.scrollTop = top + 2 * lineHeight - clientHeight;
  }

  #toggle(index: number, fold = !this.#folded.has(index)): void {
    if (this.#lines[index]?.kind !== 'open') return;
    if (fold) this.#folded.add(index);
    else this.#folded.delete(index);
    this.#layOut();
  }

  #press(key: string): boolean {
    const at = this.#visible.indexOf(this.#current);
    const page = Math.max(1, Math.floor(this.#tree.clientHeight / lineHeight) - 1);
    const line = this.#lines[this.#current];
    const isOpen = line?.kind === 'open' && !this.#folded.has(this.#current);
    switch (key) {
      case 'ArrowDown':
        this.#moveTo(this.#visible[at + 1]);
        return true;
      case 'ArrowUp':
        this.#moveTo(this.#visible[at - 1]);
        return true;
      case 'PageDown':
        this.#moveTo(this.#visible[Math.min(this.#visible.length - 1, at + page)]);
        return true;
      case 'PageUp':
        this.#moveTo(this.#visible[Math.max(0, at - page)]);
        return true;
      case 'Home':
        this.#moveTo(this.#visible[0]);
        return true;
      case 'End':
        this.#moveTo(this.#visible.at(-1));
        return true;
      case 'ArrowRight':
        if (isOpen) this.#moveTo(this.#visible[at + 1]);
        else this.#toggle(this.#current, false);
        return true;
      case 'ArrowLeft':
        if (isOpen) this.#toggle(this.#current, true);
        else if (line && line.parent >= 0) this.#moveTo(line.parent);
        return true;
      case 'Enter':
      case ' ':
        this.#toggle(this.#current);
        return true;
      default:
        return false;
    }
  }

  #listen(): void {
    this.#tree.addEventListener('scroll', () => this.#draw());
    new ResizeObserver(() => this.#draw()).observe(this.#tree);
    on(this.#tree, {
      keydown: (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || !this.#press(event.key)) return;
        event.preventDefault();
        event.stopPropagation();
      },
      click: (event) => {
        const row = (event.target as Element).closest<HTMLElement>('.line');
        const index = Number(row?.dataset['line'] ?? NaN);
        if (Number.isNaN(index)) return;
        this.#moveTo(index);
        if ((event.target as Element).classList.contains('fold')) this.#toggle(index);
      },
      dblclick: () => this.#toggle(this.#current),
    });
  }
}

function foldedText(line: JsonLine): string {
  const closing = line.text === '{' ? '}' : ']';
  return l10n.t(' … {0}  ({1} entries)', closing, line.entries ?? 0);
}

function valueOf(line: JsonLine): string {
  if (line.kind !== 'string') return line.text;
  try {
    return String(JSON.parse(line.text));
  } catch {
    return line.text;
  }
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  return l10n.t('{0}… ({1} characters)', text.slice(0, length), text.length);
}
