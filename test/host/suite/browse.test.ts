import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContainerClient, BlobServiceClient } from '@azure/storage-blob';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension.ts';
import type { Container } from '../../../src/storage/container.ts';
import { openStore } from '../../../src/storage/openStore.ts';
import type { App } from '../../../src/views/app.ts';
import type { TreeNode } from '../../../src/views/tree/node.ts';
import { describe as describeRow } from '../../../src/views/tree/row.ts';
import { hostRun } from './hostRun.ts';
import { runCommand } from './runCommand.ts';
import { waitFor } from './waitFor.ts';

const call = '7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc';
const recording = 'eyJQbGF0-1b4e28ba-2fa1-41d2-883f-0016d3cca427';
const folder = `20261120/${call}/${recording}/`;
const metadata = `${folder}0-acsmetadata.0-eus-d12-801b3f3fc462fe8a01e6810cbff729b8.json`;
const metadataText =
  '{"callId":"7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc","chunkIndex":0,"chunkStartTime":"2026-11-20T08:30:00.0006875Z",' +
  '"chunkDuration":6.620e3,"pauseResumeIntervals":[],"recordingInfo":{"contentType":"mixed","channelType":"audio",' +
  '"format":"mp3","audioConfiguration":{"sampleRate":"16000","bitRate":48000,"channels":1}},"participants":[]}';

