import { plainToken } from '../../base/text/token.ts';
import { scrubSecrets } from '../../base/scrubSecrets.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { type Failure, type FailureReason, ManagementError } from './failure.ts';
import { objectOf, objectsOf, textOf } from './fields.ts';

/** What is read of an answer that is no success. */
export interface RefusedAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly header: (name: string) => string | undefined;
}

/**
 * The reason that each code of Resource Manager stands for.
 * https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors
 */
const byCode: Readonly<Record<string, FailureReason>> = {
  AuthorizationFailed: 'noRight',
  LinkedAuthorizationFailed: 'noLinkedRight',
  AuthorizationPermissionMismatch: 'noRight',
  InvalidAuthenticationToken: 'notSignedIn',
  ExpiredAuthenticationToken: 'notSignedIn',
  AuthenticationFailed: 'notSignedIn',
  InvalidAuthenticationTokenTenant: 'wrongTenant',
  TooManyRequests: 'throttled',
  SubscriptionRequestsThrottled: 'throttled',
  SubscriptionNotFound: 'subscriptionMissing',
  ReadOnlyDisabledSubscription: 'subscriptionDisabled',
  SubscriptionNotRegistered: 'providerNotRegistered',
  MissingSubscriptionRegistration: 'providerNotRegistered',
  PrincipalNotFound: 'principalUnknown',
  RoleAssignmentExists: 'assignmentExists',
  RoleAssignmentLimitExceeded: 'assignmentLimit',
  RoleAssignmentUpdateNotPermitted: 'assignmentFixed',
  ScopeLocked: 'locked',
  RequestDisallowedByPolicy: 'policy',
  'Url validation': 'webhookRefused',
  NoRegisteredProviderFound: 'unsupportedVersion',
  InvalidApiVersionParameter: 'unsupportedVersion',
  InvalidResourceType: 'unsupportedVersion',
  MissingApiVersionParameter: 'unsupportedVersion',
  PreconditionFailed: 'changedMeanwhile',
};

const byStatus: Readonly<Record<number, FailureReason>> = {
  400: 'invalidRequest',
  401: 'notSignedIn',
  403: 'noRight',
  404: 'notFound',
  407: 'proxy',
  409: 'conflict',
  412: 'changedMeanwhile',
  429: 'throttled',
};

/** What an answer that is no success says. */
export function failureOfAnswer({ status, body, header }: RefusedAnswer): Failure {
  const error = objectOf(objectOf(body)['error']);
  // Storage answers in XML, with its code in a header too.
  const code = codeIn(error['code']) ?? codeIn(header('x-ms-error-code'));
  const message = textOf(error['message']);
  const reason = reasonOf(status, code, header('www-authenticate'), body);
  const details = objectsOf(error['details']);
  return withoutUndefined({
    reason,
    status,
    code,
    message: message === undefined ? undefined : scrubSecrets(message).slice(0, 1000),
    ...missingRight(message),
    tenantId: reason === 'wrongTenant' ? tenantOf(message, header('www-authenticate')) : undefined,
    namespace:
      reason === 'providerNotRegistered'
        ? (textOf(details[0]?.['target']) ?? quoted(message, /namespace '([\w.]{1,80})'/))
        : undefined,
    retryAfterSeconds: retryAfter(header),
    correlationId: plainToken(header('x-ms-correlation-request-id')) ?? plainToken(header('x-ms-request-id')),
  });
}

/** A code that is known, which may have a space, or one that can be no secret. */
function codeIn(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && Object.hasOwn(byCode, text) ? text : plainToken(value);
}

function reasonOf(
  status: number,
  code: string | undefined,
  challenge: string | undefined,
  body: unknown,
): FailureReason {
  if (status === 401 && challenge !== undefined && /\bclaims=/.test(challenge)) return 'conditionalAccess';
  if (code !== undefined && Object.hasOwn(byCode, code)) return byCode[code] ?? 'unknown';
  // An answer without Azure's form comes from something between: a proxy, the sign-in page of a network.
  if (status < 400 || (code === undefined && typeof body !== 'object'))
    return status === 407 ? 'proxy' : 'badAnswer';
  return byStatus[status] ?? (status >= 500 ? 'serverError' : 'unknown');
}

/** The action and scope that a message of `AuthorizationFailed` names; of a linked scope, the linked one. */
function missingRight(message: string | undefined): { readonly action?: string; readonly scope?: string } {
  if (message === undefined) return {};
  const linked =
    /does not have permission to perform action '([\w.*/-]{1,200})' on the linked scope\(s\) '([^']{1,1000})'/.exec(
      message,
    );
  const plain = /to perform action '([\w.*/-]{1,200})' over scope '([^']{1,1000})'/.exec(message);
  const [, action, scope] = linked ?? plain ?? [];
  return withoutUndefined({ action, scope });
}

/** The tenant that a refused token should have come from. */
function tenantOf(message: string | undefined, challenge: string | undefined): string | undefined {
  return (
    quoted(message, /must match the tenant 'https:\/\/[^/']{1,100}\/([0-9a-f-]{36})/i) ??
    quoted(challenge, /authorization_uri="https:\/\/[^/"]{1,100}\/([0-9a-f-]{36})/i)
  );
}

function quoted(text: string | undefined, shape: RegExp): string | undefined {
  return text === undefined ? undefined : shape.exec(text)?.[1];
}

/** Seconds that an answer asks to wait; undefined where it asks for none, or names a date. */
export function retryAfter(header: (name: string) => string | undefined): number | undefined {
  const ms = Number(header('retry-after-ms') ?? header('x-ms-retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(ms) && ms >= 0) return ms / 1000;
  const text = header('retry-after');
  const seconds = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

const byNetworkCode: Readonly<Record<string, FailureReason>> = {
  ENOTFOUND: 'unknownHost',
  EAI_AGAIN: 'noNetwork',
  ENETUNREACH: 'noNetwork',
  EHOSTUNREACH: 'noNetwork',
  ENETDOWN: 'noNetwork',
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timedOut',
  ECONNRESET: 'brokenConnection',
  EPIPE: 'brokenConnection',
  ERR_STREAM_PREMATURE_CLOSE: 'brokenConnection',
};

/** Gives each error that a request can end with the form of a `ManagementError`. */
export function toManagementError(error: unknown, signal?: AbortSignal): ManagementError {
  if (ManagementError.is(error)) return error;
  if (signal?.aborted === true) return new ManagementError({ reason: 'cancelled' });
  const { code, message, name } = facts(error);
  if (name === 'AbortError') return new ManagementError({ reason: 'cancelled' });
  return new ManagementError(
    withoutUndefined({ reason: networkReason(code, message), message: scrubSecrets(message) }),
  );
}

function networkReason(code: string, message: string): FailureReason {
  if (Object.hasOwn(byNetworkCode, code)) return byNetworkCode[code] ?? 'unknown';
  if (code === 'REQUEST_SEND_ERROR' && /socket hang up|aborted/i.test(message)) return 'brokenConnection';
  if (code === 'PARSE_ERROR') return 'badAnswer';
  return /CERT|_TLS_|_SSL_|SELF_SIGNED/i.test(`${code} ${message}`) ? 'tlsFailed' : 'unknown';
}

function facts(error: unknown): { readonly code: string; readonly message: string; readonly name: string } {
  const of = objectOf(error);
  const cause = objectOf(of['cause']);
  return {
    code: textOf(cause['code']) ?? textOf(of['code']) ?? '',
    message: error instanceof Error ? error.message : String(error),
    name: error instanceof Error ? error.name : '',
  };
}
