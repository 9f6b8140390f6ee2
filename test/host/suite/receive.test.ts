import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import * as vscode from 'vscode';
import type { ReceivedSummary } from '../../../src/events/receive/received.ts';
import type { ExtensionApi } from '../../../src/extension.ts';
import { findSample } from '../../../src/recording/event/samples/samples.ts';
import type { Container } from '../../../src/storage/container.ts';
import type { App } from '../../../src/views/app.ts';
import type { LocalCall } from '../../../src/views/local/control.ts';
import type { EventNode } from '../../../src/views/events/node.ts';
import { KnownIds } from '../../../src/views/setup/knownIds.ts';
import { hostRun } from './hostRun.ts';
import { waitFor } from './waitFor.ts';

const run = <T>(command: string, ...args: unknown[]) =>
  vscode.commands.executeCommand<T>(`callRecordings.${command}`, ...args);

const fileStatus = 'Microsoft.Communication.RecordingFileStatusUpdated';

describe('Receiving events', () => {
  const { azurite, scratchFolder } = hostRun();
  let app: App;
  let container: Container;
  let address: string;

  before(async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>('acs-call-recordings.acs-call-recordings');
    assert.ok(extension);
    ({ app } = await extension.activate());
    for (const one of app.containers.list()) await app.containers.remove(one);
    const blobs = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(
      'received',
    );
    await blobs.create();
    container = await run<Container>('addContainer', {
      connectionString: azurite.connectionString,
      url: blobs.url,
      name: 'Received',
    });
    await (await app.events.receiving()).store.clear();
    address = await run<string>('startListener');
  });

  after(async () => {
    await run('stopListener');
    await run('stopLocalService');
    await app.containers.remove(container);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const post = (url: string, body: unknown): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  async function received(fits: (event: ReceivedSummary) => boolean): Promise<ReceivedSummary> {
    const { store } = await app.events.receiving();
    return waitFor(() => store.list().find(fits));
  }

  async function rows(): Promise<readonly { readonly node: EventNode; readonly text: string }[]> {
    const roots = await app.events.tree.getChildren();
    const list = roots.find(({ kind }) => kind === 'received');
    const nodes = [...roots, ...(list ? await app.events.tree.getChildren(list) : [])];
    return Promise.all(
      nodes.map(async (node) => {
        const { label, description } = await app.events.tree.getTreeItem(node);
        return { node, text: `${typeof label === 'string' ? label : ''} — ${String(description ?? '')}` };
      }),
    );
  }

  it('shows the listener and what it received, and opens an event with its lenses', async () => {
    assert.match(address, /^http:\/\/127\.0\.0\.1:\d+\/events\/[\w-]{20,}$/);
    assert.equal((await post(address, [findSample('mp3')?.event('eventGrid')])).status, 200);
    const event = await received(({ type }) => type === fileStatus);
    const texts = (await rows()).map(({ text }) => text);
    assert.match(texts[0] ?? '', /^Listening — 127\.0\.0\.1:\d+ · 1 event$/);
    assert.equal(texts[1], 'Received — 1');
    assert.ok(
      texts.some((text) => /^\d\d:\d\d:\d\d · \w{8}… — FileStatusUpdated · listener$/.test(text)),
      texts.join('\n'),
    );
    const uri = await run<string>('openReceived', { id: event.id });
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
    assert.match(document.getText(), /^\{\n {2}"id": /);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    assert.ok(lenses.some(({ command }) => command?.title.includes('Reveal')));
  });

  it('leads from a local call to its recording: callback, event, files, tree', async () => {
    await run('startLocalService');
    const call = await run<LocalCall>('newLocalCall');
    const { listening } = await app.events.receiving();
    const { recordingId } = await run<{ recordingId: string }>('startRecording', {
      resource: 'local',
      call: call.serverCallId,
      content: 'audio',
      channel: 'mixed',
      format: 'wav',
      container: container.name,
      callbackUrl: await listening.address('callbacks'),
    });
    await received(({ via }) => via === 'callback');
    const { active, localService } = await app.active.services();
    // Nobody asks for the state, so that only the callback can tell it.
    active.setVisible(false);
    await localService.endCall(call.callId);
    const ended = await waitFor(() => {
      const recording = active.get(recordingId);
      return recording?.state === 'ended' ? recording : undefined;
    });
    const event = await received((one) => one.type === fileStatus && one.recordingId === recordingId);
    assert.equal(ended.callId, event.callId, 'the correlation ID is the name of the folder');
    const remembered = JSON.stringify(app.context.globalState.get('callRecordings.lastStart'));
    assert.match(remembered, /"callback":"listener"/);
    assert.doesNotMatch(remembered, /callbacks/, 'the path is a secret');
    assert.equal(event.via, 'localService');
    const row = (await rows()).find(
      ({ node }) => node.kind === 'receivedEvent' && node.event.id === event.id,
    );
    assert.ok(row);
    const path = await run<string>('revealEventRecording', row.node);
    assert.match(path, new RegExp(`^\\d{8}/${event.callId ?? '-'}/`));
    await waitFor(() => app.tree.selection.find((shown) => 'path' in shown && shown.path === path));
  });

  interface Writing {
    readonly to: Container;
    readonly write: (name: string) => Promise<unknown>;
    readonly urlOf: (name: string) => string;
  }

  /** Writes two recordings of one new date, one after the other, and waits until the tree shows each. */
  async function showsWhatEventsTell({ to, write, urlOf }: Writing): Promise<void> {
    const { model } = app.tree;
    const root = (await model.children()).find((row) => 'container' in row && row.container.id === to.id);
    assert.ok(root);
    const dateRow = async () =>
      (await model.children(root)).find((row) => 'date' in row && row.date === '20240102');
    assert.equal(await dateRow(), undefined);
    for (const folder of ['aaaa', 'bbbb']) {
      const path = `20240102/5a1f6d9e-0000-4000-8000-00000000${folder}/1b1b1b1b-2222-4333-8444-555555555555`;
      const names = [`${path}/0-audiomp3.mp3`, `${path}/0-acsmetadata.json`];
      for (const name of names) await write(name);
      const status = findSample('mp3')?.event('eventGrid') as { data: { recordingStorageInfo: object } };
      const [contentLocation, metadataLocation] = names.map(urlOf);
      const recordingChunks = [
        { documentId: folder, index: 0, endReason: 'SessionEnded', contentLocation, metadataLocation },
      ];
      const data = { ...status.data, recordingStorageInfo: { recordingChunks } };
      assert.equal((await post(address, [{ ...status, id: folder, data }])).status, 200);
      const date = await waitFor(dateRow);
      await waitFor(async () =>
        (await model.children(date)).some((row) => 'path' in row && row.path.includes(folder))
          ? true
          : undefined,
      );
    }
  }

  it('shows a date as soon as an event tells of it, and a recording of a date that is open', async () => {
    const blobs = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(
      'received',
    );
    await showsWhatEventsTell({
      to: container,
      write: (name) => blobs.getBlockBlobClient(name).upload('{}', 2),
      urlOf: (name) => `${blobs.url}/${name}`,
    });
  });

  it('shows what events tell of in a connected local folder too', async () => {
    const folder = join(scratchFolder, 'received folder');
    await mkdir(folder);
    const local = await run<Container>('addContainer', { folder, name: 'Received folder' });
    try {
      await showsWhatEventsTell({
        to: local,
        write: async (name) => {
          const file = join(folder, name);
          await mkdir(dirname(file), { recursive: true });
          await writeFile(file, '{}');
        },
        urlOf: (name) => pathToFileURL(join(folder, name)).href,
      });
    } finally {
      await app.containers.remove(local);
    }
  });

  it('filters, exports, deletes one and all, and wants the key once it is set', async () => {
    const { store, listening } = await app.events.receiving();
    const started = {
      eventType: 'Microsoft.Communication.CallStarted',
      id: 'started',
      data: { serverCallId: 'srv-1' },
    };
    await post(address, started);
    const event = await received(({ eventId }) => eventId === 'started');
    await run('filterReceived', { text: 'srv-1' });
    assert.equal((await rows()).filter(({ node }) => node.kind === 'receivedEvent').length, 1);
    const file = join(scratchFolder, 'received.ndjson');
    await run('exportReceived', { file });
    assert.deepEqual(JSON.parse(await readFile(file, 'utf8')), started);
    await run('filterReceived', {});
    assert.equal(await run('deleteReceived', { id: event.id }), 1);
    assert.equal(
      store.list().some(({ id }) => id === event.id),
      false,
    );
    await listening.setKey('hunter2');
    assert.equal((await post(address, started)).status, 503);
    assert.equal((await post(`${address}?key=hunter1`, started)).status, 503);
    assert.equal((await post(`${address}?key=hunter2`, started)).status, 200);
    await waitFor(async () =>
      (await rows()).some(({ text }) => /^Listening — refused: key ×2 · 127\.0\.0\.1:\d+ · /.test(text))
        ? true
        : undefined,
    );
    const [resource] = (await app.active.services()).resources.list();
    const ids = new KnownIds(app.context.globalState);
    const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Communication/communicationServices/c';
    assert.ok(resource);
    assert.doesNotMatch(await run<string>('copySubscribeCommand'), /hunter2|communicationServices/);
    await ids.set(resource.endpoint, { id });
    assert.ok((await run<string>('copySubscribeCommand')).includes(`--source-resource-id '${id}'`));
    await ids.set(resource.endpoint, undefined);
    await run('copyListenerAddressWithKey');
    assert.match(await vscode.env.clipboard.readText(), /\?key=hunter2$/);
    const kept = JSON.stringify(
      app.context.globalState.keys().map((key) => app.context.globalState.get(key)),
    );
    assert.doesNotMatch(kept, /hunter2|\/events\/[\w-]{16}/);
    await listening.setKey(undefined);
    await run('clearReceived', { ask: false });
    assert.deepEqual(store.list(), []);
  });

  it('takes events from a queue, and replays them and those of recordings into it', async () => {
    const queue = QueueServiceClient.fromConnectionString(azurite.connectionString).getQueueClient('events');
    await queue.create();
    await queue.sendMessage(
      Buffer.from(JSON.stringify(findSample('timeRollOver')?.event('cloudEvents'))).toString('base64'),
    );
    const { store, queues } = await app.events.receiving();
    await run('connectEventQueue', {
      connectionString: azurite.connectionString,
      name: 'events',
      mode: 'take',
    });
    const event = await received(({ via }) => via === 'queue');
    assert.equal(event.source, 'events');
    // The message leaves the queue after its event was stored, and counts then.
    const row = await waitFor(async () =>
      (await rows()).find(({ text }) => text.startsWith('Queue events — takes · 1 event')),
    );
    const [connected] = queues.rows();
    assert.ok(connected);
    const [day] = await app.tree.model.children((await app.tree.model.children())[0]);
    assert.ok(day?.kind === 'date');
    const answer = await run<{ delivered: number; total: number }>('replayEvents', {
      parallel: 8,
      path: day.path,
      container: container.name,
      schema: 'eventGrid',
      queue: connected.queue.id,
    });
    assert.deepEqual([answer.delivered, answer.total], [1, 1]);
    await waitFor(() => store.list().filter(({ via }) => via === 'queue').length === 2 || undefined);
    const again = await run<{ delivered: number; total: number }>('replayEvents', {
      parallel: 8,
      from: 'received',
      schema: 'cloudEvents',
      url: address,
    });
    assert.equal(again.delivered, again.total);
    const { showQuickPick } = vscode.window;
    Object.assign(vscode.window, {
      showQuickPick: (items: readonly vscode.QuickPickItem[]) =>
        Promise.resolve(items.find(({ label }) => label.includes(connected.queue.url))),
    });
    await Promise.resolve(run('deliverLocalEvents', { schema: 'eventGrid' })).finally(() =>
      Object.assign(vscode.window, { showQuickPick }),
    );
    await app.events.hearLocalEvent(findSample('mp3')?.event('eventGrid'));
    await waitFor(() => store.list().filter(({ via }) => via === 'queue').length === 3 || undefined);
    await run('deliverLocalEvents', { stop: true });
    await run('disconnectEventQueue', row.node);
    const gone = { parallel: 1, from: 'received', schema: 'eventGrid', queue: connected.queue.id };
    assert.equal(await run('replayEvents', gone), undefined);
    assert.deepEqual(queues.rows(), []);
    assert.equal((await queue.getProperties()).approximateMessagesCount, 0);
  });

  it('listens again at the same address after it was stopped', async () => {
    assert.equal(await run('stopListener'), true);
    await assert.rejects(post(address, {}));
    assert.equal(await run('startListener'), address);
  });
});
