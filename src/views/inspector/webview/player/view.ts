import * as l10n from '@vscode/l10n';
import type { InspectorView, PlayableFile } from '../../page/data.ts';
import type { FromWebview } from '../../protocol.ts';
import { durationText } from '../../../../base/text/duration.ts';
import { ChannelMixer } from './channelMixer.ts';
import { ChannelsView } from './channelsView.ts';
import { Controls } from './controls.ts';
import { html } from '../parts/dom.ts';
import type { SavedState } from '../parts/host.ts';
import type { MediaAddresses } from './mediaAddresses.ts';
import { Notices } from '../parts/notices.ts';
import { Player } from './player.ts';
import { type PlayerCommand, nextSpeed } from './keys.ts';
import { Playlist, emptyTimeline } from './playlist.ts';
import { canDecodeAac, playsSilently } from './soundCheck.ts';
import { localTime } from '../parts/words.ts';
import { TimelineText } from '../timeline/text.ts';
import { TimelineElement } from '../timeline/view.ts';

const volumeStep = 0.05;

/** Picture, buttons and timeline: the recording as something to be played. */
export class PlayerView {
  readonly element: HTMLElement;
  readonly #player: Player;
  readonly #addresses: MediaAddresses;
  readonly #timeline: TimelineElement;
  readonly #text: TimelineText;
  readonly #controls: Controls;
  readonly #channels: ChannelsView;
  readonly #stage = html('div', { class: 'stage' });
  readonly #nothing = html('p', { hidden: true }, l10n.t('There is no media to play.'));
  readonly #notices: Notices;
  readonly #lengths = new Map<string, number>();
  readonly #save: (change: SavedState) => void;
  readonly #saved: SavedState;
  readonly #send: (message: FromWebview) => void;
  #view: InspectorView | undefined;
  #acceptsSilence = false;

