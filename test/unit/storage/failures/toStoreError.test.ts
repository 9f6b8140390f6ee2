import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toStoreError } from '../../../../src/storage/failures/toStoreError.ts';
import { StoreError, canRetry, type StoreErrorReason } from '../../../../src/storage/failures/storeError.ts';
import { storeErrorText } from '../../../../src/storage/failures/storeErrorText.ts';

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

describe('toStoreError', () => {
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
    it(`${code} is ${reason}`, () => assert.equal(toStoreError(nodeError(code)).reason, reason));

  it('distinguishes a connection that the system forbids from a file that it forbids', () => {
    assert.equal(toStoreError(nodeError('EACCES', { syscall: 'connect' })).reason, 'noNetwork');
  });

  const answers: readonly (readonly [StoreErrorReason, Parameters<typeof toStoreError>[1], Answer])[] = [
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
    ['accountDisabled', {}, { code: 'AccountIsDisabled', status: 403 }],
    ['fileImmutable', {}, { code: 'BlobImmutableDueToPolicy', status: 409 }],
    ['legalHold', {}, { code: 'BlobImmutableDueToLegalHold', status: 409 }],
    ['fileLeased', {}, { code: 'LeaseIdMissing', status: 412 }],
    ['refused', {}, { code: 'FeatureOfTheFuture', status: 409 }],
    ['refused', {}, { code: 'OutOfRangeInput', status: 400 }],
  ];
  for (const [reason, context, answer] of answers)
    it(`${answer.code ?? ''} ${answer.detail ?? answer.date ?? ''} with ${JSON.stringify(context)} is ${reason}`, () => {
      const explained = toStoreError(answered(answer), { now, ...context });
      assert.equal(explained.reason, reason);
      assert.equal(explained.requestId, 'id-1');
    });

  const service = (detail: string, sas: string) =>
    toStoreError(answered({ code: 'AuthenticationFailed', detail, date: 'Fri, 02 Jan 2026 12:00:00 GMT' }), {
      now,
      signIn: 'sas',
      sas,
    });
  const ends = 'sv=2022-11-02&sp=rl&se=2027-01-01';

  it('says what is wrong with a SAS, and what the service says of it', () => {
    const early = service(
      'Signature not valid in the specified time frame',
      `${ends}&sr=c&st=2026-01-02T12:03:00Z&sig=x`,
    );
    const cut = service('sr is mandatory. Cannot be empty', `${ends}&sig=x`);
    const changed = service('Signature did not match. String to sign used was rl', `${ends}&sr=c&sig=x`);
    assert.deepEqual(
      [early.detail, cut.detail, changed.detail],
      ['notYetValid', 'incomplete', 'wrongSignature'],
    );
    assert.match(storeErrorText(cut).why, /sr is mandatory/);
    assert.equal(new Set([early, cut, changed].map((error) => storeErrorText(error).why)).size, 3);
  });

  it('says of an unknown refusal what the service said, whole, and advises no retry', () => {
    const message = `${'The tier of the account does not allow it. '.repeat(20).trim()}\nRequestId:1\nTime:2`;
    const error = toStoreError(answered({ code: 'TierNotAllowed', status: 409, message }));
    const { why, next } = storeErrorText(error);
    assert.ok(why.endsWith('does not allow it.'), why);
    assert.match(why, /TierNotAllowed/);
    assert.doesNotMatch(why, /RequestId/);
    assert.doesNotMatch(`${why} ${next}`, /retry/i);
    assert.equal(canRetry(error), false);
  });

  it('keeps the way through the code for the log, without secrets', () => {
    const { cause } = toStoreError(new Error(`Broke with ?sig=${'A'.repeat(43)}=`));
    assert.match(cause?.stack ?? '', /toStoreError\.test\.ts/);
    assert.doesNotMatch(cause?.stack ?? '', /AAAA/);
  });

  it('keeps out what the request proved itself with, wherever an answer echoes it', () => {
    const [sas, token] = [
      'sv=2025-01-05&sr=c&sig=Zm9vYmFyYmF6cXV4%2Bcanary%3D',
      'eyJ0eXAi.canaryOfAToken.x-y_z',
    ];
    const requests = [
      { url: `https://a.queue.core.windows.net/q/messages?${sas}`, headers: new Map() },
      { url: 'https://a.blob.core.windows.net/c', headers: new Map([['authorization', `Bearer ${token}`]]) },
    ];
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const split = (text: string): string => text.replaceAll(/(?=.)/gs, ' ').trim();
    const signature = 'Zm9vYmFyYmF6cXV4%2Bcanary%3D';
    for (const request of requests)
      for (const encode of [String, encodeURIComponent, base64, split])
        for (const place of ['request', 'response.request']) {
          const secret = encode(request.headers.size > 0 ? token : signature);
          const echoed = answered({ status: 403, message: `No such thing: ${secret}`, detail: secret });
          const bag = echoed as Error & { response: object; request?: object };
          if (place === 'request') bag.request = request;
          else bag.response = { ...bag.response, request };
          const { message, said, cause } = toStoreError(bag);
          for (const text of [message, said, String(cause), cause instanceof Error ? cause.stack : undefined])
            assert.ok(!text?.includes(secret), `${place}: ${text}`);
        }
  });

  it('keeps no code or request ID that an answer made up of a secret', () => {
    const echo = Object.assign(answered({ status: 403 }), { code: 'sig=abc%2Bdef' });
    assert.equal(toStoreError(echo).code, undefined);
  });

  it('distinguishes failures of each credential', () => {
    const named = (name: string, message: string) =>
      toStoreError(Object.assign(new Error(message), { name })).reason;
    assert.equal(named('CredentialUnavailableError', 'no'), 'notSignedIn');
    assert.equal(named('AggregateAuthenticationError', 'AADSTS700082: expired'), 'notSignedIn');
    assert.equal(named('AuthenticationError', "AADSTS90002: Tenant 'x' not found."), 'wrongTenant');
    assert.equal(named('Canceled', 'Canceled'), 'cancelled');
  });

  it('is cancelled only where the caller cancelled', () => {
    const abort = Object.assign(new Error('The operation was aborted.'), { name: 'AbortError' });
    assert.equal(toStoreError(abort, { signal: AbortSignal.abort() }).reason, 'cancelled');
    assert.equal(toStoreError(abort, { signal: new AbortController().signal }).reason, 'brokenConnection');
  });

  it('leaves a store error as it is', () => {
    const error = new StoreError('wrongKey', 'x');
    assert.equal(toStoreError(error), error);
  });

  it('takes anything that is thrown', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (thrown, part) => {
        assert.equal(toStoreError(thrown).name, 'StoreError');
        const error = Object.assign(new Error('x'), {
          code: part,
          statusCode: part,
          response: part,
          details: part,
        });
        assert.equal(toStoreError(error).name, 'StoreError');
      }),
    );
  });
});

