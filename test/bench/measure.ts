import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { SyntheticProcess } from './syntheticProcess.ts';

/** One line of the result. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  /** What it is compared with, and its value. */
  readonly other?: string;
  /** How many times better ours is. */
  readonly ratio?: number;
  readonly budget?: string;
  readonly ok?: boolean;
}

export interface Measured<T> {
  readonly value: T;
  readonly ms: number;
  readonly requests: number;
  /** The longest time in which nothing else could run. */
  readonly blockedMs: number;
  /** Memory held when it was done, in bytes; needs `--expose-gc`. */
  readonly heldBytes: number;
}

/** Runs some work and watches its time, requests, memory, and how long it blocks the process. */
export async function measure<T>(server: SyntheticProcess, work: () => Promise<T>): Promise<Measured<T>> {
  globalThis.gc?.();
  const heapBefore = process.memoryUsage().heapUsed;
  const requestsBefore = await server.requestCount();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  // The histogram takes its first sample only after a turn of the loop.
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.reset();
  const start = performance.now();
  const value = await work();
  const ms = performance.now() - start;
  await new Promise((resolve) => setTimeout(resolve, 5));
  delay.disable();
  const requests = (await server.requestCount()) - requestsBefore;
  globalThis.gc?.();
  const heldBytes = process.memoryUsage().heapUsed - heapBefore;
  return { value, ms, requests, blockedMs: Math.max(delay.max / 1e6 - 1, 0), heldBytes };
}

export const inMs = (ms: number) => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
export const inSeconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
export const inMiB = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
export const inKB = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`;
