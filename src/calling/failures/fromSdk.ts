import { withoutUndefined } from '../../base/withoutUndefined.ts';
import {
  type HeaderReader,
  headersOf,
  isWebPage,
  oneLine,
  otherAnswerOf,
  saidOf,
  traceOf,
} from './answer.ts';
import { CallingError, type CallingOperation } from './callingError.ts';
import type { CallingErrorReason } from './reasons.ts';

/** Clocks may differ by so much before the service refuses a signature, in ms. */
const allowedSkewMs = 5 * 60_000;

export interface FailureContext {
  readonly operation: CallingOperation;
  /** What must not be in the message, such as the access key. */
  readonly secrets: readonly string[];
  /** By this machine's clock, in ms since 1970. */
  readonly now: number;
  /** True where the request bore an Entra token, not a key. */
  readonly byToken?: boolean;
}

/** The parts of a failure that any of its forms may have. */
interface Failure {
  readonly name: string;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly message: string;
  readonly body: string;
  readonly header: HeaderReader;
}

/**
 * Makes a `CallingError` of whatever the SDK threw: its `RestError`, the plain `{ status, message }` object
 * of downloads and deletions, a failed sign-in, a broken connection, a plain text.
 */
export function callingErrorOf(thrown: unknown, context: FailureContext): CallingError {
  if (CallingError.is(thrown)) return thrown;
  const failure = failureOf(thrown);
  const { status, code, header, body, message } = failure;
  const { secrets, operation, now } = context;
  const reason = reasonOf(failure, context);
  const answered = status === undefined ? '' : `HTTP ${[status, code].filter(Boolean).join(' ')}: `;
  const isOther = reason === 'badAnswer' || (status !== undefined && isWebPage(body, header));
  return new CallingError(
    reason,
    `${operation}: ${answered}${oneLine(isOther ? '' : message, secrets).slice(0, 300)}`.trim(),
    withoutUndefined({
      operation,
      status,
      code,
      trace: traceOf(header),
      retryAt: retryAt(header('retry-after'), now),
      said: status === undefined || isOther ? undefined : saidOf(body, message, secrets),
      answeredBy: isOther ? otherAnswerOf(body, header, secrets) : undefined,
    }),
  );
}

/**
 * Reads a `Retry-After` header, which holds seconds or a date.
 * @returns ms since 1970
 */
export function retryAt(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (text === '') return undefined;
  const time = /^\d{1,9}$/.test(text) ? now + Number(text) * 1000 : Date.parse(text);
  return Number.isFinite(time) && time >= now ? time : undefined;
}

function failureOf(thrown: unknown): Failure {
  const field = (name: string, of: unknown = thrown): unknown => {
    try {
      return typeof of === 'object' && of !== null
        ? (of as Readonly<Record<string, unknown>>)[name]
        : undefined;
    } catch {
      return undefined;
    }
  };
  const code = field('code');
  const [response, name] = [field('response'), field('name')];
  const [message, body] = [
    typeof thrown === 'string' ? thrown : field('message'),
    field('bodyAsText', response),
  ];
  return {
    name: typeof name === 'string' ? name : '',
    status: numberOf(field('statusCode')) ?? numberOf(field('status')),
    code: codeOf(typeof code === 'number' ? String(code) : code),
    message: typeof message === 'string' ? message : '',
    body: typeof body === 'string' ? body : '',
    header: headersOf(response),
  };
}

/** A code goes into messages and the log: what is no word of a service or of Node is none. */
function codeOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w.-]{1,64}$/.test(value) ? value : undefined;
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
};

function reasonOf(failure: Failure, context: FailureContext): CallingErrorReason {
  const { name, code, status, message } = failure;
  if (name === 'AbortError') return 'cancelled';
  if (code === 'PARSE_ERROR' && (status === undefined || status < 400))
    return isWebPage(failure.body, failure.header) ? 'badAnswer' : 'brokenAnswer';
  if (status === 404 && ['download', 'delete'].includes(context.operation)) return 'fileNotFound';
  if (code === '8522') return notFoundReason(message, context.operation);
  if (status === 400 && /base-?64/i.test(message)) return 'notAServerCallId';
  const known = Object.hasOwn(reasonByCode, code ?? '') ? reasonByCode[code ?? ''] : undefined;
  if (known !== undefined) return known;
  // A 404 without a code is a web server that knows no such page: nothing is known of the recording.
  if (status === 404 && code !== undefined && code !== 'PARSE_ERROR')
    return notFoundReason(message, context.operation);
  return status === undefined ? unansweredReason(failure) : reasonOfStatus(status, failure, context);
}

/** One code, two meanings: only the message distinguishes them, and a start can only miss its call. */
function notFoundReason(message: string, operation: CallingOperation): CallingErrorReason {
  if (/\bcall not found\b/i.test(message)) return 'callNotFound';
  if (/\brecording not found\b/i.test(message)) return 'recordingNotFound';
  return operation === 'start' ? 'callNotFound' : 'recordingNotFound';
}

function reasonOfStatus(
  status: number,
  { body, header }: Failure,
  { now, byToken }: FailureContext,
): CallingErrorReason {
  if (status === 408) return 'timedOut';
  if (status === 429) return 'throttled';
  if (status < 400 || status === 404 || (status < 500 && isWebPage(body, header))) return 'badAnswer';
  if (status === 401) {
    const isSkewed = Math.abs(Date.parse(header('date') ?? '') - now) > allowedSkewMs;
    return isSkewed ? 'clockSkew' : byToken === true ? 'tokenRefused' : 'signInFailed';
  }
  if (status === 403) return 'forbidden';
  return status >= 500 ? 'serverError' : 'invalidRequest';
}

const signInErrors = [
  'CredentialUnavailableError',
  'AuthenticationRequiredError',
  'AggregateAuthenticationError',
  'AuthenticationError',
];

function unansweredReason({ name, code = '' }: Failure): CallingErrorReason {
  if (signInErrors.includes(name)) return 'notSignedIn';
  if (/CERT|TLS|SSL|UNABLE_TO_|SELF_SIGNED/.test(code)) return 'tlsFailed';
  return code === 'REQUEST_SEND_ERROR' ? 'brokenConnection' : 'unknown';
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
