import { setTimeout as wait } from 'node:timers/promises';

/** Time, so that tests need not wait for it. */
export interface Clock {
  /** In ms since 1970. */
  now(): number;
  /** Resolves after so many ms; rejects when the signal is aborted. */
  delay(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  delay: (ms, signal) => wait(ms, undefined, signal ? { signal } : {}),
};
