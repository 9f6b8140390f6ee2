import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { createServer, globalAgent, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { checkPublicAddress } from '../../../../../src/events/receive/listener/publicAddress.ts';
import { closedPort } from '../../../faultProxy.ts';
import { type Receiver, startReceiver, token } from '../receiver.ts';

/** What a tunnel does with a request. */
type Tunnel = { readonly port: number } | { readonly status: number; readonly body?: string };

describe('Public address of the listener', () => {
  let receiver: Receiver;
  let server: Server;
  let origin: string;
  let tunnel: Tunnel;
  const { ca } = globalAgent.options;

  before(async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
      keySize: 2048,
      algorithm: 'sha256',
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
    });
    globalAgent.options.ca = cert;
    server = createServer({ cert, key }, (request, response) => {
      if (!('port' in tunnel)) {
        response.writeHead(tunnel.status).end(tunnel.body ?? '');
        return;
      }
      const { method, url, headers } = request;
      // The name under which it is public, as a tunnel passes it on.
      const onward = httpRequest(
        {
          port: tunnel.port,
          host: '127.0.0.1',
          method,
          path: url,
          headers: { ...headers, host: 'abc.devtunnels.ms' },
        },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response);
        },
      );
      onward.on('error', () => response.writeHead(502).end());
      request.pipe(onward);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `https://localhost:${(server.address() as AddressInfo).port}`;
    receiver = await startReceiver();
  });

  after(async () => {
    if (ca === undefined) delete globalAgent.options.ca;
    else globalAgent.options.ca = ca;
    server.close();
    server.closeAllConnections();
    await receiver.close();
  });

  const check = (text: string) => checkPublicAddress(text, token, new AbortController().signal);

  it('is taken once it has led here, before anything else is taken from there', async () => {
    tunnel = { port: receiver.listener.port };
    assert.deepEqual(await check(` ${origin}/some/path `), { origin });
    const answer = await new Promise<number>((resolve, reject) => {
      httpRequest(
        receiver.url,
        { method: 'POST', headers: { host: 'abc.devtunnels.ms', 'content-type': 'application/json' } },
        (response) => resolve(response.resume().statusCode ?? 0),
      )
        .on('error', reject)
        .end('[]');
    });
    assert.equal(answer, 503);
  });

  it('is refused with the reason where it does not lead here', async () => {
    const other = await startReceiver({ token: 'anothertokenanother' });
    const cases: readonly (readonly [kind: string, text: string, tunnel: Tunnel])[] = [
      ['notAUrl', 'abc', { status: 200 }],
      ['notHttps', 'http://abc.devtunnels.ms', { status: 200 }],
      ['private', origin, { status: 302 }],
      ['private', origin, { status: 200, body: '<title>Sign in to your account</title>' }],
      ['elsewhere', origin, { status: 200, body: '{"proof":"deadbeef"}' }],
      ['notForwarded', origin, { port: other.listener.port }],
      ['notForwarded', origin, { port: await closedPort() }],
      ['noAnswer', `https://localhost:${await closedPort()}`, { status: 200 }],
    ];
    for (const [kind, text, way] of cases) {
      tunnel = way;
      const result = await check(text);
      assert.equal('problem' in result ? result.problem.kind : '', kind, `${kind} ${JSON.stringify(way)}`);
    }
    await other.close();
  });
});
