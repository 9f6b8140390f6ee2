import type { FromWebview, MediaFailure, MediaSource, ToWebview } from '../../protocol.ts';

type Answer = Extract<ToWebview, { type: 'media' | 'mediaFailed' }>;

type Explained = Extract<ToWebview, { type: 'mediaExplained' }>;

interface Asked {
  readonly sources: Promise<readonly MediaSource[]>;
  readonly settle: (answer: Answer) => void;
  known?: readonly MediaSource[];
}

/** A link this close to its end is asked for anew. */
const renewBeforeMs = 90_000;

/** Where media files can be read from, as the extension gives them: each asked for once and renewed in time. */
export class MediaAddresses {
  readonly #asked = new Map<string, Asked>();
  readonly #explaining = new Map<string, (failure: MediaFailure | undefined) => void>();
  readonly #send: (message: FromWebview) => void;
  /** What worked last; it is tried first from then on. */
  #worked: MediaSource['via'] | undefined;

  constructor(send: (message: FromWebview) => void) {
    this.#send = send;
  }

  /** Where a file can be read for a while, the most promising place first. Rejects with a text for the user. */
  async get(file: string): Promise<readonly MediaSource[]> {
    const before = this.#asked.get(file);
    const { sources } = before && !before.known?.some(isEnding) ? before : this.#ask(file);
    return (await sources).toSorted(
      (a, b) => Number(b.via === this.#worked) - Number(a.via === this.#worked),
    );
  }

  /** A file could be read this way. */
  note({ via }: MediaSource): void {
    this.#worked = via;
  }

  /** Asks anew for a file that could be read no longer. */
  forget(file: string): void {
    this.#asked.delete(file);
  }

  /** Why a file could not be played, as far as its storage knows; undefined where it can be read. */
  explain(file: string): Promise<MediaFailure | undefined> {
    return new Promise((resolve) => {
      const others = this.#explaining.get(file);
      this.#explaining.set(file, (failure) => {
        others?.(failure);
        resolve(failure);
      });
      this.#send({ type: 'explainMedia', file });
    });
  }

  /** Takes the extension's explanation. */
  settleExplained({ file, failure }: Explained): void {
    this.#explaining.get(file)?.(failure);
    this.#explaining.delete(file);
  }

  /** True where the link that a file plays from ends soon. */
  isEnding(file: string): boolean {
    return this.#worked === 'link' && (this.#asked.get(file)?.known?.some(isEnding) ?? false);
  }

  /** Takes the extension's answer. */
  settle(answer: Answer): void {
    this.#asked.get(answer.file)?.settle(answer);
  }

  #ask(file: string): Asked {
    let settle: Asked['settle'] = () => undefined;
    const sources = new Promise<readonly MediaSource[]>((resolve, reject) => {
      settle = (answer) => {
        if (answer.type === 'media') {
          asked.known = answer.sources;
          resolve(answer.sources);
        } else {
          this.#asked.delete(file);
          reject(new Error(answer.message));
        }
      };
    });
    const asked: Asked = { sources, settle };
    this.#asked.set(file, asked);
    this.#send({ type: 'playMedia', file });
    return asked;
  }
}

function isEnding({ expiresMs }: MediaSource): boolean {
  return expiresMs !== undefined && expiresMs - Date.now() < renewBeforeMs;
}
