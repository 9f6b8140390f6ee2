import pLimit from 'p-limit';

/**
 * Does some work for each item, a few at a time. After a failure nothing more is begun, what is under way is
 * told by the signal that the work is given, and waited for.
 * @param most how many at a time
 * @param signal ends the work as a failure does
 * Rejects with the first failure, or with the signal's reason.
 */
export async function inParallel<T>(
  items: readonly T[],
  most: number,
  signal: AbortSignal,
  work: (item: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const limit = pLimit(most);
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const failures: unknown[] = [];
  const one = async (item: T): Promise<void> => {
    if (either.aborted) return;
    try {
      await work(item, either);
    } catch (error) {
      failures.push(error);
      failed.abort();
    }
  };
  await Promise.all(items.map((item) => limit(one, item)));
  if (failures.length > 0) throw failures[0];
  signal.throwIfAborted();
}
