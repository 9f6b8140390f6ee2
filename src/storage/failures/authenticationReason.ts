import type { ErrorContext, ErrorFacts } from './facts.ts';
import { missingSasFields } from '../sas.ts';
import type { SasFault, StoreErrorReason } from './storeError.ts';

const minuteMs = 60_000;
/** A request signed with a key is refused when its date is further off than this. */
const keyToleranceMs = 15 * minuteMs;
/** Tokens and SAS times are held to this. */
const tokenToleranceMs = 5 * minuteMs;

/**
 * Tells what is behind an answer that only says that the request was not authenticated: the clock, the
 * key, the SAS or the token.
 * @see https://learn.microsoft.com/rest/api/storageservices/authorize-with-shared-key#specifying-the-date-header
 */
export function authenticationReason(facts: ErrorFacts, context: ErrorContext): StoreErrorReason {
  const said = `${facts.message} ${facts.detail}`;
  if (/date header (?:is )?too old|Request date header/i.test(said)) return 'clockSkew';
  if (context.signIn === 'sas' || context.sas !== undefined) return sasReason(said, facts, context);
  if (context.signIn === 'vscode' || context.signIn === 'default') return tokenReason(said, facts, context);
  if (context.signIn === 'anonymous') return 'anonymousDisabled';
  return skewMs(facts, context) >= keyToleranceMs ? 'clockSkew' : 'wrongKey';
}

function sasReason(said: string, facts: ErrorFacts, context: ErrorContext): StoreErrorReason {
  const skewed = skewMs(facts, context) >= tokenToleranceMs;
  const serviceTime = facts.answeredAt ?? context.now ?? Date.now();
  const expires = sasTime(context.sas, 'se');
  if (expires !== undefined && expires <= serviceTime) return 'expiredSas';
  const starts = sasTime(context.sas, 'st');
  if (starts !== undefined && starts > serviceTime) return skewed ? 'clockSkew' : 'badSas';
  if (/time frame/i.test(said)) return expires === undefined ? 'expiredSas' : skewed ? 'clockSkew' : 'badSas';
  return 'badSas';
}

/** What is wrong with a SAS that is not accepted, as far as it or the service says. */
export function sasFault(facts: ErrorFacts, { sas = '', now }: ErrorContext): SasFault | undefined {
  const starts = sasTime(sas, 'st');
  if (starts !== undefined && starts > (facts.answeredAt ?? now ?? Date.now())) return 'notYetValid';
  if (sas !== '' && missingSasFields(sas).length > 0) return 'incomplete';
  return /signature (?:did|does) not match|signature not valid|not well formed/i.test(
    `${facts.message} ${facts.detail}`,
  )
    ? 'wrongSignature'
    : undefined;
}

function tokenReason(said: string, facts: ErrorFacts, context: ErrorContext): StoreErrorReason {
  if (skewMs(facts, context) >= tokenToleranceMs) return 'clockSkew';
  return /issuer|tenant|audience/i.test(said) ? 'wrongTenant' : 'notSignedIn';
}

function skewMs(facts: ErrorFacts, context: ErrorContext): number {
  return facts.answeredAt === undefined ? 0 : Math.abs((context.now ?? Date.now()) - facts.answeredAt);
}

function sasTime(sas: string | undefined, field: 'se' | 'st'): number | undefined {
  const time = Date.parse(new URLSearchParams(sas).get(field) ?? '');
  return Number.isNaN(time) ? undefined : time;
}
