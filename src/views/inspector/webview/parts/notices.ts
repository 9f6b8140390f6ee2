import * as l10n from '@vscode/l10n';
import { rangesText } from '../../../../base/text/ranges.ts';
import type { PlayableFile } from '../../page/data.ts';
import type { FromWebview, MediaFailure } from '../../protocol.ts';
import { html, show, textButton } from './dom.ts';

/** More of them are counted. */
const mostNotices = 5;

/** What is said of a file, or at once of all files of which the same is to be said. */
interface Notice {
  /** The chunk of each file. */
  readonly chunks: Map<string, number>;
  readonly textOf: (chunks: readonly number[]) => string;
  readonly text: HTMLElement;
  readonly element: HTMLElement;
}

/** What the player has to say about files, and other ways to play them. */
export class Notices {
  readonly element = html('div', { class: 'notices', role: 'alert' });
  readonly #send: (message: FromWebview) => void;
  /** By what they say, in the order of their first file. */
  readonly #said = new Map<string, Notice>();
  readonly #more = html('p', {});

  constructor(send: (message: FromWebview) => void) {
    this.#send = send;
  }

  /** The file's sound cannot be played here. */
  offerOtherPlayers(file: PlayableFile, why: string, playAnyway: () => void): void {
    this.#say(file, `${file.file} ${why}`, () => why, [
      ...this.#otherPlayers(file),
      this.#button(l10n.t('Play without sound'), playAnyway, 'secondary'),
    ]);
  }

  /** The file cannot be played here. */
  tellFailed(file: PlayableFile, why: string): void {
    this.#say(
      file,
      `${file.file} ${why}`,
      () => l10n.t('Chunk {0} cannot be played and was skipped: {1}', file.chunkIndex, why),
      this.#otherPlayers(file),
    );
  }

  /** The file cannot be read: another player would not help. */
  tellUnreadable(file: PlayableFile, { message, remedy }: MediaFailure, retry: () => void): void {
    const again = (className?: string): HTMLElement => this.#button(l10n.t('Retry'), retry, className);
    const buttons: Readonly<Record<MediaFailure['remedy'], () => HTMLElement[]>> = {
      refresh: () => [this.#button(l10n.t('Refresh'), () => this.#send({ type: 'refresh' }))],
      signIn: () => [
        textButton(l10n.t('Edit Sign-in…'), () => this.#send({ type: 'editSignIn' })),
        again('secondary'),
      ],
      retry: () => [again()],
    };
    this.#say(file, message, (chunks) => unplayable(chunks, message), buttons[remedy]());
  }

  /** There is nothing in the file to play. */
  tellEmpty(file: PlayableFile): void {
    const why = l10n.t('The file is empty.');
    this.#say(file, why, (chunks) => unplayable(chunks, why), []);
  }

  clear(): void {
    this.#said.clear();
    show(this.element);
  }

  /**
   * Says something of a file, in place of what was said of it before.
   * @param key the same for files of which the same is to be said
   */
  #say(
    { file, chunkIndex }: PlayableFile,
    key: string,
    textOf: (chunks: readonly number[]) => string,
    buttons: readonly HTMLElement[],
  ): void {
    const notice = this.#said.get(key) ?? newNotice(textOf, buttons);
    if (notice.chunks.has(file)) return;
    for (const { chunks } of this.#said.values()) chunks.delete(file);
    notice.chunks.set(file, chunkIndex);
    this.#said.set(key, notice);
    this.#draw();
  }

  /** What is on screen already stays, with the focus that may be in it. */
  #draw(): void {
    for (const [key, { chunks, element }] of this.#said) {
      if (chunks.size > 0) continue;
      element.remove();
      this.#said.delete(key);
    }
    const notices = [...this.#said.values()];
    for (const { chunks, textOf, text, element } of notices.slice(0, mostNotices)) {
      const said = textOf([...chunks.values()]);
      if (text.textContent !== said) text.textContent = said;
      if (!element.isConnected) this.element.append(element);
    }
    const more = notices.slice(mostNotices).reduce((sum, { chunks }) => sum + chunks.size, 0);
    this.#more.textContent =
      more === 1
        ? l10n.t('1 more chunk cannot be played.')
        : l10n.t('{0} more chunks cannot be played.', more);
    if (more > 0) this.element.append(this.#more);
    else this.#more.remove();
  }

  #button(name: string, press: () => void, className = ''): HTMLElement {
    return textButton(
      name,
      () => {
        this.clear();
        press();
      },
      className,
    );
  }

  #otherPlayers({ file }: PlayableFile): HTMLElement[] {
    return [
      textButton(l10n.t('Open in browser'), () => this.#send({ type: 'openMedia', file, place: 'browser' })),
      textButton(l10n.t('Open in system player'), () =>
        this.#send({ type: 'openMedia', file, place: 'system' }),
      ),
    ];
  }
}

function newNotice(textOf: Notice['textOf'], buttons: readonly HTMLElement[]): Notice {
  const text = html('p', {});
  const bar = buttons.length > 0 ? html('div', { class: 'bar' }, ...buttons) : undefined;
  return { chunks: new Map(), textOf, text, element: html('div', { class: 'notice' }, text, bar) };
}

function unplayable(chunks: readonly number[], why: string): string {
  return chunks.length === 1
    ? l10n.t('Chunk {0} cannot be played. {1}', rangesText(chunks), why)
    : l10n.t('Chunks {0} cannot be played. {1}', rangesText(chunks), why);
}
