import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Browser, type Page, chromium } from 'playwright-core';
import { startLocalService } from '../../src/emulator/localService.ts';
import { openValidationLink } from '../../src/events/send/handshake/validationLink.ts';
import { RangeServer } from '../../src/storage/transfer/rangeServer.ts';
import { closeBrowser, findBrowser } from '../host/browser.ts';
import { startReceiver, token } from './events/receive/receiver.ts';

/** A server of this machine that a page attacks. */
interface Attacked extends AsyncDisposable {
  readonly port: number;
  /** Paths worth asking for, each with the body of a request that would change something. */
  readonly paths: readonly (readonly [path: string, body?: string])[];
  /** Must not be read by any page. */
  readonly secrets: readonly string[];
  /** Fails where something has changed. */
  unharmed(): Promise<void>;
}

/** All servers that the product opens; each new one goes here. */
const servers: Readonly<Record<string, () => Promise<Attacked>>> = {
  'the local service': () => localService(false),
  'the local service with open control': () => localService(true),
  'the range server': rangeServer,
  'the event listener': () => eventListener(false),
  'the event listener that was made public': () => eventListener(true),
  'the address that validates a webhook': validationAddress,
};

/** Where the sources open a port; each is one of the servers above, or stands in front of one. */
const openers: readonly string[] = [
  // The local service: HTTP, HTTPS, and one port for both.
  'emulator/listen.ts',
  'events/receive/listener/listener.ts',
  'events/send/handshake/validationLink.ts',
  'storage/transfer/rangeServer.ts',
];

