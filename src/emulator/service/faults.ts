import { withoutUndefined } from '../../base/withoutUndefined.ts';
import {
  type ServiceError,
  conflict,
  forbidden,
  invalidRequest,
  tooManyRequests,
  unauthorized,
  unavailable,
} from './errors.ts';

const operations = ['start', 'getState', 'pause', 'resume', 'stop'] as const;

/** What a client may ask of the Call Recording service. */
export type Operation = (typeof operations)[number];

/** Faults that refuse a request. */
const refusals = {
  throttle: ({ retryAfter, seconds = 1 }) => tooManyRequests(retryAfter === false ? undefined : seconds),
  unauthorized: () => unauthorized('The caller is not known.'),
  forbidden,
  conflict,
  unavailable,
} as const satisfies Readonly<Record<string, (fault: Fault) => ServiceError>>;

type RefusalKind = keyof typeof refusals;

const refusalKinds = Object.keys(refusals) as readonly RefusalKind[];

const kinds = [
  ...refusalKinds,
  'serverError',
  'startFails',
  'callEnds',
  'exportFails',
  'zeroByteFile',
  'cutUpload',
] as const satisfies readonly FaultKind[];

/**
 * What can go wrong on request.
 * - `throttle`: 429 with `Retry-After` of `seconds`, default: 1, or with `retryAfter` false without one
 * - `unauthorized`: 401
 * - `serverError`: 500 with code 9999; with `afterEffect` what was asked is done nevertheless
 * - `forbidden`: 403
 * - `conflict`: 409
 * - `unavailable`: 503
 * - `startFails`: start is accepted, and `StartRecordingFailed` follows
 * - `callEnds`: the call ends by itself, `seconds` after the recording began
 * - `exportFails`: a chunk does not reach its container, as with a missing role, and stays in built-in storage
 * - `zeroByteFile`: a chunk's media arrives empty
 * - `cutUpload`: a chunk's media arrives by half, its metadata not at all
 */
export type FaultKind =
  RefusalKind | 'serverError' | 'startFails' | 'callEnds' | 'exportFails' | 'zeroByteFile' | 'cutUpload';

export interface Fault {
  readonly kind: FaultKind;
  /** How often it strikes; until it is cleared when absent. */
  readonly times?: number;
  /** Which requests are struck by `serverError` and what refuses a request; default: all. */
  readonly operation?: Operation;
  readonly seconds?: number;
  readonly afterEffect?: boolean;
  readonly retryAfter?: boolean;
}

/** More at a time are refused. */
const mostFaults = 1000;

/** The faults that were asked for and have not all struck. */
export class Faults {
  #pending: Fault[] = [];

  list(): readonly Fault[] {
    return this.#pending;
  }

  /** @throws ServiceError where too many are pending */
  add(fault: Fault): void {
    if (this.#pending.length >= mostFaults) throw invalidRequest(`${mostFaults} faults are pending.`);
    this.#pending.push(fault);
  }

  /** Calls off those of a kind. */
  remove(kind: FaultKind): void {
    this.#pending = this.#pending.filter((each) => each.kind !== kind);
  }

  clear(): void {
    this.#pending = [];
  }

  /** @throws ServiceError where a fault refuses the request */
  refuse(operation: Operation): void {
    for (const kind of refusalKinds) {
      const fault = this.take(kind, operation);
      if (fault) throw refusals[kind](fault);
    }
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

/** The kind of a fault by its name. @throws ServiceError for a name that none has */
export function readFaultKind(kind: unknown): FaultKind {
  const known = kinds.find((each) => each === kind);
  if (!known) throw invalidRequest(`kind must be one of ${kinds.join(', ')}.`);
  return known;
}

/** Reads a fault from JSON. @throws ServiceError that says what is wrong with it */
export function readFault(json: unknown): Fault {
  const fault = Object(json) as Record<string, unknown>;
  const { times, seconds } = fault;
  const kind = readFaultKind(fault['kind']);
  const operation = operations.find((each) => each === fault['operation']);
  if (fault['operation'] !== undefined && !operation) {
    throw invalidRequest(`operation must be one of ${operations.join(', ')}.`);
  }
  if (times !== undefined && !(Number.isInteger(times) && Number(times) > 0)) {
    throw invalidRequest('times must be a whole number from 1.');
  }
  if (seconds !== undefined && !(typeof seconds === 'number' && seconds >= 0)) {
    throw invalidRequest('seconds must be a number from 0.');
  }
  return withoutUndefined({
    kind,
    times: times === undefined ? undefined : Number(times),
    operation,
    seconds,
    afterEffect: readFlag(fault, 'afterEffect'),
    retryAfter: readFlag(fault, 'retryAfter'),
  });
}

function readFlag(json: Record<string, unknown>, name: string): boolean | undefined {
  const value = json[name];
  if (value !== undefined && typeof value !== 'boolean')
    throw invalidRequest(`${name} must be true or false.`);
  return value;
}
