import * as l10n from '@vscode/l10n';
import type { PlayableFile } from '../../page/data.ts';
import type { FromWebview } from '../../protocol.ts';
import { html, show, textButton } from './dom.ts';

/** What the player has to say about a file, and other ways to play it. */
export class Notices {
  readonly element = html('div', { class: 'notices', role: 'alert' });
  private readonly send: (message: FromWebview) => void;
  private said = '';

  constructor(send: (message: FromWebview) => void) {
    this.send = send;
  }

  /** The file's sound cannot be played here. */
  offerOtherPlayers(file: PlayableFile, why: string, playAnyway: () => void): void {
    this.say(`${file.file}\n${why}`, [
      html('p', {}, why),
      html(
        'div',
        { class: 'bar' },
        ...this.otherPlayers(file),
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
    this.say(`${file.file}\n${why}`, [
      html('p', {}, l10n.t('Chunk {0} cannot be played and was skipped: {1}', file.chunkIndex, why)),
      html('div', { class: 'bar' }, ...this.otherPlayers(file)),
    ]);
  }

  clear(): void {
    this.said = '';
    show(this.element);
  }

  private say(key: string, content: HTMLElement[]): void {
    if (key === this.said) return;
    this.said = key;
    show(this.element, ...content);
  }

  private otherPlayers({ file }: PlayableFile): HTMLElement[] {
    return [
      textButton(l10n.t('Open in browser'), () => this.send({ type: 'openMedia', file, place: 'browser' })),
      textButton(l10n.t('Open in system player'), () =>
        this.send({ type: 'openMedia', file, place: 'system' }),
      ),
    ];
  }
}
