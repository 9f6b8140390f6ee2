import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import * as vscode from 'vscode';
import type { ActiveRecording } from '../../../src/calling/active/recording.ts';
import type { CommunicationResource } from '../../../src/calling/connection/resource.ts';
import type { ExplainedId } from '../../../src/commands/record/arguments.ts';
import type { ExtensionApi } from '../../../src/extension.ts';
import type { LocalCall } from '../../../src/views/local/control.ts';
import type { ActiveRow } from '../../../src/views/active/row.ts';
import type { ActiveServices } from '../../../src/views/active/services.ts';
import type { App } from '../../../src/views/app.ts';
import { closedPort, startFaultProxy } from '../../integration/faultProxy.ts';
import { hostRun } from './hostRun.ts';
import { untilRecording } from './untilRecording.ts';
import { waitFor } from './waitFor.ts';

const wavMixed = { content: 'audio', channel: 'mixed', format: 'wav' };

describe('Recording', () => {
  const { azurite } = hostRun();
  let app: App;
  let services: ActiveServices;
  let call: LocalCall;
  let connectionString: string;
  const logged: string[] = [];
  const shown: string[] = [];
  /** What is picked in messages to come; all others stay open. */
  const answers: { wanted: RegExp; pick: () => unknown; said: (text: string) => void }[] = [];

  const run = <T>(command: string, argument?: unknown) =>
    vscode.commands.executeCommand<T>(`callRecordings.${command}`, argument);

  const until = (
    recordingId: string,
    wanted: (recording: ActiveRecording) => boolean,
  ): Promise<ActiveRecording> => untilRecording(services, recordingId, wanted);

  async function rowOf(recordingId: string) {
    const row = (await app.active.getChildren()).find(
      (one): one is ActiveRow => 'recordingId' in one && one.recordingId === recordingId,
    );
    assert.ok(row, 'the recording has no row');
    return row;
  }

  const start = (argument: object = {}) =>
    run<ActiveRecording>('startRecording', {
      ...{ resource: 'local', call: call.serverCallId, container: 'recorded' },
      ...wavMixed,
      ...argument,
    });

  before(async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>('acs-call-recordings.acs-call-recordings');
    assert.ok(extension);
    ({ app } = await extension.activate());
    keepTexts();
    for (const one of app.containers.list()) await app.containers.remove(one);
    await BlobServiceClient.fromConnectionString(azurite.connectionString)
      .getContainerClient('recorded')
      .create();
    await run('addContainer', {
      url: `${azurite.url}/recorded/team-a`,
      connectionString: azurite.connectionString,
      name: 'recorded',
    });
    services = await app.active.services();
  });

  after(async () => {
    await services.localService.stop();
    for (const { recordingId } of services.active.list()) services.active.forget(recordingId);
    for (const one of app.containers.list()) await app.containers.remove(one);
  });

  /** Everything that the extension logs and shows from here on. */
  function keepTexts(): void {
    for (const level of ['trace', 'debug', 'info', 'warn', 'error'] as const) {
      const original = app.log[level].bind(app.log) as (...all: unknown[]) => void;
      app.log[level] = (...all: unknown[]) => {
        logged.push(all.map(String).join(' '));
        original(...all);
      };
    }
    for (const name of ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'] as const) {
      const original = vscode.window[name] as (...all: unknown[]) => Thenable<unknown>;
      Object.assign(vscode.window, {
        [name]: (...all: unknown[]) => {
          const text = all.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(' | ');
          shown.push(text);
          const answered = answers.find(({ wanted }) => wanted.test(String(all[0])));
          if (!answered) return original(...all);
          answers.splice(answers.indexOf(answered), 1);
          answered.said(text);
          return Promise.resolve(answered.pick());
        },
      });
    }
  }

  it('starts the local service, and makes a call there', async () => {
    const resource = await run<CommunicationResource>('startLocalService');
    assert.equal(resource.signIn, 'local');
    assert.match(resource.endpoint, /^http:\/\/127\.0\.0\.1:\d+$/);
    connectionString = (await services.resources.localConnectionString()) ?? '';
    assert.match(connectionString, /accesskey=\S{40,}/);
    assert.equal((await run<CommunicationResource>('startLocalService')).endpoint, resource.endpoint);
    call = await run<LocalCall>('newLocalCall', { participantCount: 3 });
    const explained = await run<ExplainedId>('explainId', call.serverCallId);
    assert.equal(explained.kind, 'serverCallId');
    assert.equal(await vscode.env.clipboard.readText(), call.serverCallId);
  });

  it('starts, pauses, resumes and stops a recording, and finds its files in the tree', async () => {
    const started = await start();
    const { recordingId } = started;
    assert.equal(started.state, 'active');
    assert.deepEqual(started.destination, { kind: 'container', url: `${azurite.url}/recorded/team-a` });
    assert.match(services.status.text ?? '', /^\$\(record\) \d+:\d\d$/);
    const row = await rowOf(recordingId);
    assert.equal(row.context, 'active.recording');
    assert.match(row.description, /^recording · \d+:\d\d · WAV · recorded$/);

    assert.equal((await run<ActiveRecording>('pauseRecording', { recordingId })).state, 'paused');
    assert.equal((await rowOf(recordingId)).context, 'active.paused');
    assert.equal((await run<ActiveRecording>('refreshRecording', row)).state, 'paused');
    assert.equal((await run<ActiveRecording>('resumeRecording', row)).state, 'active');
    assert.equal(await run('copyRecordingId', row), recordingId);
    assert.equal((await run<ActiveRecording>('stopRecording', { recordingId })).state, 'ended');
    assert.equal(services.status.text, undefined);

    const { landing } = await until(recordingId, (one) => one.landing?.kind !== 'waiting');
    assert.ok(landing?.kind === 'landed', JSON.stringify(landing));
    assert.match(landing.path, new RegExp(`^team-a/\\d{8}/${call.callId}/`));
    assert.equal((await rowOf(recordingId)).context, 'active.ended.landed');
    assert.equal(await run('revealRecording', { recordingId }), landing.path);
    // VS Code tells the selection when it has drawn the rows, which change as the starts of recordings are read.
    await waitFor(() => app.tree.selection.find((one) => 'path' in one && one.path === landing.path));
    assert.equal((await run<ActiveRecording>('stopRecording', { recordingId })).state, 'ended');
    assert.ok(shown.some((text) => text.includes('had already ended')));
  });

  it('keeps the answers for the next time', () => {
    const last = app.context.globalState.get('callRecordings.lastStart');
    assert.deepEqual(last, {
      resourceId: 'local',
      ...wavMixed,
      destination: app.containers.find('recorded')?.id,
    });
  });

  it('says what a user pasted by mistake, and what the service refuses', async () => {
    shown.length = 0;
    assert.equal(await within(start({ call: call.callId })), undefined);
    assert.match(shown.join('\n'), /GUID/);
    const first = await start();
    assert.equal(await within(start()), undefined);
    assert.match(shown.join('\n'), /being recorded already.*correlation ID for support/);
    await run('stopRecording', { recordingId: first.recordingId });
    await until(first.recordingId, (one) => one.landing?.kind === 'landed');
  });

  /** An error is shown until someone closes it: the command continues when the messages are gone. */
  async function within<T>(command: Thenable<T>): Promise<T> {
    const closing = setInterval(() => void vscode.commands.executeCommand('notifications.clearAll'), 200);
    try {
      return await command;
    } finally {
      clearInterval(closing);
    }
  }

  /** Picks a button of the next message whose text matches. @returns all that it said */
  const answer = (wanted: RegExp, pick: () => unknown): Promise<string> =>
    new Promise((said) => answers.push({ wanted, pick, said }));

  /** Asks the local service for what the extension has no command for. */
  const control = async (path: string, body: object) => {
    const key = (await services.resources.localConnectionString())?.split('accesskey=')[1] ?? '';
    return fetch(`${services.localService.endpoint ?? ''}/local/${path}`, {
      method: 'POST',
      headers: { authorization: `AccessKey ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  };

  it('starts when it is tried again after somebody has answered', async () => {
    const { serverCallId } = (await (await control('calls', { connecting: true })).json()) as LocalCall;
    const refused = answer(/not connected yet/, async () => {
      await control(`calls/${encodeURIComponent(serverCallId)}:connect`, {});
      return 'Try Again';
    });
    const recording = await start({ call: serverCallId });
    assert.match(await refused, /Try Again/);
    assert.equal(recording.state, 'active');
    await run('stopRecording', { recordingId: recording.recordingId });
    await until(recording.recordingId, (one) => one.landing?.kind === 'landed');
  });

  it('does not lose a recording whose start was cancelled', async () => {
    const { withProgress } = vscode.window;
    const cancelled: vscode.CancellationToken = {
      isCancellationRequested: true,
      onCancellationRequested: (listen) => {
        listen(undefined);
        return new vscode.Disposable(() => undefined);
      },
    };
    Object.assign(vscode.window, {
      withProgress: (_options: vscode.ProgressOptions, work: Parameters<typeof withProgress>[1]) => {
        Object.assign(vscode.window, { withProgress });
        return work({ report: () => undefined }, cancelled);
      },
    });
    const warned = answer(/start was cancelled/, () => 'Try Again');
    const recording = await start();
    assert.match(await warned, /the call is being recorded/);
    assert.equal(recording.state, 'active');
    await run('stopRecording', { recordingId: recording.recordingId });
    await until(recording.recordingId, (one) => one.landing?.kind === 'landed');
  });

  it('shows the local service with its address, what it writes to, and faults that can be switched', async () => {
    const serviceRow = async () => {
      const row = (await app.active.getChildren()).find(
        (one) => 'kind' in one && one.kind === 'localService',
      );
      assert.ok(row, 'the local service has no row');
      return row;
    };
    const address = new URL(services.localService.endpoint ?? '').host;
    // Another suite may have recorded into the service's own storage before.
    assert.match((await serviceRow()).description, new RegExp(`^${address} · writes to recorded\\b`));
    assert.equal(await run('copyLocalAddress'), `http://${address}`);
    assert.equal(await vscode.env.clipboard.readText(), `http://${address}`);

    assert.deepEqual(await run('switchFaults', { on: ['unavailable', 'cutUpload'] }), [
      'unavailable',
      'cutUpload',
    ]);
    assert.match((await serviceRow()).description, /2 faults/);
    const refused = answer(/503|unavailable/i, () => undefined);
    assert.equal(await start(), undefined);
    await refused;
    assert.deepEqual(await run('switchFaults', { off: ['unavailable'] }), ['cutUpload']);
    const rows = await app.active.getChildren(await serviceRow());
    assert.deepEqual(
      rows.flatMap((row) => ('fault' in row && row.isOn ? [row.fault] : [])),
      ['cutUpload'],
    );
    const unknown = answer(/no fault smoke/, () => undefined);
    assert.equal(await run('switchFaults', { on: ['smoke'] }), undefined);
    await unknown;
    assert.deepEqual(await run('switchFaults', { off: ['cutUpload'] }), []);
    assert.doesNotMatch((await serviceRow()).description, /fault/);
  });

  it('says at once why no files came when the export failed, and what to do', async () => {
    const { recordingId } = await start();
    await control('faults', { kind: 'exportFails', times: 1 });
    const told = answer(/^No files of call .* Likely causes/, () => 'More…');
    await run('stopRecording', { recordingId });
    assert.match(
      await told,
      /\(1\) The export failed.*\(2\) The local service may not write.*Download….*More…/,
    );
    await waitFor(() =>
      Promise.resolve(
        vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label === 'What to do'),
      ),
    );
    assert.equal((await rowOf(recordingId)).context, 'active.ended.missing');
    const toldAgain = answer(/^No files of call .* Likely causes/, () => undefined);
    assert.equal(await run('findFiles', { recordingId }), undefined);
    assert.match(await toldAgain, /The export failed/);
    services.active.forget(recordingId);
  });

  it('names what keeps the real service from writing into the container', async () => {
    const resource = await run<CommunicationResource>('connectResource', {
      connectionString: await services.resources.localConnectionString(),
      name: 'Not local',
    });
    const { recordingId } = await services.active.start(
      { resourceId: resource.id, containerId: app.containers.find('recorded')?.id ?? '' },
      {
        call: { kind: 'serverCallId', id: call.serverCallId },
        ...{ content: 'audio', channel: 'mixed', format: 'wav' },
        destination: { kind: 'container', url: `${azurite.url}/recorded/team-a` },
        ...{ pauseOnStart: false, channelOrder: [], channelAffinity: [] },
      },
      { requestId: randomUUID(), firstSent: Date.now() },
    );
    await control('faults', { kind: 'exportFails', times: 1 });
    const told = answer(/^No files of call .* Likely causes/, () => undefined);
    await run('stopRecording', { recordingId });
    const text = await told;
    for (const cause of [
      'export failed',
      'no managed identity',
      'may not write into the storage',
      'firewall',
    ])
      assert.ok(text.includes(cause), text);
    services.active.forget(recordingId);
    await services.resources.remove(resource);
  });

  it('says that the outcome is not known where an answer broke off, and gets that recording as the same start', async () => {
    const proxy = await startFaultProxy(services.localService.endpoint ?? '');
    const resource = await services.resources.addConnectionString(
      proxy.through((await services.resources.localConnectionString()) ?? ''),
      'Through a proxy',
    );
    const by = { resource: 'Through a proxy', container: undefined, storage: 'acs' };
    try {
      proxy.fail({ kind: 'cut', afterBytes: 10 });
      const unknown = answer(/^The outcome is not known/, () => undefined);
      assert.equal(await start({ ...by, call: call.serverCallId, format: 'mp3' }), undefined);
      assert.match(await unknown, /cut off.*Try Again/);
      const already = answer(/being recorded already/, () => 'Add It to the List');
      const found = await start({ ...by, call: call.serverCallId });
      assert.match(await already, /Add It to the List.*Add by Recording ID…/);
      assert.deepEqual([found.state, found.format], ['active', 'mp3']);
      assert.equal(
        (await run<ActiveRecording>('stopRecording', { recordingId: found.recordingId })).state,
        'ended',
      );
    } finally {
      await services.resources.remove(resource);
      await proxy.stop();
    }
  });

  it('says at once what a proxy answered, and until when a throttled resource is to be left alone', async () => {
    const proxy = await startFaultProxy(services.localService.endpoint ?? '');
    const resource = await services.resources.addConnectionString(
      proxy.through((await services.resources.localConnectionString()) ?? ''),
      'Through a proxy',
    );
    try {
      shown.length = 0;
      proxy.fail({
        ...{ kind: 'answer', status: 200, headers: { 'content-type': 'text/html' } },
        body: '<html><title>Guest network</title>',
      });
      assert.equal(
        await within(start({ resource: 'Through a proxy', container: undefined, storage: 'acs' })),
        undefined,
      );
      assert.match(shown.join('\n'), /The recording was not started\. .*text\/html.*“Guest network”/);
      proxy.fail({
        ...{
          kind: 'answer',
          status: 429,
          headers: { 'content-type': 'application/json', 'retry-after': '86400' },
        },
        body: '{"error":{"code":"TooManyRequests","message":"Slow down"}}',
      });
      assert.equal(
        await within(start({ resource: 'Through a proxy', container: undefined, storage: 'acs' })),
        undefined,
      );
      assert.match(shown.join('\n'), /throttling.* Wait until \d{4}-\d\d-\d\d /);
    } finally {
      await services.resources.remove(resource);
      await proxy.stop();
    }
  });

  it('uses an endpoint and the local service while the secret storage fails', async () => {
    const Resources = services.resources.constructor as new (
      secrets: vscode.SecretStorage,
      log: (line: string) => void,
    ) => ActiveServices['resources'];
    const fails = () => Promise.reject(new Error('keyring'));
    const broken = {
      ...{ get: fails, store: fails, delete: fails, keys: fails },
      onDidChange: () => new vscode.Disposable(() => undefined),
    };
    const resources = new Resources(broken, () => undefined);
    try {
      const added = await resources.addEndpoint(
        'https://contoso.communication.azure.com',
        'default',
        'Contoso',
      );
      assert.equal(resources.find('Contoso')?.id, added.id);
      assert.ok(await resources.control(added.id, 'poll'));
      await assert.rejects(
        resources.addConnectionString(connectionString, 'Mine'),
        ({ reason }: { reason?: string }) => reason === 'secretStorage',
      );
      const endpoint = services.localService.endpoint ?? '';
      await resources.setLocal({ endpoint, connectionString });
      await assert.rejects(
        (await resources.control('local', 'poll')).getState('none'),
        ({ reason }: { reason?: string }) => reason === 'recordingNotFound',
      );
      await resources.remove(added);
    } finally {
      resources.dispose();
    }
  });

  it('replaces the sign-in of a resource only after a question, and only by one that works', async () => {
    const good = (await services.resources.localConnectionString()) ?? '';
    await run('connectResource', { connectionString: good, name: 'Keeps' });
    const bad = good.replace(
      /accesskey=.*/,
      `accesskey=${Buffer.from('another key, wrong').toString('base64')}`,
    );
    const declined = answer(/^Keeps is connected already/, () => undefined);
    assert.equal(await run('connectResource', { connectionString: bad }), undefined);
    await declined;
    const asked = answer(/^Keeps is connected already/, () => 'Replace');
    const told = answer(/keeps its former sign-in/, () => undefined);
    const kept = await run<CommunicationResource>('connectResource', { connectionString: bad });
    assert.match(await asked, /former sign-in is kept until the new one works/);
    assert.match(await told, /refused the sign-in.*Edit…/);
    await assert.rejects(
      (await services.resources.control(kept.id, 'poll')).getState('none'),
      ({ reason }: { reason?: string }) => reason === 'recordingNotFound',
    );
    await services.resources.remove(kept);
  });

  it('offers to remove a resource again that cannot be used, without a sentence on a recording', async () => {
    const told = answer(/^Connected Nowhere, but it cannot be used yet/, () => 'Remove Again');
    await run('connectResource', {
      connectionString: `endpoint=http://127.0.0.1:${await closedPort()};accesskey=${Buffer.from('some key for nothing').toString('base64')}`,
      name: 'Nowhere',
    });
    const text = await told;
    assert.match(text, /Edit….*Remove Again/);
    assert.doesNotMatch(text, /state of the recording/);
    await new Promise<void>((resolve) => {
      if (!services.resources.find('Nowhere')) resolve();
      else services.resources.onDidChange(() => services.resources.find('Nowhere') ?? resolve());
    });
  });

  it('says in plain words where there is nothing to pause, resume, reveal or look for', async () => {
    for (const { recordingId } of services.active.list()) services.active.forget(recordingId);
    shown.length = 0;
    for (const command of [
      'pauseRecording',
      'resumeRecording',
      'stopRecording',
      'revealRecording',
      'inspectRecording',
      'findFiles',
      'cancelWaiting',
      'forgetRecording',
    ])
      assert.equal(await run(command), undefined, command);
    assert.equal(shown.length, 8);
    assert.ok(shown.every((text) => !text.includes('Show Log')));
    assert.match(shown.join('\n'), /No recording can be paused now/);
  });

  it('leaves the SAS of a container URL out, and says so', async () => {
    shown.length = 0;
    const url = `${azurite.url}/recorded?sv=2025-01-05&sig=do-not-send-this`;
    const recording = await run<ActiveRecording>('startRecording', {
      ...{ resource: 'local', call: call.serverCallId, destinationUrl: url },
      ...wavMixed,
    });
    assert.deepEqual(recording.destination, { kind: 'container', url: `${azurite.url}/recorded` });
    assert.match(shown.join('\n'), /SAS was left out/);
    const { landing } = await run<ActiveRecording>('stopRecording', { recordingId: recording.recordingId });
    assert.equal(landing, undefined);
  });

  it('starts paused, and finds a connected container by its address', async () => {
    const recording = await start({
      container: undefined,
      destinationUrl: `${azurite.url}/recorded/team-a/`,
      pauseOnStart: true,
    });
    assert.equal(recording.state, 'paused');
    assert.equal(recording.containerId, app.containers.find('recorded')?.id);
    await run('stopRecording', { recordingId: recording.recordingId });
    await until(recording.recordingId, (one) => one.landing?.kind === 'landed');
  });

  it('explains whatever is pasted, but repeats no secret', async () => {
    const event = {
      ...{
        id: '1',
        eventTime: '2026-01-07T11:14:24Z',
        dataVersion: '1.0',
        metadataVersion: '1',
        topic: '/t',
      },
      eventType: 'Microsoft.Communication.RecordingFileStatusUpdated',
      subject: `/recording/call/${call.callId}/serverCallId/${call.serverCallId}/recordingId/x`,
      data: { recordingStorageInfo: { recordingChunks: [] }, recordingDurationMs: 76440 },
    };
    const metadata = { callId: call.callId, chunkIndex: 0, chunkDuration: 1000, participants: [] };
    for (const [text, kind] of [
      [JSON.stringify([event]), 'event'],
      [JSON.stringify(metadata), 'metadata'],
      [
        `https://acct.blob.core.windows.net/rec/20260107/${call.callId}/f/0-audiomp3.mp3?sig=no`,
        'recordingAddress',
      ],
      [call.callId, 'guid'],
      ['accesskey=not-to-be-repeated', 'secret'],
    ] as const) {
      const explained = await run<ExplainedId>('explainId', text);
      assert.equal(explained.kind, kind);
      assert.ok(!/sig=no|not-to-be-repeated/.test(JSON.stringify(explained)));
      if (kind !== 'secret') assert.ok(JSON.stringify(explained.facts).includes(call.callId), kind);
    }
  });

  it('connects an endpoint with Entra sign-in, and says that nobody is signed in', async () => {
    shown.length = 0;
    const resource = await run<CommunicationResource>('connectResource', {
      endpoint: 'https://contoso.communication.azure.com/',
      signIn: 'default',
    });
    assert.deepEqual([resource.name, resource.signIn], ['contoso', 'default']);
    assert.match(shown.join('\n'), /Connected contoso, but it cannot be used yet/);
    assert.deepEqual(services.resources.find('contoso'), resource);
    await services.resources.remove(resource);
  });

  it('comes back after a reload in the middle, in this window and in another', async () => {
    const { recordingId } = await start();
    const Services = services.constructor as new (app: App) => ActiveServices;
    const other = new Services(app);
    try {
      await other.restore();
      assert.equal(other.localService.pid, services.localService.pid);
      assert.equal(other.active.get(recordingId)?.state, 'active');
      const { recording } = await other.active.pause(recordingId);
      assert.equal(recording.state, 'paused');
      await run('refreshRecording', { recordingId });
      assert.equal(services.active.get(recordingId)?.state, 'paused');
      await run('endLocalCall', { call: call.callId });
      assert.equal(services.active.get(recordingId)?.state, 'ended');
      const { landing } = await until(recordingId, (one) => one.landing?.kind !== 'waiting');
      assert.equal(landing?.kind, 'landed');
      await other.active.refresh();
      assert.equal(other.active.get(recordingId)?.state, 'ended');
    } finally {
      other.dispose();
    }
  });

  it('starts one local service for windows that ask at the same time', async () => {
    await services.localService.stop();
    const Services = services.constructor as new (app: App) => ActiveServices;
    const other = new Services(app);
    try {
      const resources = await Promise.all([services, other].map((one) => one.localService.start()));
      assert.deepEqual(resources[0], resources[1]);
      assert.equal(other.localService.pid, services.localService.pid);
    } finally {
      other.dispose();
    }
  });

  it('says unknown when the local service is killed in the middle, hangs nowhere, and recovers', async () => {
    call = await run<LocalCall>('newLocalCall');
    const { recordingId } = await start();
    const { pid } = services.localService;
    assert.ok(pid);
    const ended = new Promise<void>((resolve) => services.localService.onDidEndUnexpectedly(() => resolve()));
    process.kill(pid, 'SIGKILL');
    await ended;
    const unknown = await until(recordingId, (one) => one.state === 'unknown');
    assert.equal(unknown.unknownBecause, 'refused');
    assert.equal((await rowOf(recordingId)).context, 'active.unknown');
    assert.match((await rowOf(recordingId)).tooltip, /Nothing answers/);
    assert.equal(await within(run('stopRecording', { recordingId })), undefined);

    await run('startLocalService');
    assert.notEqual(services.localService.pid, pid);
    const recovered = await run<ActiveRecording>('refreshRecording', { recordingId });
    assert.equal(recovered.state, 'ended');
    services.active.forget(recordingId);
  });

  it('refuses a bad connection string without repeating it', async () => {
    shown.length = 0;
    const bad = 'endpoint=nowhere;accesskey=do+not+repeat+this+key==';
    assert.equal(await within(run('connectResource', { connectionString: bad })), undefined);
    assert.match(shown.join('\n'), /endpoint is not the address/);
    assert.ok(![...shown, ...logged].some((text) => text.includes('do+not+repeat')));
  });

  it('keeps connection strings in secret storage alone', async () => {
    const current = (await services.resources.localConnectionString()) ?? '';
    const connected = await run<CommunicationResource>('connectResource', {
      connectionString: current,
      name: 'Mine',
    });
    assert.equal(connected.signIn, 'connectionString');
    const keys = [connectionString, current].map((text) => text.replace(/^.*accesskey=/, ''));
    assert.ok(keys.every((key) => key.length > 40) && keys[0] !== keys[1]);
    const { globalState, workspaceState } = app.context;
    const states = [globalState, workspaceState].map((state) =>
      JSON.stringify(state.keys().map((key) => [key, state.get(key)])),
    );
    const settings = JSON.stringify(vscode.workspace.getConfiguration('callRecordings'));
    assert.match(settings, /"Mine"/);
    assert.match(states.join(''), /recordingId/);
    assert.ok(logged.length > 0 && shown.length > 0);
    const everything = [...logged, ...shown, ...states, settings, ...(await filesOfThisRun())].join('\n');
    for (const key of keys) assert.ok(!everything.includes(key), 'a key was found');
    const rows = JSON.stringify(await app.active.getChildren());
    for (const key of keys) assert.ok(!rows.includes(key));
    await services.resources.remove(connected);
    assert.equal(services.resources.find('Mine'), undefined);
  });

  /** What VS Code and the extension have written to disk: settings, state, storage, logs. */
  async function filesOfThisRun(): Promise<readonly string[]> {
    const roots = [app.context.globalStorageUri, app.context.logUri].map(({ fsPath }) => fsPath);
    const texts: string[] = [];
    for (const root of roots) {
      const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
      for (const entry of entries)
        // What is written anew may be gone for a moment.
        if (entry.isFile())
          texts.push(await readFile(join(entry.parentPath, entry.name), 'utf8').catch(() => ''));
    }
    assert.ok(
      texts.some((text) => text.includes('127.0.0.1')),
      'nothing was found where state lies',
    );
    return texts;
  }
});
