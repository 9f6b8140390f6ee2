import { scrubSecrets } from '../../base/scrubSecrets.ts';
import {
  CallingError,
  type CallingErrorReason,
  type CallingOperation,
  type RequestTrace,
} from './callingError.ts';

/** Clocks may differ by so much before the service refuses a signature, in ms. */
const allowedSkewMs = 5 * 60_000;

/** Reads one response header; undefined when there is none of that name. */
export type HeaderReader = (name: string) => string | undefined;

export interface FailureContext {
  readonly operation: CallingOperation;
  /** What must not be in the message, such as the access key. */
  readonly secrets: readonly string[];
  /** By this machine's clock, in ms since 1970. */
  readonly now: number;
}

/** The parts of a failure that any of its forms may have. */
interface Failure {
  readonly name: string;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly message: string;
  readonly header: HeaderReader;
}

/**
 * Makes a `CallingError` of whatever the SDK threw: its `RestError`, the plain `{ status, message }` object
 * of downloads and deletions, a failed sign-in, a broken connection, a plain text.
 */
export function callingErrorOf(thrown: unknown, context: FailureContext): CallingError {
  if (CallingError.is(thrown)) return thrown;
  const failure = failureOf(thrown);
  const retryAfter = Number(failure.header('retry-after') ?? NaN);
  const code = failure.code === undefined ? '' : ` ${failure.code}`;
  const answered = failure.status === undefined ? '' : `HTTP ${failure.status}${code}: `;
  return new CallingError(
    reasonOf(failure, context),
    scrubSecrets(`${context.operation}: ${answered}${firstLine(failure.message)}`, context.secrets),
    {
      operation: context.operation,
      status: failure.status,
      code: failure.code,
      trace: traceOf(failure.header),
      retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : undefined,
    },
  );
}

/** What a response says for support to find the request. */
export function traceOf(header: HeaderReader): RequestTrace {
  const correlationId = header('x-microsoft-skype-chain-id');
  const clientRequestId = header('x-ms-client-request-id');
  const azureRef = header('x-azure-ref');
  const date = header('date');
  return {
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(clientRequestId === undefined ? {} : { clientRequestId }),
    ...(azureRef === undefined ? {} : { azureRef }),
    ...(date === undefined ? {} : { date }),
  };
}

function failureOf(thrown: unknown): Failure {
  const fields: Readonly<Record<string, unknown>> =
    typeof thrown === 'object' && thrown !== null ? (thrown as Readonly<Record<string, unknown>>) : {};
  const code = fields['code'];
  const message = typeof thrown === 'string' ? thrown : fields['message'];
  return {
    name: thrown instanceof Error ? thrown.name : '',
    status: numberOf(fields['statusCode']) ?? numberOf(fields['status']),
    code: typeof code === 'string' || typeof code === 'number' ? String(code) : undefined,
    message: typeof message === 'string' ? message : '',
    header: headersOf(fields['response']),
  };
}

function headersOf(response: unknown): HeaderReader {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return () => undefined;
  const { headers } = response;
  if (typeof headers !== 'object' || headers === null || !('get' in headers)) return () => undefined;
  const { get } = headers;
  if (typeof get !== 'function') return () => undefined;
  return (name) => {
    const value: unknown = get.call(headers, name);
    return typeof value === 'string' ? value : undefined;
  };
}

/** The meaning of each code of the service that is known from its own answers. */
const reasonByCode: Readonly<Record<string, CallingErrorReason>> = {
  '8501': 'callNotEstablished',
  '8523': 'invalidRequest',
  '8527': 'cannotJoinCall',
  '8553': 'alreadyRecording',
  '9999': 'internalError',
  ENOTFOUND: 'unknownHost',
  EAI_AGAIN: 'unknownHost',
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timedOut',
  ECONNRESET: 'brokenConnection',
  EPIPE: 'brokenConnection',
  PARSE_ERROR: 'badAnswer',
};

function reasonOf(failure: Failure, context: FailureContext): CallingErrorReason {
  if (failure.name === 'AbortError') return 'cancelled';
  if (failure.code === '8522') return notFoundReason(failure.message, context.operation);
  if (/base-?64/i.test(failure.message) && failure.status === 400) return 'notAServerCallId';
  const known = reasonByCode[failure.code ?? ''];
  if (known !== undefined && !(known === 'badAnswer' && isError(failure.status))) return known;
  // A 404 without a code is a web server that knows no such page: nothing is known of the recording.
  if (failure.status === 404 && failure.code !== undefined)
    return notFoundReason(failure.message, context.operation);
  return failure.status === undefined
    ? unansweredReason(failure)
    : reasonOfStatus(failure.status, failure.header('date'), context.now);
}

/** One code, two meanings: only the message tells them apart, and a start can only miss its call. */
function notFoundReason(message: string, operation: CallingOperation): CallingErrorReason {
  if (/\bcall not found\b/i.test(message)) return 'callNotFound';
  if (/\brecording not found\b/i.test(message)) return 'recordingNotFound';
  return operation === 'start' ? 'callNotFound' : 'recordingNotFound';
}

function reasonOfStatus(status: number, date: string | undefined, now: number): CallingErrorReason {
  const serviceTime = Date.parse(date ?? '');
  if (status === 401) return Math.abs(serviceTime - now) > allowedSkewMs ? 'clockSkew' : 'signInFailed';
  if (status === 403) return 'forbidden';
  if (status === 408) return 'timedOut';
  if (status === 429) return 'throttled';
  if (status >= 500) return 'serverError';
  return status >= 400 && status !== 404 ? 'invalidRequest' : 'badAnswer';
}

function unansweredReason(failure: Failure): CallingErrorReason {
  if (
    /^(CredentialUnavailableError|AuthenticationRequiredError|AggregateAuthenticationError|AuthenticationError)$/.test(
      failure.name,
    )
  )
    return 'notSignedIn';
  if (/CERT|TLS|SSL|UNABLE_TO_|SELF_SIGNED/.test(failure.code ?? '')) return 'tlsFailed';
  return failure.code === 'REQUEST_SEND_ERROR' ? 'brokenConnection' : 'unknown';
}

function isError(status: number | undefined): boolean {
  return status !== undefined && status >= 400;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** An answer that is a web page or a dump is cut to what fits a log line. */
function firstLine(message: string): string {
  return (message.trim().split(/[\r\n]/, 1)[0] ?? '').slice(0, 300);
}
