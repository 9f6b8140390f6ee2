import * as l10n from '@vscode/l10n';
import type { PlayableFile } from '../../page/data.ts';
import type { FromWebview, MediaFailure } from '../../protocol.ts';
import { html, show, textButton } from './dom.ts';

/** More of them are counted. */
const mostNotices = 5;

/** What the player has to say about a file, and other ways to play it. */
export class Notices {
  readonly element = html('div', { class: 'notices', role: 'alert' });
  readonly #send: (message: FromWebview) => void;
  /** What is on screen, by the file that it is about. */
  readonly #said = new Map<string, { readonly text: string; readonly element: HTMLElement }>();
  readonly #more = html('p', {});

  constructor(send: (message: FromWebview) => void) {
    this.#send = send;
  }

  /** The file's sound cannot be played here. */
  offerOtherPlayers(file: PlayableFile, why: string, playAnyway: () => void): void {
    this.#say(file, why, [
      html('p', {}, why),
      html(
        'div',
        { class: 'bar' },
        ...this.#otherPlayers(file),
        textButton(
          l10n.t('Play without sound'),
          () => {
            this.clear();
            playAnyway();
          },
          'secondary',
        ),
      ),
    ]);
  }

  /** The file cannot be played here. */
  tellFailed(file: PlayableFile, why: string): void {
    this.#say(file, why, [
      html('p', {}, l10n.t('Chunk {0} cannot be played and was skipped: {1}', file.chunkIndex, why)),
      html('div', { class: 'bar' }, ...this.#otherPlayers(file)),
    ]);
  }

  /** The file cannot be read: another player would not help. */
  tellUnreadable(file: PlayableFile, { message, remedy }: MediaFailure, retry: () => void): void {
    const button = (name: string, press: () => void, className = ''): HTMLElement =>
      textButton(
        name,
        () => {
          this.clear();
          press();
        },
        className,
      );
    const again = (className?: string): HTMLElement => button(l10n.t('Retry'), retry, className);
    const buttons: Readonly<Record<MediaFailure['remedy'], () => HTMLElement[]>> = {
      refresh: () => [button(l10n.t('Refresh'), () => this.#send({ type: 'refresh' }))],
      signIn: () => [
        textButton(l10n.t('Edit Sign-in…'), () => this.#send({ type: 'editSignIn' })),
        again('secondary'),
      ],
      retry: () => [again()],
    };
    this.#say(file, message, [
      html('p', {}, l10n.t('Chunk {0} cannot be played. {1}', file.chunkIndex, message)),
      html('div', { class: 'bar' }, ...buttons[remedy]()),
    ]);
  }

  /** There is nothing in the file to play. */
  tellEmpty(file: PlayableFile): void {
    const text = l10n.t('Chunk {0} cannot be played. The file is empty.', file.chunkIndex);
    this.#say(file, text, [html('p', {}, text)]);
  }

  clear(): void {
    this.#said.clear();
    show(this.element);
  }

  /** A notice replaces the one before only where that is about the same file. */
  #say({ file }: PlayableFile, text: string, content: HTMLElement[]): void {
    const former = this.#said.get(file);
    if (former?.text === text) return;
    const element = html('div', { class: 'notice' }, ...content);
    this.#said.set(file, { text, element });
    const more = this.#said.size - mostNotices;
    this.#more.textContent = l10n.t('{0} more chunks cannot be played.', more);
    if (former?.element.isConnected) former.element.replaceWith(element);
    else if (more <= 0) this.element.append(element);
    else if (!this.#more.isConnected) this.element.append(this.#more);
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
