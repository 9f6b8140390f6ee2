import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../../src/extension.ts';
import { findSample } from '../../../../src/recording/event/samples/samples.ts';
import type { App } from '../../../../src/views/app.ts';
import { generate } from 'selfsigned';
import { cloudOf, publicCloud } from '../../../../src/setup/management/cloud.ts';
import { azureAccount } from '../../../../src/views/setup/azureAccount.ts';
import { hostRun } from '../hostRun.ts';
import { waitFor } from '../waitFor.ts';
import type { TestEndpoint } from '../../../integration/events/send/webhookServer.ts';
import { asAzure, asService, asStorage, asWebhook, asWorkingStorage, startEcho } from './echo.ts';
import { Screen, textOf } from './screen.ts';
import { canaries, sasWith } from './secrets.ts';
import { sinks, type Watched } from './sinks.ts';
import { encodings, spellingsOf } from './spellings.ts';

const mp3 = { content: 'audio', channel: 'mixed', format: 'mp3' };

describe('A secret that every server echoes in every encoding', () => {
  const { scratchFolder } = hostRun();
  const secrets = new Map<string, string>(Object.entries(canaries));
  const copied: string[] = [];
  const results: string[] = [];
  let app: App;
  let screen: Screen;
  let watched: Watched;
  let storage: TestEndpoint;
  let service: TestEndpoint;
  let webhook: TestEndpoint;

  /** Runs a command, and keeps what it gave, or failed with. */
  async function run<T = unknown>(command: string, argument?: unknown): Promise<T | undefined> {
    try {
      const result = await vscode.commands.executeCommand<T>(`callRecordings.${command}`, argument);
      results.push(`${command} ${textOf(result)}`);
      return result;
    } catch (error) {
      results.push(`${command} ${textOf(error)}`);
      return undefined;
    }
  }

  async function copying(command: string, argument?: unknown): Promise<void> {
    await run(command, argument);
    copied.push(await vscode.env.clipboard.readText());
  }

  before(async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>('acs-call-recordings.acs-call-recordings');
    assert.ok(extension);
    ({ app } = await extension.activate());
    for (const one of app.containers.list()) await app.containers.remove(one);
    screen = new Screen(app);
    watched = { app, screen, copied, results };
    [storage, service, webhook] = await Promise.all([
      startEcho(asStorage),
      startEcho(asService),
      startEcho(asWebhook),
    ]);
    await vscode.env.clipboard.writeText('nothing');
  });

  after(async () => {
    screen.dispose();
    const { resources, active, localService } = await app.active.services();
    await localService.stop();
    for (const { recordingId } of active.list()) active.forget(recordingId);
    for (const one of resources.list()) await resources.remove(one);
    for (const one of app.containers.list()) await app.containers.remove(one);
    await app.events.deliveries.clear();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await Promise.all([storage.close(), service.close(), webhook.close()]);
  });

  /** Where which secret was seen. */
  async function leaks(): Promise<readonly string[]> {
    const wanted = [...secrets].map(([name, secret]) => ({ name, spellings: spellingsOf(secret) }));
    const found: string[] = [];
    for (const [sink, read] of Object.entries(sinks))
      for (const text of await read(watched)) {
        const lower = text.toLowerCase();
        for (const { name, spellings } of wanted) {
          const spelling = spellings.find((one) => lower.includes(one));
          if (spelling === undefined) continue;
          const at = lower.indexOf(spelling);
          found.push(`${sink}: ${name}: ${text.slice(0, 60)} … ${text.slice(Math.max(0, at - 60), at + 60)}`);
        }
      }
    return found;
  }

  it('would be found by the search, whatever spelling it has', async () => {
    for (const [name, secret] of secrets)
      for (const [spelling, encode] of Object.entries(encodings)) {
        const text = `before ${encode(`a ${secret} b`)} after`.toLowerCase();
        assert.ok(
          spellingsOf(secret).some((one) => text.includes(one)),
          `${name} ${spelling}`,
        );
      }
    assert.deepEqual(await leaks(), []);
    const planted = encodings['in base64 after one byte']?.(canaries['code of a webhook']);
    await app.context.globalState.update('canary', planted);
    screen.logged.push(`x ${encodings['in \\u escapes']?.(canaries['account key'])}`);
    const found = await leaks();
    assert.deepEqual(
      ['lines of the log: account key', 'global state: code of a webhook'].map((start) =>
        found.some((one) => one.startsWith(start)),
      ),
      [true, true],
      found.join('\n'),
    );
    await app.context.globalState.update('canary', undefined);
    screen.logged.length = 0;
  });

  it('is nowhere after containers were added, refreshed, opened and copied', async () => {
    const account = `${new URL(storage.url).origin}/canary`;
    const string = (credential: string) =>
      `DefaultEndpointsProtocol=http;AccountName=canary;BlobEndpoint=${account};${credential}`;
    const sas = sasWith(canaries['signature of a SAS']);
    const containers = [
      { url: `${account}/by-key`, signIn: 'accountKey', secret: canaries['account key'] },
      { url: `${account}/by-sas?${sas}` },
      {
        url: `${account}/by-string`,
        connectionString: string(`AccountKey=${canaries['key in a connection string']}`),
      },
      {
        url: `${account}/by-sas-string`,
        connectionString: string(
          `SharedAccessSignature=${sasWith(canaries['signature of a SAS in a connection string'])}`,
        ),
      },
    ];
    // Each answer begins with another encoding.
    for (const [index, given] of containers.entries())
      await run('addContainer', { ...given, name: `Canary ${index}` });
    // Without a container the account is listed, and refused.
    for (const given of containers) await run('addContainer', { ...given, url: undefined });
    await run('addContainer', { url: `${account}?${sas}` });
    assert.equal(app.containers.list().length, containers.length, textOf(app.containers.list()));
    for (const first of Object.keys(encodings)) {
      results.push(first);
      await run('refresh');
      for (const root of await app.tree.getChildren()) await app.tree.getChildren(root);
    }
    for (const container of app.containers.list()) {
      const path = '20260107/5a1f6d9e-0000-4000-8000-000000000000/rec/0-audiomp3.mp3';
      const item = { container: container.id, path };
      const json = { container: container.id, path: path.replace('audiomp3.mp3', 'acsmetadata.json') };
      for (const command of ['open', 'openInspector', 'download', 'delete', 'checkRecordings', 'buildEvent'])
        await run(command, { ...item, folder: scratchFolder, ask: false });
      await run('open', json);
      for (const command of ['copyName', 'copyPath', 'copyUrl', 'copyId']) await copying(command, item);
      const uri = app.documents.uri(container, json.path);
      await Promise.resolve(vscode.workspace.openTextDocument(uri)).catch((error: unknown) =>
        results.push(textOf(error)),
      );
      await Promise.resolve(
        vscode.workspace.fs.readDirectory(app.documents.uri(container, '20260107')),
      ).catch((error: unknown) => results.push(textOf(error)));
    }
    await run('findRecording', '5a1f6d9e-0000-4000-8000-000000000000');
    assert.ok(storage.requests.some(({ path }) => path.includes('by-sas?') && path.includes('sig=')));
    assert.ok(storage.requests.some(({ path }) => path.includes('by-sas-string?') && path.includes('sig=')));
    assert.ok(screen.notified.length > 20, textOf(screen.notified));
    assert.ok(screen.logged.length > 4, textOf(screen.logged));
    assert.deepEqual(await leaks(), []);
  });

  it('is nowhere after recordings were listed, opened, inspected, downloaded and deleted with success', async () => {
    const working = await startEcho(asWorkingStorage);
    const url = `${new URL(working.url).origin}/canary/works`;
    const before = app.containers.list().length;
    try {
      await run('addContainer', {
        url: `${url}?${sasWith(canaries['signature of a SAS that works'])}`,
        name: 'Working',
      });
      const container = app.containers.list().at(-1);
      assert.ok(container && app.containers.list().length === before + 1);
      const path = '20260107/5a1f6d9e-0000-4000-8000-000000000000/rec/0-audiomp3.mp3';
      const json = { container: container.id, path: path.replace('audiomp3.mp3', 'acsmetadata.json') };
      const item = { container: container.id, path };
      for (let round = 0; round < Object.keys(encodings).length; round += 5) await run('refresh');
      await run('findRecording', '5a1f6d9e-0000-4000-8000-000000000000');
      for (const one of [item, json])
        for (const command of ['open', 'openInspector', 'download', 'checkRecordings', 'buildEvent'])
          await run(command, { ...one, folder: scratchFolder, ask: false });
      for (const command of ['copyName', 'copyPath', 'copyUrl', 'copyId']) await copying(command, item);
      await waitFor(() => (screen.pages.length > 0 && screen.posted.length > 0 ? true : undefined));
      assert.deepEqual(await leaks(), []);
      for (const one of [item, json]) await run('delete', { ...one, ask: false });
      assert.ok(working.requests.some(({ method }) => method === 'GET'));
      assert.deepEqual(await leaks(), []);
    } finally {
      await working.close();
    }
  });

  it('is nowhere after a setup was checked with a Microsoft sign-in', async () => {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
      keySize: 2048,
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'keyUsage', digitalSignature: true, keyCertSign: true },
        { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
      ],
    });
    const azure = await startEcho(asAzure, { key, cert });
    const { origin } = new URL(azure.url);
    try {
      await app.setup.services({
        cloud: () => cloudOf('custom', { resourceManagerEndpointUrl: origin }) ?? publicCloud,
        signIn: () => ({ token: () => Promise.resolve(canaries['Microsoft token']) }),
        label: () => Promise.resolve('someone@example.com'),
        transport: { ca: cert, retryDelayMs: 1 },
      });
      const { resources } = await app.active.services();
      await resources.addEndpoint('https://canary.communication.azure.com', 'default', 'canary');
      const { id } = await app.containers.add({
        name: 'canary account',
        url: `${origin}/canary/recordings`,
        signIn: 'default',
      });
      for (let round = 0; round < 4; round += 1)
        await run('checkSetup', { resource: 'canary', container: id, signIn: 'default' });
      await copying('copySetupReport', { maskIds: false });
      assert.ok(
        azure.requests.some(({ headers }) => headers.authorization?.includes(canaries['Microsoft token'])),
      );
      assert.deepEqual(await leaks(), []);
    } finally {
      await app.setup.services(azureAccount);
      await azure.close();
    }
  });

  it('is nowhere after events were sent to a webhook, again, and copied as curl', async () => {
    const target = {
      url: `${webhook.url}?code=${encodeURIComponent(canaries['code of a webhook'])}`,
      headers: { 'x-functions-key': canaries['header of a webhook'] },
    };
    for (const round of Object.keys(encodings).keys())
      await run('sendEvent', {
        event: findSample('mp3')?.event(round % 2 ? 'cloudEvents' : 'eventGrid'),
        ...target,
        handshake: round === 2,
      });
    const [delivery] = await app.events.deliveries.load();
    assert.ok(delivery);
    const node = { kind: 'delivery', delivery };
    for (const command of ['sendAgain', 'openDelivery', 'openSentEvent']) await run(command, node);
    for (const shell of ['posix', 'powershell']) await copying('copyEventAsCurl', { ...node, shell });
    assert.ok(
      webhook.requests.some(({ headers }) => headers['x-functions-key'] === canaries['header of a webhook']),
    );
    assert.ok(webhook.requests.some(({ path }) => path.includes('code=')));
    assert.deepEqual(await leaks(), []);
  });

  it('is nowhere after a resource was connected and refused a recording, nor is the key of the local service', async () => {
    const endpoint = new URL(service.url).origin;
    await run('connectResource', {
      name: 'Canary',
      connectionString: `endpoint=${endpoint};accesskey=${canaries['access key of a resource']}`,
    });
    await run('startLocalService');
    const { resources } = await app.active.services();
    const local = (await resources.localConnectionString())?.split('accesskey=')[1];
    assert.ok(local);
    secrets.set('key of the local service', local);
    const call = await run<{ serverCallId: string }>('newLocalCall');
    assert.ok(call);
    const start = {
      ...{ resource: 'Canary', call: call.serverCallId, ...mp3 },
      destinationUrl: `${new URL(storage.url).origin}/canary/by-sas?${sasWith(canaries['signature of a SAS in a destination'])}`,
    };
    for (const first of Object.keys(encodings))
      results.push(first, textOf(await run('startRecording', start)));
    const callback = `${new URL(webhook.url).origin}/callback?code=${encodeURIComponent(canaries['code of a callback'])}`;
    await run('startRecording', { ...start, callbackUrl: callback });
    await run('showAsCode', { start: { ...start, callbackUrl: callback }, language: 'curl' });
    assert.ok(
      service.requests.some(({ path }) => path.includes('recordings')),
      textOf(service.requests.map(({ path }) => path)),
    );
    await run('deliverLocalEvents', {
      url: `${webhook.url}?code=${encodeURIComponent(canaries['code of a webhook'])}`,
      headers: { 'x-functions-key': canaries['header of a webhook'] },
      ...{ handshake: false, retries: false, schema: 'eventGrid' },
    });
    const begun = await run<{ recordingId: string }>('startRecording', {
      resource: 'local',
      callbackUrl: callback,
      call: call.serverCallId,
      ...mp3,
      storage: 'acs',
    });
    assert.ok(begun?.recordingId);
    const before = webhook.requests.length;
    const { recordingId } = begun;
    await run('stopRecording', { recordingId });
    await copying('copyRecordingId', { recordingId });
    await waitFor(() => webhook.requests[before]);
    await run('showAsCode', { start, language: 'typescript' });
    await run('deliverLocalEvents', { stop: true });
    assert.ok(webhook.requests.some(({ path }) => path.startsWith('/callback?code=')));
    assert.deepEqual(await leaks(), []);
  });

  it('is nowhere after the local service has crashed', async () => {
    const { localService } = await app.active.services();
    const { pid } = localService;
    assert.ok(pid !== undefined);
    const before = screen.logged.length;
    process.kill(pid, 'SIGSEGV');
    await waitFor(() => (localService.pid === undefined ? true : undefined));
    await waitFor(() => (screen.logged.length > before ? true : undefined));
    assert.deepEqual(await leaks(), []);
  });

  it('is nowhere after queues were connected and read, and events came with the key of the listener', async () => {
    const account = `${new URL(storage.url).origin}/canary`;
    const before = storage.requests.length;
    const { queues, listening } = await app.events.receiving();
    const string = `DefaultEndpointsProtocol=http;AccountName=canary;QueueEndpoint=${account};AccountKey=${canaries['key in the connection string of a queue']}`;
    const sas = sasWith(canaries['signature of a SAS of a queue']);
    await run('connectEventQueue', { connectionString: string, name: 'events', mode: 'watch' });
    await run('connectEventQueue', { url: `${account}/by-sas?${sas}`, mode: 'watch' });
    // Also as one that was connected before it refused.
    const connected = [
      await queues.add({ url: `${account}/events`, signIn: 'connectionString', mode: 'watch' }, string),
      await queues.add({ url: `${account}/by-sas`, signIn: 'sas', mode: 'watch' }, sas),
    ];
    const address = await run<string>('startListener');
    assert.ok(address);
    try {
      const key = listening.newKey();
      secrets.set('key of the listener', key);
      await listening.setKey(key);
      const event = findSample('mp3')?.event('eventGrid');
      for (const encode of Object.values(encodings))
        await fetch(`${address}?key=${encodeURIComponent(key)}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-echo': encode(key) },
          body: JSON.stringify([event]),
        });
      await fetch(`${address}?key=${encodeURIComponent(key)}x`, { method: 'POST', body: '[]' });
      await waitFor(() =>
        queues.rows().every(({ state }) => state?.error !== undefined) ? true : undefined,
      );
      assert.ok(storage.requests.slice(before).some(({ path }) => path.includes('by-sas')));
      assert.deepEqual(await leaks(), []);
    } finally {
      for (const { id } of connected) await queues.remove(id);
      await listening.setKey(undefined);
      await run('stopListener');
    }
  });
});
