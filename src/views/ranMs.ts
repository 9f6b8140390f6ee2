import { readFileSync } from 'node:fs';

/**
 * A clock that stands while this thread waits for a processor, in ms: what differs between two readings is the time
 * that code ran, however busy the machine is. Where the system does not count the waiting (not Linux), it is a clock of
 * the wall.
 */
export function ranMs(): number {
  return performance.now() - waitedMs();
}

/** The second number of `schedstat`: https://docs.kernel.org/scheduler/sched-stats.html */
function waitedMs(): number {
  try {
    const [, waitedNs] = readFileSync('/proc/thread-self/schedstat', 'latin1').split(' ');
    return Number(waitedNs) / 1e6 || 0;
  } catch {
    return 0;
  }
}
