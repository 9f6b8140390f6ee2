/** Time, real or simulated. Tests and the local service bring their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /**
   * Runs an action once, `delayMs` from now on this clock.
   * @returns a function that cancels it
   */
  after(delayMs: number, action: () => void): () => void;
}

/** `setTimeout` takes no more; a longer wait is split. */
const longestTimerMs = 2 ** 31 - 1;

/** The clock of this computer. */
export const systemClock: Clock = realClock();

/**
 * A clock that never goes back, even when the computer's own is set back. Its timers keep no process alive.
 * @param speed seconds of this clock in one real second; default: 1
 * @param startMs what it shows at first, in ms since 1970; default: the time of this computer
 */
export function realClock(speed = 1, startMs = Date.now()): Clock {
  const madeMs = Date.now();
  let latest = startMs;
  return {
    now: () => (latest = Math.max(latest, startMs + (Date.now() - madeMs) * speed)),
    after: (delayMs, action) => {
      let timer: NodeJS.Timeout;
      const wait = (leftMs: number): void => {
        const next = Math.min(leftMs, longestTimerMs);
        timer = setTimeout(() => (leftMs > next ? wait(leftMs - next) : action()), next);
        timer.unref();
      };
      wait(Math.max(0, delayMs / speed));
      return () => clearTimeout(timer);
    },
  };
}

/** Resolves after `delayMs` of a clock; rejects with an `AbortError` when the signal is aborted. */
export function delay(clock: Clock, delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      cancel();
      reject(new DOMException('Aborted', 'AbortError'));
    };
    const cancel = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}

/** Resolves after `delayMs` of a clock, or as soon as the signal is aborted. */
export function sleep(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return delay(clock, delayMs, signal).catch(() => undefined);
}
