import { type Clock, realClock } from '../base/clock.ts';

/** A clock that shows the same times in every run. */
export interface SteppedClock extends Clock {
  /** Moves on by one second. */
  readonly step: () => void;
}

/**
 * A clock for repeatable runs: it moves only by `step()`, and by timers, which fire after their time has
 * really passed and then show exactly the moment that they were set for.
 * @param startMs what it shows at first, in ms since 1970
 * @param speed seconds of a timer in one real second
 */
export function steppedClock(startMs: number, speed: number): SteppedClock {
  const real = realClock(speed);
  let now = startMs;
  return {
    now: () => now,
    step: () => void (now += 1000),
    after: (delayMs, action) => {
      const dueMs = now + Math.max(0, delayMs);
      return real.after(delayMs, () => {
        now = Math.max(now, dueMs);
        action();
      });
    },
  };
}
