import type { HttpOutcome } from '../http/exchange.ts';

/**
 * The pauses between attempts, in ms; after the last one every further pause is as long as it.
 * @see https://learn.microsoft.com/azure/event-grid/delivery-and-retry
 */
export const retryDelaysMs: readonly number[] = [
  10_000,
  30_000,
  60_000,
  5 * 60_000,
  10 * 60_000,
  30 * 60_000,
  3_600_000,
  3 * 3_600_000,
  6 * 3_600_000,
  12 * 3_600_000,
];

/** The retry policy of an event subscription. */
export interface RetryPolicy {
  /** From 1 to 30; default: 30. */
  readonly maxAttempts: number;
  /** From the first attempt; default: 24 hours. */
  readonly timeToLiveMs: number;
}

export const eventGridPolicy: RetryPolicy = { maxAttempts: 30, timeToLiveMs: 24 * 3_600_000 };

/** One attempt only. */
export const noRetries: RetryPolicy = { maxAttempts: 1, timeToLiveMs: eventGridPolicy.timeToLiveMs };

/** The statuses that Event Grid takes for a delivery. */
export function isDelivered(outcome: HttpOutcome): boolean {
  return outcome.kind === 'answer' && outcome.status >= 200 && outcome.status <= 204;
}

/** Statuses of a webhook after which Event Grid gives the event up at once. */
const finalStatuses: readonly number[] = [400, 401, 403, 413];

/** Statuses after which Event Grid waits at least this long, in ms. */
const shortestDelaysMs: Readonly<Record<number, number>> = { 408: 2 * 60_000, 503: 30_000 };

/** Why the schedule has no further attempt. */
export const finalReasons = ['finalStatus', 'attemptsUsedUp', 'tooOld', 'cannotBeSent'] as const;

/** What comes after an attempt that failed. */
export type NextAttempt =
  | { readonly kind: 'retry'; readonly delayMs: number }
  | { readonly kind: 'stop'; readonly reason: (typeof finalReasons)[number] };

/**
 * Whether and when Event Grid would try again.
 * @param attempts attempts so far, from 1
 * @param ageMs since the first attempt
 */
export function nextAttempt(
  outcome: HttpOutcome,
  attempts: number,
  ageMs: number,
  policy: RetryPolicy,
): NextAttempt {
  if (outcome.kind === 'answer' && finalStatuses.includes(outcome.status)) {
    return { kind: 'stop', reason: 'finalStatus' };
  }
  if (outcome.kind === 'failure' && (outcome.reason === 'badRequest' || outcome.reason === 'cancelled')) {
    return { kind: 'stop', reason: 'cannotBeSent' };
  }
  if (attempts >= policy.maxAttempts) return { kind: 'stop', reason: 'attemptsUsedUp' };
  const step = retryDelaysMs[Math.min(attempts, retryDelaysMs.length) - 1] ?? 0;
  const shortest = outcome.kind === 'answer' ? (shortestDelaysMs[outcome.status] ?? 0) : 0;
  const delayMs = Math.max(step, shortest);
  if (ageMs + delayMs > policy.timeToLiveMs) return { kind: 'stop', reason: 'tooOld' };
  return { kind: 'retry', delayMs };
}
