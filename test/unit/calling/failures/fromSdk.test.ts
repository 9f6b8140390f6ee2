import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CallingOperation } from '../../../../src/calling/failures/callingError.ts';
import type { CallingErrorReason } from '../../../../src/calling/failures/reasons.ts';
import {
  callingErrorMessage,
  explainCallingError,
} from '../../../../src/calling/failures/callingErrorText.ts';
import { callingErrorOf } from '../../../../src/calling/failures/fromSdk.ts';

const now = Date.UTC(2026, 0, 7, 12);
const context = (operation: CallingOperation) => ({ operation, secrets: ['top-secret-key=='], now });

/** An answer of the service as the SDK throws it. */
function restError(
  statusCode: number,
  code: string | undefined,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Error {
  const response = { headers: new Map(Object.entries(headers)) };
  return Object.assign(new Error(message), { name: 'RestError', statusCode, code, response });
}

describe('callingErrorOf', () => {
  const cases: readonly [CallingOperation, number, string | undefined, string, CallingErrorReason][] = [
    ['stop', 404, '8522', 'Recording not found.', 'recordingNotFound'],
    ['start', 404, '8522', 'Call not found.', 'callNotFound'],
    ['getState', 404, '8522', 'Call not found.', 'callNotFound'],
    ['start', 404, '8522', 'Worded anew.', 'callNotFound'],
    ['pause', 404, '8522', 'Worded anew.', 'recordingNotFound'],
    ['start', 400, '8553', 'Only one recording of a given type is supported in a call.', 'alreadyRecording'],
    ['start', 400, '8527', 'Invalid join identity, cannot join call.', 'cannotJoinCall'],
    ['start', 400, '8501', 'Action is invalid when call is not in Established state', 'callNotEstablished'],
    ['start', 400, '8523', 'Invalid request, the field is invalid', 'invalidRequest'],
    ['start', 400, '8523', 'The input is not a valid Base-64 string', 'notAServerCallId'],
    ['start', 500, '9999', 'Unknown internal server error.', 'internalError'],
    ['start', 503, undefined, '<html><body>Service Unavailable', 'serverError'],
    ['start', 502, 'PARSE_ERROR', 'Error "SyntaxError" occurred while parsing', 'serverError'],
    ['start', 200, 'PARSE_ERROR', 'Error "SyntaxError" occurred while parsing', 'brokenAnswer'],
    ['start', 418, undefined, 'I am a teapot', 'invalidRequest'],
    ['stop', 404, undefined, '<html>nginx', 'badAnswer'],
    ['stop', 404, 'NotFound', 'No such recording', 'recordingNotFound'],
    ['start', 401, undefined, '{"title":"Unauthorized","status":401}', 'signInFailed'],
    ['start', 403, 'Denied', 'Forbidden', 'forbidden'],
    ['start', 429, 'TooManyRequests', 'Slow down', 'throttled'],
  ];
  for (const [operation, status, code, message, reason] of cases)
    it(`reads ${operation} ${status}/${code ?? '-'} "${message}" as ${reason}`, () => {
      const error = callingErrorOf(restError(status, code, message), context(operation));
      assert.equal(error.reason, reason);
      assert.equal(error.status, status);
      assert.equal(error.code, code);
    });

  it('reads the plain object of a failed download', () => {
    const error = callingErrorOf({ status: 401, message: 'Unauthorized' }, context('download'));
    assert.equal(error.reason, 'signInFailed');
    assert.equal(error.message, 'download: HTTP 401: Unauthorized');
  });

  it('reads a plain text', () => {
    assert.equal(callingErrorOf('it went wrong', context('start')).message, 'start: it went wrong');
  });

  for (const [code, reason] of [
    ['ENOTFOUND', 'unknownHost'],
    ['ECONNREFUSED', 'refused'],
    ['ECONNRESET', 'brokenConnection'],
    ['ETIMEDOUT', 'timedOut'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tlsFailed'],
    ['CERT_HAS_EXPIRED', 'tlsFailed'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tlsFailed'],
    ['REQUEST_SEND_ERROR', 'brokenConnection'],
  ] as const)
    it(`reads ${code} as ${reason}`, () => {
      const thrown = Object.assign(new Error('x'), { name: 'RestError', code });
      assert.equal(callingErrorOf(thrown, context('stop')).reason, reason);
    });

  it('reads a failed sign-in', () => {
    const thrown = Object.assign(new Error('no token'), { name: 'CredentialUnavailableError' });
    assert.equal(callingErrorOf(thrown, context('stop')).reason, 'notSignedIn');
  });

  it('distinguishes a wrong clock from a wrong key', () => {
    const answer = (date: string) =>
      callingErrorOf(restError(401, undefined, '', { date }), context('start'));
    assert.equal(answer('Wed, 07 Jan 2026 12:00:10 GMT').reason, 'signInFailed');
    assert.equal(answer('Wed, 07 Jan 2026 12:06:00 GMT').reason, 'clockSkew');
    assert.equal(answer('Wed, 07 Jan 2026 11:50:00 GMT').reason, 'clockSkew');
    assert.equal(answer('not a date').reason, 'signInFailed');
  });

  it('keeps the IDs that support asks for', () => {
    const error = callingErrorOf(
      restError(429, 'TooManyRequests', 'Slow down', {
        'x-microsoft-skype-chain-id': 'chain-1',
        'x-ms-client-request-id': 'request-1',
        'x-azure-ref': 'ref-1',
        'retry-after': '7',
        date: 'Wed, 07 Jan 2026 12:00:00 GMT',
      }),
      { ...context('pause'), now: Date.now() },
    );
    assert.deepEqual(error.trace, {
      correlationId: 'chain-1',
      clientRequestId: 'request-1',
      azureRef: 'ref-1',
      date: 'Wed, 07 Jan 2026 12:00:00 GMT',
    });
    assert.deepEqual(explainCallingError(error), {
      title: 'The recording was not paused',
      why: 'The service is throttling requests to this resource.',
      next: 'Wait 7 seconds, then try again.',
      quote: 'Answer 429/TooManyRequests, correlation ID for support: chain-1',
    });
  });

  it('lets no secret through', () => {
    for (const message of [
      'Invalid connection string endpoint=https://x/;accesskey=top-secret-key==',
      'endpoint=https://x/;accesskey=anotherKey12345==',
      'GET https://x/y?sv=1&sig=anotherKey12345%3D failed',
      'Authorization: HMAC-SHA256 SignedHeaders=a;b&Signature=anotherKey12345=',
      'Authorization: Bearer anotherKey12345.abc.def',
    ]) {
      const error = callingErrorOf(new Error(message), context('start'));
      assert.ok(!/top-secret|anotherKey/.test(`${error.message}${error.stack ?? ''}`), error.message);
    }
  });

  it('says when a wait of hours is over, by seconds and by date', () => {
    for (const header of ['86400', 'Thu, 08 Jan 2026 12:00:00 GMT']) {
      const error = callingErrorOf(
        restError(429, 'TooManyRequests', 'Slow down', { 'retry-after': header }),
        context('start'),
      );
      assert.equal(error.retryAt, now + 86_400_000);
    }
    const far = callingErrorOf(restError(429, undefined, '', { 'retry-after': '86400' }), {
      ...context('start'),
      now: Date.now(),
    });
    assert.match(callingErrorMessage(far), /throttling.* Wait until \d{4}-\d\d-\d\d .*, then try again/);
  });

  it('says what answered in the place of the service, and that nothing was started', () => {
    const page = Object.assign(
      restError(200, 'PARSE_ERROR', 'Unexpected token', {
        'content-type': 'text/html; charset=utf-8',
        server: 'squid/6.1',
      }),
      {},
    );
    Object.assign((page as unknown as { response: object }).response, {
      bodyAsText: '<!DOCTYPE html><html><title>Sign in to the guest network</title>',
    });
    const error = callingErrorOf(page, context('start'));
    assert.deepEqual([error.reason, error.outcome], ['badAnswer', 'refused']);
    assert.match(
      callingErrorMessage(error),
      /^The recording was not started\. .*HTTP 200, text\/html, squid\/6\.1, “Sign in to the guest network”/,
    );
  });

  it('says that the outcome is not known where the answer broke off', () => {
    const cut = Object.assign(new Error('Error reading response as text: aborted'), {
      name: 'RestError',
      code: 'PARSE_ERROR',
    });
    for (const operation of ['start', 'pause', 'resume', 'stop'] as const) {
      const error = callingErrorOf(cut, context(operation));
      assert.deepEqual([error.reason, error.outcome], ['brokenAnswer', 'unknown']);
      assert.match(callingErrorMessage(error), /^The outcome is not known: /);
    }
  });

  it('shows whole what the service said of a refusal that is not known, and offers no retry', () => {
    const said = `${'The tenant is not allowed to record in this region. '.repeat(8)}See the policy.`;
    const body = JSON.stringify({
      error: { code: 'PolicyX', message: said, details: [{ message: 'Field region' }] },
    });
    const thrown = restError(422, 'PolicyX', said);
    Object.assign((thrown as unknown as { response: object }).response, { bodyAsText: body });
    const message = callingErrorMessage(callingErrorOf(thrown, context('start')));
    assert.ok(message.includes(said) && message.includes('Field region'), message);
    assert.doesNotMatch(message, /try again|retry/i);
  });

  it('keeps nothing of headers that are no IDs', () => {
    const error = callingErrorOf(
      restError(400, 'sig=abc&x', 'no', {
        'x-microsoft-skype-chain-id': 'sv=2025&sig=AAAA%3D',
        'x-ms-client-request-id': '<b>',
        date: 'top-secret-key==',
      }),
      context('start'),
    );
    assert.deepEqual([error.trace, error.code], [{}, undefined]);
  });

  it('keeps the failure where its parts cannot be read', () => {
    const hostile = {
      name: {
        toString: () => {
          throw new Error('no');
        },
      },
      get code(): never {
        throw new Error('no');
      },
      response: {
        headers: {
          get: () => {
            throw new Error('no');
          },
        },
      },
      message: `it failed \ud800 top-secret-key==`,
    };
    const error = callingErrorOf(hostile, {
      ...context('stop'),
      secrets: ['top-secret-key==', 'lone \ud800 surrogate'],
    });
    assert.match(error.message, /^stop: it failed/);
    assert.ok(!error.message.includes('top-secret'));
  });

  it('throws at nothing, and has words for everything', () => {
    fc.assert(
      fc.property(fc.anything(), fc.option(fc.integer()), fc.option(fc.string()), (thrown, status, code) => {
        for (const value of [thrown, { status, code, message: thrown, response: thrown, headers: thrown }]) {
          const error = callingErrorOf(value, context('getState'));
          assert.match(callingErrorMessage(error), /^The state of the recording is unknown\. ./);
        }
      }),
    );
  });
});
