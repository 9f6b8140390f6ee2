import assert from 'node:assert/strict';
import fc from 'fast-check';
import { explainError } from '../../../../src/storage/failures/toStoreError.ts';
import { StoreError, type StoreErrorReason } from '../../../../src/storage/failures/storeError.ts';
import { explainStoreError } from '../../../../src/storage/failures/storeErrorText.ts';

const now = Date.parse('2026-01-02T12:00:00Z');

interface Answer {
  readonly code?: string;
  readonly status?: number;
  readonly detail?: string;
  readonly message?: string;
  readonly date?: string;
}

/** An error as the SDK throws it for an answer of the service. */
function answered({ code, status = 403, detail, message = '', date }: Answer): Error {
  const headers = new Map([['x-ms-request-id', 'id-1'], ...(date ? ([['date', date]] as const) : [])]);
  return Object.assign(new Error(message), {
    name: 'RestError',
    code,
    statusCode: status,
    details: { authenticationErrorDetail: detail },
    response: { status, headers },
  });
}

function nodeError(code: string, more: object = {}): Error {
  return Object.assign(new Error(`something ${code}`), { code, ...more });
}

describe('explaining errors', () => {
  const nodeErrors: Record<string, StoreErrorReason> = {
    ENOTFOUND: 'unknownHost',
    EAI_AGAIN: 'noNetwork',
    ENETUNREACH: 'noNetwork',
    EHOSTUNREACH: 'noNetwork',
    ECONNREFUSED: 'connectionRefused',
    ETIMEDOUT: 'timedOut',
    ECONNRESET: 'brokenConnection',
    EPIPE: 'brokenConnection',
    REQUEST_SEND_ERROR: 'brokenConnection',
    DEPTH_ZERO_SELF_SIGNED_CERT: 'tlsFailed',
    SELF_SIGNED_CERT_IN_CHAIN: 'tlsFailed',
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tlsFailed',
    CERT_HAS_EXPIRED: 'tlsFailed',
    ERR_TLS_CERT_ALTNAME_INVALID: 'tlsFailed',
    ERR_SSL_WRONG_VERSION_NUMBER: 'tlsFailed',
    EPROTO: 'tlsFailed',
    ENOSPC: 'diskFailed',
    EACCES: 'diskFailed',
    EROFS: 'diskFailed',
    EEXIST: 'fileExists',
    ENOENT: 'fileMissing',
    E_WHATEVER: 'unknown',
  };
  for (const [code, reason] of Object.entries(nodeErrors))
    it(`${code} is ${reason}`, () => assert.equal(explainError(nodeError(code)).reason, reason));

  it('tells a connection that the system forbids from a file that it forbids', () => {
    assert.equal(explainError(nodeError('EACCES', { syscall: 'connect' })).reason, 'noNetwork');
  });

  const answers: readonly (readonly [StoreErrorReason, Parameters<typeof explainError>[1], Answer])[] = [
    ['sasLacksPermission', { signIn: 'sas' }, { code: 'AuthorizationPermissionMismatch' }],
    ['sasLacksPermission', { signIn: 'sas' }, { code: 'AuthorizationSourceIPMismatch' }],
    [
      'sasLacksPermission',
      { signIn: 'connectionString', sas: 'sig=x' },
      { code: 'AuthorizationPermissionMismatch' },
    ],
    ['noDataRole', { signIn: 'vscode' }, { code: 'AuthorizationPermissionMismatch' }],
    [
      'wrongTenant',
      { signIn: 'vscode' },
      { code: 'InvalidAuthenticationInfo', detail: 'Issuer validation failed.' },
    ],
    [
      'notSignedIn',
      { signIn: 'default' },
      { code: 'AuthenticationFailed', detail: 'Lifetime validation failed.' },
    ],
    [
      'clockSkew',
      { signIn: 'vscode' },
      { code: 'AuthenticationFailed', date: 'Fri, 02 Jan 2026 12:06:00 GMT' },
    ],
    [
      'wrongKey',
      { signIn: 'accountKey' },
      { code: 'AuthenticationFailed', date: 'Fri, 02 Jan 2026 12:06:00 GMT' },
    ],
    [
      'clockSkew',
      { signIn: 'accountKey' },
      { code: 'AuthenticationFailed', date: 'Fri, 02 Jan 2026 11:44:00 GMT' },
    ],
    ['expiredSas', { signIn: 'sas', sas: 'se=2026-01-02T11:59:00Z&sig=x' }, { code: 'AuthenticationFailed' }],
    // The local clock is behind: by the service's the SAS has expired.
    [
      'expiredSas',
      { signIn: 'sas', sas: 'se=2026-01-02T12:30:00Z&sig=x' },
      { code: 'AuthenticationFailed', date: 'Fri, 02 Jan 2026 13:00:00 GMT' },
    ],
    ['badSas', { signIn: 'sas', sas: 'st=2026-01-03&se=2026-01-04&sig=x' }, { code: 'AuthenticationFailed' }],
    [
      'expiredSas',
      { signIn: 'sas', sas: 'si=policy&sig=x' },
      { code: 'AuthenticationFailed', detail: 'Signature not valid in the specified time frame' },
    ],
    [
      'badSas',
      { signIn: 'sas', sas: 'se=2027-01-01&sig=x' },
      { code: 'AuthenticationFailed', detail: 'Signature did not match.' },
    ],
    ['throttled', {}, { code: 'TooManyRequests', status: 429 }],
    ['throttled', {}, { status: 503 }],
    ['serverError', {}, { code: 'InternalError', status: 500 }],
    ['fileChanged', {}, { code: 'ConditionNotMet', status: 412 }],
    ['unknown', {}, { code: 'AccountIsDisabled', status: 403 }],
  ];
  for (const [reason, context, answer] of answers)
    it(`${answer.code ?? ''} ${answer.detail ?? answer.date ?? ''} with ${JSON.stringify(context)} is ${reason}`, () => {
      const explained = explainError(answered(answer), { now, ...context });
      assert.equal(explained.reason, reason);
      assert.equal(explained.requestId, 'id-1');
    });

  it('tells credentials apart', () => {
    const named = (name: string, message: string) =>
      explainError(Object.assign(new Error(message), { name })).reason;
    assert.equal(named('CredentialUnavailableError', 'no'), 'notSignedIn');
    assert.equal(named('AggregateAuthenticationError', 'AADSTS700082: expired'), 'notSignedIn');
    assert.equal(named('AuthenticationError', "AADSTS90002: Tenant 'x' not found."), 'wrongTenant');
    assert.equal(named('Canceled', 'Canceled'), 'cancelled');
  });

  it('is cancelled only where the caller cancelled', () => {
    const abort = Object.assign(new Error('The operation was aborted.'), { name: 'AbortError' });
    assert.equal(explainError(abort, { signal: AbortSignal.abort() }).reason, 'cancelled');
    assert.equal(explainError(abort, { signal: new AbortController().signal }).reason, 'brokenConnection');
  });

  it('leaves a store error as it is', () => {
    const error = new StoreError('wrongKey', 'x');
    assert.equal(explainError(error), error);
  });

  it('takes anything that is thrown', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (thrown, part) => {
        assert.equal(explainError(thrown).name, 'StoreError');
        const error = Object.assign(new Error('x'), {
          code: part,
          statusCode: part,
          response: part,
          details: part,
        });
        assert.equal(explainError(error).name, 'StoreError');
      }),
    );
  });
});

