import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { CallingError } from '../../../src/calling/failures/callingError.ts';
import { clientOfConnectionString, clientOfEndpoint } from '../../../src/calling/callRecordingClient.ts';
import type { RecordingControl } from '../../../src/calling/recordingControl.ts';
import type { StartRequest } from '../../../src/calling/start/request.ts';
import { closedPort } from '../faultProxy.ts';
import { type Answer, type ReceivedRequest, type ScratchService, scratchService } from './scratchService.ts';

const key = Buffer.from('a key that is only for tests').toString('base64');
const attempt = { requestId: '6f9619ff-8b86-d011-b42d-00c04fc964ff', firstSent: Date.UTC(2026, 0, 7) };
const request: StartRequest = {
  call: { kind: 'serverCallId', id: 'c2VydmVyQ2FsbElk' },
  content: 'audio',
  channel: 'mixed',
  format: 'mp3',
  destination: { kind: 'container', url: 'https://acct.blob.core.windows.net/recordings/team-a' },
  pauseOnStart: false,
  channelOrder: [],
  channelAffinity: [],
};
const trace = { 'X-Microsoft-Skype-Chain-ID': 'chain-1', 'x-ms-client-request-id': 'request-1' };
const started: Answer = {
  status: 200,
  body: { recordingId: 'rec-1', recordingState: 'active', recordingKind: 'azureCommunicationServices' },
  headers: trace,
};

const failed = (status: number, code: string, message: string): Answer => ({
  status,
  body: { error: { code, message } },
  headers: trace,
});

function clientOf(service: ScratchService): RecordingControl {
  return clientOfConnectionString(`endpoint=${service.endpoint}/;accesskey=${key}`, { retryDelayMs: 1 });
}