describe('Browsing a container', () => {
  const { azurite, scratchFolder } = hostRun();
  let app: App;
  let blobs: ContainerClient;
  let container: Container;

  const put = (name: string, text: string) =>
    blobs.getBlockBlobClient(name).upload(text, Buffer.byteLength(text));

  async function rows(node?: TreeNode): Promise<string[]> {
    const labels = (await app.tree.getChildren(node)).map((child) => describeRow(child).label);
    // Without the time, which is that of the test run.
    return labels.map((label) => label.replace(/^[\d:\- ]+ · /, ''));
  }

  async function find(path: string): Promise<TreeNode> {
    const node = await app.tree.model.find(container, path);
    assert.ok(node, `nothing at ${path}`);
    return node;
  }

  before(async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>('acs-call-recordings.acs-call-recordings');
    assert.ok(extension);
    ({ app } = await extension.activate());
    blobs = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('browse');
    await blobs.create();
    await put(metadata, metadataText);
    await put(`${folder}0-audiomp3.0-eus-d12-801b3f3fc462fe8a01e6810cbff729b8.mp3`, 'not really mp3');
    await put(`20261119/${call}/${recording}/0-acsmetadata.json`, '{"half":');
    await put('notes.txt', 'a note');
    for (const one of app.containers.list()) await app.containers.remove(one);
  });

  it('adds a container by connection string, and keeps the secret out of the settings', async () => {
    const added = await runCommand('addContainer', {
      connectionString: azurite.connectionString,
      url: `${azurite.url}/browse`,
      name: 'Azurite',
    });
    assert.ok(added.kind === 'blob' && added.signIn === 'connectionString');
    container = added;
    const setting = JSON.stringify(vscode.workspace.getConfiguration('callRecordings').get('containers'));
    assert.match(setting, /\/browse"/);
    assert.doesNotMatch(setting, /AccountKey|sig=|Eby8/i);
    assert.deepEqual(await rows(), ['Azurite']);
  });

  it('moves the SAS of a pasted URL into secret storage', async () => {
    const url = await blobs.generateSasUrl({
      permissions: { toString: () => 'rl' } as never,
      expiresOn: new Date(Date.now() + 600_000),
    });
    assert.match(url, /sig=/);
    // A container that is connected already is only replaced when a person agrees.
    await app.containers.remove(container);
    const added = await runCommand('addContainer', { url, name: 'By SAS' });
    assert.ok(added.kind === 'blob' && added.signIn === 'sas' && !added.url.includes('sig='));
    assert.doesNotMatch(
      JSON.stringify(vscode.workspace.getConfiguration('callRecordings').get('containers')),
      /sig=/,
    );
    // The same place as before: it has replaced it, with the other sign-in.
    assert.deepEqual(await rows(), ['By SAS']);
    container = added;
    assert.deepEqual(await rows((await app.tree.getChildren())[0]), [
      '2026-11-20',
      '2026-11-19',
      'Other files',
    ]);
  });

  it('shows dates, calls, recordings and files', async () => {
    const date = await find('20261120/');
    assert.deepEqual(await rows(date), [`${call.slice(0, 8)}…`]);
    const [callRow] = await app.tree.getChildren(date);
    assert.deepEqual(await rows(callRow), ['MP3 audio']);
    const recordingRow = await find(folder);
    assert.deepEqual(await rows(recordingRow), ['Chunk 0: metadata', 'Chunk 0: audiomp3.mp3']);
  });

  it('opens chunk metadata pretty-printed, with the spelling of numbers kept and oddities explained', async () => {
    const node = await find(metadata);
    await runCommand('open', node);
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    assert.equal(document.languageId, 'json');
    assert.match(document.getText(), /^\{\n {2}"callId": "7c62cca0/);
    assert.match(document.getText(), /"chunkDuration": 6\.620e3,/);
    assert.equal(vscode.workspace.fs.isWritableFileSystem('callrecordings'), false);
    const notes = await waitFor(() => {
      const found = vscode.languages
        .getDiagnostics(document.uri)
        .filter((one) => one.source === 'Call Recordings');
      return found.length > 0 ? found : undefined;
    });
    assert.ok(notes.some((note) => /are swapped/i.test(note.message)));
  });

  it('explains the fields on hover', async () => {
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    const at = document.positionAt(document.getText().indexOf('chunkDuration') + 2);
    const text = await waitFor(async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        at,
      );
      const all = hovers.flatMap((one) =>
        one.contents.map((part) => (part instanceof vscode.MarkdownString ? part.value : '')),
      );
      return all.some((part) => /millisecond/i.test(part)) ? all.join('\n') : undefined;
    });
    assert.match(text, /millisecond/i);
  });

  it('shows a half-written file as it is, and says what is wrong with it', async () => {
    await runCommand('open', await find(`20261119/${call}/${recording}/0-acsmetadata.json`));
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document);
    assert.equal(document.getText(), '{"half":');
    const found = await waitFor(() =>
      vscode.languages
        .getDiagnostics(document.uri)
        .find((one) => one.source === 'Call Recordings' && one.severity === vscode.DiagnosticSeverity.Error),
    );
    assert.match(found.message, /ends too early/);
  });

  it('opens files whose names look like something else', async () => {
    const names = [
      'a b/q?x=1#f.txt',
      'a b/100%41.txt',
      'a b/back\\slash.txt',
      'a b//empty.txt',
      '/first.txt',
      'a b/x/../up.txt',
      'a b/./dot.txt',
      'a b/$(check) [l](command:x).txt',
    ];
    assert.ok(container.kind === 'blob');
    const store = await openStore(
      { ...container, signIn: 'connectionString' },
      { getSecret: () => Promise.resolve(azurite.connectionString) },
    );
    try {
      for (const name of names) await store.write(name, Buffer.from(`This is ${name}`));
      for (const name of names) {
        const uri: vscode.Uri = app.documents.uri(container, name);
        const document = await vscode.workspace.openTextDocument(uri);
        assert.equal(document.getText(), `This is ${name}`);
        assert.equal(app.documents.place(document.uri)?.name, name);
      }
    } finally {
      for (const name of names) await store.delete(name);
    }
  });

  it('filters by date and by the start of the call ID', async () => {
    await runCommand('filter', { from: '20261119', to: '20261119' });
    assert.deepEqual(await rows((await app.tree.getChildren())[0]), ['2026-11-19']);
    await runCommand('filter', { callIdStart: 'nothing' });
    await waitFor(async () => {
      const labels = await rows((await app.tree.getChildren())[0]);
      return labels.includes('Nothing matches the filter') || undefined;
    });
    await runCommand('clearFilter');
    assert.equal((await rows((await app.tree.getChildren())[0])).length, 3);
  });

  it('finds the recording of a call by whatever the user has of it', async () => {
    const callPath = `20261120/${call}/`;
    const subject = `/recording/call/${call}/serverCallId/aHR0cHM/recordingId/abc`;
    const event = { eventType: 'Microsoft.Communication.RecordingFileStatusUpdated', subject, data: {} };
    await runCommand('filter', { from: '20200101', to: '20200101' });
    const places: [string, string][] = [
      [`${azurite.url}/browse/${metadata}?sig=secret`, folder],
      [subject, callPath],
      [JSON.stringify([event]), callPath],
    ];
    await blobs.deleteBlob(`20261119/${call}/${recording}/0-acsmetadata.json`);
    for (const [text, path] of places) assert.equal(await runCommand('findRecording', text), path);
    assert.equal(await runCommand('findRecording', call), callPath);
    assert.deepEqual(app.tree.filter, {}, 'the filter that hid it is cleared');
    await waitFor(() => app.tree.selection.find(({ kind }) => kind === 'call'));
  });

  it('copies name, path, URL and ID', async () => {
    const node = await find(folder);
    assert.equal(await runCommand('copyPath', node), folder);
    assert.equal(await runCommand('copyId', node), recording);
    assert.equal(await runCommand('copyUrl', node), `${azurite.url}/browse/${folder}`);
    assert.equal(await runCommand('copyName', node), recording);
    assert.equal(await vscode.env.clipboard.readText(), recording);
  });

  it('downloads a recording, also into a folder that the caller names', async () => {
    const written = await runCommand('download', { path: folder, folder: join(scratchFolder, 'down') });
    assert.equal(written.length, 2);
    assert.ok(written.every((path) => path.startsWith(join(scratchFolder, 'down', recording))));
    assert.ok(written.every(existsSync));
    assert.equal(await readFile(written.find((path) => path.endsWith('.json')) ?? '', 'utf8'), metadataText);
  });

  it('shows what came from outside after a refresh', async () => {
    const date = await find('20261120/');
    await put('20261120/another-call/rec/0-audiowav.wav', 'x');
    assert.equal((await rows(date)).length, 1);
    await runCommand('refresh', date);
    assert.deepEqual(await rows(date), ['another-call', `${call.slice(0, 8)}…`]);
  });

  it('tells a missing container from an empty one, and reads on after a retry', async () => {
    const missing = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(
      'later',
    );
    await app.containers.add({ url: missing.url, name: 'Later', signIn: 'accountKey' });
    const node = (await app.tree.getChildren()).find((one) => one.container.name === 'Later');
    const [problem] = await app.tree.getChildren(node);
    assert.ok(problem?.kind === 'problem' && problem.error.reason === 'containerMissing');
    await missing.create();
    await runCommand('retry', problem);
    assert.deepEqual(await rows(node), ['No date folders here']);
  });

  it('opens a local folder and the bundled samples', async () => {
    const local = join(scratchFolder, 'down');
    await writeFile(join(local, 'stray.txt'), 'x');
    const added = await runCommand('addContainer', { folder: local });
    assert.equal(added.name, 'down');
    const samples = await runCommand('addSamples');
    const node = (await app.tree.getChildren()).find((one) => one.container.id === samples.id);
    const labels = await rows(node);
    assert.ok(labels.includes('2026-11-20') && labels.includes('2021-09-30'), labels.join());
  });

  it('signs in as is set now, also where a row was drawn before', async () => {
    await app.containers.setSignIn(container, 'anonymous');
    const store = await app.containers.open(container);
    await assert.rejects(store.listLevel(''), { name: 'StoreError', reason: 'anonymousDisabled' });
  });

  it('asks again for a container whose sign-in was renamed or removed', async () => {
    await app.containers.rename(container, 'Renamed');
    assert.ok((await rows()).includes('Renamed'));
    await app.containers.remove(container);
    assert.ok(!(await rows()).includes('Renamed'));
    assert.equal(await app.context.secrets.get(`callRecordings.container.${container.id}`), undefined);
  });
});
