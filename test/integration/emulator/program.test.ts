import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CallAutomationClient } from '@azure/communication-call-automation';
import type { EventGridEvent } from '../../../src/recording/event/event.ts';
import { endPrograms } from './endPrograms.ts';

const program = join(import.meta.dirname, '../../../src/localServiceProgram.ts');

interface Line {
  readonly ready?: boolean;
  readonly endpoint: string;
  readonly connectionString: string;
  readonly port: number;
  readonly event?: EventGridEvent;
}

describe('local service as a program', () => {
  let folder: string;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'program-'));
  });

  afterEach(async () => {
    await endPrograms(children);
    await rm(folder, { recursive: true, force: true });
  });

  function run(...args: string[]) {
    const started = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
    children.push(started);
    const lines = createInterface({ input: started.stdout })[Symbol.asyncIterator]();
    const next = async () => {
      const { value } = (await lines.next()) as { value?: string };
      return JSON.parse(value ?? 'null') as Line;
    };
    let errors = '';
    started.stderr.on('data', (data: Buffer) => (errors += data.toString()));
    const ended = once(started, 'close').then(([code]: unknown[]) => code);
    return { started, next, ended, errors: () => errors };
  }

  it('says when it is ready, records, names the files, and ends in order', async () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const { started, next, ended, errors } = run(
      '--key',
      key,
      '--destination',
      join(folder, 'new'),
      '--exit-with-parent',
    );
    const ready = await next();
    assert.equal(ready.ready, true);
    assert.equal(ready.endpoint, `http://127.0.0.1:${ready.port}/`);
    assert.equal(ready.connectionString, `endpoint=${ready.endpoint};accesskey=${key}`);

    // What the README shows for JavaScript.
    const call = (await (
      await fetch(new URL('local/calls', ready.endpoint), {
        method: 'POST',
        headers: { Authorization: `AccessKey ${key}`, 'Content-Type': 'application/json' },
        body: '{}',
      })
    ).json()) as { serverCallId: string };
    const client = new CallAutomationClient(ready.connectionString, { allowInsecureConnection: true });
    const recordings = client.getCallRecording();
    const { recordingId } = await recordings.start({
      callLocator: { kind: 'serverCallLocator', id: call.serverCallId },
      recordingContent: 'audio',
      recordingChannel: 'mixed',
      recordingFormat: 'mp3',
      recordingStorage: {
        recordingStorageKind: 'azureBlobStorage',
        recordingDestinationContainerUrl: 'https://example.blob.core.windows.net/recordings',
      },
    });
    await recordings.stop(recordingId);

    const { event } = await next();
    assert.match(event?.subject ?? '', new RegExp(`/recordingId/${recordingId}$`));
    assert.equal(
      (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.mp3')).length,
      1,
    );
    // Windows knows no signals that a process can answer.
    if (process.platform === 'win32') started.stdin.end();
    else started.kill('SIGTERM');
    assert.equal(await ended, 0);
    assert.match(errors(), /POST \/calling\/recordings 200/);
    assert.doesNotMatch(errors(), /Bwc/);
  });

  it('ends with its parent, silently with the option for it', async () => {
    const { started, next, ended, errors } = run('--exit-with-parent', '--quiet');
    await next();
    started.stdin.end();
    assert.equal(await ended, 0);
    assert.equal(errors(), '');
  });

  it('ends when nobody has asked it anything for a while', async () => {
    const { next, ended } = run('--exit-when-idle', '1', '--quiet');
    assert.equal((await next()).ready, true);
    assert.equal(await ended, 0);
  });

  it('says what is wrong, and ends', async () => {
    const wrong = run('--port', 'x');
    assert.equal(await wrong.ended, 2);
    assert.match(wrong.errors(), /^--port must be a number/);
    const first = run('--quiet');
    const { port } = await first.next();
    const second = run('--port', String(port));
    assert.equal(await second.ended, 1);
    assert.match(second.errors(), /in use by another program/);
    first.started.kill();
    await first.ended;
  });
});
