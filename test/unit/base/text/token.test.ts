import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { requestLine } from '../../../../src/base/log.ts';
import { plainToken } from '../../../../src/base/text/token.ts';
import { traceOf } from '../../../../src/calling/failures/answer.ts';
import { failureOfAnswer } from '../../../../src/setup/management/fromAnswer.ts';

const key = createHash('sha256').update('a key').digest();
/** Keys, signatures and tokens as servers echo them. */
const secrets = [
  ...(['base64', 'base64url', 'hex'] as const).map((encoding) => key.toString(encoding)),
  `eyJ0eXAiOiJKV1Qi.${key.toString('base64url')}.${key.toString('base64url')}`,
  encodeURIComponent(key.toString('base64')),
];
const id = '7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc';

describe('An ID of an answer', () => {
  it('is shown where it is one', () => {
    for (const each of [id, 'AuthorizationFailed', 'ContainerNotFound', 'a'.repeat(36)])
      assert.equal(plainToken(each), each);
    const ref = `0${Buffer.from(`....................LON04EDGE0619\0${id}`).toString('base64')}`;
    assert.equal(traceOf((name) => (name === 'x-azure-ref' ? ref : undefined)).azureRef, ref);
  });

  it('is left out of log lines, failures and messages where a server echoes a secret in its place', () => {
    for (const secret of secrets) {
      const header = (): string => secret;
      const texts = [
        requestLine({
          ...{ method: 'GET', url: 'https://contoso.example/a', outcome: 200, durationMs: 1 },
          ...{ clientRequestId: secret, serviceRequestId: secret },
        }),
        JSON.stringify(traceOf(header)),
        JSON.stringify(traceOf(() => `Wed, 07 Jan 2026 08:30:00 GMT (${secret})`)),
        JSON.stringify(failureOfAnswer({ status: 403, body: { error: { code: secret } }, header })),
      ];
      for (const text of texts) assert.ok(!text.includes(secret), text);
    }
  });
});
