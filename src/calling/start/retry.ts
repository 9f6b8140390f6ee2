import type { CallingErrorReason } from '../failures/callingError.ts';

/** Failures that may pass, and those after which nobody knows whether the service has taken the start. */
const repeatable: readonly CallingErrorReason[] = [
  'callNotEstablished',
  'internalError',
  'serverError',
  'throttled',
  'timedOut',
  'brokenConnection',
  'cancelled',
];

/**
 * How a start that failed is tried again: as the `same` start, so that none is made twice where the service
 * had taken it; as a `new` one where it was refused, because the service gives a repetition the answer that it
 * gave before.
 * @returns undefined where trying again is of no use
 */
export function startAgain(reason: CallingErrorReason): 'same' | 'new' | undefined {
  if (!repeatable.includes(reason)) return undefined;
  return reason === 'callNotEstablished' ? 'new' : 'same';
}
