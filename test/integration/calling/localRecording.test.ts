import assert from 'node:assert/strict';
import { ActiveRecordings } from '../../../src/calling/active/tracker.ts';
import { CallingError } from '../../../src/calling/failures/callingError.ts';
import { clientOfConnectionString } from '../../../src/calling/callRecordingClient.ts';
import { systemClock } from '../../../src/base/clock.ts';
import { type LandingResult, awaitLanding } from '../../../src/calling/landing/landing.ts';
import type { RecordingControl } from '../../../src/calling/recordingControl.ts';
import { type StartAnswers, checkStart } from '../../../src/calling/start/check.ts';
import { startAgain } from '../../../src/calling/start/retry.ts';
import type { StartRequest } from '../../../src/calling/start/request.ts';
import { type LocalService, startLocalService } from '../../../src/emulator/localService.ts';
import { legalFormats } from '../../../src/recording/formats.ts';
import { openStore } from '../../../src/storage/openStore.ts';
import type { RecordingStore } from '../../../src/storage/recordingStore.ts';
import { FakeClock } from '../../unit/base/fakeClock.ts';
import { sharedAzurite } from '../azurite.ts';
import { startFaultProxy } from '../faultProxy.ts';
import { blobContainer, deps, freshContainer } from '../storage/helpers.ts';

const newAttempt = () => ({ requestId: crypto.randomUUID(), firstSent: Date.now() });