describe('call recording client', () => {
  it('starts with what was asked for, signed', async () => {
    await using service = await scratchService(() => started);
    const answer = await clientOf(service).start(request, attempt);
    assert.equal(answer.recordingId, 'rec-1');
    assert.equal(answer.state, 'active');
    assert.equal(answer.trace.correlationId, 'chain-1');
    assert.equal(answer.trace.clientRequestId, 'request-1');
    assert.ok(answer.trace.date);
    const [sent] = service.requests;
    assert.ok(sent);
    assert.equal(`${sent.method} ${sent.path}`, 'POST /calling/recordings?api-version=2026-03-12');
    assert.deepEqual(sent.body, {
      callLocator: { kind: 'serverCallLocator', serverCallId: 'c2VydmVyQ2FsbElk' },
      recordingContentType: 'audio',
      recordingChannelType: 'mixed',
      recordingFormatType: 'mp3',
      pauseOnStart: false,
      externalStorage: {
        recordingStorageKind: 'azureBlobStorage',
        recordingDestinationContainerUrl: 'https://acct.blob.core.windows.net/recordings/team-a',
      },
    });
    assert.equal(sent.headers['authorization'], signatureOf(sent));
  });

  it('names the call in each of the four ways', async () => {
    await using service = await scratchService(() => started);
    for (const kind of ['serverCallId', 'groupCallId', 'roomId', 'callConnectionId'] as const)
      await clientOf(service).start({ ...request, call: { kind, id: 'x' } }, attempt);
    const named = service.requests.map(({ body }) => {
      const { callLocator, callConnectionId } = body as Record<string, unknown>;
      return callLocator ?? callConnectionId;
    });
    assert.deepEqual(named, [
      { kind: 'serverCallLocator', serverCallId: 'x' },
      { kind: 'groupCallLocator', groupCallId: 'x' },
      { kind: 'roomCallLocator', roomId: 'x' },
      'x',
    ]);
  });

  it('sends the options of an unmixed recording', async () => {
    await using service = await scratchService(() => started);
    const user = '8:acs:631fa8d8-aab5-4ac5-8e15-261aa2590750_0000000c-d8b0-8adc-73ff-234822000345';
    await clientOf(service).start(
      {
        ...request,
        channel: 'unmixed',
        format: 'wav',
        destination: { kind: 'acs' },
        pauseOnStart: true,
        callbackUrl: 'https://example.com/callback',
        channelOrder: [user, '4:+15551234567'],
        channelAffinity: [{ channel: 2, participantId: user }],
      },
      attempt,
    );
    const body = service.requests[0]?.body as Record<string, unknown>;
    const asUser = { kind: 'communicationUser', rawId: user, communicationUser: { id: user } };
    assert.equal(body['pauseOnStart'], true);
    assert.equal(body['recordingStateCallbackUri'], 'https://example.com/callback');
    assert.deepEqual(body['externalStorage'], { recordingStorageKind: 'azureCommunicationServices' });
    assert.deepEqual(body['channelAffinity'], [{ channel: 2, participant: asUser }]);
    const order = body['audioChannelParticipantOrdering'] as readonly Record<string, unknown>[];
    assert.deepEqual(order[0], asUser);
    assert.deepEqual(order[1]?.['phoneNumber'], { isAnonymous: false, value: '+15551234567' });
  });

  it('is one start, however often it is sent', async () => {
    await using service = await scratchService((_request, index) =>
      index < 2 ? failed(500, '9999', 'Unknown internal server error.') : started,
    );
    const client = clientOf(service);
    await client.start(request, attempt);
    await client.start(request, attempt);
    const ids = service.requests.map(({ headers }) => headers['repeatability-request-id']);
    assert.deepEqual(ids, Array(4).fill(attempt.requestId));
    assert.equal(service.requests[3]?.headers['repeatability-first-sent'], 'Wed, 07 Jan 2026 00:00:00 GMT');
  });

  it('asks for the state once, without repetition', async () => {
    await using service = await scratchService((_request, index) =>
      index === 0
        ? { ...started, body: { recordingId: 'rec-1', recordingState: 'inactive' } }
        : failed(500, '9999', ''),
    );
    const client = clientOf(service);
    assert.equal((await client.getState('rec/1')).state, 'inactive');
    assert.equal(service.requests[0]?.path, '/calling/recordings/rec%2F1?api-version=2026-03-12');
    await assert.rejects(client.getState('rec-1'), reason('internalError'));
    assert.equal(service.requests.length, 2);
  });

  it('pauses, resumes and stops', async () => {
    await using service = await scratchService(({ method }) => ({
      status: method === 'DELETE' ? 204 : 202,
      headers: trace,
    }));
    const client = clientOf(service);
    for (const answer of [
      await client.pause('rec-1'),
      await client.resume('rec-1'),
      await client.stop('rec-1'),
    ]) {
      assert.equal(answer.outcome, 'done');
      assert.equal(answer.trace.correlationId, 'chain-1');
    }
    assert.deepEqual(
      service.requests.map(({ method, path }) => `${method} ${path.split('?')[0] ?? ''}`),
      [
        'POST /calling/recordings/rec-1:pause',
        'POST /calling/recordings/rec-1:resume',
        'DELETE /calling/recordings/rec-1',
      ],
    );
  });

  it('takes it for no failure that the recording had ended', async () => {
    await using service = await scratchService(({ path }) =>
      failed(404, '8522', path.includes(':resume') ? 'Call not found.' : 'Recording not found.'),
    );
    const client = clientOf(service);
    for (const answer of [
      await client.pause('rec-1'),
      await client.resume('rec-1'),
      await client.stop('rec-1'),
    ]) {
      assert.equal(answer.outcome, 'alreadyEnded');
      assert.equal(answer.trace.correlationId, 'chain-1');
    }
    await assert.rejects(client.getState('rec-1'), reason('recordingNotFound'));
  });

  const failures: readonly [Answer | 'break' | 'cut', CallingError['reason'], number][] = [
    [failed(404, '8522', 'Call not found.'), 'callNotFound', 1],
    [
      failed(400, '8553', 'Only one recording of a given type is supported in a call.'),
      'alreadyRecording',
      1,
    ],
    [failed(400, '8527', 'Invalid join identity, cannot join call.'), 'cannotJoinCall', 1],
    [failed(400, '8501', 'Action is invalid when call is not in Established state'), 'callNotEstablished', 1],
    [failed(400, '8523', 'Invalid request, the field CallbackUri is invalid'), 'invalidRequest', 1],
    [failed(500, '9999', 'Unknown internal server error.'), 'internalError', 4],
    [{ status: 401, body: { title: 'Unauthorized', status: 401 }, headers: trace }, 'signInFailed', 1],
    [failed(403, 'Forbidden', 'Denied by policy'), 'forbidden', 1],
    [failed(429, 'TooManyRequests', 'Slow down'), 'throttled', 1],
    [{ status: 502, body: '<html>Bad gateway', headers: { 'content-type': 'text/html' } }, 'serverError', 4],
    [{ status: 503, body: 'no JSON', headers: { 'content-type': 'application/json' } }, 'serverError', 4],
    [{ status: 200, body: 'no JSON', headers: { 'content-type': 'application/json' } }, 'brokenAnswer', 1],
    [{ status: 200, body: {} }, 'brokenAnswer', 1],
    [{ status: 200, body: ['odd'] }, 'brokenAnswer', 1],
    [{ status: 200, body: '<html><title>Sign in', headers: { 'content-type': 'text/html' } }, 'badAnswer', 1],
    [
      { status: 403, body: '<!doctype html><title>Blocked', headers: { 'content-type': 'text/html' } },
      'badAnswer',
      1,
    ],
    ['cut', 'brokenAnswer', 1],
    [{ ...failed(429, 'TooManyRequests', 'Slow down'), headers: { 'retry-after': '86400' } }, 'throttled', 1],
    [{ ...failed(503, 'Busy', 'Later'), headers: { 'retry-after': '3600' } }, 'serverError', 1],
    [{ status: 404, body: '<html>nginx', headers: { 'content-type': 'text/html' } }, 'badAnswer', 1],
    ['break', 'brokenConnection', 4],
  ];
  for (const [answer, expected, sent] of failures) {
    const said =
      typeof answer === 'string'
        ? `a connection that ends by ${answer}`
        : JSON.stringify([answer.status, answer.body]);
    it(`takes ${said} for ${expected}, sent ${sent} times`, async () => {
      await using service = await scratchService(() => answer);
      await assert.rejects(clientOf(service).start(request, attempt), reason(expected));
      assert.equal(service.requests.length, sent);
    });
  }

  it('gives the recording that a start began whose answer broke off, when it is sent once more', async () => {
    await using service = await scratchService((_request, index) => (index === 0 ? 'cut' : started));
    const client = clientOf(service);
    await assert.rejects(client.start(request, attempt), (error) => {
      assert.ok(CallingError.is(error));
      assert.equal(error.outcome, 'unknown');
      return true;
    });
    assert.equal((await client.start(request, attempt)).recordingId, 'rec-1');
    const ids = new Set(service.requests.map(({ headers }) => headers['repeatability-request-id']));
    assert.deepEqual([...ids], [attempt.requestId]);
  });

  it('says at once until when the service wants to be left alone', async () => {
    await using service = await scratchService(() => ({
      ...failed(429, 'TooManyRequests', 'Slow down'),
      headers: { ...trace, 'retry-after': '86400' },
    }));
    const sentAt = Date.now();
    await assert.rejects(clientOf(service).stop('rec-1'), (error) => {
      assert.ok(CallingError.is(error, 'throttled'));
      assert.equal(error.operation, 'stop');
      assert.ok(Math.abs((error.retryAt ?? 0) - sentAt - 86_400_000) < 10_000);
      assert.equal(error.trace.correlationId, 'chain-1');
      return true;
    });
    assert.ok(Date.now() - sentAt < 10_000);
  });

  it('writes a log line for each try, without query and key', async () => {
    const lines: string[] = [];
    await using service = await scratchService((_request, index) =>
      index < 1 ? failed(500, '9999', '') : started,
    );
    const client = clientOfConnectionString(`endpoint=${service.endpoint}/;accesskey=${key}`, {
      retryDelayMs: 1,
      log: (line) => lines.push(line),
    });
    await client.start(request, attempt);
    assert.equal(lines.length, 2);
    const host = new URL(service.endpoint).host;
    assert.match(
      lines[0] ?? '',
      new RegExp(
        `^POST ${host}/calling/recordings 500 in \\d+ ms, client request [\\w-]+, service request chain-1$`,
      ),
    );
    assert.match(lines[1] ?? '', / 200 in /);
    assert.ok(!lines.join('').includes(key) && !lines.join('').includes('api-version'));
  });

  it('keeps the correlation ID of a failure', async () => {
    await using service = await scratchService(() => failed(400, '8553', 'Only one'));
    await assert.rejects(clientOf(service).start(request, attempt), (error) => {
      assert.ok(CallingError.is(error));
      assert.equal(error.trace.correlationId, 'chain-1');
      return true;
    });
  });

  it('says when nothing listens, and when nothing answers', async () => {
    await using service = await scratchService(() => undefined);
    const silent = clientOfConnectionString(`endpoint=${service.endpoint};accesskey=${key}`, {
      timeoutMs: 50,
      stateTimeoutMs: 50,
    });
    await assert.rejects(silent.start(request, attempt), reason('timedOut'));
    await assert.rejects(silent.getState('rec-1'), reason('timedOut'));
    const gone = clientOf(service);
    await service[Symbol.asyncDispose]();
    await assert.rejects(gone.getState('rec-1'), reason('refused'));
  });

  it('asks this machine without the proxy that the environment names', async () => {
    process.env['HTTP_PROXY'] = `http://127.0.0.1:${await closedPort()}`;
    try {
      await using service = await scratchService(() => started);
      assert.equal((await clientOf(service).getState('rec-1')).recordingId, 'rec-1');
    } finally {
      delete process.env['HTTP_PROXY'];
    }
  });

  it('can be cancelled', async () => {
    const cancel = new AbortController();
    await using service = await scratchService(() => {
      cancel.abort();
      return undefined;
    });
    await assert.rejects(clientOf(service).stop('rec-1', cancel.signal), reason('cancelled'));
    await assert.rejects(clientOf(service).stop('rec-1', AbortSignal.abort()), reason('cancelled'));
    assert.equal(service.requests.length, 1);
  });

  it('repeats nothing of a bad connection string', () => {
    for (const text of [
      `endpoint=;accesskey=${key}`,
      `accesskey=${key}`,
      key,
      `EndPoint=https://x y;AccessKey=${key}`,
    ])
      assert.throws(
        () => clientOfConnectionString(text),
        (error) => {
          assert.ok(CallingError.is(error, 'badConnectionString'));
          assert.ok(!`${error.message}${error.stack ?? ''}${JSON.stringify(error)}`.includes(key));
          return true;
        },
      );
  });

  it('lets the key through in no failure', async () => {
    await using service = await scratchService(({ headers }) =>
      failed(400, '1', `${key} ${headers['authorization']}`),
    );
    await assert.rejects(clientOf(service).start(request, attempt), (error) => {
      assert.ok(CallingError.is(error));
      assert.ok(!`${error.message}${error.stack ?? ''}${JSON.stringify(error)}`.includes(key));
      assert.match(error.message, /HMAC-SHA256 …$/);
      return true;
    });
  });

  it('signs in with Entra ID over HTTPS only', async () => {
    const scopes: (string | string[])[] = [];
    const credential = {
      getToken: (scope: string | string[]) => {
        scopes.push(scope);
        return Promise.reject(Object.assign(new Error('nobody'), { name: 'CredentialUnavailableError' }));
      },
    };
    assert.throws(() => clientOfEndpoint('http://127.0.0.1:1', credential), reason('badConnectionString'));
    const client = clientOfEndpoint('https://contoso.communication.azure.com', credential);
    await assert.rejects(client.stop('rec-1'), reason('notSignedIn'));
    assert.deepEqual(scopes.flat(), ['https://communication.azure.com//.default']);
  });
});

function reason(expected: CallingError['reason']): (error: unknown) => boolean {
  return (error) => {
    assert.ok(CallingError.is(error), String(error));
    assert.equal(error.reason, expected, error.message);
    return true;
  };
}

/** The signature as the service computes it. */
function signatureOf({ method, path, headers, body }: ReceivedRequest): string {
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('base64');
  const text = `${method}\n${path}\n${headers['x-ms-date']};${headers['host']};${hash}`;
  const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64');
  return `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`;
}
