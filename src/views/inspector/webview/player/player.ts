import * as l10n from '@vscode/l10n';
import { Deck } from './deck.ts';
import type { MediaAddresses } from './mediaAddresses.ts';
import type { Playlist, Position } from './playlist.ts';

export type PlayerState = 'paused' | 'loading' | 'playing' | 'ended';

/** What the player reports to the view. */
export interface PlayerEvents {
  readonly onChange: () => void;
  /**
   * The length of a file. @param isExact false where the browser only estimates it, as from the rate of the
   * first frames of an MP3
   */
  readonly onLength: (file: string, ms: number, isExact: boolean) => void;
  /** A file could not be played, and why; `false` holds the player there. */
  readonly onFailed: (file: string, why: string) => Promise<boolean>;
  /** Asked before a file begins to sound; `false` holds the player there. */
  readonly mayPlay: (file: string, element: HTMLVideoElement) => Promise<boolean>;
}

/** The next file is fetched this long before it is needed. */
const readAheadMs = 20_000;
/** A file that breaks off this near to where it did before is broken there. */
const samePlaceMs = 2_000;

/**
 * Plays the files of a playlist one after the other without a break: while one deck plays, the other
 * has the next file ready.
 */
export class Player {
  readonly decks: readonly [Deck, Deck] = [new Deck(), new Deck()];
  #activeDeck: 0 | 1 = 0;
  #wanted: Position | undefined;
  #current: PlayerState = 'paused';
  #list: Playlist;
  /** Grows with each request, so that an outdated one can detect it. */
  #generation = 0;
  /** Where files broke off, in ms. */
  readonly #broke = new Map<string, number>();
  /** Files that could not be made ready: they are tried again when their turn comes, not before. */
  readonly #unready = new Set<string>();
  readonly #addresses: MediaAddresses;
  readonly #events: PlayerEvents;

  constructor(list: Playlist, addresses: MediaAddresses, events: PlayerEvents) {
    this.#list = list;
    this.#addresses = addresses;
    this.#events = events;
    for (const deck of this.decks) this.#follow(deck);
  }

  get state(): PlayerState {
    return this.#current;
  }

  /** Playing, or as soon as it can. */
  get isActive(): boolean {
    return this.#current === 'playing' || this.#current === 'loading';
  }

  get playlist(): Playlist {
    return this.#list;
  }

