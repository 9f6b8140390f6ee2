import type { Clock } from '../../../src/base/clock.ts';

/** A clock that goes on when told. */
export class FakeClock implements Clock {
  #now: number;
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();

  constructor(now = Date.UTC(2026, 0, 7, 12)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  setTimer(run: () => void, delayMs: number): () => void {
    const timer = { at: this.#now + delayMs, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get timers(): number {
    return this.#timers.size;
  }

  /** Lets time pass and runs what is due on the way, each with all that follows from it at once. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#timers.delete(next);
      this.#now = next.at;
      next.run();
      await settled();
    }
    this.#now = end;
  }

  #next(end: number): { readonly at: number; readonly run: () => void } | undefined {
    return [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

/** Waits until nothing is left to do but to wait for time or the outside world. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
