import { authenticationReason, sasFault } from './authenticationReason.ts';
import { type ErrorContext, type ErrorFacts, factsOfError, secretsOfSas } from './facts.ts';
import { scrubStack } from '../../base/scrubSecrets.ts';
import { redact } from '../../base/secrets/redact.ts';
import { scrubAnswer } from '../../base/secrets/scrubAnswer.ts';
import { StoreError, type StoreErrorDetail, type StoreErrorReason } from './storeError.ts';

/** Turns anything that a store caught into a `StoreError`: reason, code and a message without secrets. */
export function toStoreError(error: unknown, context: ErrorContext = {}): StoreError {
  if (StoreError.is(error)) return error;
  if (context.signal?.aborted) return new StoreError('cancelled', 'Cancelled.');
  const facts = withoutSecretTokens(withSecretsOf(context, factsOfError(error)));
  const reason = reasonOf(facts, context);
  return new StoreError(reason, messageOf(facts), {
    status: facts.status,
    code: facts.serviceCode ?? facts.code,
    requestId: facts.requestId,
    detail: detailOf(reason, facts, context),
    said: isRefusal(facts) ? saidOf(facts) : undefined,
    cause: causeOf(error, facts),
  });
}

function reasonOf(facts: ErrorFacts, context: ErrorContext): StoreErrorReason {
  return (
    reasonOfName(facts) ??
    (isRefusal(facts) ? reasonOfAnswer(facts, context) : reasonOfNodeCode(facts)) ??
    'unknown'
  );
}

function detailOf(
  reason: StoreErrorReason,
  facts: ErrorFacts,
  context: ErrorContext,
): StoreErrorDetail | undefined {
  if (reason === 'badSas') return sasFault(facts, context);
  return facts.serviceCode === 'BlobBeingRehydrated' ? 'rehydrating' : undefined;
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
    case 'BlobImmutableDueToPolicy':
      return 'fileImmutable';
    case 'BlobImmutableDueToLegalHold':
      return 'legalHold';
    case 'LeaseIdMissing':
    case 'LeaseIdMismatchWithBlobOperation':
    case 'LeaseIdMismatchWithContainerOperation':
    case 'LeaseAlreadyPresent':
      return 'fileLeased';
    case 'AccountIsDisabled':
      return 'accountDisabled';
    case 'BlobAlreadyExists':
      return 'fileExists';
    case 'InvalidHeaderValue':
      return /not supported by Azurite/i.test(facts.message) ? 'azuriteTooOld' : undefined;
    case 'ServerBusy':
      return 'throttled';
  }
  if (status === 429 || status === 503) return 'throttled';
  if (status >= 500) return 'serverError';
  // The answer is not from the storage service: a proxy, a sign-in page of a network.
  return serviceCode === undefined && facts.requestId === undefined ? 'badAnswer' : 'refused';
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
/** The service says at most a few sentences: more is not its own. */
const longestSaid = 2_000;

function messageOf(facts: ErrorFacts): string {
  const firstLine = facts.message.split('\n', 1)[0]?.trim() ?? '';
  const parts = [facts.status, facts.serviceCode ?? facts.code].filter((part) => part !== undefined);
  const prefix = parts.join(' ');
  const said = shortened(scrubbed(firstLine, facts), longestMessage) || facts.name || 'Unknown error';
  return prefix === '' || said.startsWith(prefix) ? said : `${prefix}: ${said}`;
}

/** What the service said, but for the lines that only help its own support. */
function saidOf(facts: ErrorFacts): string | undefined {
  const lines = facts.message.split('\n');
  const sentences = lines.map((line) => line.trim()).filter((line) => !/^(?:RequestId|Time):/.test(line));
  const said = scrubbed([...sentences, facts.detail].join(' ').trim(), facts);
  const code = facts.serviceCode === undefined || said.includes(facts.serviceCode) ? [] : [facts.serviceCode];
  return shortened([...code, said].filter((part) => part !== '').join(': '), longestSaid) || undefined;
}

/** Cut between words. */
function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.lastIndexOf(' ', most);
  return `${text.slice(0, cut > 0 ? cut : most)}…`;
}

function scrubbed(text: string, { secrets }: ErrorFacts): string {
  return scrubAnswer(text, secrets);
}

function withSecretsOf({ sas = '' }: ErrorContext, facts: ErrorFacts): ErrorFacts {
  return { ...facts, secrets: [...(sas === '' ? [] : [sas, ...secretsOfSas(sas)]), ...facts.secrets] };
}

/** A proxy may put anything where a code or an ID belongs. */
function withoutSecretTokens(facts: ErrorFacts): ErrorFacts {
  const clean = (token: string | undefined) =>
    token !== undefined && redact(token, facts.secrets) === token ? token : undefined;
  return {
    ...facts,
    serviceCode: clean(facts.serviceCode),
    code: clean(facts.code),
    requestId: clean(facts.requestId),
  };
}

function causeOf(error: unknown, facts: ErrorFacts): Error | undefined {
  if (!(error instanceof Error)) return undefined;
  const cause = new Error(scrubbed(facts.message, facts).slice(0, longestSaid));
  const { stack } = error as { readonly stack?: unknown };
  // The first lines of a stack are the message, which may be what a server said.
  if (typeof stack === 'string') cause.stack = scrubStack(redact(stack.slice(0, 16_384), facts.secrets));
  return cause;
}