  get active(): Deck {
    return this.decks[this.#activeDeck];
  }

  /** Where the player is, or will be as soon as the media is there. */
  get position(): Position | undefined {
    if (this.#wanted) return this.#wanted;
    const { file, ms } = this.active;
    return file === undefined ? this.#list.start : { file, ms };
  }

  set speed(speed: number) {
    for (const { element } of this.decks) {
      element.defaultPlaybackRate = speed;
      element.playbackRate = speed;
    }
  }

  get speed(): number {
    return this.active.element.playbackRate;
  }

  set volume(volume: number) {
    for (const { element } of this.decks) element.volume = Math.min(1, Math.max(0, volume));
  }

  get volume(): number {
    return this.active.element.volume;
  }

  set isMuted(isMuted: boolean) {
    for (const { element } of this.decks) element.muted = isMuted;
  }

  get isMuted(): boolean {
    return this.active.element.muted;
  }

  /** Goes on with a playlist that grew or became better known. */
  replace(list: Playlist): void {
    this.#list = list;
    const { position } = this;
    if (position && !list.has(position.file)) void this.#go(list.start, false);
    this.#events.onChange();
  }

  play(): void {
    if (this.isActive) return;
    const { position } = this;
    const isOver = position && this.#list.tapeMs(position) >= this.#list.totalMs;
    void this.#go(isOver ? (this.#next ?? this.#list.start) : position, true);
  }

  pause(): void {
    this.#generation++;
    this.active.element.pause();
    this.#set('paused');
  }

  toggle(): void {
    if (this.isActive) this.pause();
    else this.play();
  }

  /** Moves to a place; continues playing if it was. */
  seek(position: Position | undefined): void {
    void this.#go(position, this.isActive);
  }

  async #go(position: Position | undefined, thenPlay: boolean): Promise<void> {
    if (!position) return;
    const generation = ++this.#generation;
    const isNewFile = position.file !== this.active.file;
    if (isNewFile) this.active.element.pause();
    this.#wanted = position;
    this.#set(thenPlay ? 'loading' : 'paused');
    try {
      if (isNewFile) this.#useDeckOf(position.file);
      const deck = this.active;
      await this.#load(deck, position.file, thenPlay);
      // A seek that came meanwhile has its own place to go to.
      if (generation !== this.#generation) return;
      deck.moveTo(position.ms);
      this.#wanted = undefined;
      if (thenPlay) await this.#start(position.file, generation);
      this.#events.onChange();
    } catch (error) {
      if (generation !== this.#generation) return;
      const name = error instanceof DOMException ? error.name : '';
      // The browser waits for a hand on the page, or the file was being read ahead: not the media's fault.
      if (name === 'NotAllowedError') this.#set('paused');
      else if (name === 'AbortError') void this.#go(position, thenPlay);
      else await this.#skip(position.file, error, thenPlay);
    }
  }

  async #start(file: string, generation: number): Promise<void> {
    const { element } = this.active;
    if (!(await this.#events.mayPlay(file, element))) {
      if (generation === this.#generation) this.pause();
      return;
    }
    if (generation !== this.#generation) return;
    await element.play();
    if (generation === this.#generation) this.#set('playing');
  }

  /** Tries the places that the file can be read from, one after the other. */
  async #load(deck: Deck, file: string, readAhead: boolean): Promise<void> {
    let failure: unknown;
    for (const source of await this.#addresses.get(file)) {
      try {
        await deck.load(file, source, readAhead);
        this.#addresses.note(source);
        if (deck.lengthMs !== undefined) {
          this.#events.onLength(file, deck.lengthMs, !file.toLowerCase().endsWith('.mp3'));
        }
        return;
      } catch (error) {
        if (!deck.holds(source)) throw error;
        failure = error;
      }
    }
    throw failure;
  }

  #useDeckOf(file: string): void {
    const other = this.#activeDeck === 0 ? 1 : 0;
    if (this.decks[other].file === file) this.#activeDeck = other;
  }

  #follow(deck: Deck): void {
    const { element } = deck;
    element.addEventListener('ended', () => {
      if (deck.file !== undefined && deck.wasPlayedThrough) {
        this.#events.onLength(deck.file, deck.ms, true);
      }
      if (deck === this.active && this.#current === 'playing') this.#goOn();
    });
    element.addEventListener('timeupdate', () => {
      if (deck !== this.active) return;
      this.#prepare();
      this.#events.onChange();
    });
    element.addEventListener('error', () => {
      if (deck !== this.active || this.#wanted || deck.file === undefined) return;
      const file = deck.file;
      this.#generation++;
      const { ms } = deck;
      if (Math.abs(ms - (this.#broke.get(file) ?? -Infinity)) < samePlaceMs) {
        void this.#skip(file, element.error, this.isActive);
      } else void this.#retry({ file, ms });
    });
  }

  /** A link that ended, or a connection that broke, is worth one more try from where it stopped, each time. */
  async #retry(position: Position): Promise<void> {
    this.#broke.set(position.file, position.ms);
    this.#addresses.forget(position.file);
    await this.#go(position, this.isActive);
  }

  #goOn(): void {
    if (this.#next) void this.#go(this.#next, true);
    else this.#set('ended');
  }

  /** The start of the file after the one that plays; also one that came after the end was reached. */
  get #next(): Position | undefined {
    const next = this.active.file === undefined ? undefined : this.#list.after(this.active.file);
    return next && { file: next.file, ms: 0 };
  }

  /** Gets the next file ready in the other deck, and a new link before the old one ends. */
  #prepare(): void {
    const { file, ms, lengthMs } = this.active;
    if (file === undefined || this.#current !== 'playing') return;
    const other = this.decks[this.#activeDeck === 0 ? 1 : 0];
    const next = this.#list.after(file);
    const leftMs = ((lengthMs ?? Infinity) - ms) / this.speed;
    if (this.#addresses.isEnding(file) && leftMs > readAheadMs) void this.#renew(other, { file, ms });
    else if (next && leftMs < readAheadMs && other.file !== next.file && !this.#unready.has(next.file)) {
      void this.#load(other, next.file, true).catch(() => {
        this.#unready.add(next.file);
        other.clear();
      });
    }
  }

  /** Goes on with the same file from its new link, in the other deck. */
  async #renew(other: Deck, position: Position): Promise<void> {
    if (other.file === position.file) return;
    const generation = this.#generation;
    await this.#load(other, position.file, true).catch(() => other.clear());
    if (generation !== this.#generation || this.#current !== 'playing' || other.file !== position.file)
      return;
    const before = this.active;
    other.element.currentTime = before.element.currentTime;
    const isPlaying = await other.element.play().then(
      () => true,
      () => false,
    );
    if (!isPlaying || generation !== this.#generation) {
      other.clear();
      return;
    }
    before.clear();
    this.#activeDeck = other === this.decks[0] ? 0 : 1;
  }

  async #skip(file: string, error: unknown, thenPlay: boolean): Promise<void> {
    const generation = this.#generation;
    this.#addresses.forget(file);
    const maySkip = await this.#events.onFailed(file, reason(error));
    if (generation !== this.#generation) return;
    const next = this.#list.after(file);
    if (next && thenPlay && maySkip) void this.#go({ file: next.file, ms: 0 }, true);
    else this.#set('paused');
  }

  #set(state: PlayerState): void {
    this.#current = state;
    this.#events.onChange();
  }
}

function reason(error: unknown): string {
  const message = error instanceof Error || error instanceof MediaError ? error.message : '';
  const why = l10n.t('This editor cannot play the file.');
  return message === '' ? why : `${why} (${message})`;
}
