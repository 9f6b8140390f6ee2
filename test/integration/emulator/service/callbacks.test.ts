import assert from 'node:assert/strict';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseCallAutomationEvent } from '@azure/communication-call-automation';
import { scratchService } from '../../calling/scratchService.ts';
import { TestService } from '../localServiceFixture.ts';

describe('callbacks of the local service', () => {
  let local: TestService;
  let receiver: Server;
  let url: string;
  let received: unknown[];
  let statuses: number[];

  beforeEach(async () => {
    local = await TestService.start();
    received = [];
    statuses = [];
    receiver = createServer((request, response) => {
      void readJson(request).then((json) => {
        received.push(json);
        response.writeHead(statuses.shift() ?? 200).end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/callback?secret=1`;
  });

  afterEach(async () => {
    await local.stop();
    receiver.closeAllConnections();
    receiver.close();
  });

  const events = () => received.map((each) => parseCallAutomationEvent(each as Record<string, unknown>));

  it('report each change of state in order, as the SDK reads them', async () => {
    const call = local.service.calls.create();
    const recordings = local.recordings();
    const { recordingId } = await recordings.start(
      local.startOptions({
        callLocator: { kind: 'serverCallLocator', id: call.serverCallId },
        recordingStateCallbackEndpointUrl: url,
      }),
    );
    await recordings.pause(recordingId);
    await recordings.pause(recordingId);
    await recordings.resume(recordingId);
    await recordings.stop(recordingId);
    await local.service.whenIdle();
    const states = events().map((event) =>
      event.kind === 'RecordingStateChanged' ? event.state : event.kind,
    );
    assert.deepEqual(states, ['active', 'inactive', 'active', 'inactive']);
    const [first] = events();
    if (first?.kind !== 'RecordingStateChanged') assert.fail(first?.kind);
    assert.equal(first.recordingId, recordingId);
    assert.equal(first.serverCallId, call.serverCallId);
    assert.equal(first.correlationId, call.callId);
    assert.equal(first.callConnectionId, call.callConnectionId);
    assert.equal(String(first.startDateTime), '2026-11-20T10:00:00.0000000Z');
    const [[envelope]] = received as [[Record<string, unknown>]];
    assert.equal(envelope['type'], 'Microsoft.Communication.RecordingStateChanged');
    assert.equal(envelope['specversion'], '1.0');
  });

  it('report a start that was accepted and then failed', async () => {
    local.service.faults.add({ kind: 'startFails', times: 1 });
    const options = { ...local.startOptions(), recordingStateCallbackEndpointUrl: url };
    const { recordingId } = await local.recordings().start(options);
    await local.service.whenIdle();
    const [event] = events();
    if (event?.kind !== 'StartRecordingFailed') assert.fail(event?.kind);
    assert.equal(event.recordingId, recordingId);
    assert.equal(event.resultInformation?.subCode, 9999);
    await assert.rejects(local.recordings().getState(recordingId), { code: '8522' });
    assert.deepEqual(local.events, []);
  });

  it('are tried again, and given up without logging the address', async () => {
    statuses = [503, 200, 500, 500, 500];
    const options = { ...local.startOptions(), recordingStateCallbackEndpointUrl: url };
    const { recordingId } = await local.recordings().start(options);
    await local.recordings().stop(recordingId);
    await local.service.whenIdle();
    assert.equal(received.length, 5);
    const line = local.log.find((each) => each.startsWith('A callback'));
    assert.match(line ?? '', /RecordingStateChanged was not delivered: status 500/);
    assert.doesNotMatch(local.log.join('\n'), /secret/);
  });

  it('follow no redirect to an address that was never checked', async () => {
    await using other = await scratchService(() => ({ status: 200 }));
    await using moved = await scratchService(() => ({
      status: 307,
      headers: { location: `${other.endpoint}/elsewhere` },
    }));
    const options = { ...local.startOptions(), recordingStateCallbackEndpointUrl: moved.endpoint };
    await local.recordings().start(options);
    await local.service.whenIdle();
    assert.equal(moved.requests.length, 3);
    assert.deepEqual(other.requests, []);
    assert.match(local.log.join('\n'), /was not delivered: status 307/);
  });

  it('go only to HTTPS addresses with the option for it', async () => {
    await local.stop();
    local = await TestService.start({ allowHttpCallback: false });
    const options = { ...local.startOptions(), recordingStateCallbackEndpointUrl: url };
    await assert.rejects(local.recordings().start(options), {
      code: '8523',
      message: 'Invalid request, The field CallbackUri is invalid.',
    });
  });
});

async function readJson(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(Buffer.from(piece as Uint8Array));
  return JSON.parse(Buffer.concat(pieces).toString());
}
