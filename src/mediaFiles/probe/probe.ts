import type { StoredFile } from '../../recording/call.ts';
import { playableExtension } from '../../recording/formats.ts';
import type { MediaMeasure } from '../../recording/mediaLength.ts';
import type { ReadableStore } from '../../storage/readableStore.ts';
import { type FromWorker, type ProbeBudget, takeWorker } from './workers.ts';

/** What a probe may use for one file unless it is given another budget. */
export const probeBudget: ProbeBudget = { bytes: 2 * 1024 * 1024, reads: 64, workMs: 1_000 };

/** A thread that has its bytes and is silent for this long is stuck: it stops by itself well before. */
const silentMs = 5_000;
/** A thread starts within this. */
const startMs = 30_000;

/**
 * Measures a media file by ranges, in a thread of its own and within a budget: the content may be damaged or
 * hostile, and no length in it is believed. Rejects with a `StoreError` when the file cannot be read, or
 * with the signal's reason.
 */
export async function probeMedia(
  store: ReadableStore,
  file: StoredFile,
  signal: AbortSignal,
  budget: ProbeBudget = probeBudget,
): Promise<MediaMeasure> {
  signal.throwIfAborted();
  const extension = playableExtension(file.name) ?? '';
  const worker = takeWorker();
  const spent = { bytes: 0, reads: 0 };
  let timer: ReturnType<typeof setTimeout> | undefined;
  return new Promise<MediaMeasure>((resolve, reject) => {
    const settle = (finish: () => void, isFree = false): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      if (isFree) worker.release();
      else worker.end();
      finish();
    };
    const giveUp = (): void => settle(() => resolve({ kind: 'unknown', why: 'budget' }));
    const onAbort = (): void => settle(() => reject(signal.reason as Error));
    const expectWithin = (ms: number): void => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, ms);
    };
    const read = (offset: number, count: number): void => {
      clearTimeout(timer);
      spent.bytes += count;
      spent.reads += 1;
      const isWithin = offset >= 0 && count > 0 && offset + count <= file.sizeBytes;
      if (!isWithin || spent.bytes > budget.bytes || spent.reads > budget.reads) {
        worker.send({ type: 'refused' });
        expectWithin(silentMs);
        return;
      }
      store.read(file.name, { offset, count }, signal).then(
        (bytes) => {
          if (signal.aborted) return;
          // A view would take the whole buffer behind it along, however large.
          worker.send({ type: 'bytes', bytes: new Uint8Array(bytes) });
          expectWithin(silentMs);
        },
        (error: unknown) => {
          if (!signal.aborted)
            settle(() => reject(error instanceof Error ? error : new Error(String(error))));
        },
      );
    };
    const take = (message: FromWorker): void => {
      if (message.type === 'read') read(message.offset, message.count);
      else if (message.type === 'done') settle(() => resolve(message.measure), true);
      else expectWithin(silentMs);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    worker.listen(take, giveUp);
    worker.send({ type: 'measure', extension, sizeBytes: file.sizeBytes, budget });
    expectWithin(startMs);
  });
}