describe('texts of errors', () => {
  // A record, so that the compiler misses a reason that is not here.
  const reasons: Record<StoreErrorReason, true> = {
    unknownHost: true,
    noNetwork: true,
    connectionRefused: true,
    timedOut: true,
    tlsFailed: true,
    clockSkew: true,
    notSecure: true,
    badSecret: true,
    wrongKey: true,
    badSas: true,
    expiredSas: true,
    sasLacksPermission: true,
    notSignedIn: true,
    noDataRole: true,
    wrongTenant: true,
    firewall: true,
    keyAccessDisabled: true,
    anonymousDisabled: true,
    containerMissing: true,
    fileMissing: true,
    fileArchived: true,
    fileChanged: true,
    throttled: true,
    serverError: true,
    badAnswer: true,
    brokenConnection: true,
    linkNotPossible: true,
    fileExists: true,
    diskFailed: true,
    cancelled: true,
    unknown: true,
  };

  it('are there for every reason, each its own, and short enough for a row', () => {
    const all = (Object.keys(reasons) as StoreErrorReason[]).map((reason) => ({
      reason,
      ...explainStoreError(new StoreError(reason, 'what the service said')),
    }));
    for (const { reason, title, why, next } of all) {
      assert.ok(title.length > 0 && title.length <= 40, reason);
      assert.doesNotMatch(title, /\.$/);
      assert.ok(why.length > 0, reason);
      assert.ok(next.length > 0 || reason === 'cancelled', reason);
    }
    assert.equal(new Set(all.map(({ title }) => title)).size, all.length);
  });

  it('speak of a folder where there is no account', () => {
    const text = explainStoreError(new StoreError('containerMissing', '', { code: 'NoFolder' }));
    assert.doesNotMatch(Object.values(text).join(' '), /account|container|URL/i);
  });

  it('name the roles that are missing', () => {
    const { next } = explainStoreError(new StoreError('noDataRole', ''));
    assert.match(next, /Storage Blob Data Reader/);
    assert.match(next, /Storage Blob Data Contributor/);
    assert.match(next, /az role assignment create/);
  });

  it('say why no link can be made', () => {
    const texts = ['SasSignIn', 'NoDelegationKey', 'CustomDomain'].map(
      (code) => explainStoreError(new StoreError('linkNotPossible', '', { code })).why,
    );
    assert.equal(new Set(texts).size, texts.length);
  });
});
