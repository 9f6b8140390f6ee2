import * as l10n from '@vscode/l10n';
import { clockLength } from '../../../../base/text/duration.ts';
import { html, iconButton, on, setIcon, setName } from '../parts/dom.ts';
import { icons } from '../parts/icons.ts';
import type { Player } from './player.ts';
import { type PlayerCommand, speeds } from './keys.ts';
import { localTime, utcTime } from '../parts/words.ts';

/** The buttons below the picture. They give the same orders as the keys. */
export class Controls {
  readonly element: HTMLElement;
  readonly #play: HTMLButtonElement;
  readonly #mute: HTMLButtonElement;
  readonly #speed: HTMLSelectElement;
  readonly #volume: HTMLInputElement;
  readonly #time = html('span', { class: 'time' });
  readonly #clock = html('span', { class: 'note clock' });

  constructor(
    give: (command: PlayerCommand) => void,
    set: { speed: (speed: number) => void; volume: (volume: number) => void },
  ) {
    const button = (name: string, icon: string, command: PlayerCommand): HTMLButtonElement =>
      iconButton(name, icon, () => give(command));
    this.#play = iconButton(l10n.t('Play (Space)'), icons.play, () => give({ kind: 'toggle' }), 'play');
    this.#mute = button(l10n.t('Mute (M)'), icons.sound, { kind: 'mute' });
    this.#speed = on(
      html(
        'select',
        { 'aria-label': l10n.t('Speed'), title: l10n.t('Speed (< and >)') },
        ...speeds.map((speed) => html('option', { value: speed }, `${speed}×`)),
      ),
      { change: () => set.speed(Number(this.#speed.value)) },
    );
    this.#volume = on(
      html('input', { type: 'range', min: 0, max: 1, step: 0.05, 'aria-label': l10n.t('Volume') }),
      { input: () => set.volume(Number(this.#volume.value)) },
    );
    this.element = html(
      'div',
      { class: 'controls', role: 'group', 'aria-label': l10n.t('Player') },
      button(l10n.t('Previous chunk (Page Up)'), icons.previous, { kind: 'previousChunk' }),
      button(l10n.t('Back 5 seconds (←)'), icons.back, { kind: 'move', ms: -5000 }),
      this.#play,
      button(l10n.t('Forward 5 seconds (→)'), icons.forward, { kind: 'move', ms: 5000 }),
      button(l10n.t('Next chunk (Page Down)'), icons.next, { kind: 'nextChunk' }),
      this.#time,
      this.#clock,
      html('span', { class: 'space' }),
      this.#speed,
      this.#mute,
      this.#volume,
    );
  }

  /** Shows the player's state. @param clockMs when the moment was recorded, where known */
  update(player: Player, clockMs: number | undefined): void {
    setIcon(this.#play, player.isActive ? icons.pause : icons.play);
    setName(this.#play, player.isActive ? l10n.t('Pause (Space)') : l10n.t('Play (Space)'));
    this.element.dataset['state'] = player.state;
    setIcon(this.#mute, player.isMuted ? icons.noSound : icons.sound);
    setName(this.#mute, player.isMuted ? l10n.t('Sound on (M)') : l10n.t('Mute (M)'));
    this.#speed.value = String(player.speed);
    this.#volume.value = String(player.volume);
    const { position, playlist } = player;
    const tapeMs = position ? playlist.tapeMs(position) : 0;
    this.#time.textContent = `${clockLength(tapeMs, true)} / ${clockLength(playlist.totalMs, true)}`;
    this.#clock.textContent = clockMs === undefined ? '' : localTime(clockMs);
    this.#clock.title = clockMs === undefined ? '' : utcTime(clockMs);
  }
}
