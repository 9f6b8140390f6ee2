import assert from 'node:assert/strict';
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { TestService } from '../localServiceFixture.ts';

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

  it('makes, tells, connects and ends calls', async () => {
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
    const { recordingId } = await local.recordings().start(local.order({ recordingFormat: 'wav' }));
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

  it('answers nonsense without failing', async () => {
    const bad = await fetch(new URL('/local/calls', local.service.endpoint), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
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