async function localService(openControl: boolean): Promise<Attacked> {
  const service = await startLocalService({ openControl, publicHosts: ['mine.tunnel.example'] });
  const call = service.calls.create({ groupCallId: 'secret-group' });
  return {
    port: service.port,
    paths: [
      ['/local/calls', '{"roomId":"1"}'],
      ['/local/faults', '{"kind":"serverError"}'],
      ['/local/hello', '{"nonce":"0123456789abcdef"}'],
      [
        '/local/sign-ins',
        '{"containerUrl":"https://a.blob.core.windows.net/recs","signIn":"sas","secret":"x"}',
      ],
      [`/local/calls/${call.callId}`],
      [`/local/calls/${'='.repeat(8_000)}x`],
      ['/local/health'],
      ['/local/events'],
      ['/local/failures'],
      ['/calling/recordings?api-version=2026-03-12', JSON.stringify({ callLocator: call })],
    ],
    secrets: ['secret-group', call.callId, '"status":"ok"', '"proof"'],
    unharmed: () => {
      assert.deepEqual(service.calls.list(), [call]);
      assert.deepEqual(service.faults.list(), []);
      assert.deepEqual(service.events, []);
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => service.close(),
  };
}

async function rangeServer(): Promise<Attacked> {
  const server = await RangeServer.start();
  let opened = 0;
  server.share().add('secret.mp3', {
    sizeBytes: 14,
    contentType: 'audio/mpeg',
    open: () => {
      opened += 1;
      return Promise.resolve(Readable.from(['recorded-bytes'], { objectMode: false }));
    },
  });
  return {
    port: Number(new URL(server.origin).port),
    paths: [['/'], ['/secret.mp3'], [`/${'A'.repeat(43)}/secret.mp3`]],
    secrets: ['recorded-bytes'],
    unharmed: () => {
      assert.equal(opened, 0);
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => {
      server.dispose();
      return Promise.resolve();
    },
  };
}

/** Answers to one path with a code that only the webhook gets; the page has learnt it. */
async function validationAddress(): Promise<Attacked> {
  const link = await openValidationLink('only-the-webhook-knows', 60_000);
  const isOpened = link.opened.then(() => true);
  const url = new URL(link.url);
  return {
    port: Number(url.port),
    paths: [
      ['/'],
      [url.pathname],
      [`${url.pathname}?id=a-guess`],
      [`${url.pathname}?id=${'='.repeat(8_000)}x`],
    ],
    secrets: ['successfully validated'],
    unharmed: async () => {
      assert.equal(await Promise.race([isOpened, Promise.resolve(false)]), false);
    },
    [Symbol.asyncDispose]: () => {
      link.close();
      return Promise.resolve();
    },
  };
}

/** The page even knows the random part of the paths, and the key where there is one. */
async function eventListener(isPublic: boolean): Promise<Attacked> {
  const receiver = await startReceiver(
    isPublic ? { publicHosts: ['mine.tunnel.example'], key: 'keykeykeykeykey1' } : {},
  );
  const event = {
    specversion: '1.0',
    id: '1',
    source: '/evil',
    type: 'Microsoft.Communication.RecordingFileStatusUpdated',
    data: { recordingId: 'evil' },
  };
  const handshake = {
    id: '2',
    topic: '/evil',
    subject: '',
    eventType: 'Microsoft.EventGrid.SubscriptionValidationEvent',
    eventTime: '2026-11-20T00:00:00Z',
    data: { validationCode: 'agreed-to-deliver' },
    dataVersion: '1',
  };
  return {
    port: receiver.listener.port,
    paths: [
      [`/events/${token}`, JSON.stringify(event)],
      [`/events/${token}`, JSON.stringify([handshake])],
      [`/events/${token}?key=keykeykeykeykey1`, JSON.stringify(event)],
      [`/events/${token}?probe=0123456789abcdef`],
      [`/callbacks/${token}`, JSON.stringify([event])],
      [`/callbacks/${token}/${'='.repeat(8_000)}x`],
    ],
    // The proof is no secret to a page that knows the path: it is computed from that.
    secrets: ['agreed-to-deliver'],
    unharmed: () => {
      assert.deepEqual(receiver.store.list(), []);
      assert.equal(receiver.listener.counters.events, 0);
      assert.equal(receiver.listener.counters.handshakes, 0);
      assert.ok(receiver.listener.counters.requests > 0);
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => receiver.close(),
  };
}

/** What a page can do with an address, in its own words; each gives what it could read, if anything. */
const ways = String.raw`({
  corsGet: (url) => fetch(url).then((a) => a.text()),
  opaqueGet: (url) => fetch(url, { mode: 'no-cors' }).then((a) => a.text()),
  rangeGet: (url) => fetch(url, { headers: { Range: 'bytes=0-10' } }).then((a) => a.text()),
  textPost: (url, body) => fetch(url, { method: 'POST', mode: 'no-cors', body }).then((a) => a.text()),
  jsonPost: (url, body) => fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).then((a) => a.text()),
  blobPost: (url, body) => fetch(url, { method: 'POST', mode: 'no-cors', body: new Blob([body], { type: 'application/json' }) }).then((a) => a.text()),
  delete: (url) => fetch(url, { method: 'DELETE' }).then((a) => a.text()),
  xhr: (url, body) => new Promise((done) => { const x = new XMLHttpRequest(); x.onloadend = () => done(x.responseText); x.open('POST', url); x.setRequestHeader('content-type', 'text/plain'); x.send(body); }),
  beacon: (url, body) => void navigator.sendBeacon(url, new Blob([body], { type: 'text/plain' })),
  image: (url) => element('img', { src: url }),
  script: (url) => element('script', { src: url }).then(() => document.body.innerText),
  style: (url) => element('link', { rel: 'stylesheet', href: url }).then(() => [...document.styleSheets].map((s) => { try { return [...s.cssRules].map((r) => r.cssText).join(); } catch { return ''; } }).join()),
  audio: (url) => element('audio', { src: url, preload: 'auto' }),
  object: (url) => element('object', { data: url }),
  frame: (url) => element('iframe', { src: url }).then((e) => { try { return e.contentDocument.body.innerText; } catch { return ''; } }),
  formGet: (url) => form(url, 'GET', 'application/x-www-form-urlencoded', ''),
  formPost: (url, body) => form(url, 'POST', 'text/plain', body),
  events: (url) => new Promise((done) => { const s = new EventSource(url); s.onmessage = (e) => done(e.data); s.onerror = () => { s.close(); done(''); }; }),
  socket: (url) => new Promise((done) => { const s = new WebSocket(url.replace('http', 'ws')); s.onopen = () => done('"status":"ok"'); s.onerror = () => done(''); }),
  popup: (url) => void window.open(url),
})`;

const helpers = String.raw`
  function element(name, properties) { return new Promise((done) => { const e = Object.assign(document.createElement(name), properties); e.onload = e.onerror = e.onloadedmetadata = () => done(e); document.body.append(e); setTimeout(() => done(e), 1000); }); }
  function form(action, method, enctype, value) { const f = Object.assign(document.createElement('form'), { action, method, enctype, target: 'hidden' }); const frame = Object.assign(document.createElement('iframe'), { name: 'hidden' }); f.append(Object.assign(document.createElement('input'), { name: value, value: '' })); document.body.append(frame, f); f.submit(); return new Promise((done) => setTimeout(() => { let text = ''; try { text = frame.contentDocument.body.innerText; } catch {} frame.remove(); f.remove(); done(text); }, 300)); }
`;

describe('a hostile page in a browser', () => {
  it('is tried on every server that the sources open', () => {
    const root = join(import.meta.dirname, '../../src');
    const found = globSync('**/*.ts', { cwd: root })
      .map((path) => path.replaceAll('\\', '/'))
      // What is shown as code is text.
      .filter((path) => !path.startsWith('snippets/'))
      .filter((path) =>
        /\bcreate(?:Secure)?Server\b|\.listen\(\s*(?:port\b|\d|\{|options\.port)/.test(
          readFileSync(join(root, path), 'utf8'),
        ),
      );
    assert.deepEqual(found.sort(), openers);
  });

  const page = '<!doctype html><title>Evil</title><body>evil</body>';
  const evil = createServer((_, response) => response.setHeader('content-type', 'text/html').end(page));
  let browser: Browser;
  let evilPort: number;

  before(async () => {
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
    evilPort = (evil.address() as AddressInfo).port;
    browser = await chromium.launch({
      executablePath: await findBrowser(),
      timeout: 120_000,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        // The names of the attacker lead here, as after a rebinding of his own name server.
        '--host-resolver-rules=MAP *.example 127.0.0.1',
      ],
    });
  });

  after(async () => {
    await closeBrowser(browser);
    evil.closeAllConnections();
    evil.close();
  });

  /** Opens the attacker's page as if it came from the port of the server, before the name was bound anew. */
  async function openRebound(target: Page, origin: string): Promise<void> {
    await target.route(`${origin}/`, (route) => route.fulfill({ contentType: 'text/html', body: page }));
    await target.goto(`${origin}/`);
    await target.unroute(`${origin}/`);
  }

  for (const [name, start] of Object.entries(servers)) {
    for (const [from, originOf] of Object.entries({
      'another site': () => `http://evil.example:${evilPort}`,
      'another port of this machine': () => `http://127.0.0.1:${evilPort}`,
      'a name that was rebound to it': (port: number) => `http://rebound.example:${port}`,
    })) {
      it(`of ${from} can neither read from nor change anything in ${name}`, async () => {
        await using server = await start();
        const context = await browser.newContext();
        try {
          const attacker = await context.newPage();
          const origin = originOf(server.port);
          if (origin.endsWith(`:${server.port}`)) await openRebound(attacker, origin);
          else await attacker.goto(origin);
          // The rebound page asks for its own origin, which is what the attack is about.
          const hosts = origin.endsWith(`:${server.port}`) ? ['rebound.example'] : ['127.0.0.1', 'localhost'];
          const targets = server.paths.flatMap(([path, body = '{}']) =>
            hosts.map((host) => ({ url: `http://${host}:${server.port}${path}`, body })),
          );
          const read = await attacker.evaluate<readonly string[]>(
            `(async () => { ${helpers} const ways = ${ways}; const targets = ${JSON.stringify(targets)};
              return Promise.all(Object.entries(ways).flatMap(([name, way]) => targets.map(async ({ url, body }) => {
                const limit = new Promise((done) => setTimeout(() => done(''), 5000));
                try { return name + ' ' + String(await Promise.race([way(url, body), limit]) ?? ''); } catch { return name; }
              }))); })()`,
          );
          const frames = context.pages().flatMap((each) => each.frames());
          const shown = await Promise.all(
            frames.map((frame) =>
              frame
                .locator('body')
                .innerText({ timeout: 2000 })
                .catch(() => ''),
            ),
          );
          assert.equal(read.length, 20 * targets.length);
          for (const text of [...read, ...shown])
            for (const secret of server.secrets) assert.ok(!text.includes(secret), text.slice(0, 200));
          await server.unharmed();
          const startedMs = performance.now();
          await fetch(`http://127.0.0.1:${server.port}/`);
          assert.ok(performance.now() - startedMs < 2_000);
        } finally {
          await context.close();
        }
      });
    }
  }

  it('is told apart from a page that may read: the attacks work where nothing guards', async () => {
    const open = createServer((_, response) =>
      response.setHeader('access-control-allow-origin', '*').end('secret'),
    );
    await new Promise<void>((resolve) => open.listen(0, '127.0.0.1', resolve));
    const context = await browser.newContext();
    try {
      const attacker = await context.newPage();
      await attacker.goto(`http://127.0.0.1:${evilPort}`);
      const { port } = open.address() as AddressInfo;
      const read = await attacker.evaluate<string>(
        `(async () => { ${helpers} return (${ways}).corsGet('http://127.0.0.1:${port}/', ''); })()`,
      );
      assert.equal(read, 'secret');
    } finally {
      await context.close();
      open.closeAllConnections();
      open.close();
    }
  });
});