describe('recording with the local service', () => {
  let service: LocalService;
  const closing: LocalService[] = [];
  let control: RecordingControl;
  let store: RecordingStore;
  let containerUrl: string;

  before(async () => {
    const container = await freshContainer(await sharedAzurite());
    containerUrl = container.url;
    store = await openStore(blobContainer(containerUrl, 'accountKey'), deps());
    service = await startLocalService();
    control = clientOfConnectionString(service.connectionString, { retryDelayMs: 1 });
  });

  after(() => Promise.all([service, ...closing].map((one) => one.close())));
  afterEach(() => service.faults.clear());

  function requestFor(changed: Partial<StartAnswers> = {}): StartRequest {
    const check = checkStart({
      call: { id: service.calls.create().serverCallId },
      ...{ content: 'audio', channel: 'mixed', format: 'wav' },
      destination: { kind: 'container', url: containerUrl },
      isLocal: true,
      ...changed,
    });
    assert.equal(check.kind, 'valid');
    return check.request;
  }

  async function land(
    { startedBy, prefix = '', ...known }: { startedBy: string; prefix?: string; callId?: string },
    recordingId: string,
    startedAt: number,
    waitMs = 20_000,
  ): Promise<LandingResult> {
    return awaitLanding({
      store,
      target: { prefix, recordingId, startedBy, startedAt, format: 'wav', ...known },
      clock: systemClock,
      signal: new AbortController().signal,
      waitMs,
    });
  }

  it('starts, pauses, resumes and stops; the files land and are found', async () => {
    const memory = new Map<string, unknown>();
    const recordings = new ActiveRecordings({
      store: {
        get: (key) => memory.get(key),
        update: (key, value) => Promise.resolve(void memory.set(key, value)),
      },
      controlOf: () => Promise.resolve(control),
      clock: systemClock,
    });
    const request = requestFor();
    const { recordingId, startedAt } = await recordings.start({ resourceId: 'local' }, request, newAttempt());
    await recordings.refresh();
    assert.equal(recordings.get(recordingId)?.state, 'active');
    assert.equal((await recordings.pause(recordingId)).recording.state, 'paused');
    await recordings.refresh();
    assert.equal(recordings.get(recordingId)?.state, 'paused');
    assert.equal((await recordings.resume(recordingId)).outcome, 'done');
    const stopped = await recordings.stop(recordingId);
    assert.deepEqual([stopped.outcome, stopped.recording.state], ['done', 'ended']);
    assert.equal((await recordings.stop(recordingId)).outcome, 'alreadyEnded');

    const landed = await land({ startedBy: request.call.id }, recordingId, startedAt);
    assert.ok(landed.kind === 'landed' && landed.complete);
    const call = service.calls.byAnyId(request.call.id);
    assert.equal(landed.recording.callId, call?.callId);
    assert.equal(landed.by, 'startTime');
    const again = await land({ startedBy: '', callId: landed.recording.callId }, recordingId, startedAt);
    assert.ok(again.kind === 'landed' && again.by === 'callId');
    assert.equal(again.recording.path, landed.recording.path);
  });

  it('tells two calls apart that are recorded at once', async () => {
    const clock = new FakeClock(new Date().toISOString());
    const own = await startLocalService({ clock });
    closing.push(own);
    const ownControl = clientOfConnectionString(own.connectionString);
    const started = [];
    for (const call of [own.calls.create(), own.calls.create()]) {
      const request = requestFor({ call: { id: call.serverCallId } });
      const startedAt = clock.now();
      const { recordingId } = await ownControl.start(request, newAttempt());
      started.push({ call, recordingId, startedAt });
      clock.advance(300);
    }
    for (const { recordingId } of started) await ownControl.stop(recordingId);
    await own.whenIdle();
    for (const { call, recordingId, startedAt } of started) {
      const landed = await land({ startedBy: call.serverCallId }, recordingId, startedAt);
      assert.ok(landed.kind === 'landed');
      assert.equal(landed.recording.callId, call.callId);
    }
  });

  it('records in every legal combination, below a prefix', async () => {
    for (const { content, channel, format } of legalFormats) {
      const url = `${containerUrl}/formats/${channel}-${format}`;
      const request = requestFor({ content, channel, format, destination: { kind: 'container', url } });
      const startedAt = Date.now();
      const { recordingId } = await control.start(request, newAttempt());
      await control.stop(recordingId);
      const landed = await awaitLanding({
        store,
        target: {
          ...{
            prefix: `formats/${channel}-${format}/`,
            recordingId,
            startedBy: request.call.id,
            startedAt,
            format,
          },
        },
        clock: systemClock,
        signal: new AbortController().signal,
        waitMs: 30_000,
      });
      assert.ok(landed.kind === 'landed', `${content} ${channel} ${format}: ${landed.kind}`);
    }
  });

  it('says what is missing when the export fails', async () => {
    service.faults.add({ kind: 'exportFails' });
    const url = `${containerUrl}/nothing-lands-here`;
    const request = requestFor({ destination: { kind: 'container', url } });
    const startedAt = Date.now();
    const { recordingId } = await control.start(request, newAttempt());
    await control.stop(recordingId);
    await service.whenIdle();
    const prefix = 'nothing-lands-here/';
    const result = await land({ startedBy: request.call.id, prefix }, recordingId, startedAt, 100);
    assert.ok(result.kind === 'missing');
    assert.ok(result.causes.includes('exportFailed'));
  });

  it('does not take a file that was cut off for a whole recording', async () => {
    service.faults.add({ kind: 'zeroByteFile' });
    const request = requestFor();
    const startedAt = Date.now();
    const { recordingId } = await control.start(request, newAttempt());
    await control.stop(recordingId);
    await service.whenIdle();
    const { callId = '' } = service.calls.byAnyId(request.call.id) ?? {};
    const result = await land({ startedBy: '', callId }, recordingId, startedAt, 100);
    assert.ok(result.kind === 'landed' && !result.complete);
  });

  it('starts once, also when the answer was lost', async () => {
    service.faults.add({ kind: 'serverError', times: 1, operation: 'start', afterEffect: true });
    const request = requestFor();
    const attempt = newAttempt();
    const { recordingId } = await control.start(request, attempt);
    assert.equal((await control.start(request, attempt)).recordingId, recordingId);
    await assert.rejects(control.start(request, newAttempt()), reason('alreadyRecording'));
    await control.stop(recordingId);
  });

  it('starts when it is tried again after somebody has answered', async () => {
    const call = service.calls.create({ connecting: true });
    const request = requestFor({ call: { id: call.serverCallId } });
    const attempt = newAttempt();
    await assert.rejects(control.start(request, attempt), reason('callNotEstablished'));
    service.calls.connect(call.callId);
    // The service gives the same start the same refusal.
    await assert.rejects(control.start(request, attempt), reason('callNotEstablished'));
    const refused = new CallingError('callNotEstablished', 'x');
    assert.equal(startAgain(refused, Date.now()), 'new');
    assert.equal((await control.start(request, newAttempt())).state, 'active');
  });

  it('gets the one recording of a start whose answer broke off, and 8553 for any other start', async () => {
    const proxy = await startFaultProxy(service.endpoint);
    try {
      const through = clientOfConnectionString(proxy.through(service.connectionString), { retryDelayMs: 1 });
      const [request, attempt] = [requestFor(), newAttempt()];
      proxy.fail({ kind: 'cut', afterBytes: 10 });
      await assert.rejects(through.start(request, attempt), (error) => {
        assert.ok(CallingError.is(error, 'brokenAnswer'), String(error));
        assert.deepEqual([error.outcome, startAgain(error, Date.now())], ['unknown', 'same']);
        return true;
      });
      await assert.rejects(through.start(request, newAttempt()), reason('alreadyRecording'));
      const { recordingId } = await through.start(request, attempt);
      assert.equal((await control.getState(recordingId)).state, 'active');
      assert.equal((await control.stop(recordingId)).outcome, 'done');
    } finally {
      await proxy.stop();
    }
  });

  it('is refused with a reason for everything that the service refuses', async () => {
    const unknownCall = service.calls.create();
    service.calls.end(unknownCall.callId);
    const connecting = service.calls.create({ connecting: true });
    const other = await startLocalService();
    const stranger = other.calls.create();
    await other.close();
    await assert.rejects(
      control.start(requestFor({ call: { id: unknownCall.serverCallId } }), newAttempt()),
      reason('callNotFound'),
    );
    await assert.rejects(
      control.start(requestFor({ call: { id: stranger.serverCallId } }), newAttempt()),
      reason('cannotJoinCall'),
    );
    await assert.rejects(
      control.start(requestFor({ call: { id: connecting.serverCallId } }), newAttempt()),
      reason('callNotEstablished'),
    );
    const sas = { kind: 'container', url: `${containerUrl}?sig=1` } as const;
    await assert.rejects(
      control.start({ ...requestFor(), destination: sas }, newAttempt()),
      reason('invalidRequest'),
    );
    await assert.rejects(control.getState('eyJ1bmtub3duIjoxfQ'), reason('recordingNotFound'));

    for (const [fault, expected] of [
      [{ kind: 'throttle', times: 4, seconds: 0 }, 'throttled'],
      [{ kind: 'serverError', times: 4 }, 'internalError'],
      [{ kind: 'forbidden', times: 1 }, 'forbidden'],
    ] as const) {
      service.faults.add(fault);
      await assert.rejects(control.start(requestFor(), newAttempt()), (error) => {
        assert.ok(reason(expected)(error) && CallingError.is(error));
        assert.ok(error.trace.correlationId);
        return true;
      });
      service.faults.clear();
    }
    const wrongKey = service.connectionString.replace(
      /accesskey=.*/,
      `accesskey=${Buffer.alloc(32, 7).toString('base64')}`,
    );
    await assert.rejects(
      clientOfConnectionString(wrongKey).start(requestFor(), newAttempt()),
      reason('signInFailed'),
    );
  });

  it('notices that a call ended by itself', async () => {
    const request = requestFor();
    const { recordingId } = await control.start(request, newAttempt());
    service.calls.end(service.calls.byAnyId(request.call.id)?.callId ?? '');
    await assert.rejects(control.getState(recordingId), reason('recordingNotFound'));
    for (const operation of ['pause', 'resume', 'stop'] as const)
      assert.equal((await control[operation](recordingId)).outcome, 'alreadyEnded');
  });
});

function reason(expected: CallingError['reason']): (error: unknown) => boolean {
  return (error) => {
    assert.ok(CallingError.is(error), String(error));
    assert.equal(error.reason, expected, error.message);
    return true;
  };
}