describe('storeErrorText', () => {
  // A record, so that the compiler reports a missing reason.
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
    leadsOutside: true,
    accountDisabled: true,
    azuriteTooOld: true,
    fileImmutable: true,
    legalHold: true,
    fileLeased: true,
    refused: true,
    diskFailed: true,
    cancelled: true,
    unknown: true,
  };

  it('has a text for every reason, each its own, and short enough for a row', () => {
    const all = (Object.keys(reasons) as StoreErrorReason[]).map((reason) => ({
      reason,
      ...storeErrorText(new StoreError(reason, 'what the service said')),
    }));
    for (const { reason, title, why, next } of all) {
      assert.ok(title.length > 0 && title.length <= 40, reason);
      assert.doesNotMatch(title, /\.$/);
      assert.ok(why.length > 0, reason);
      assert.ok(next.length > 0 || reason === 'cancelled', reason);
    }
    assert.equal(new Set(all.map(({ title }) => title)).size, all.length);
  });

  it('speaks of a folder where there is no account', () => {
    const text = storeErrorText(new StoreError('containerMissing', '', { detail: 'noFolder' }));
    assert.doesNotMatch(Object.values(text).join(' '), /account|container|URL/i);
  });

  it('names the roles that are missing', () => {
    const { next } = storeErrorText(new StoreError('noDataRole', ''));
    assert.match(next, /Storage Blob Data Reader/);
    assert.match(next, /Storage Blob Data Contributor/);
    assert.match(next, /az role assignment create/);
  });

  it('gives each obstacle to a link a reason in words of its own', () => {
    const texts = (['sasSignIn', 'noDelegationKey', 'customDomain'] as const).map(
      (detail) => storeErrorText(new StoreError('linkNotPossible', '', { detail })).why,
    );
    assert.equal(new Set(texts).size, texts.length);
  });
});
