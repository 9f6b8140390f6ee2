import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import * as vscode from 'vscode';
import type { ActiveRecording } from '../../../src/calling/active/recording.ts';
import type { AcsDownload, ShownAccount } from '../../../src/commands/history/arguments.ts';
import type { ExtensionApi } from '../../../src/extension.ts';
import { historyOfInspected } from '../../../src/views/history/inspected.ts';
import type { LocalCall } from '../../../src/views/local/control.ts';
import type { ActiveServices } from '../../../src/views/active/services.ts';
import type { App } from '../../../src/views/app.ts';
import { hostRun } from './hostRun.ts';
import { untilRecording } from './untilRecording.ts';
import { waitFor } from './waitFor.ts';

describe('History of a recording', () => {
  const { azurite, scratchFolder } = hostRun();
  let app: App;
  let services: ActiveServices;
  let call: LocalCall;
  let landed: ActiveRecording;

  const run = <T>(command: string, argument?: unknown) =>
    vscode.commands.executeCommand<T>(`callRecordings.${command}`, argument);

  const until = (
    recordingId: string,
    wanted: (recording: ActiveRecording) => boolean,
  ): Promise<ActiveRecording> => untilRecording(services, recordingId, wanted);

  async function eventOf(id: string): Promise<void> {
    const { store } = await app.events.receiving();
    await waitFor(() => store.list().find(({ recordingId }) => recordingId === id));
  }

  before(async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>('acs-call-recordings.acs-call-recordings');
    assert.ok(extension);
    ({ app } = await extension.activate());
    for (const one of app.containers.list()) await app.containers.remove(one);
    await BlobServiceClient.fromConnectionString(azurite.connectionString)
      .getContainerClient('history')
      .create();
    await run('addContainer', {
      url: `${azurite.url}/history/team-a`,
      connectionString: azurite.connectionString,
      name: 'history',
    });
    services = await app.active.services();
    await run('startLocalService');
    call = await run<LocalCall>('newLocalCall');
    const { recordingId } = await start();
    await run('pauseRecording', { recordingId });
    await run('resumeRecording', { recordingId });
    await run('stopRecording', { recordingId });
    landed = await until(recordingId, (one) => one.landing?.kind === 'landed');
    await eventOf(recordingId);
  });

  after(async () => {
    await services.localService.stop();
    for (const { recordingId } of services.active.list()) services.active.forget(recordingId);
    for (const one of app.containers.list()) await app.containers.remove(one);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const start = (argument: object = {}) =>
    run<ActiveRecording>('startRecording', {
      ...{ resource: 'local', call: call.serverCallId, container: 'history' },
      ...{ content: 'audio', channel: 'mixed', format: 'wav', ...argument },
    });

  const standings = ({ checks }: ShownAccount) => checks.map(({ id, standing }) => `${id} ${standing}`);

  it('is one ordered account with the correlation ID of each request', async () => {
    const account = await run<ShownAccount>('showHistory', { recordingId: landed.recordingId });
    assert.deepEqual(standings(account).slice(0, 4), [
      'start passed',
      'recording passed',
      'end passed',
      'files passed',
    ]);
    const texts = account.entries.map(({ text }) => text);
    const order = ['Started from here', 'Paused from here', 'Resumed from here', 'Stopped from here'];
    const places = order.map((wanted) => texts.findIndex((text) => text.startsWith(wanted)));
    assert.ok(
      places.every((place, i) => place > (places[i - 1] ?? -1)),
      texts.join('\n'),
    );
    assert.ok(texts.some((text) => text.startsWith('File written: 0-audiowav')));
    assert.ok(account.entries.find(({ text }) => text.startsWith('Started from here'))?.correlationId);
    const key = ((await services.resources.localConnectionString()) ?? '').replace(/^.*accesskey=/, '');
    assert.ok(account.markdown.includes(landed.recordingId) && !account.markdown.includes(key));
  });

  it('is found by any one ID, and by the row in the tree', async () => {
    for (const id of [
      call.callId,
      call.serverCallId,
      call.serverCallId.replace(/=+$/, ''),
      landed.recordingId,
      `/recording/call/${call.callId}/serverCallId/${call.serverCallId}/recordingId/${landed.recordingId}`,
      `${azurite.url}/history/team-a/${landed.landing?.kind === 'landed' ? landed.landing.path.slice('team-a/'.length) : ''}`,
    ]) {
      const account = await run<ShownAccount>('whyMissing', id);
      assert.equal(account.checks[3]?.standing, 'passed', id);
      assert.ok(account.ids.some(({ value }) => value === landed.recordingId) || id.startsWith('http'), id);
    }
  });

  it('leads from its event to the event as it was received, also in the inspector', async () => {
    const account = await run<ShownAccount>('showHistory', { recordingId: landed.recordingId });
    const entry = account.entries.find(({ opens }) => opens?.kind === 'received');
    assert.ok(entry?.opens && entry.eventId, JSON.stringify(account.entries));
    const uri = await run<string>('openReceived', { id: entry.opens.id });
    const text = (await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true))).getText();
    assert.ok(text.includes(entry.eventId) && text.includes(landed.recordingId));

    assert.ok(landed.landing?.kind === 'landed' && landed.containerId !== undefined);
    const target = { containerId: landed.containerId, recordingPath: landed.landing.path };
    const { signal } = new AbortController();
    const files = { path: landed.landing.path, date: '', callId: '', folder: '', files: [] };
    const inInspector = await historyOfInspected(app, target, files, signal);
    assert.deepEqual(
      inInspector.entries.find(({ opens }) => opens?.kind === 'received'),
      entry,
    );
  });

  it('tells a recording from another of the same call', async () => {
    const again = await start();
    await run('stopRecording', { recordingId: again.recordingId });
    const other = await until(again.recordingId, (one) => one.landing?.kind === 'landed');
    assert.ok(other.landing?.kind === 'landed' && other.containerId !== undefined);
    const target = { containerId: other.containerId, recordingPath: other.landing.path };
    await eventOf(other.recordingId);
    services.active.forget(other.recordingId);
    const files = { path: other.landing.path, date: '', callId: '', folder: '', files: [] };
    const { ids, entries } = await historyOfInspected(app, target, files, new AbortController().signal);
    assert.equal(ids.find(({ label }) => label === 'Recording ID')?.value, other.recordingId);
    assert.equal(entries.filter(({ opens }) => opens?.kind === 'received').length, 1);
  });

  it('says "not known" of a call without any trace', async () => {
    const account = await run<ShownAccount>('whyMissing', '7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc');
    assert.deepEqual(standings(account), [
      'start unknown',
      'recording unknown',
      'end unknown',
      'files failed',
      'event unknown',
      'delivery unknown',
    ]);
    assert.match(account.markdown, /No files were found\. Searched: history\./);
  });

  it('says that the export failed where it did, and what to do', async () => {
    call = await run<LocalCall>('newLocalCall');
    const { recordingId } = await start();
    await services.localService.addFault({ kind: 'exportFails', times: 1 });
    await run('stopRecording', { recordingId });
    await until(recordingId, (one) => one.landing?.kind === 'missing');
    const account = await run<ShownAccount>('showHistory', { recordingId });
    assert.equal(account.checks[3]?.standing, 'failed');
    assert.match(account.next ?? '', /Download them from there/);
    assert.equal(account.checks[4]?.standing, 'passed');

    const folder = join(scratchFolder, 'from-acs');
    const got = await run<AcsDownload>('downloadFromAcs', { recordingId, folder });
    assert.deepEqual([got.files, got.empty], [2, 0]);
    assert.match(
      got.recording,
      new RegExp(`^\\d{8}/${call.callId}/${recordingId.slice(0, 8)}-[0-9a-f-]{36}/$`),
    );
    const container = app.containers.list().find((one) => one.kind === 'folder' && one.folder === folder);
    assert.ok(container && (await app.tree.reveal(container, got.recording)));

    const service = BlobServiceClient.fromConnectionString(azurite.connectionString);
    const blobs = service.getContainerClient(`from-acs-${randomBytes(4).toString('hex')}`);
    await blobs.create();
    const into = await app.containers.add({
      url: `${blobs.url}/below`,
      name: '$(zap) Into',
      signIn: 'accountKey',
    });
    const { showQuickPick } = vscode.window;
    const offered: string[] = [];
    Object.assign(vscode.window, {
      showQuickPick: (items: readonly vscode.QuickPickItem[]) => {
        offered.push(...items.map(({ label }) => label));
        return Promise.resolve(items.find(({ description }) => description?.includes('/below/')));
      },
    });
    const put = await Promise.resolve(run<AcsDownload>('downloadFromAcs', { recordingId })).finally(() =>
      Object.assign(vscode.window, { showQuickPick }),
    );
    assert.match(offered.join('\n'), /A folder of this machine/);
    assert.doesNotMatch(offered.join('\n'), /\$\(zap\)/);
    assert.deepEqual([put.containerId, put.files, put.empty], [into.id, 2, 0]);
    assert.equal(put.recording, `below/${got.recording}`);
    for (const file of await readdir(join(folder, got.recording)))
      if (!file.startsWith('downloaded-from'))
        assert.deepEqual(
          await blobs.getBlobClient(put.recording + file).downloadToBuffer(),
          await readFile(join(folder, got.recording, file)),
        );
    const written = async () => {
      for await (const { name, properties } of blobs.listBlobsFlat())
        if (/audio.*[.](?:wav|mp3)$/.test(name)) return properties.etag;
      return assert.fail('no media');
    };
    const before = await written();
    await run('downloadFromAcs', { recordingId, container: into.id });
    assert.equal(await written(), before, 'a file that is there is not written again');
    assert.ok(await app.tree.reveal(into, put.recording));
    await app.containers.remove(into);
  });
});