  constructor(
    addresses: MediaAddresses,
    send: (message: FromWebview) => void,
    saved: SavedState,
    save: (change: SavedState) => void,
  ) {
    this.#addresses = addresses;
    this.#save = save;
    this.#saved = saved;
    this.#send = send;
    this.#notices = new Notices(send);
    this.#player = new Player(new Playlist([], emptyTimeline, this.#lengths), addresses, {
      onChange: () => this.#changed(),
      onLength: (file, ms, isExact) => this.#learnLength(file, ms, isExact),
      onFailed: (file, why) => this.#failed(file, why),
      mayPlay: (file) => this.#mayPlay(file),
    });
    this.#player.speed = saved.speed ?? 1;
    this.#player.volume = saved.volume ?? 1;
    const mixer = new ChannelMixer(this.#player.decks.map((deck) => deck.element));
    const seekClock = (clockMs: number): void => this.#player.seek(this.#player.playlist.atClock(clockMs));
    this.#timeline = new TimelineElement({ seek: seekClock, zoomed: (zoom) => save({ zoom }) });
    this.#text = new TimelineText(seekClock);
    this.#channels = new ChannelsView(mixer);
    this.#controls = new Controls((command) => this.obey(command), {
      speed: (speed) => this.#setSpeed(speed),
      volume: (volume) => this.#setVolume(volume),
    });
    this.#stage.append(...this.#player.decks.map((deck) => deck.element));
    this.#timeline.slider.setAttribute('aria-label', l10n.t('Position in the recording'));
    this.element = html(
      'div',
      { class: 'player' },
      this.#stage,
      this.#notices.element,
      this.#nothing,
      this.#controls.element,
      html('div', { class: 'lanes' }, this.#channels.element, this.#timeline.element),
      this.#text.element,
      keysHelp(),
    );
  }

  /** Shows the recording; playing continues. */
  update(view: InspectorView): void {
    const isFirst = this.#view === undefined;
    for (const { file, sizeBytes } of view.playlist) this.#noteSize(file, sizeBytes);
    this.#view = view;
    this.#channels.update(view.timeline.lanes);
    for (const deck of this.#player.decks) deck.readsBytes = view.timeline.lanes.length > 0;
    this.#timeline.update(view.timeline);
    this.#text.update(view.timeline);
    const playlist = this.#newPlaylist(view);
    this.element.classList.toggle('none', playlist.files.length === 0);
    this.#nothing.hidden = playlist.files.length > 0;
    this.#player.replace(playlist);
    if (isFirst) this.#begin();
  }

  /** Moves to the start of a media file. @returns false where the file is no media of the recording */
  goTo(name: string): boolean {
    const file = this.#fileOf(name);
    if (!file) return false;
    if (this.#player.playlist.has(name)) this.#player.seek({ file: name, ms: 0 });
    else this.#notices.tellEmpty(file);
    this.#timeline.slider.focus();
    this.element.scrollIntoView({ block: 'nearest' });
    return true;
  }

  /** Does what a key or button asks for. */
  obey(command: PlayerCommand): void {
    const player = this.#player;
    switch (command.kind) {
      case 'toggle':
        player.toggle();
        break;
      case 'move':
        this.#seekTape((tapeMs) => tapeMs + command.ms);
        break;
      case 'start':
        this.#seekTape(() => 0);
        break;
      case 'end':
        this.#seekTape(() => player.playlist.totalMs);
        break;
      case 'previousChunk':
      case 'nextChunk':
        this.#seekChunk(command.kind === 'nextChunk' ? 1 : -1);
        break;
      case 'mute':
        player.isMuted = !player.isMuted;
        this.#changed();
        break;
      case 'speed':
        this.#setSpeed(nextSpeed(player.speed, command.steps));
        break;
      case 'volume':
        this.#setVolume(Math.round((player.volume + command.change) / volumeStep) * volumeStep);
        break;
      case 'zoom':
        this.#timeline.zoomBy(command.steps > 0 ? 1.5 : 1 / 1.5);
        break;
      case 'fit':
        this.#timeline.zoomTo(1);
        this.#save({ zoom: 1 });
        break;
    }
  }

  #begin(): void {
    const { file, ms, zoom } = this.#saved;
    if (zoom !== undefined) this.#timeline.zoomTo(zoom);
    const playlist = this.#player.playlist;
    if (file !== undefined && playlist.has(file)) this.#player.seek({ file, ms: ms ?? 0 });
    else if (playlist.files[0]?.media === 'video') this.#player.seek(playlist.start);
  }

  /** Of a file that grew, address and length are those of what it was. */
  #noteSize(name: string, sizeBytes: number): void {
    const before = this.#fileOf(name);
    if (!before || before.sizeBytes === sizeBytes) return;
    this.#lengths.delete(name);
    this.#addresses.forget(name);
  }

  #newPlaylist(view: InspectorView): Playlist {
    return new Playlist(view.playlist, view.timeline.timeline, this.#lengths);
  }

  #seekTape(to: (tapeMs: number) => number): void {
    const { position, playlist } = this.#player;
    if (position) this.#player.seek(playlist.atTape(to(playlist.tapeMs(position))));
  }

  /** Like the button of a tape player: back goes to the start of the chunk first. */
  #seekChunk(by: 1 | -1): void {
    const { position, playlist } = this.#player;
    const index = playlist.files.findIndex((file) => file.file === position?.file);
    const stays = by < 0 && (position?.ms ?? 0) > 2000;
    const file = playlist.files[Math.min(playlist.files.length - 1, Math.max(0, stays ? index : index + by))];
    if (file) this.#player.seek({ file: file.file, ms: 0 });
  }

  #setSpeed(speed: number): void {
    this.#player.speed = speed;
    this.#save({ speed });
    this.#changed();
  }

  #setVolume(volume: number): void {
    this.#player.volume = volume;
    this.#player.isMuted = false;
    this.#save({ volume: this.#player.volume });
    this.#changed();
  }

  #changed(): void {
    const player = this.#player;
    const { position, state, active } = player;
    const clockMs = position && player.playlist.clockMs(position);
    const elapsedMs = position && player.playlist.tapeMs(position);
    this.#controls.update(player, this.#view?.timeline.timeline.axis === 'clock' ? clockMs : undefined);
    this.#timeline.showPlayhead(clockMs, state === 'playing');
    this.#describe(elapsedMs ?? 0, clockMs);
    const file = this.#fileOf(position?.file);
    this.#stage.classList.toggle('hasPicture', file?.media === 'video');
    for (const deck of player.decks) deck.element.classList.toggle('active', deck === active);
    if (position) this.#save({ file: position.file, ms: Math.round(position.ms) });
    if (state === 'playing') this.#watchSound(file);
  }

  /** Says the place to screen readers. */
  #describe(elapsedMs: number, clockMs: number | undefined): void {
    const { slider } = this.#timeline;
    const { position, playlist } = this.#player;
    const seconds = (ms: number): string => String(Math.round(ms / 1000));
    slider.setAttribute('aria-valuemin', '0');
    slider.setAttribute('aria-valuemax', seconds(playlist.totalMs));
    slider.setAttribute('aria-valuenow', seconds(elapsedMs));
    const chunk = this.#fileOf(position?.file)?.chunkIndex;
    const said = [
      durationText(Math.round(elapsedMs / 1000) * 1000),
      ...(chunk === undefined ? [] : [l10n.t('chunk {0}', chunk)]),
      ...(clockMs === undefined || this.#view?.timeline.timeline.axis !== 'clock'
        ? []
        : [localTime(clockMs)]),
    ];
    slider.setAttribute('aria-valuetext', said.join(', '));
  }

  #fileOf(file: string | undefined): PlayableFile | undefined {
    return this.#view?.playlist.find((one) => one.file === file);
  }

  #learnLength(file: string, ms: number, isExact: boolean): void {
    if (!this.#view || this.#lengths.get(file) === ms) return;
    // An estimate is better than nothing, and than nothing else.
    if (!isExact && this.#fileOf(file)?.durationMs !== undefined) return;
    this.#lengths.set(file, ms);
    if (isExact) this.#send({ type: 'measured', file, ms });
    this.#player.replace(this.#newPlaylist(this.#view));
  }

  async #mayPlay(name: string): Promise<boolean> {
    const file = this.#fileOf(name);
    if (file?.media !== 'video' || this.#acceptsSilence || (await canDecodeAac())) return true;
    this.#offerOtherPlayers(
      file,
      l10n.t('This editor cannot decode AAC, the audio format of mp4 recordings.'),
    );
    return false;
  }

  /** Sound that is there but cannot be decoded must not pass for silence. */
  #watchSound(file: PlayableFile | undefined): void {
    if (file?.media !== 'video' || this.#acceptsSilence || !playsSilently(this.#player.active.element))
      return;
    this.#player.pause();
    this.#offerOtherPlayers(
      file,
      l10n.t('No sound was decoded from this file: it has none, or this editor lacks the decoder for it.'),
    );
  }

  #offerOtherPlayers(file: PlayableFile, why: string): void {
    this.#notices.offerOtherPlayers(file, why, () => {
      this.#acceptsSilence = true;
      this.#player.play();
    });
  }

  /** @returns false where the files after it would fail as well */
  async #failed(name: string, why: string): Promise<boolean> {
    const file = this.#fileOf(name);
    const failure = await this.#addresses.explain(name);
    if (file && failure) this.#notices.tellUnreadable(file, failure, () => this.#player.play());
    else if (file) this.#notices.tellFailed(file, why);
    return failure === undefined || failure.remedy === 'refresh';
  }
}

function keysHelp(): HTMLElement {
  return html(
    'details',
    { class: 'keys' },
    html('summary', {}, l10n.t('Keys')),
    html(
      'p',
      {},
      l10n.t(
        'Space: play or pause. ← →: 5 seconds, with Shift a minute. , and .: one frame. < and >: speed. ↑ ↓: volume. M: mute. Home, End: start, end. Page Up, Page Down: chunk. + and −: zoom, 0: whole recording.',
      ),
    ),
  );
}
