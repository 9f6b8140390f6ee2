import type { MediaSource } from '../protocol.ts';
import { html } from './dom.ts';

/** One media element that holds one file at a time. The player has two: one plays, one has the next file ready. */
export class Deck {
  readonly element: HTMLVideoElement;
  /**
   * Whether a script is to read what plays. The loopback server allows that; elsewhere asking for it may
   * fail the media.
   */
  readsBytes = false;
  /** Ends the wait for a header when another file is put in. */
  private waiting: AbortController | undefined;
  private loaded: { readonly file: string; readonly url: string } | undefined;

  constructor() {
    this.element = html('video', { preload: 'metadata', playsinline: true, disablepictureinpicture: true });
  }

  /** The file that is in the deck. */
  get file(): string | undefined {
    return this.loaded?.file;
  }

  /** True while it is this address that is in the deck. */
  holds(source: MediaSource): boolean {
    return this.loaded?.url === source.url;
  }

  get ms(): number {
    return this.element.currentTime * 1000;
  }

  /** Length of the media in ms, once its header is read. */
  get lengthMs(): number | undefined {
    return Number.isFinite(this.element.duration) ? this.element.duration * 1000 : undefined;
  }

  /**
   * Puts a file in and moves to a place in it. Rejects when the media cannot be read, or when another
   * file was put in before.
   * @param readAhead fetch the first seconds too, not just the header
   */
  async load(file: string, source: MediaSource, ms: number, readAhead: boolean): Promise<void> {
    const { element } = this;
    if (!this.holds(source) || element.error) {
      this.waiting?.abort();
      this.loaded = { file, url: source.url };
      if (this.readsBytes || source.via === 'loopback') element.crossOrigin = 'anonymous';
      else element.removeAttribute('crossorigin');
      element.preload = readAhead ? 'auto' : 'metadata';
      element.src = source.url;
    }
    if (element.readyState < HTMLMediaElement.HAVE_METADATA) await this.header();
    if (Math.abs(this.ms - ms) > 1) element.currentTime = ms / 1000;
  }

  /** Takes the file out, so that nothing more is fetched. */
  clear(): void {
    this.waiting?.abort();
    this.loaded = undefined;
    this.element.removeAttribute('src');
    this.element.load();
  }

  private header(): Promise<void> {
    const { element } = this;
    this.waiting?.abort();
    const done = (this.waiting = new AbortController());
    const { signal } = done;
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('Another file was put in.')));
      element.addEventListener('loadedmetadata', () => resolve(), { signal });
      element.addEventListener('error', () => reject(new Error(element.error?.message ?? '')), { signal });
    });
  }
}
