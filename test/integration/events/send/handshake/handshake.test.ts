import assert from 'node:assert/strict';
import { get } from 'node:http';
import { createDeliverer, type ValidateOptions } from '../../../../../src/events/send/delivery/deliverer.ts';
import { handshakeText } from '../../../../../src/events/send/delivery/text.ts';
import type { HandshakeResult } from '../../../../../src/events/send/handshake/handshake.ts';
import { findSample } from '../../../../../src/recording/event/samples/samples.ts';
import type { EventSchema } from '../../../../../src/recording/event/event.ts';
import { startEndpoint, type ReceivedRequest, type Reply, type TestEndpoint } from '../webhookServer.ts';

interface ValidationData {
  readonly validationCode: string;
  readonly validationUrl: string;
}

function validationOf({ body }: ReceivedRequest): ValidationData {
  const [event] = JSON.parse(body) as readonly { readonly data: ValidationData }[];
  assert.ok(event);
  return event.data;
}

describe('handshake', () => {
  const open: TestEndpoint[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((each) => each.close()));
  });

  async function shake(
    schema: EventSchema,
    reply: (request: ReceivedRequest) => Reply | Promise<Reply>,
    options: ValidateOptions & { readonly timeoutMs?: number; readonly validationUrlMs?: number } = {},
  ): Promise<HandshakeResult> {
    const endpoint = await startEndpoint(reply);
    open.push(endpoint);
    const { timeoutMs = 60_000, validationUrlMs = 0, ...rest } = options;
    const deliverer = createDeliverer({ timeoutMs, validationUrlMs });
    return deliverer.validate({ url: endpoint.url, query: '', headers: {}, schema }, rest);
  }

  it('passes with the code, whatever the case of the property', async () => {
    for (const name of ['validationResponse', 'ValidationResponse']) {
      const result = await shake('eventGrid', (request) => ({
        status: 200,
        body: JSON.stringify({ [name]: validationOf(request).validationCode }),
      }));
      assert.equal(result.passed, 'answer');
      assert.match(handshakeText(result), /passed/);
    }
  });

  const code = (request: ReceivedRequest): string =>
    JSON.stringify({ validationResponse: validationOf(request).validationCode });
  const bad: readonly (readonly [string, RegExp, (request: ReceivedRequest) => Reply])[] = [
    ['accepted202', /202 Accepted.*only 200/, (request) => ({ status: 202, body: code(request) })],
    ['wrongStatus', /answered 401/, () => ({ status: 401 })],
    ['wrongStatus', /answered 204/, () => ({ status: 204 })],
    ['redirected', /follows no redirects/, () => ({ status: 307, headers: { Location: '/elsewhere' } })],
    ['notJson', /is not JSON/, () => ({ status: 200, body: '<html>' })],
    ['noCode', /without validationResponse/, () => ({ status: 200, body: '{"ok":true}' })],
    ['noCode', /without validationResponse/, () => ({ status: 200 })],
    ['wrongCode', /different code/, () => ({ status: 200, body: '{"validationResponse":"0"}' })],
    [
      'wrongCode',
      /different code/,
      (request) => ({ status: 200, body: `{"validationResponse":["${code(request).length}"]}` }),
    ],
  ];
  for (const [failure, text, reply] of bad) {
    it(`fails for ${failure}: ${text.source}`, async () => {
      const result = await shake('eventGrid', reply);
      assert.equal(result.failure, failure);
      assert.equal(result.passed, undefined);
      assert.match(handshakeText(result), text);
    });
  }

  it('fails after the time that Event Grid gives', async () => {
    const result = await shake('eventGrid', () => new Promise<Reply>(() => undefined), { timeoutMs: 200 });
    assert.equal(result.failure, 'noAnswer');
    assert.match(handshakeText(result), /did not answer within/);
  });

  it('delivers nothing without it', async () => {
    const endpoint = await startEndpoint(() => ({ status: 202 }));
    open.push(endpoint);
    const event = findSample('mp3')?.event('eventGrid');
    assert.ok(event);
    const delivery = await createDeliverer({ validationUrlMs: 0 }).deliver(
      event,
      { url: endpoint.url, query: '', headers: {}, schema: 'eventGrid' },
      { handshake: true },
    );
    assert.equal(endpoint.requests.length, 1);
    assert.equal(delivery.stopped, 'handshakeFailed');
    assert.equal(delivery.attempts.length, 0);
  });

  it('passes when the validation URL is opened afterwards, and only that URL', async () => {
    const result = await shake('eventGrid', () => ({ status: 200 }), {
      validationUrlMs: 60_000,
      onWaiting: (url) => {
        get(`${url}0`, (wrong) => {
          assert.equal(wrong.statusCode, 404);
          get(url, (right) => right.resume());
          wrong.resume();
        });
      },
    });
    assert.equal(result.passed, 'validationUrl');
  });

  it('passes when the endpoint opens the validation URL before it answers', async () => {
    const result = await shake(
      'eventGrid',
      (request) =>
        new Promise((resolve) => {
          get(validationOf(request).validationUrl, (answer) => {
            answer.resume();
            resolve({ status: 200 });
          });
        }),
      { validationUrlMs: 60_000 },
    );
    assert.equal(result.passed, 'validationUrl');
  });

  it('ends the wait for the validation URL in time, or when it is cancelled', async () => {
    const late = await shake('eventGrid', () => ({ status: 200 }), { validationUrlMs: 50 });
    assert.equal(late.failure, 'validationUrlNotOpened');
    const cancel = new AbortController();
    const cancelled = await shake('eventGrid', () => ({ status: 200 }), {
      validationUrlMs: 600_000,
      signal: cancel.signal,
      onWaiting: () => cancel.abort(),
    });
    assert.equal(cancelled.failure, 'validationUrlNotOpened');
  });

  it('asks for the origin with CloudEvents, and takes a star', async () => {
    const result = await shake('cloudEvents', (request) => {
      assert.equal(request.method, 'OPTIONS');
      assert.equal(request.body, '');
      return { status: 200, headers: { 'WebHook-Allowed-Origin': '*' } };
    });
    assert.equal(result.passed, 'answer');
    assert.deepEqual(result.hints, ['noAllowedRate', 'noAllow']);
    assert.match(handshakeText(result), /WebHook-Allowed-Rate/);
  });

  it('refuses CloudEvents endpoints that do not allow the origin, whatever their status', async () => {
    const none = await shake('cloudEvents', () => ({ status: 200 }));
    assert.equal(none.failure, 'noAllowedOrigin');
    assert.match(handshakeText(none), /WebHook-Allowed-Origin/);
    const other = await shake('cloudEvents', () => ({
      status: 200,
      headers: { 'WebHook-Allowed-Origin': 'contoso.com' },
    }));
    assert.equal(other.failure, 'wrongAllowedOrigin');
    assert.match(handshakeText(other), /contoso\.com/);
    const method = await shake('cloudEvents', () => ({ status: 405 }));
    assert.equal(method.failure, 'wrongStatus');
  });

  it('passes with CloudEvents when the callback is opened', async () => {
    const result = await shake(
      'cloudEvents',
      (request) => {
        get(String(request.headers['webhook-request-callback']), (answer) => answer.resume());
        return { status: 200 };
      },
      { validationUrlMs: 60_000 },
    );
    assert.equal(result.passed, 'validationUrl');
  });
});
