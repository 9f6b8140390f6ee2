import assert from 'node:assert/strict';

/** Less is within what other programs of the machine take. */
const measurableMs = 20;
const tries = 3;

/** Time that this thread has been on a processor, in ms: neither other programs nor worker threads count. */
export function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** How long this thread was on a processor meanwhile, in ms. */
export function workedMs(work: () => void): number {
  const before = threadMs();
  work();
  return threadMs() - before;
}

/**
 * Runs something for n, 2n, 4n and 8n, and fails where doubling the input takes more than 2.5 times as long,
 * as in what grows with the square. What is too fast to be measured is fast enough. Each time is the best of
 * some tries, and a growth has to show in every try of the comparison.
 */
export function assertLinear(name: string, n: number, run: (size: number) => void): void {
  const best = (size: number): number => {
    let ms = Infinity;
    for (let round = 0; round < tries; round += 1) {
      ms = Math.min(
        ms,
        workedMs(() => run(size)),
      );
      if (ms < measurableMs) break;
    }
    return ms;
  };
  const sizes = [n, 2 * n, 4 * n, 8 * n];
  let before = best(n);
  for (const size of sizes.slice(1)) {
    let ms = best(size);
    for (let round = 0; round < tries && ms > 2.5 * Math.max(before, measurableMs / 2); round += 1) {
      before = Math.max(before, best(size / 2));
      ms = Math.min(ms, best(size));
    }
    assert.ok(
      ms <= 2.5 * Math.max(before, measurableMs / 2),
      `${name}: ${before.toFixed(1)} ms for ${size / 2}, ${ms.toFixed(1)} ms for ${size}`,
    );
    before = ms;
  }
}
