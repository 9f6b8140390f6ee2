import * as l10n from '@vscode/l10n';
import type { DocumentView } from '../../page/data.ts';
import type { FromWebview, ToWebview } from '../../protocol.ts';
import { Changes, html, iconButton, on, show, textButton } from '../parts/dom.ts';
import { icons } from '../parts/icons.ts';
import { findInLines } from './jsonFolding.ts';
import { JsonView } from './jsonView.ts';

type Answer = Extract<ToWebview, { type: 'document' | 'documentFailed' }>;

/** The most choices in the list of chunks. */
const maxChoices = 2000;

/** The chunk metadata of one chunk at a time: pretty-printed, searched, copied, opened as a document. */
export class MetadataView {
  readonly element: HTMLElement;
  readonly #json: JsonView;
  readonly #choice: HTMLSelectElement;
  readonly #search: HTMLInputElement;
  readonly #count = html('span', { class: 'count', role: 'status' });
  readonly #notice = html('p', { class: 'notice', role: 'status' });
  readonly #send: (message: FromWebview) => void;
  readonly #chosen: (file: string) => void;
  readonly #changes = new Changes();
  #versions: ReadonlyMap<string, string> = new Map();
  #file: string | undefined;
  /** Of the file on view. */
  #version: string | undefined;
  /** Of the file on view; absent while it is being read. */
  #text: string | undefined;
  #found: readonly number[] = [];
  #at = -1;

  constructor(send: (message: FromWebview) => void, chosen: (file: string) => void) {
    this.#send = send;
    this.#chosen = chosen;
    this.#json = new JsonView((text) => send({ type: 'copy', text }));
    this.#choice = on(html('select', { 'aria-label': l10n.t('Chunk') }), {
      change: () => this.#choose(this.#choice.value),
    });
    this.#search = on(
      html('input', {
        type: 'search',
        placeholder: l10n.t('Search in the metadata'),
        'aria-label': l10n.t('Search in the metadata'),
      }),
      {
        input: () => this.#find(),
        keydown: (event) => {
          if (event.key === 'Enter') this.#step(event.shiftKey ? -1 : 1);
        },
      },
    );
    const bar = html(
      'div',
      { class: 'bar' },
      this.#choice,
      this.#search,
      this.#count,
      iconButton(l10n.t('Previous match (Shift+Enter)'), icons.up, () => this.#step(-1)),
      iconButton(l10n.t('Next match (Enter)'), icons.down, () => this.#step(1)),
      textButton(l10n.t('Fold all'), () => this.#json.foldAll(), 'secondary'),
      textButton(l10n.t('Unfold all'), () => this.#json.unfoldAll(), 'secondary'),
      iconButton(l10n.t('Copy all'), icons.copy, () => send({ type: 'copy', text: this.#text ?? '' })),
      textButton(l10n.t('Open as document'), () => {
        if (this.#file !== undefined) send({ type: 'openDocument', file: this.#file });
      }),
    );
    this.element = html('div', { class: 'metadata' }, bar, this.#notice, this.#json.element);
  }

  /** Takes the list of metadata files; shows the one that was on view, else the first. */
  update(documents: readonly DocumentView[], preferred: string | undefined): void {
    const wanted = this.#file ?? preferred;
    if (!this.#changes.of(documents)) return;
    const options = documents
      .slice(0, maxChoices)
      .map(({ file, label }) => html('option', { value: file, selected: file === wanted }, label));
    show(this.#choice, ...options);
    this.element.classList.toggle('none', documents.length === 0);
    if (documents.length === 0) this.#notice.textContent = l10n.t('The recording has no chunk metadata.');
    this.#versions = new Map(documents.map(({ file, version }) => [file, version]));
    const file = documents.find((document) => document.file === wanted)?.file ?? documents[0]?.file;
    if (file === undefined) return;
    if (file !== this.#file || this.#versions.get(file) !== this.#version) this.#choose(file);
  }

  /** Takes the text that was asked for. */
  take(answer: Answer): void {
    if (answer.file !== this.#file) return;
    if (answer.type === 'documentFailed') {
      this.#notice.textContent = answer.message;
      return;
    }
    if (answer.text === this.#text) return;
    this.#text = answer.text;
    this.#notice.textContent = answer.isCut
      ? l10n.t('The file is too large to be shown whole here. “Open as document” shows all of it.')
      : answer.text === ''
        ? l10n.t('The file is empty.')
        : '';
    this.#json.update(answer.text);
    this.#find();
  }

  #choose(file: string): void {
    this.#file = file;
    this.#version = this.#versions.get(file);
    this.#text = undefined;
    this.#choice.value = file;
    this.#notice.textContent = l10n.t('Reading…');
    this.#json.update('');
    this.#chosen(file);
    this.#send({ type: 'readDocument', file });
  }

  #find(): void {
    this.#found = findInLines(this.#json.content, this.#search.value);
    this.#at = -1;
    this.#json.mark(this.#found);
    this.#tell();
    if (this.#found.length > 0) this.#step(1);
  }

  #step(by: 1 | -1): void {
    if (this.#found.length === 0) return;
    this.#at = (this.#at + by + this.#found.length) % this.#found.length;
    const line = this.#found[this.#at];
    if (line !== undefined) this.#json.reveal(line);
    this.#tell();
  }

  #tell(): void {
    if (this.#search.value.trim() === '') this.#count.textContent = '';
    else if (this.#found.length === 0) this.#count.textContent = l10n.t('No match');
    else this.#count.textContent = l10n.t('{0} of {1}', this.#at + 1, this.#found.length);
  }
}
