import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { createDeliverer } from '../../../../../src/events/send/delivery/deliverer.ts';
import { deliveryDocument } from '../../../../../src/events/send/delivery/document.ts';
import { deliveryText } from '../../../../../src/events/send/delivery/text.ts';
import type { Delivery } from '../../../../../src/events/send/delivery/delivery.ts';
import { findSample } from '../../../../../src/recording/event/samples/samples.ts';
import { startServer, startEndpoint, type TestEndpoint } from '../webhookServer.ts';

const event = findSample('mp3')?.event('eventGrid');

async function send(
  url: string,
  timeoutMs = 60_000,
  headers: Record<string, string> = {},
): Promise<Delivery> {
  assert.ok(event);
  return createDeliverer({ timeoutMs }).deliver(event, { url, query: '', headers, schema: 'eventGrid' });
}

function reasonOf(delivery: Delivery): string | undefined {
  assert.equal(delivery.delivered, false);
  const outcome = delivery.attempts[0]?.outcome;
  return outcome?.kind === 'failure' ? outcome.reason : undefined;
}

describe('a webhook endpoint that fails', () => {
  const open: Pick<TestEndpoint, 'close'>[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((each) => each.close()));
  });
  const keep = <T extends Pick<TestEndpoint, 'close'>>(endpoint: T): T => {
    open.push(endpoint);
    return endpoint;
  };

  it('is reported as refusing where nothing listens', async () => {
    const gone = await startServer(() => undefined);
    await gone.close();
    const delivery = await send(gone.url);
    assert.equal(reasonOf(delivery), 'refused');
    assert.match(deliveryText(delivery), /^Not delivered\. Nothing is listening at this address\./);
  });

  it('is reported as unknown where no host has its name', async () => {
    const delivery = await send('http://no-such-host.invalid/hook');
    assert.equal(reasonOf(delivery), 'unknownHost');
    assert.match(deliveryText(delivery), /No host has this name/);
  });

  it('is given up on where it sends no answer, or one whose body never ends', async () => {
    const silent = keep(await startServer(() => undefined));
    const delivery = await send(silent.url, 200);
    assert.equal(reasonOf(delivery), 'timedOut');
    assert.match(deliveryText(delivery), /Event Grid waits 30 seconds/);
    const dripping = keep(
      await startServer((_request, response) => {
        response.writeHead(200);
        response.write('.');
      }),
    );
    assert.equal(reasonOf(await send(dripping.url, 200)), 'timedOut');
  });

  it('is reported to redirect, and not followed', async () => {
    const elsewhere = keep(await startEndpoint(() => ({ status: 200 })));
    for (const status of [301, 302, 307, 308]) {
      const redirecting = keep(await startEndpoint(() => ({ status, headers: { Location: elsewhere.url } })));
      const delivery = await send(redirecting.url);
      assert.equal(delivery.delivered, false);
      assert.match(deliveryText(delivery), /follows no redirects/);
      assert.ok(deliveryText(delivery).includes(elsewhere.url));
    }
    assert.equal(elsewhere.requests.length, 0);
  });

  it('has a huge answer cut, and its connection closed', async () => {
    let closed: () => void = () => undefined;
    const closing = new Promise<void>((resolve) => (closed = resolve));
    const endless = keep(
      await startServer((_request, response) => {
        response.writeHead(200);
        const piece = 'x'.repeat(64 * 1024);
        const more = (): void => {
          while (!response.destroyed && response.write(piece));
        };
        response.on('drain', more).on('close', closed);
        more();
      }),
    );
    const delivery = await send(endless.url);
    const outcome = delivery.attempts[0]?.outcome;
    assert.ok(outcome?.kind === 'answer');
    assert.equal(outcome.truncated, true);
    assert.equal(outcome.body.length, 64 * 1024);
    assert.equal(delivery.delivered, true);
    assert.match(deliveryDocument(delivery), /The answer was longer; only its beginning is shown\./);
    await closing;
  });

  it('is reported where its certificate is self-signed, or only one side speaks TLS', async () => {
    const self = await generate([{ name: 'commonName', value: 'localhost' }], { keySize: 2048 });
    const tls = keep(await startServer(() => undefined, { key: self.private, cert: self.cert }));
    const delivery = await send(tls.url);
    assert.equal(reasonOf(delivery), 'tlsSelfSigned');
    assert.match(deliveryText(delivery), /self-signed, which Event Grid never accepts/);
    const plain = keep(await startEndpoint(() => ({ status: 200 })));
    const overTls = await send(plain.url.replace('http:', 'https:'));
    assert.equal(reasonOf(overTls), 'tlsFailed');
    assert.match(deliveryText(overTls), /must begin with http\./);
    const overPlain = await send(tls.url.replace('https:', 'http:'));
    assert.equal(reasonOf(overPlain), 'broken');
    assert.match(deliveryText(overPlain), /must begin with https\./);
  });

  it('is reported where it does not speak HTTP', async () => {
    const server = createServer((socket) =>
      socket
        .resume()
        .on('error', () => undefined)
        .end('SSH-2.0-OpenSSH\r\n'),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    keep({ close: () => new Promise((resolve) => server.close(() => resolve())) });
    const delivery = await send(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    assert.equal(reasonOf(delivery), 'notHttp');
    assert.match(deliveryText(delivery), /does not speak HTTP/);
  });

  it('is not waited for endlessly where it switches protocols', async () => {
    for (const ends of [true, false]) {
      const server = createServer((socket) => {
        socket.on('error', () => undefined).resume();
        socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
        if (ends) socket.end();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      keep({ close: () => new Promise((resolve) => server.close(() => resolve())) });
      const delivery = await send(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      assert.equal(delivery.delivered, false);
      assert.match(deliveryText(delivery), /answered 101 Switching Protocols\..*200 to 204/);
    }
  });

  it('is reported where it breaks off in the middle of its answer', async () => {
    const breaking = keep(
      await startServer((_request, response) => {
        response.writeHead(200, { 'Content-Length': '100' });
        response.write('half', () => response.destroy());
      }),
    );
    assert.equal(reasonOf(await send(breaking.url)), 'broken');
  });

  it('gets nothing where a header cannot be sent', async () => {
    const endpoint = keep(await startEndpoint(() => ({ status: 200 })));
    const delivery = await send(endpoint.url, 60_000, { 'x-key': 'a\r\nb: c' });
    assert.equal(reasonOf(delivery), 'badRequest');
    assert.match(deliveryText(delivery), /cannot be sent/);
    assert.equal(endpoint.requests.length, 0);
  });

  it('comes with advice, whatever its status', async () => {
    const texts = new Map<number, string>();
    for (const status of [400, 401, 404, 405, 413, 415, 429, 500, 503, 208]) {
      const endpoint = keep(await startEndpoint(() => ({ status })));
      texts.set(status, deliveryText(await send(endpoint.url)));
    }
    for (const [status, text] of texts) assert.match(text, new RegExp(`answered ${status} [^.]*\\. [A-Z]`));
    assert.match(texts.get(404) ?? '', /path/);
    assert.match(texts.get(208) ?? '', /200 to 204/);
  });
});
