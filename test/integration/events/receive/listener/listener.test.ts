import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { AzureKeyCredential, EventGridPublisherClient } from '@azure/eventgrid';
import { CloudEvent, emitterFor, httpTransport, HTTP, Mode } from 'cloudevents';
import { createDeliverer } from '../../../../../src/events/send/delivery/deliverer.ts';
import { readWebhookUrl } from '../../../../../src/events/send/webhook/target.ts';
import type { EventSchema } from '../../../../../src/recording/event/event.ts';
import { findSample } from '../../../../../src/recording/event/samples/samples.ts';
import { type Receiver, startReceiver, token } from '../receiver.ts';

const sample = findSample('callEnded') ?? findSample('mp3');
const eventOf = (schema: EventSchema) => {
  const event = sample?.event(schema);
  assert.ok(event);
  return event;
};
const event = eventOf('eventGrid');
const json = JSON.stringify([event]);

interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** A request with exactly these headers: `fetch` would add its own, and forbids some. */
function send(
  url: string,
  {
    method = 'POST',
    headers = {},
    body = json,
  }: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method, headers: { 'Content-Type': 'application/json', ...headers } },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(pieces).toString(),
          }),
        );
        response.on('error', reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(method === 'GET' || method === 'OPTIONS' ? undefined : body);
  });
}

