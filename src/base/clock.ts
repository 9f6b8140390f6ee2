/** Time, so that tests can make it pass. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** @returns what cancels the timer */
  setTimer(run: () => void, delayMs: number): () => void;
}

/** The clock of this computer. Its timers keep no process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimer: (run, delayMs) => {
    const timer = setTimeout(run, delayMs).unref();
    return () => clearTimeout(timer);
  },
};

/** Waits; returns early, without an error, when the signal is aborted. */
export function sleep(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = clock.setTimer(done, delayMs);
    signal.addEventListener('abort', done);
  });
}
