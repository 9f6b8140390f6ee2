import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CallAutomationClient } from '@azure/communication-call-automation';
import type { PipelineRequest, SendRequest } from '@azure/core-rest-pipeline';
import { type ReadyLine, RunningProgram, control } from '../runningProgram.ts';
import { statusData } from '../localServiceFixture.ts';

interface CallJson {
  readonly callId: string;
  readonly serverCallId: string;
}

const recordingsOf = ({ connectionString }: ReadyLine) =>
  new CallAutomationClient(connectionString, {
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 0 },
  }).getCallRecording();

describe('state of the local service', () => {
  let folder: string;
  let state: string;
  let recorded: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kept-'));
    state = join(folder, 'state');
    recorded = join(folder, 'recorded');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  const run = (...args: string[]) =>
    new RunningProgram(['--state', state, '--destination', recorded, '--quiet', ...args]);

  async function start(ready: ReadyLine): Promise<{ call: CallJson; recordingId: string }> {
    const call = await control<CallJson>(ready, 'POST', 'calls', {});
    const { recordingId } = await recordingsOf(ready).start({
      callLocator: { kind: 'serverCallLocator', id: call.serverCallId },
      ...{ recordingContent: 'audio', recordingChannel: 'mixed', recordingFormat: 'wav' },
      recordingStorage: {
        recordingStorageKind: 'azureBlobStorage',
        recordingDestinationContainerUrl: 'https://example.blob.core.windows.net/recordings',
      },
    });
    return { call, recordingId };
  }

  it('answers a start that is repeated after a restart as it did before', async () => {
    const firstSent = new Date().toUTCString();
    const startIn = async (ready: ReadyLine, serverCallId: string): Promise<string | undefined> => {
      const repeated = {
        name: 'repeated',
        sendRequest: (request: PipelineRequest, next: SendRequest) => {
          request.headers.set('Repeatability-Request-ID', '5f4be9a5-0b4c-4a8e-9f0e-7a7c1d0a0001');
          request.headers.set('Repeatability-First-Sent', firstSent);
          return next(request);
        },
      };
      const client = new CallAutomationClient(ready.connectionString, {
        allowInsecureConnection: true,
        additionalPolicies: [{ policy: repeated, position: 'perCall' }],
      });
      const { recordingId } = await client
        .getCallRecording()
        .start({ callLocator: { kind: 'serverCallLocator', id: serverCallId } });
      return recordingId;
    };
    await using first = run();
    const before = await first.ready();
    const { serverCallId } = await control<CallJson>(before, 'POST', 'calls', {});
    const recordingId = await startIn(before, serverCallId);
    await first.end('SIGKILL');
    await using second = run('--port', String(before.port));
    const after = await second.ready();
    assert.equal(await startIn(after, serverCallId), recordingId);
    await assert.rejects(
      recordingsOf(after).start({ callLocator: { kind: 'serverCallLocator', id: serverCallId } }),
      {
        code: '8553',
      },
    );
  });

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    it(`resumes a recording after ${signal}, with the same key, and writes it completely`, async () => {
      await using first = run('--speed', '100');
      const before = await first.ready();
      const { recordingId, call } = await start(before);
      await recordingsOf(before).pause(recordingId);
      await control(before, 'POST', 'faults', { kind: 'throttle', operation: 'resume', times: 1 });
      await first.end(signal);

      await using second = run('--speed', '100', '--port', String(before.port));
      const after = await second.ready();
      assert.equal(after.connectionString, before.connectionString);
      const recordings = recordingsOf(after);
      assert.equal((await recordings.getState(recordingId)).recordingState, 'inactive');
      await assert.rejects(recordings.resume(recordingId), { statusCode: 429 });
      await recordings.resume(recordingId);
      await assert.rejects(
        recordings.start({ callLocator: { kind: 'serverCallLocator', id: call.serverCallId } }),
        { code: '8553' },
      );
      await recordings.stop(recordingId);
      const event = await second.event();
      assert.equal(statusData(event).recordingId, recordingId);
      assert.match(event.subject, new RegExp(call.callId));
      const names = await readdir(recorded, { recursive: true });
      assert.equal(names.filter((name) => /acsmetadata.*json$/.test(name)).length, 1);
      const events = await control<readonly { id: string }[]>(after, 'GET', 'events');
      assert.deepEqual(
        events.map(({ id }) => id),
        [event.id],
      );
      assert.equal(await second.end(), 0);

      await using third = run();
      const last = await third.ready();
      assert.equal((await control<unknown[]>(last, 'GET', 'events')).length, 1);
      await assert.rejects(recordingsOf(last).getState(recordingId), { code: '8522' });
    });
  }

  it('counts the time while it did not run as a pause, in the metadata too', async () => {
    await using first = run('--chunk-seconds', '1');
    const before = await first.ready();
    const { recordingId } = await start(before);
    for (let ended = 0; ended === 0;) {
      const [recording] = await control<{ endedChunks: number }[]>(before, 'GET', 'recordings');
      ended = recording?.endedChunks ?? 0;
    }
    // What was answered is kept.
    await control(before, 'POST', 'calls', {});
    await first.end('SIGKILL');
    await using second = run('--chunk-seconds', '1');
    await recordingsOf(await second.ready()).stop(recordingId);
    const data = statusData(await second.event());
    const chunks = data.recordingStorageInfo.recordingChunks;
    assert.deepEqual(
      chunks.map(({ index }) => index),
      chunks.map((_, index) => index),
    );
    assert.ok(chunks.length > 1);
    const metadata = await Promise.all(
      chunks.map(async ({ metadataLocation }) => readFile(fileURLToPath(metadataLocation), 'utf8')),
    );
    const pauses = metadata.flatMap(
      (text) => (JSON.parse(text) as { pauseResumeIntervals: unknown[] }).pauseResumeIntervals,
    );
    assert.equal(pauses.length, 1);
  });

  it('can be read by its user alone', async () => {
    await using program = run();
    await program.ready();
    if (process.platform === 'win32') return;
    assert.equal((await stat(state)).mode & 0o777, 0o700);
    assert.equal((await stat(join(state, 'state.json'))).mode & 0o777, 0o600);
  });

  it('is used by only one service at a time', async () => {
    await using first = run();
    await first.ready();
    await using second = run();
    assert.equal(await second.ended, 1);
    assert.match(second.errors, /in use by another service/);
    assert.equal(await first.end(), 0);
    assert.ok(!existsSync(join(state, 'lock')));
  });

  it('says what is wrong with a state that it cannot read, and leaves it as it is', async () => {
    await using first = run();
    await start(await first.ready());
    await first.end();
    const file = join(state, 'state.json');
    const whole = await readFile(file, 'utf8');
    const json = JSON.parse(whole) as Record<string, unknown>;
    const broken = {
      'broken off': [whole.slice(0, whole.length / 2), /incomplete, or not of this service/],
      empty: ['', /incomplete, or not of this service/],
      'of another program': ['{"version":1}', /incomplete, or not of this service/],
      'of another version': [JSON.stringify({ ...json, version: 99 }), /version 99, this service reads 1/],
      'without its calls': [JSON.stringify({ ...json, calls: undefined }), /parts are missing/],
      'with a key that anyone can guess': [JSON.stringify({ ...json, key: '' }), /parts are missing/],
      'with a time that no clock shows': [JSON.stringify({ ...json, nowMs: 1e308 }), /parts are missing/],
      'with calls that are none': [JSON.stringify({ ...json, calls: [null] }), /cannot be used/],
      'without the call of a recording': [
        JSON.stringify({ ...json, calls: [] }),
        /call of recording .* missing/,
      ],
    } as const;
    for (const [what, [text, problem]] of Object.entries(broken)) {
      await writeFile(file, text);
      await using program = run();
      assert.equal(await program.ended, 1, what);
      assert.match(program.errors, problem, what);
      assert.match(program.errors, /--state/, what);
      assert.equal(await readFile(file, 'utf8'), text, what);
    }
    await writeFile(file, whole);
    await writeFile(`${file}.part`, whole.slice(0, 100));
    await using program = run();
    const ready = await program.ready();
    assert.equal((await control<unknown[]>(ready, 'GET', 'recordings')).length, 1);
  });
});
