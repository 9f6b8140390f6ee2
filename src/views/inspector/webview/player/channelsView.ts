import * as l10n from '@vscode/l10n';
import type { LaneView } from '../../page/data.ts';
import type { ChannelMixer } from './channelMixer.ts';
import { Changes, html, on, show } from '../parts/dom.ts';

/** The heads of the channels' lanes: who speaks there, mute and solo. */
export class ChannelsView {
  readonly element = html('div', { class: 'channels', role: 'group', 'aria-label': l10n.t('Channels') });
  readonly #mixer: ChannelMixer;
  readonly #changes = new Changes();

  constructor(mixer: ChannelMixer) {
    this.#mixer = mixer;
  }

  update(lanes: readonly LaneView[]): void {
    if (!this.#changes.of(lanes.map(({ channel, detail }) => [channel, detail]))) return;
    this.element.hidden = lanes.length === 0;
    show(this.element, ...lanes.map((lane) => this.#head(lane)));
  }

  #head({ channel, label, detail }: LaneView): HTMLElement {
    return html(
      'div',
      { class: 'channel' },
      html('span', { class: 'number' }, channel === undefined ? '' : String(channel)),
      html('span', { class: 'label', title: detail }, label),
      ...(channel === undefined ? [] : this.#buttons(channel)),
    );
  }

  #buttons(channel: number): HTMLElement[] {
    return [
      this.#button(l10n.t('Mute channel {0}', channel), l10n.t('Mute'), {
        press: () => this.#mixer.toggleMuted(channel),
        isPressed: () => this.#mixer.isMuted(channel),
      }),
      this.#button(l10n.t('Solo: hear channel {0} alone', channel), l10n.t('Solo'), {
        press: () => this.#mixer.toggleSolo(channel),
        isPressed: () => this.#mixer.isSolo(channel),
      }),
    ];
  }

  #button(
    name: string,
    text: string,
    action: { readonly press: () => void; readonly isPressed: () => boolean },
  ): HTMLButtonElement {
    const button = html('button', { type: 'button', class: 'toggle', title: name, 'aria-label': name }, text);
    const tell = (): void => button.setAttribute('aria-pressed', String(action.isPressed()));
    tell();
    return on(button, {
      click: () => {
        action.press();
        tell();
      },
    });
  }
}
