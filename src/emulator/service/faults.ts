import { invalidRequest } from './errors.ts';

const operations = ['start', 'getState', 'pause', 'resume', 'stop'] as const;

/** What a client may ask of the Call Recording service. */
export type Operation = (typeof operations)[number];

const kinds = [
  'throttle',
  'serverError',
  'forbidden',
  'startFails',
  'callEnds',
  'exportFails',
  'zeroByteFile',
  'cutUpload',
] as const;

/**
 * What can go wrong on request.
 * - `throttle`: 429 with `Retry-After` of `seconds`
 * - `serverError`: 500 with code 9999; with `afterEffect` what was asked is done nevertheless
 * - `forbidden`: 403
 * - `startFails`: start is accepted, and `StartRecordingFailed` follows
 * - `callEnds`: the call ends by itself, `seconds` after the recording began
 * - `exportFails`: a chunk does not reach its container, as with a missing role, and stays in built-in storage
 * - `zeroByteFile`: a chunk's media arrives empty
 * - `cutUpload`: a chunk's media arrives by half, its metadata not at all
 */
export type FaultKind = (typeof kinds)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** How often it strikes; until it is cleared when absent. */
  readonly times?: number;
  /** Which requests `throttle`, `serverError` and `forbidden` strike; all when absent. */
  readonly operation?: Operation;
  readonly seconds?: number;
  readonly afterEffect?: boolean;
}

/** The faults that were asked for and have not all struck. */
export class Faults {
  #pending: Fault[] = [];

  list(): readonly Fault[] {
    return this.#pending;
  }

  add(fault: Fault): void {
    this.#pending.push(fault);
  }

  clear(): void {
    this.#pending = [];
  }

  /** The oldest fault of the kind that strikes here, used up by one. */
  take(kind: FaultKind, operation?: Operation): Fault | undefined {
    const fault = this.#pending.find(
      (each) => each.kind === kind && (each.operation === undefined || each.operation === operation),
    );
    if (fault?.times === undefined) return fault;
    const rest = { ...fault, times: fault.times - 1 };
    this.#pending = this.#pending.flatMap((each) => (each !== fault ? [each] : rest.times > 0 ? [rest] : []));
    return fault;
  }
}

/** Reads a fault from JSON. @throws ServiceError that says what is wrong with it */
export function readFault(json: unknown): Fault {
  const { kind, times, operation, seconds, afterEffect } = Object(json) as Record<string, unknown>;
  const known = kinds.find((each) => each === kind);
  if (!known) throw invalidRequest(`kind must be one of ${kinds.join(', ')}.`);
  const struck = operations.find((each) => each === operation);
  if (operation !== undefined && !struck) {
    throw invalidRequest(`operation must be one of ${operations.join(', ')}.`);
  }
  if (times !== undefined && !(Number.isInteger(times) && Number(times) > 0)) {
    throw invalidRequest('times must be a whole number from 1.');
  }
  if (seconds !== undefined && !(typeof seconds === 'number' && seconds >= 0)) {
    throw invalidRequest('seconds must be a number from 0.');
  }
  return {
    kind: known,
    ...(times === undefined ? {} : { times: Number(times) }),
    ...(struck === undefined ? {} : { operation: struck }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(afterEffect === true ? { afterEffect } : {}),
  };
}
