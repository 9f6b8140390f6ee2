import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { CallAutomationClient } from '@azure/communication-call-automation';
import { generate } from 'selfsigned';
import { withoutUndefined } from '../../../../src/base/withoutUndefined.ts';
import { TestService, refusalOf } from '../localServiceFixture.ts';

interface SignedRequest {
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
  readonly key?: string;
  readonly date?: string;
  readonly hashOf?: string;
  readonly signedHeaders?: string;
  readonly signedHost?: string;
  /** Left out, or sent with another value than the one signed. */
  readonly change?: Readonly<Record<string, string | undefined>>;
}

const path = '/calling/recordings?api-version=2026-03-12';
const body = '{"callLocator":{"kind":"serverCallLocator","serverCallId":"x"}}';

describe('authentication of the local service', () => {
  let local: TestService;

  before(async () => {
    local = await TestService.start();
  });

  after(() => local.stop());

  /** What the signature is made of, written down a second time from the documentation. */
  function sign(request: SignedRequest, service = local.service) {
    const key = request.key ?? service.connectionString.split('accesskey=')[1] ?? '';
    const method = request.method ?? 'POST';
    const sent = method === 'POST' ? (request.body ?? body) : undefined;
    const date = request.date ?? new Date().toUTCString();
    const hash = createHash('sha256')
      .update(request.hashOf ?? sent ?? '')
      .digest('base64');
    const host = request.signedHost ?? new URL(service.endpoint).host;
    const signedHeaders = request.signedHeaders ?? 'x-ms-date;host;x-ms-content-sha256';
    const values: Record<string, string> = { 'x-ms-date': date, host, 'x-ms-content-sha256': hash };
    const toSign = [
      method,
      request.path ?? path,
      signedHeaders
        .split(';')
        .map((name) => values[name] ?? '')
        .join(';'),
    ].join('\n');
    const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(toSign).digest('base64');
    const all: Record<string, string | undefined> = {
      'x-ms-date': date,
      'x-ms-content-sha256': hash,
      Authorization: `HMAC-SHA256 SignedHeaders=${signedHeaders}&Signature=${signature}`,
      ...request.change,
    };
    const headers = Object.entries(all).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    );
    return { method, headers, ...withoutUndefined({ body: sent }) };
  }

  function send(request: SignedRequest = {}, service = local.service): Promise<Response> {
    return fetch(new URL(request.path ?? path, service.endpoint), sign(request, service));
  }

  async function isRefused(request: SignedRequest): Promise<void> {
    const answer = await send(request);
    assert.equal(answer.status, 401, JSON.stringify(request));
    assert.deepEqual(await answer.json(), {
      error: { code: '7509', message: 'HMAC-SHA256 validation failed' },
    });
  }

  it('lets a signed request in', async () => {
    // The call is unknown: that is what is said behind the door.
    const answer = await send();
    assert.equal(answer.status, 400);
    assert.equal(((await answer.json()) as { error: { code: string } }).error.code, '8527');
  });

  it('refuses another key', () => isRefused({ key: Buffer.alloc(64, 1).toString('base64') }));

  it('refuses a body that was changed', async () => {
    await isRefused({ hashOf: 'another body' });
    const changed = createHash('sha256').update('x').digest('base64');
    await isRefused({ change: { 'x-ms-content-sha256': changed } });
  });

  it('refuses a date more than 15 minutes away, either way, and none at all', async () => {
    const away = (minutes: number) => new Date(Date.now() + minutes * 60_000).toUTCString();
    await isRefused({ date: away(-15.5) });
    await isRefused({ date: away(15.5) });
    await isRefused({ date: 'yesterday' });
    assert.equal((await send({ date: away(-14.5) })).status, 400);
    assert.equal((await send({ date: away(14.5) })).status, 400);
  });

  it('refuses a date, method, path or query other than the signed one', async () => {
    const date = new Date(Date.now() - 60_000).toUTCString();
    await isRefused({ change: { 'x-ms-date': date } });
    const address = new URL(path, local.service.endpoint);
    assert.equal((await fetch(address, sign({ path: `${path}&x=1` }))).status, 401);
    assert.equal((await fetch(address, { ...sign({}), method: 'PUT' })).status, 401);
  });

  it('refuses when a header is missing, signed or sent', async () => {
    await isRefused({ change: { 'x-ms-date': undefined } });
    await isRefused({ change: { 'x-ms-content-sha256': undefined } });
    await isRefused({ signedHeaders: 'host;x-ms-content-sha256' });
    await isRefused({ signedHeaders: 'x-ms-date;x-ms-content-sha256' });
    await isRefused({ signedHeaders: 'x-ms-date;host' });
    await isRefused({ change: { Authorization: 'HMAC-SHA256 nonsense' } });
    const answer = await send({ change: { Authorization: undefined } });
    assert.equal(answer.status, 401);
    assert.equal(((await answer.json()) as { error: { code: string } }).error.code, 'Unauthorized');
  });

  it('takes the host with and without its port, and no other', async () => {
    assert.equal((await send({ signedHost: '127.0.0.1' })).status, 400);
    await isRefused({ signedHost: 'localhost' });
    await isRefused({ signedHost: '127.0.0.1:1' });
  });

  it('takes signed headers in any order, as long as values follow it', async () => {
    assert.equal((await send({ signedHeaders: 'host;x-ms-date;x-ms-content-sha256' })).status, 400);
  });

  it('refuses the SDK with another key, and with an empty body signs well', async () => {
    const other = local.service.connectionString.replace(
      /accesskey=.*/,
      `accesskey=${Buffer.alloc(32).toString('base64')}`,
    );
    const client = new CallAutomationClient(other, { allowInsecureConnection: true });
    const refusal = await refusalOf(client.getCallRecording().getState('x'));
    assert.equal(refusal, '401 7509 HMAC-SHA256 validation failed');
    assert.match(await refusalOf(local.recordings().pause('x')), /^404 8522/);
  });

  it('needs an API version', async () => {
    const code = async (answer: Response) =>
      ((await answer.json()) as { error: { code: string } }).error.code;
    assert.equal(await code(await send({ path: '/calling/recordings' })), 'ApiVersionUnspecified');
    assert.equal(
      await code(await send({ path: '/calling/recordings?api-version=1' })),
      'UnsupportedApiVersion',
    );
  });

  it('gives back the request ID, and a correlation ID of its own', async () => {
    const answer = await send({ change: { 'x-ms-client-request-id': 'my-id' } });
    assert.equal(answer.headers.get('x-ms-client-request-id'), 'my-id');
    assert.match(answer.headers.get('X-Microsoft-Skype-Chain-ID') ?? '', /^[0-9a-f-]{36}$/);
  });

  it('accepts Entra tokens only with the option for it, for the right audience and time', async () => {
    const token = (claims: object) =>
      `Bearer ${['{"alg":"none"}', JSON.stringify(claims)].map((part) => Buffer.from(part).toString('base64url')).join('.')}.c2ln`;
    const good = { aud: 'https://communication.azure.com//', exp: Date.now() / 1000 + 600 };
    const status = async (test: TestService, claims: object) =>
      (await send({ change: { Authorization: token(claims) } }, test.service)).status;
    assert.equal(await status(local, good), 401);
    const entra = await TestService.start({ allowEntra: true });
    try {
      assert.equal(await status(entra, good), 400);
      assert.equal(await status(entra, { ...good, aud: 'https://communication.azure.com' }), 400);
      assert.equal(await status(entra, { ...good, aud: 'https://storage.azure.com' }), 401);
      assert.equal(await status(entra, { ...good, exp: Date.now() / 1000 - 1 }), 401);
      assert.equal(await status(entra, { ...good, nbf: Date.now() / 1000 + 600 }), 401);
      const nonsense = await send({ change: { Authorization: 'Bearer a.b.c' } }, entra.service);
      assert.equal(nonsense.status, 401);
      assert.equal((await send({}, entra.service)).status, 400);
    } finally {
      await entra.stop();
    }
  });

  it('lets the SDK in with a token credential over HTTPS', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
    });
    const secure = await TestService.start({ allowEntra: true, tls: { cert, key } });
    try {
      const claims = { aud: 'https://communication.azure.com//', exp: Date.now() / 1000 + 600 };
      const token = ['{"alg":"none"}', JSON.stringify(claims)]
        .map((part) => Buffer.from(part).toString('base64url'))
        .join('.');
      const scopes: unknown[] = [];
      const credential = {
        getToken: (scope: string | string[]) => {
          scopes.push(scope);
          return Promise.resolve({ token: `${token}.c2ln`, expiresOnTimestamp: Date.now() + 600_000 });
        },
      };
      const client = new CallAutomationClient(secure.service.endpoint, credential, {
        tlsOptions: { ca: cert },
        retryOptions: { maxRetries: 0 },
      });
      const started = await client.getCallRecording().start(secure.startOptions());
      assert.equal(started.recordingState, 'active');
      assert.deepEqual(scopes.flat(), ['https://communication.azure.com//.default']);
    } finally {
      await secure.stop();
    }
  });
});
