import type { CallingError } from '../failures/callingError.ts';

/** A wait that a person may well sit out, in ms. */
const bearableWaitMs = 5 * 60_000;

/**
 * How a start that failed is tried again: as the `same` start where the service may have taken it, so that none is
 * made twice; as a `new` one where it was refused for a reason that passes, because the service gives a repetition
 * the answer that it gave before.
 * @returns undefined where trying again is of no use
 */
export function startAgain(
  { reason, outcome, retryAt }: Pick<CallingError, 'reason' | 'outcome' | 'retryAt'>,
  now: number,
): 'same' | 'new' | undefined {
  if (retryAt !== undefined && retryAt - now > bearableWaitMs) return undefined;
  if (reason === 'callNotEstablished') return 'new';
  return outcome === 'unknown' || reason === 'throttled' ? 'same' : undefined;
}
