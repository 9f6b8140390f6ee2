import assert from 'node:assert/strict';
import fc from 'fast-check';
import { toStoreError } from '../../../src/storage/failures/toStoreError.ts';
import { scrubSecrets } from '../../../src/base/scrubSecrets.ts';
import { storeErrorText } from '../../../src/storage/failures/storeErrorText.ts';

const base64 = (bytes: number) =>
  fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((data) => Buffer.from(data).toString('base64'));
const accountKey = base64(64);
const signature = base64(32);
const jwt = fc
  .tuple(fc.object(), base64(24))
  .map(
    ([claims, end]) =>
      `eyJhbGciOiJub25lIn0.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${end.replace(/[^A-Za-z0-9]/g, '')}`,
  );

/** Texts in which errors of the SDK, of Node and of proxies quote secrets, with the secret. */
const leak = fc.oneof(
  accountKey.map((key) => [
    key,
    `Invalid connection string AccountName=a;AccountKey=${key};EndpointSuffix=x`,
  ]),
  accountKey.map((key) => [key, `Invalid connection string endpoint=https://a.b/;accesskey=${key}`]),
  accountKey.map((key) => [key, `the key "${key}" was not accepted`]),
  signature.map((sig) => [
    sig,
    `The MAC signature found in the HTTP request '${sig}' is not the same as any computed`,
  ]),
  signature.map((sig) => [sig, `SharedKey account:${sig}`]),
  signature.map((sig) => [
    encodeURIComponent(sig),
    `GET https://a.blob.core.windows.net/c/b?sv=2022-11-02&sp=r&sig=${encodeURIComponent(sig)} failed`,
  ]),
  signature.map((sig) => [encodeURIComponent(sig), `path /c?sp=r&sig=${encodeURIComponent(sig)}&se=2030`]),
  signature.map((sig) => [sig.slice(0, 12), `POST /api/callback?code=${sig.slice(0, 12)} failed`]),
  signature.map((sig) => [sig, `BlobEndpoint=https://a.b/;SharedAccessSignature=sv=1&sig=${sig}`]),
  jwt.map((token) => [token.slice(22), `Authorization: Bearer ${token}`]),
  jwt.map((token) => [token.slice(22), `refused ${token}`]),
) as fc.Arbitrary<[string, string]>;

describe('scrubbing of secrets', () => {
  it('takes out every secret that an error may quote', () => {
    fc.assert(
      fc.property(leak, fc.string(), fc.string(), ([secret, text], before, after) => {
        assert.ok(!scrubSecrets(`${before} ${text} ${after}`).includes(secret));
      }),
    );
  });

  it('takes no longer for a hostile text than for another of its length', () => {
    // Were the time to grow with the square of the length, this would take minutes.
    for (const part of ['a.', 'a://', 'eyJa.', '?a', 'sig=', 'Bearer ', 'AccountKey = ', '%2B', 'A']) {
      assert.ok(scrubSecrets(part.repeat(400_000 / part.length)).length > 0);
    }
  });

  it('lets no secret through an explained error, wherever the SDK put it', () => {
    fc.assert(
      fc.property(
        leak,
        fc.constantFrom('AuthenticationFailed', 'ECONNRESET', 'PARSE_ERROR', undefined),
        fc.option(fc.integer({ min: 400, max: 599 }), { nil: undefined }),
        ([secret, text], code, statusCode) => {
          const response = {
            status: statusCode,
            bodyAsText: `<AuthenticationErrorDetail>${text}<`,
            headers: undefined,
          };
          const error = Object.assign(new Error(text), {
            code,
            statusCode,
            response,
            details: { message: text },
          });
          const explained = toStoreError(error, { signIn: 'sas' });
          const shown = [explained.message, explained.code, JSON.stringify(storeErrorText(explained))];
          assert.ok(!shown.join('\n').includes(secret));
          assert.ok(!JSON.stringify(explained).includes(secret));
        },
      ),
    );
  });

  it('keeps resource IDs, whose names and slashes are as long as a key, and no key that stands in one', () => {
    const id =
      '/subscriptions/0a0a0a0a-0000-4000-8000-000000000001/resourceGroups/calls/providers/Microsoft.Storage/storageAccounts/contosocalls/blobServices/default/containers/recordings';
    const text = `The client does not have authorization over scope '${id}/providers/Microsoft.Authorization/roleAssignments/7d7d7d7d-0000-4000-8000-000000000007'.`;
    assert.equal(scrubSecrets(text), text);
    const key = Buffer.alloc(64, 7).toString('base64');
    for (const [place, secret] of [
      [`${id}${key}`, key],
      [`${id}/keys/${key}`, key],
      [id.replace('contosocalls', key), key],
      [`${id} ${key}`, key],
      [`${id}?sig=c2VjcmV0`, 'c2VjcmV0'],
    ] as const)
      assert.ok(!scrubSecrets(place).includes(secret.slice(0, 40)), place);
    // A key with slashes, in the form of names.
    const spread = `${'Ab3'.repeat(5)}/${'Cd4'.repeat(5)}/${'Ef5'.repeat(8)}`;
    assert.ok(!scrubSecrets(`${id.split('/providers')[0] ?? ''}/${spread}`).includes(spread));
  });

  it('leaves ordinary texts alone', () => {
    for (const text of [
      'getaddrinfo ENOTFOUND account.blob.core.windows.net',
      'connect ECONNREFUSED 127.0.0.1:10000',
      'The specified container does not exist.',
      'ENOSPC: no space left on device, write',
      '20260101/7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc/eyJQbGF0-801b3f3fc462fe8a01e6810cbff729b8/0-acsmetadata.json',
    ])
      assert.equal(scrubSecrets(text), text);
  });
});
