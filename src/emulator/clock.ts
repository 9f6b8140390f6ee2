/** Time as the service sees it: real, faster for tests, or moved by hand. */
export interface Clock {
  /** ms since 1970. */
  now(): number;
  /** Runs an action when so many ms of this clock have gone by; the function returned calls it off. */
  after(delayMs: number, action: () => void): () => void;
}

const longestTimerMs = 2 ** 31 - 1;

/**
 * Never goes back, also where the clock of the computer is set back.
 * @param speed how many seconds go by in a real one
 */
export function realClock(speed = 1): Clock {
  const start = Date.now();
  let latest = start;
  return {
    now: () => (latest = Math.max(latest, start + (Date.now() - start) * speed)),
    after: (delayMs, action) => {
      const timer = setTimeout(action, Math.min(Math.max(0, delayMs / speed), longestTimerMs));
      timer.unref();
      return () => {
        clearTimeout(timer);
      };
    },
  };
}

/** Resolves after so many ms of a clock; rejects when the signal is aborted. */
export function delayOn(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      cancel();
      reject(new DOMException('Aborted', 'AbortError'));
    };
    const cancel = clock.after(ms, () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}