describe('Event listener', () => {
  let receiver: Receiver;
  beforeEach(async () => (receiver = await startReceiver()));
  afterEach(() => receiver.close());

  it('passes both handshakes of Event Grid, and takes its deliveries in both schemas', async () => {
    const read = readWebhookUrl(receiver.url);
    assert.ok('url' in read);
    for (const schema of ['eventGrid', 'cloudEvents'] as const) {
      const delivery = await createDeliverer({ validationUrlMs: 0 }).deliver(
        eventOf(schema),
        { ...read, headers: {}, schema },
        { handshake: true },
      );
      assert.equal(delivery.handshake?.passed, 'answer');
      assert.deepEqual(delivery.handshake.hints, []);
      assert.ok(delivery.delivered);
    }
    await receiver.received(2);
    const [last] = receiver.store.list();
    assert.equal(last?.type, 'Microsoft.Communication.RecordingFileStatusUpdated');
    assert.equal(last.source, 'CALL-RECORDINGS');
    assert.equal(last.deliveryCount, 0);
    assert.equal(last.via, 'listener');
    assert.deepEqual(await receiver.store.read(last.id), eventOf('cloudEvents'));
    assert.equal(receiver.listener.counters.handshakes, 2);
  });

  it('takes what the publisher client of Event Grid and the CloudEvents SDK send', async () => {
    // The client refuses http, so the request that it would send is sent as it is.
    const client = new EventGridPublisherClient(
      receiver.url.replace('http:', 'https:'),
      'EventGrid',
      new AzureKeyCredential('key'),
      {
        httpClient: {
          sendRequest: async (wire) => {
            const answer = await fetch(wire.url.replace('https:', 'http:').replace(/\?.*$/, ''), {
              method: wire.method,
              headers: wire.headers.toJSON(),
              body: wire.body as string,
            });
            return { request: wire, status: answer.status, headers: wire.headers };
          },
        },
      },
    );
    await client.send([
      { eventType: 'Contoso.Test', subject: 'a', dataVersion: '1', data: { serverCallId: 'srv' } },
      { eventType: 'Contoso.Test', subject: 'b', dataVersion: '1', data: {} },
    ]);
    const cloud = new CloudEvent({ type: 'Contoso.Cloud', source: '/x', data: { callConnectionId: 'c' } });
    for (const mode of [Mode.BINARY, Mode.STRUCTURED]) {
      const emit = emitterFor(httpTransport(receiver.url), { mode });
      await emit(cloud);
    }
    const { headers, body } = HTTP.structured(cloud);
    const batch = await send(receiver.url, {
      headers: {
        ...(headers as Record<string, string>),
        'Content-Type': 'application/cloudevents-batch+json',
      },
      body: `[${String(body)},${String(body)}]`,
    });
    assert.equal(batch.status, 200);
    await receiver.received(6);
    const types = receiver.store.list().map(({ type }) => type);
    assert.deepEqual([...types].sort(), [
      ...Array<string>(4).fill('Contoso.Cloud'),
      'Contoso.Test',
      'Contoso.Test',
    ]);
    assert.ok(receiver.store.list().some(({ callConnectionId }) => callConnectionId === 'c'));
  });

  it('takes gzip, brotli, UTF-16 that is named, and callbacks at their own path', async () => {
    for (const [encoding, pack] of [
      ['gzip', gzipSync],
      ['br', brotliCompressSync],
    ] as const) {
      const sent = await send(receiver.url, { headers: { 'Content-Encoding': encoding }, body: pack(json) });
      assert.equal(sent.status, 200);
    }
    const wide = await send(receiver.url, {
      headers: { 'Content-Type': 'application/json; charset=utf-16' },
      body: Buffer.from(json, 'utf16le'),
    });
    assert.equal(wide.status, 200);
    assert.equal((await send(receiver.callbackUrl)).status, 200);
    await receiver.received(4);
    assert.equal(receiver.store.list()[0]?.via, 'callback');
  });

  it('answers each bad request with the status that fits, and stores nothing of it', async () => {
    const huge = JSON.stringify([{ ...event, subject: 'x'.repeat(1024 * 1024) }]);
    const cases: readonly (readonly [name: string, status: number, sent: Promise<Sent>])[] = [
      ['another path', 404, send(receiver.url.replace(token, 'x'))],
      ['the root', 404, send(new URL('/', receiver.url).href)],
      ['GET', 405, send(receiver.url, { method: 'GET' })],
      ['PUT', 405, send(receiver.url, { method: 'PUT' })],
      ['no content type', 415, send(receiver.url, { headers: { 'Content-Type': '' } })],
      [
        'a form',
        415,
        send(receiver.url, { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }),
      ],
      ['an unknown encoding', 415, send(receiver.url, { headers: { 'Content-Encoding': 'zstd' } })],
      ['more than 1 MB', 413, send(receiver.url, { body: huge })],
      [
        'more than 1 MB after unpacking',
        413,
        send(receiver.url, { headers: { 'Content-Encoding': 'gzip' }, body: gzipSync(huge) }),
      ],
      ['broken gzip', 400, send(receiver.url, { headers: { 'Content-Encoding': 'gzip' } })],
      ['broken JSON', 400, send(receiver.url, { body: json.slice(0, -3) })],
      ['invalid UTF-8', 400, send(receiver.url, { body: Buffer.from([0x22, 0xff, 0x22]) })],
      ['nothing', 400, send(receiver.url, { body: '' })],
      ['no event', 400, send(receiver.url, { body: '[]' })],
      ['something else', 400, send(receiver.url, { body: '{"a":1}' })],
      ['an event beside something else', 400, send(receiver.url, { body: `[${JSON.stringify(event)},7]` })],
      [
        'deep nesting',
        400,
        send(receiver.url, {
          body: `{"specversion":"1.0","type":"a","data":${'['.repeat(400_000)}${']'.repeat(400_000)}}`,
        }),
      ],
      [
        'a page of another site',
        403,
        send(receiver.url, { headers: { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' } }),
      ],
      ['a page without a name', 403, send(receiver.url, { headers: { Origin: 'null' } })],
      [
        'a page that asks for the proof',
        403,
        send(`${receiver.url}?probe=1`, { method: 'GET', headers: { 'Sec-Fetch-Site': 'cross-site' } }),
      ],
      ['an image', 403, send(receiver.url, { method: 'GET', headers: { 'Sec-Fetch-Site': 'cross-site' } })],
      ['a name that was rebound', 503, send(receiver.url, { headers: { Host: 'evil.example' } })],
    ];
    for (const [name, status, sent] of cases) assert.equal((await sent).status, status, name);
    await receiver.store.refresh();
    assert.deepEqual(receiver.store.list(), []);
    assert.deepEqual(receiver.listener.counters.refused, {
      path: 2,
      method: 2,
      type: 3,
      size: 2,
      body: 8,
      webPage: 4,
      host: 1,
    });
  });

  it('asks for the key where there is one, and lets a sender with a wrong one try again', async () => {
    receiver.listener.set({ key: 'right key' });
    for (const query of ['', '?key=', '?key=wrong', '?key=right']) {
      const { status, headers } = await send(receiver.url + query);
      assert.equal(status, 503, query);
      assert.equal(headers['retry-after'], '30');
    }
    assert.equal((await send(`${receiver.url}?key=right%20key`)).status, 200);
    assert.equal(receiver.listener.counters.refused.key, 4);
  });

  it('takes deliveries under its public name only after that was allowed', async () => {
    const headers = { Host: 'abc-7071.euw.devtunnels.ms' };
    assert.equal((await send(receiver.url, { headers })).status, 503);
    const probe = await send(`${receiver.url}?probe=1`, { method: 'GET', headers });
    assert.match(probe.body, /"proof"/, 'that it leads here is found out first');
    for (const url of [`${receiver.url}x?probe=1`, `${receiver.url}?probe=1`])
      assert.equal((await send(url, { method: 'POST', headers })).status, 503);
    receiver.listener.set({ publicHosts: ['abc-7071.euw.devtunnels.ms'] });
    assert.equal((await send(receiver.url, { headers })).status, 200);
    assert.equal(
      (await send(receiver.url, { headers: { Host: 'other-7071.euw.devtunnels.ms' } })).status,
      503,
    );
  });

  it('answers with the fault that was set, so that a sender tries again', async () => {
    receiver.listener.set({ fault: { status: 500, every: 2 } });
    const statuses = [];
    for (let number = 0; number < 4; number++) statuses.push((await send(receiver.url)).status);
    assert.deepEqual(statuses, [200, 500, 200, 500]);
    await receiver.received(2);
    assert.equal(receiver.store.list().length, 2);
  });

  it('answers 503 where the event cannot be stored', async () => {
    await receiver.close();
    receiver = await startReceiver({ store: () => Promise.reject(new Error('ENOSPC')) });
    const { status } = await send(receiver.url);
    assert.equal(status, 503);
    assert.deepEqual(receiver.listener.counters.refused, { disk: 1 });
  });

  it('has each event on disk that it answered with 200, however the window ends', async () => {
    const sent = await Promise.all(Array.from({ length: 200 }, () => send(receiver.url)));
    assert.ok(sent.every(({ status }) => status === 200));
    // Another window reads what is on disk by now; nothing was closed.
    const other = await startReceiver({ folder: receiver.folder, writer: 'other-1' });
    assert.equal(other.store.list().length, 200);
    await other.close();
  });

  it('answers others while a sender is silent, slow, cuts its body or sends without end', async () => {
    const { port } = receiver.listener;
    const sockets = Array.from({ length: 200 }, () => connect(port, '127.0.0.1'));
    for (const [index, socket] of sockets.entries()) {
      socket.on('error', () => undefined);
      const head = `POST ${new URL(receiver.url).pathname} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n`;
      if (index % 4 === 1) socket.write(head);
      if (index % 4 === 2) socket.write(`${head}Content-Length: 100\r\n\r\n[`);
      if (index % 4 === 3) socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
    }
    const endless = sockets[3];
    assert.ok(endless);
    const cut = new Promise<string>((resolve) => {
      let answer = '';
      endless.on('data', (piece: Buffer) => (answer += piece.toString()));
      endless.on('close', () => resolve(answer));
    });
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    for (let number = 0; number < 20; number++) endless.write(chunk);
    assert.match(await cut, /^HTTP\/1\.1 413/);
    assert.equal((await send(receiver.url)).status, 200);
    for (const socket of sockets) socket.destroy();
  });

  it('refuses what would hold up this window, without being held up', async () => {
    const list = (one: string, count: number): string => `[${Array(count).fill(one).join(',')}]`;
    let nested = json;
    while (nested.length < 600_000)
      nested = JSON.stringify({ content: Buffer.from(nested).toString('base64') });
    const bodies = {
      'no events': list('{}', 340_000),
      'more events than Event Grid sends at once': list('{"eventType":"a","data":{}}', 37_000),
      'wrapped events': `{"value":${list('{"event":{"type":"a","source":"b"}}', 20_000)}}`,
      'events in texts': list(JSON.stringify(JSON.stringify(event)), 400),
      'base64 in base64': nested,
      'a deep list': '['.repeat(500_000) + ']'.repeat(500_000),
    };
    for (const [name, body] of Object.entries(bodies)) {
      let least = Infinity;
      for (let round = 0; round < 3 && least >= 250; round += 1) {
        const before = process.cpuUsage();
        const { status } = await send(receiver.url, { body });
        assert.ok(status === 400 || status === 200, `${name}: ${status}`);
        const { user, system } = process.cpuUsage(before);
        least = Math.min(least, (user + system) / 1000);
      }
      // With what the sender takes, which is in the same thread.
      assert.ok(least < 250, `${name}: ${least} ms`);
    }
    const { status } = await send(receiver.url, {
      body: list('{"eventType":"a","data":{}}', 5_001),
    });
    assert.equal(status, 400);
  });

  it('takes a thousand deliveries at once', async () => {
    const sent = await Promise.all(Array.from({ length: 1000 }, () => send(receiver.url)));
    assert.equal(sent.filter(({ status }) => status === 200).length, 1000);
    await receiver.received(1000);
  });

  it('says where it cannot listen, because something else does', async () => {
    await assert.rejects(startReceiver({ port: receiver.listener.port }), { code: 'EADDRINUSE' });
  });
});
