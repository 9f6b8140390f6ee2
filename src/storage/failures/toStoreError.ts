import { authenticationReason } from './authenticationReason.ts';
import { type ErrorContext, type ErrorFacts, errorFacts } from './facts.ts';
import { scrubSecrets } from '../../base/scrubSecrets.ts';
import { StoreError, type StoreErrorReason } from './storeError.ts';

/** Turns whatever a store caught into a `StoreError`: reason, code and a message without secrets. */
export function explainError(error: unknown, context: ErrorContext = {}): StoreError {
  if (StoreError.is(error)) return error;
  if (context.signal?.aborted) return new StoreError('cancelled', 'Cancelled.');
  const facts = errorFacts(error);
  const reason = reasonOf(facts, context);
  return new StoreError(reason, messageOf(facts, context), {
    status: facts.status,
    code: facts.serviceCode ?? facts.code,
    requestId: facts.requestId,
  });
}

function reasonOf(facts: ErrorFacts, context: ErrorContext): StoreErrorReason {
  return (
    reasonOfName(facts) ??
    (isRefusal(facts) ? reasonOfAnswer(facts, context) : reasonOfNodeCode(facts)) ??
    'unknown'
  );
}

function isRefusal({ status = 0 }: ErrorFacts): boolean {
  return status >= 400;
}

function reasonOfName({ name, message }: ErrorFacts): StoreErrorReason | undefined {
  switch (name) {
    // The caller's signal is not aborted: the connection broke in the middle of an answer.
    case 'AbortError':
      return 'brokenConnection';
    case 'Canceled':
    case 'Cancelled':
      return 'cancelled';
    case 'CredentialUnavailableError':
    case 'AuthenticationRequiredError':
    case 'AuthenticationError':
    case 'AggregateAuthenticationError':
    case 'ClientAuthError':
    case 'InteractionRequiredAuthError':
      return foreignTenant.test(message) ? 'wrongTenant' : 'notSignedIn';
    default:
      return undefined;
  }
}

/** Tenant unknown, or the user is not in it. https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const foreignTenant = /AADSTS(?:90002|900023|50020|50034|50128|700016)\b/;

function reasonOfAnswer(facts: ErrorFacts, context: ErrorContext): StoreErrorReason | undefined {
  const { serviceCode, status = 0 } = facts;
  const sas = context.signIn === 'sas' || context.sas !== undefined;
  switch (serviceCode) {
    case 'AuthorizationPermissionMismatch':
    case 'InsufficientAccountPermissions':
      return sas ? 'sasLacksPermission' : 'noDataRole';
    case 'AuthorizationServiceMismatch':
    case 'AuthorizationResourceTypeMismatch':
    case 'AuthorizationProtocolMismatch':
    case 'AuthorizationSourceIPMismatch':
      return 'sasLacksPermission';
    case 'AuthorizationFailure':
      // Azurite says so of a wrong key too.
      return /authenticate/i.test(facts.message) ? authenticationReason(facts, context) : 'firewall';
    case 'AuthenticationFailed':
    case 'InvalidAuthenticationInfo':
      return authenticationReason(facts, context);
    case 'KeyBasedAuthenticationNotPermitted':
      return 'keyAccessDisabled';
    case 'PublicAccessNotPermitted':
      return 'anonymousDisabled';
    case 'NoAuthenticationInformation':
      return context.signIn === 'anonymous' ? 'anonymousDisabled' : 'notSignedIn';
    case 'ResourceNotFound':
      // A private container hides from those who do not sign in.
      return context.signIn === 'anonymous' ? 'anonymousDisabled' : 'containerMissing';
    case 'ContainerNotFound':
    case 'ContainerBeingDeleted':
    case 'ContainerDisabled':
      return 'containerMissing';
    case 'BlobNotFound':
      return 'fileMissing';
    case 'BlobArchived':
    case 'BlobBeingRehydrated':
      return 'fileArchived';
    case 'ConditionNotMet':
      return 'fileChanged';
    case 'BlobAlreadyExists':
      return 'fileExists';
    case 'ServerBusy':
      return 'throttled';
  }
  if (status === 429 || status === 503) return 'throttled';
  if (status >= 500) return 'serverError';
  // Whoever answered is not the storage service: a proxy, a sign-in page of a network.
  return serviceCode === undefined && facts.requestId === undefined ? 'badAnswer' : undefined;
}

function reasonOfNodeCode(facts: ErrorFacts): StoreErrorReason | undefined {
  const code = facts.code ?? /\b(E[A-Z_]{4,})\b/.exec(facts.message)?.[1] ?? '';
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|^EPROTO$|HOSTNAME_MISMATCH/.test(code))
    return 'tlsFailed';
  switch (code) {
    case 'ENOTFOUND':
      return 'unknownHost';
    case 'EAI_AGAIN':
    case 'ENETUNREACH':
    case 'ENETDOWN':
    case 'EHOSTUNREACH':
    case 'EHOSTDOWN':
    case 'EADDRNOTAVAIL':
      return 'noNetwork';
    case 'ECONNREFUSED':
      return 'connectionRefused';
    case 'ETIMEDOUT':
    case 'ESOCKETTIMEDOUT':
      return 'timedOut';
    case 'ECONNRESET':
    case 'ECONNABORTED':
    case 'EPIPE':
    case 'REQUEST_SEND_ERROR':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return 'brokenConnection';
    case 'PARSE_ERROR':
      return /reading response|Unclosed/i.test(facts.message) ? 'brokenConnection' : 'badAnswer';
    case 'ENOENT':
      return 'fileMissing';
    case 'EEXIST':
      return 'fileExists';
    case 'EACCES':
    case 'EPERM':
      return facts.syscall === 'connect' ? 'noNetwork' : 'diskFailed';
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EROFS':
    case 'EISDIR':
    case 'ENOTDIR':
    case 'ENOTEMPTY':
    case 'EMFILE':
    case 'ENFILE':
    case 'EBUSY':
    case 'EIO':
    case 'ENAMETOOLONG':
    case 'EINVAL':
    case 'ELOOP':
    case 'EXDEV':
      return 'diskFailed';
    default:
      return undefined;
  }
}

const longestMessage = 300;

function messageOf(facts: ErrorFacts, { sas }: ErrorContext): string {
  const firstLine = facts.message.split('\n', 1)[0]?.trim() ?? '';
  const scrubbed = scrubSecrets(firstLine, sas === undefined ? [] : [sas, ...sas.split('&')]);
  const parts = [facts.status, facts.serviceCode ?? facts.code].filter((part) => part !== undefined);
  const prefix = parts.join(' ');
  const said = scrubbed.slice(0, longestMessage) || facts.name || 'Unknown error';
  return prefix === '' || said.startsWith(prefix) ? said : `${prefix}: ${said}`;
}
