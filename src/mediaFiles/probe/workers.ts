import { Worker } from 'node:worker_threads';
import type { MediaMeasure } from '../../recording/mediaLength.ts';

/** What a probe may use for one file. */
export interface ProbeBudget {
  readonly bytes: number;
  readonly reads: number;
  /** Of reckoning, without the waits for bytes. */
  readonly workMs: number;
}

/** What the worker is sent. */
export type ToWorker =
  | {
      readonly type: 'measure';
      readonly extension: string;
      readonly sizeBytes: number;
      readonly budget: ProbeBudget;
    }
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  | { readonly type: 'refused' };

/** What the worker sends. */
export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'read'; readonly offset: number; readonly count: number }
  | { readonly type: 'done'; readonly measure: MediaMeasure };

/** A thread that measures files, one at a time. */
export interface ProbeWorker {
  readonly send: (message: ToWorker) => void;
  /** Takes what the thread sends, and is notified when it ended by itself, as it does when its memory is used up. */
  readonly listen: (take: (message: FromWorker) => void, ended: () => void) => void;
  /** Keeps the thread for the next file, unless it was ended. */
  readonly release: () => void;
  /** Ends the thread even while it works. */
  readonly end: () => void;
}

const isSource = import.meta.url.endsWith('.ts');
/**
 * Its heap in MB; bytes of the file come on top, and are bounded by the budget. Run from its sources, the
 * thread also needs room for what takes the types out of them.
 */
const resourceLimits = {
  maxOldGenerationSizeMb: isSource ? 256 : 40,
  maxYoungGenerationSizeMb: isSource ? 32 : 8,
  stackSizeMb: 2,
};
/** A thread without work is ended. */
const idleMs = 5_000;
const file = isSource ? './worker.ts' : './mediaProbe.cjs';
const idle: ProbeWorker[] = [];

/** A thread that is free, or a new one. */
export function takeWorker(): ProbeWorker {
  return idle.pop() ?? startWorker();
}

function startWorker(): ProbeWorker {
  const thread = new Worker(new URL(file, import.meta.url), { resourceLimits, stderr: true });
  let take: (message: FromWorker) => void = () => undefined;
  let ended: () => void = () => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isEnded = false;
  const end = (): void => {
    isEnded = true;
    take = () => undefined;
    clearTimeout(timer);
    const at = idle.indexOf(worker);
    if (at >= 0) idle.splice(at, 1);
    void thread.terminate();
  };
  thread.on('message', (message: FromWorker) => take(message));
  thread.on('error', () => ended());
  thread.on('exit', () => {
    end();
    ended();
  });
  const worker: ProbeWorker = {
    send: (message) => thread.postMessage(message),
    listen: (newTake, newEnded) => {
      clearTimeout(timer);
      thread.ref();
      [take, ended] = [newTake, newEnded];
    },
    release: () => {
      if (isEnded) return;
      [take, ended] = [() => undefined, () => undefined];
      thread.unref();
      timer = setTimeout(end, idleMs);
      timer.unref();
      idle.push(worker);
    },
    end,
  };
  return worker;
}
