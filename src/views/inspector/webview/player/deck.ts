import type { MediaSource } from '../../protocol.ts';
import { html } from '../parts/dom.ts';

/** What is in a deck, and the wait for its header. */
interface Loaded {
  readonly file: string;
  readonly url: string;
  readonly header: Promise<void>;
  /** Ends the wait. */
  readonly giveUp: AbortController;
}

/** One media element that holds one file at a time. The player has two: one plays, one has the next file ready. */
export class Deck {
  readonly element: HTMLVideoElement;
  /**
   * Whether a script is to read what plays. The loopback server allows that; elsewhere asking for it may
   * fail the media.
   */
  readsBytes = false;
  #loaded: Loaded | undefined;

  constructor() {
    this.element = html('video', { preload: 'metadata', playsinline: true, disablepictureinpicture: true });
  }

  /** The file that is in the deck. */
  get file(): string | undefined {
    return this.#loaded?.file;
  }

  /** True while it is this address that is in the deck. */
  holds(source: MediaSource): boolean {
    return this.#loaded?.url === source.url;
  }

  get ms(): number {
    return this.element.currentTime * 1000;
  }

  /** Length of the media in ms, once its header is read. */
  get lengthMs(): number | undefined {
    return Number.isFinite(this.element.duration) ? this.element.duration * 1000 : undefined;
  }

  /** True where the file was played from its start without a jump: its end is then exactly as long after that as it took. */
  get wasPlayedThrough(): boolean {
    const { played } = this.element;
    return played.length === 1 && played.start(0) < 0.1;
  }

  /**
   * Puts a file in and reads its header. Rejects when the media cannot be read, or when another file was
   * put in before.
   * @param readAhead fetch the first seconds too, not just the header
   */
  async load(file: string, source: MediaSource, readAhead: boolean): Promise<void> {
    if (!this.#loaded || !this.holds(source) || this.element.error) {
      this.#loaded?.giveUp.abort();
      const giveUp = new AbortController();
      this.#loaded = { file, url: source.url, header: this.#header(giveUp), giveUp };
      this.#putIn(source, readAhead);
    }
    await this.#loaded.header;
  }

  /** Moves to a place in the file. */
  moveTo(ms: number): void {
    if (Math.abs(this.ms - ms) > 1) this.element.currentTime = ms / 1000;
  }

  /** Takes the file out, so that nothing more is fetched. */
  clear(): void {
    this.#loaded?.giveUp.abort();
    this.#loaded = undefined;
    this.element.removeAttribute('src');
    this.element.load();
  }

  #putIn(source: MediaSource, readAhead: boolean): void {
    const { element } = this;
    if (this.readsBytes || source.via === 'loopback') element.crossOrigin = 'anonymous';
    else element.removeAttribute('crossorigin');
    element.preload = readAhead ? 'auto' : 'metadata';
    element.src = source.url;
  }

  #header(giveUp: AbortController): Promise<void> {
    const { element } = this;
    const { signal } = giveUp;
    const header = new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('Another file was put in.')));
      element.addEventListener('loadedmetadata', () => resolve(), { signal });
      element.addEventListener('error', () => reject(new Error(element.error?.message ?? '')), { signal });
    });
    // Its failure needs no handler any more.
    header.catch(() => undefined);
    return header;
  }
}
