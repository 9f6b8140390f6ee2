import { StoreError } from '../failures/storeError.ts';

/** A listing that is read page by page, one load at a time. */
export abstract class Listing {
  /** What is listed: the dates of a container, the calls of a date, or what is in another folder. */
  abstract readonly kind: 'dates' | 'day' | 'folder';
  /** True when there is nothing further to read. */
  complete = false;
  /** Why the last load ended early. */
  error: unknown;
  /** How many items were left out so far because they could not be read. */
  unreadable = 0;
  version = 0;
  #running: Promise<void> | undefined;
  #abort = new AbortController();
  readonly #changed = new Set<() => void>();

  /** True while a load is under way. */
  get loading(): boolean {
    return this.#running !== undefined;
  }

  /** Reads on; joins the load that is already under way. Rejects with a `StoreError`. */
  load(): Promise<void> {
    if (this.complete) return Promise.resolve();
    return (this.#running ??= this.#run());
  }

  /**
   * Resolves when there is something to show, or the load has ended; never rejects, but leaves `error`.
   * A load that failed is not tried again, one that was cancelled is.
   */
  async loadFirst(): Promise<void> {
    const wasCancelled = StoreError.is(this.error, 'cancelled');
    const wanted = this.readsToEnd() || !this.hasItems();
    if (this.complete || !wanted || (this.error !== undefined && !wasCancelled)) return;
    const load = this.load();
    const shown = new Promise<void>((resolve) => {
      const stop = this.onChange(() => {
        if (!this.hasItems() && this.loading) return;
        stop();
        resolve();
      });
    });
    await Promise.race([load, shown, ...(this.hasItems() ? [Promise.resolve()] : [])]).catch(() => undefined);
    load.catch(() => undefined);
    // What ends with its first page is shown once, as a whole.
    await new Promise(setImmediate);
  }

  /** Ends the load under way at once; the next `load` continues from the last page read. */
  cancel(): void {
    if (!this.#running) return;
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#running = undefined;
    this.error = cancelled();
    this.notify();
  }

  /** Calls back whenever there is more to show. @returns a function that ends this */
  onChange(listener: () => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  protected notify(): void {
    this.version++;
    for (const listener of [...this.#changed]) listener();
  }

  /** True where a load continues in the background when the first items show. */
  protected readsToEnd(): boolean {
    return false;
  }

  /** True where there is something to show. */
  abstract hasItems(): boolean;

  /** Reads on. What comes after the signal was aborted is left alone: another load may be under way by then. */
  protected abstract read(signal: AbortSignal): Promise<void>;

  async #run(): Promise<void> {
    this.error = undefined;
    const { signal } = this.#abort;
    try {
      await this.read(signal);
    } catch (error) {
      if (signal.aborted) throw cancelled();
      this.error = error;
      throw error;
    } finally {
      if (!signal.aborted) {
        this.#running = undefined;
        this.notify();
      }
    }
  }
}

function cancelled(): StoreError {
  return new StoreError('cancelled', 'Cancelled.');
}
