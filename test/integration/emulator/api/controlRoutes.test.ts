import assert from 'node:assert/strict';
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { newNonce, provenProcess } from '../../../../src/emulator/api/proof.ts';
import { signedHeaders } from '../../../../src/emulator/api/signature.ts';
import { mostCalls } from '../../../../src/emulator/service/calls.ts';
import { TestService, refusalOf } from '../localServiceFixture.ts';

interface CallJson {
  readonly callId: string;
  readonly serverCallId: string;
  readonly callConnectionId: string;
  readonly groupCallId: string;
  readonly roomId: string;
  readonly participants: readonly string[];
  readonly state: string;
}

describe('control of the local service', () => {
  let local: TestService;

  beforeEach(async () => {
    local = await TestService.start();
  });

  afterEach(() => local.stop());

  const json = async <T>(answer: Promise<Response>): Promise<T> => (await (await answer).json()) as T;

  it('makes, lists, connects and ends calls', async () => {
    const wanted = { participantCount: 3, roomId: '99452784898421625', connecting: true };
    const call = await json<CallJson>(local.control('POST', '/local/calls', wanted));
    assert.equal(call.participants.length, 3);
    assert.equal(call.roomId, '99452784898421625');
    assert.equal(call.state, 'connecting');
    for (const id of [call.callId, call.serverCallId, call.callConnectionId, call.groupCallId, call.roomId]) {
      const path = `/local/calls/${encodeURIComponent(id)}`;
      assert.deepEqual(await json(local.control('GET', path)), call);
    }
    const connected = await json<CallJson>(local.control('POST', `/local/calls/${call.callId}:connect`, {}));
    assert.equal(connected.state, 'established');
    assert.equal((await local.control('DELETE', `/local/calls/${call.callConnectionId}`)).status, 204);
    const [ended] = await json<CallJson[]>(local.control('GET', '/local/calls'));
    assert.equal(ended?.state, 'ended');
    assert.equal((await local.control('DELETE', '/local/calls/unknown')).status, 404);
    assert.equal((await local.control('POST', '/local/calls', { participants: 'x' })).status, 400);
    assert.equal((await local.control('POST', '/local/calls', { participantCount: 0 })).status, 400);
    assert.equal((await local.control('POST', '/local/calls', { endAfterSeconds: -1 })).status, 400);
  });

  it('shows a recording grow', async () => {
    const { recordingId } = await local.recordings().start(local.startOptions({ recordingFormat: 'wav' }));
    const state = async () => {
      const [recording] = await json<Record<string, unknown>[]>(local.control('GET', '/local/recordings'));
      return [
        recording?.['recordingId'],
        recording?.['state'],
        recording?.['recordedMs'],
        recording?.['sizeBytes'],
      ];
    };
    assert.deepEqual(await state(), [recordingId, 'active', 0, 0]);
    local.clock.advance(1_500);
    assert.deepEqual(await state(), [recordingId, 'active', 1_500, 48_000]);
    await local.recordings().pause(recordingId);
    local.clock.advance(1_500);
    assert.deepEqual(await state(), [recordingId, 'inactive', 1_500, 48_000]);
  });

  it('is closed to web pages', async () => {
    const url = new URL('/local/calls', local.service.endpoint);
    const simple = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: '{}',
    });
    assert.equal(simple.status, 403);
    const page = await fetch(url, { headers: { Origin: 'https://evil.example' } });
    assert.equal(page.status, 403);
    const rebound = await new Promise<number | undefined>((resolve, reject) => {
      request(url, { headers: { Host: 'evil.example' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      })
        .on('error', reject)
        .end();
    });
    assert.equal(rebound, 403);
    assert.deepEqual(local.service.calls.list(), []);
  });

  const sent = (path: string, headers: Record<string, string>, body: string | Uint8Array = '{}') =>
    fetch(new URL(path, local.service.endpoint), { method: 'POST', headers, body });

  it('takes the access key: by hand, or as the signature that SDKs make', async () => {
    const json = { 'Content-Type': 'application/json' };
    const url = new URL('/local/calls', local.service.endpoint);
    const key = Buffer.from(local.key, 'base64');
    const other = Buffer.alloc(64, 1);
    const create = async (headers: Record<string, string>) =>
      (await sent('/local/calls', { ...json, ...headers })).status;
    assert.equal(await create({ Authorization: `AccessKey ${local.key}` }), 201);
    assert.equal(await create(signedHeaders('POST', url, '{}', key)), 201);
    assert.equal(await create({}), 401);
    assert.equal(await create({ Authorization: `AccessKey ${other.toString('base64')}` }), 401);
    assert.equal(await create({ Authorization: `AccessKey ${local.key.slice(0, 40)}` }), 401);
    assert.equal(await create(signedHeaders('POST', url, '{}', other)), 401);
    for (const path of ['calls', 'recordings', 'events', 'faults', 'calls/x']) {
      assert.equal((await fetch(new URL(`/local/${path}`, url))).status, 401, path);
    }
    assert.equal(local.service.calls.list().length, 2);
  });

  it('is open to any program where that was asked for', async () => {
    await local.stop();
    local = await TestService.start({ openControl: true });
    assert.equal((await sent('/local/calls', { 'Content-Type': 'application/json' })).status, 201);
  });

  it('says that it is there without a key', async () => {
    const health = await fetch(new URL('/local/health', local.service.endpoint));
    assert.equal(health.status, 200);
    assert.deepEqual(await health.json(), { status: 'ok' });
    assert.equal(health.headers.get('cross-origin-resource-policy'), 'same-origin');
    assert.equal(health.headers.get('x-content-type-options'), 'nosniff');
    const head = await fetch(new URL('/local/health', local.service.endpoint), { method: 'HEAD' });
    assert.equal(head.status, 200);
  });

  it('proves that it knows the key to a caller with a nonce, and never reveals it', async () => {
    const json = { 'Content-Type': 'application/json' };
    const { port } = local.service;
    const nonce = newNonce();
    const answer = await sent('/local/hello', json, JSON.stringify({ nonce }));
    const proof: unknown = await answer.json();
    const key = Buffer.from(local.key, 'base64');
    assert.equal(provenProcess(proof, nonce, key, port), process.pid);
    assert.equal(provenProcess(proof, newNonce(), key, port), undefined);
    assert.equal(provenProcess(proof, nonce, key, port + 1), undefined);
    assert.equal(provenProcess(proof, nonce, Buffer.alloc(64), port), undefined);
    assert.equal(provenProcess({ ...Object(proof), pid: 1 }, nonce, key, port), undefined);
    for (const wrong of [undefined, '', 'short', 'x'.repeat(101), 7, 'POST\n/path'])
      assert.equal((await sent('/local/hello', json, JSON.stringify({ nonce: wrong }))).status, 400);
  });

  it('takes exactly one type of content', async () => {
    const authorization = { Authorization: `AccessKey ${local.key}` };
    const types = {
      'application/json': 201,
      'APPLICATION/JSON ; charset=utf-8': 201,
      'application/jsonX': 403,
      'application/json-patch+json': 403,
      'text/plain; application/json': 403,
    };
    for (const [type, status] of Object.entries(types)) {
      const answer = await sent('/local/calls', { ...authorization, 'Content-Type': type });
      assert.equal(answer.status, status, type);
    }
  });

  it('answers a path of 15,000 padding characters as fast as any other, with thousands of calls', async () => {
    for (let call = 0; call < 3_000; call++) local.service.calls.create({ groupCallId: '='.repeat(4_000) });
    const startedMs = performance.now();
    assert.equal((await local.control('GET', `/local/calls/${'='.repeat(4_000)}x`)).status, 404);
    assert.equal((await local.control('GET', `/local/calls/${'='.repeat(15_000)}x`)).status, 400);
    assert.ok(performance.now() - startedMs < 500);
  });

  it('refuses IDs that no service has', async () => {
    const long = 'x'.repeat(4_097);
    for (const wanted of [{ groupCallId: long }, { roomId: long }, { participants: [long] }])
      assert.equal((await local.control('POST', '/local/calls', wanted)).status, 400);
    for (const wanted of [{ groupCallId: 7 }, { connecting: 'yes' }, { participantCount: '3' }])
      assert.equal((await local.control('POST', '/local/calls', wanted)).status, 400);
    assert.match(
      await refusalOf(
        local
          .recordings()
          .start(local.startOptions({ callLocator: { kind: 'serverCallLocator', id: long } })),
      ),
      /^400 8523/,
    );
  });

  it('forgets the oldest calls that have ended, never one in progress', () => {
    const { calls } = local.service;
    const first = calls.create();
    const second = calls.create();
    calls.end(second.callId);
    for (let call = 2; call < mostCalls; call++) calls.create();
    calls.create();
    assert.equal(calls.list().length, mostCalls);
    assert.equal(calls.byAnyId(second.serverCallId), undefined);
    assert.equal(calls.byAnyId(first.serverCallId), calls.list()[0]);
    assert.throws(() => calls.create(), /10000 calls in progress/);
  });

  it('reads a body with a byte order mark, and refuses one in another encoding', async () => {
    const headers = { Authorization: `AccessKey ${local.key}`, 'Content-Type': 'application/json' };
    const text = '{"groupCallId":"bom"}';
    assert.equal((await sent('/local/calls', headers, `\ufeff${text}`)).status, 201);
    assert.equal(local.service.calls.list()[0]?.groupCallId, 'bom');
    assert.equal((await sent('/local/calls', headers, Buffer.from(text, 'utf16le'))).status, 400);
  });

  it('answers nonsense without failing', async () => {
    const bad = await fetch(new URL('/local/calls', local.service.endpoint), {
      method: 'POST',
      headers: { Authorization: `AccessKey ${local.key}`, 'Content-Type': 'application/json' },
      body: '{',
    });
    assert.equal(bad.status, 400);
    assert.equal((await local.control('GET', '/nothing')).status, 404);
    assert.equal((await local.control('GET', '/local/calls/%zz')).status, 404);
    assert.equal((await local.control('PUT', '/local/calls')).status, 405);
    const huge = { participants: ['x'.repeat(1_100_000)] };
    const refused = await local.control('POST', '/local/calls', huge).catch(() => undefined);
    assert.ok(refused === undefined || refused.status === 413);
    assert.equal((await local.control('GET', '/local/calls')).status, 200);
  });

  describe('repeated starts', () => {
    const key = () => Buffer.from(local.service.connectionString.split('accesskey=')[1] ?? '', 'base64');

    async function start(body: string, repeatability: Record<string, string>): Promise<[number, string]> {
      const path = '/calling/recordings?api-version=2026-03-12';
      const date = new Date().toUTCString();
      const hash = createHash('sha256').update(body).digest('base64');
      const toSign = `POST\n${path}\n${date};${new URL(local.service.endpoint).host};${hash}`;
      const signature = createHmac('sha256', key()).update(toSign).digest('base64');
      const answer = await fetch(new URL(path, local.service.endpoint), {
        method: 'POST',
        body,
        headers: {
          'x-ms-date': date,
          'x-ms-content-sha256': hash,
          Authorization: `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`,
          ...repeatability,
        },
      });
      return [answer.status, await answer.text()];
    }

    const bodyOf = (serverCallId: string) =>
      JSON.stringify({ callLocator: { kind: 'serverCallLocator', serverCallId } });
    const headers = (id: string = randomUUID()) => ({
      'Repeatability-Request-ID': id,
      'Repeatability-First-Sent': new Date().toUTCString(),
    });

    it('get the first answer, also when they come at once', async () => {
      const body = bodyOf(local.service.calls.create().serverCallId);
      const same = headers();
      const [first, ...others] = await Promise.all([start(body, same), start(body, same), start(body, same)]);
      assert.equal(first[0], 200);
      assert.deepEqual(others, [first, first]);
      assert.deepEqual(await start(body, same), first);
      // Another ID is another start.
      assert.equal((await start(body, headers()))[0], 400);
    });

    it('get the first refusal', async () => {
      const call = local.service.calls.create({ connecting: true });
      const same = headers();
      const first = await start(bodyOf(call.serverCallId), same);
      assert.equal(first[0], 400);
      local.service.calls.connect(call.callId);
      assert.deepEqual(await start(bodyOf(call.serverCallId), same), first);
    });

    it("are refused when the ID was another request's, or stands alone", async () => {
      const same = headers();
      await start(bodyOf(local.service.calls.create().serverCallId), same);
      const body = bodyOf(local.service.calls.create().serverCallId);
      assert.match((await start(body, same))[1], /belongs to another request/);
      assert.match((await start(body, { 'Repeatability-Request-ID': 'x' }))[1], /needed together/);
      assert.match(
        (await start(body, { 'Repeatability-First-Sent': new Date().toUTCString() }))[1],
        /together/,
      );
      assert.match((await start(body, { ...headers(), 'Repeatability-First-Sent': 'x' }))[1], /together/);
    });
  });
});
