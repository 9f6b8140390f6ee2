import type { StoreErrorReason } from '../failures/storeError.ts';

/** What a store reports while it repeats a request, so that a person sees progress. */
export type RetryNotice =
  | {
      readonly kind: 'waiting';
      readonly reason: StoreErrorReason;
      /** The try that failed, from 1. */
      readonly attempt: number;
      readonly maxAttempts: number;
      readonly delayMs: number;
    }
  /** The waiting is over: there was an answer, or it was given up. */
  | { readonly kind: 'resumed' };

/** How often and how patiently a request is tried again. */
export interface RetryLimits {
  readonly maxAttempts: number;
  /** The waits are 0, 1, 3, 7 … times this. */
  readonly delayMs: number;
  readonly maxDelayMs: number;
  /** An answer that has not begun by then has failed. */
  readonly answerMs: number;
  /** A body that sends nothing for this long is requested again, in ms. */
  readonly idleMs: number;
}

/** Fit for someone who waits in front of a tree: at most eleven seconds of waiting. */
export const interactiveRetry: RetryLimits = {
  maxAttempts: 5,
  delayMs: 1000,
  maxDelayMs: 10_000,
  answerMs: 60_000,
  idleMs: 30_000,
};

/** The wait after a failed try, as the SDK's exponential policy has it. */
export function retryDelayMs(attempt: number, limits: RetryLimits): number {
  return Math.min((2 ** (attempt - 1) - 1) * limits.delayMs, limits.maxDelayMs);
}
