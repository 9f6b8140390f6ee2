import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ContainerClient, BlobServiceClient } from '@azure/storage-blob';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension.ts';
import type { Container } from '../../../src/storage/container.ts';
import type { App } from '../../../src/views/app.ts';
import type { TreeNode } from '../../../src/views/tree/node.ts';
import { describe as describeRow } from '../../../src/views/tree/row.ts';
import { hostRun } from './hostRun.ts';
import { runCommand } from './runCommand.ts';
import { waitFor } from './waitFor.ts';

const date = '20261120/';
const call = `${date}7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc/`;
const recording = `${call}eyJQbGF0-1b4e28ba-2fa1-41d2-883f-0016d3cca427/`;

describe('Working with the files of a container', () => {
  const { azurite, scratchFolder } = hostRun();
  const { connectionString } = azurite;
  const service = BlobServiceClient.fromConnectionString(connectionString);
  const { showInformationMessage, showWarningMessage, showErrorMessage, withProgress } = vscode.window;
  const real = { showInformationMessage, showWarningMessage, showErrorMessage, withProgress };
  /** Messages that were shown, with their detail. */
  let said: string[] = [];
  /** Button that is pressed where it is offered. */
  let press: string | undefined;
  let app: App;
  let blobs: ContainerClient;
  let container: Container;

  const put = (name: string, content: string | Buffer = 'x') =>
    blobs.getBlockBlobClient(name).upload(content, Buffer.byteLength(content));

  async function names(): Promise<string[]> {
    const found: string[] = [];
    for await (const { name } of blobs.listBlobsFlat()) found.push(name);
    return found;
  }

  async function find(path: string, kind: TreeNode['kind']): Promise<TreeNode> {
    const rows = await app.tree.getChildren(await app.tree.model.find(container, date));
    const others = await app.tree.getChildren(rows.find((row) => row.kind === 'otherFiles'));
    const all = [...rows, ...others, await app.tree.model.find(container, path)];
    const found = all.find((row) => row?.kind === kind && 'path' in row && row.path === path);
    assert.ok(found, `no ${kind} at ${path}`);
    return found;
  }

  /** Cancels the work with this title when it reports progress. */
  function cancelAtOnce(title: string): void {
    Object.assign(vscode.window, {
      withProgress: (
        options: vscode.ProgressOptions,
        work: Parameters<typeof vscode.window.withProgress>[1],
      ) => {
        if (options.title !== title) return withProgress(options, work);
        const source = new vscode.CancellationTokenSource();
        return work({ report: () => source.cancel() }, source.token);
      },
    });
  }

  before(async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>('acs-call-recordings.acs-call-recordings');
    assert.ok(extension);
    ({ app } = await extension.activate());
    for (const one of app.containers.list()) await app.containers.remove(one);
  });

  beforeEach(async () => {
    said = [];
    press = undefined;
    for (const name of Object.keys(real).filter((key) => key.startsWith('show'))) {
      Object.assign(vscode.window, {
        [name]: (message: string, ...rest: readonly (string | vscode.MessageOptions)[]) => {
          const detail = rest.map((one) => (typeof one === 'string' ? '' : (one.detail ?? '')));
          said.push([message, ...detail].filter(Boolean).join('\n'));
          return Promise.resolve(rest.find((one) => one === press));
        },
      });
    }
    blobs = service.getContainerClient(`files-${randomBytes(4).toString('hex')}`);
    await blobs.create();
    await put(`${recording}0-acsmetadata.json`, '{}');
    await put(`${recording}0-audiomp3.mp3`);
    container = await app.containers.add({ url: blobs.url, name: 'Files', signIn: 'accountKey' });
  });

  afterEach(async () => {
    Object.assign(vscode.window, real);
    await app.containers.remove(container);
    await blobs.delete();
  });

  it('deletes the blob that is named as a folder, and nothing in the folder', async () => {
    await put(call, '');
    press = 'Delete';
    assert.equal(await runCommand('delete', await find(call, 'file')), 1);
    assert.match(said.join('\n'), /Delete this file \(0 B\)\?/);
    assert.deepEqual(await names(), [`${recording}0-acsmetadata.json`, `${recording}0-audiomp3.mp3`]);
    assert.equal(await runCommand('delete', await find(call, 'call')), 2);
    assert.match(said.join('\n'), /Delete 2 files/);
    assert.deepEqual(await names(), []);
  });

  it('says before a date is deleted how much of it the filter hides', async () => {
    const others = [`${date}other/1/0-audiomp3.mp3`, `${date}other/1/0-acsmetadata.json`, `${date}note.txt`];
    for (const name of others) await put(name, 'x');
    const callIdStart = call.slice(date.length, -1);
    await runCommand('filter', { callIdStart });
    try {
      press = undefined;
      await runCommand('delete', { path: date });
      assert.match(said.join('\n'), /Delete 5 files.*3 of them are hidden by the filter/s);
      await runCommand('delete', { path: call });
      assert.match(said.at(-1) ?? '', /Delete 2 files/);
      assert.doesNotMatch(said.at(-1) ?? '', /hidden/);
    } finally {
      await runCommand('filter', {});
    }
  });

  it('says that no storage account can restore what is deleted from the disk', async () => {
    const folder = join(scratchFolder, 'deleted');
    await mkdir(join(folder, recording), { recursive: true });
    await writeFile(join(folder, recording, '0-audiomp3.mp3'), 'x');
    const local = await app.containers.add({ folder, name: 'Local' });
    try {
      press = 'Delete';
      assert.equal(await runCommand('delete', { container: 'Local', path: recording }), 1);
      assert.match(said.join('\n'), /recycle bin/);
      assert.doesNotMatch(said.join('\n'), /soft delete/);
    } finally {
      await app.containers.remove(local);
    }
  });

  it('downloads the blob that is named as a folder beside what lies in the folder', async () => {
    await put(call, 'marker');
    const folder = join(scratchFolder, 'beside');
    const paths = await runCommand('download', { path: date, folder });
    assert.equal((paths as readonly string[] | undefined)?.length, 3, said.join('\n'));
    const contents = await Promise.all(paths.map((path) => readFile(path, 'utf8')));
    assert.deepEqual(contents.toSorted(), ['marker', 'x', '{}']);
  });

  it('leaves no file in part when a download is cancelled, and says how far it came', async () => {
    await put(`${recording}1-audiomp3.mp3`, randomBytes(24 * 1024 * 1024));
    const folder = join(scratchFolder, 'cancelled');
    cancelAtOnce('Downloading');
    const written = await runCommand('download', { path: `${recording}1-audiomp3.mp3`, folder });
    assert.deepEqual(written, []);
    assert.deepEqual(await readdir(folder), []);
    assert.deepEqual(said, ['Stopped: 0 of 1 files were downloaded. None is incomplete.']);
  });

  it('shows an open file as it is after a refresh', async () => {
    const name = `${recording}0-acsmetadata.json`;
    await put(name, '{"half":');
    await runCommand('open', { path: name });
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.getText(), '{"half":');
    // Opened again, it is not read again.
    await runCommand('open', { path: name });
    const changed = new Promise<void>((resolve) => {
      const listener = vscode.workspace.onDidChangeTextDocument((event) => {
        if (event.document !== document) return;
        listener.dispose();
        resolve();
      });
    });
    await put(name, '{"whole":true}');
    await runCommand('refresh');
    await changed;
    assert.equal(document.getText(), '{\n  "whole": true\n}\n');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
  });

  it('says what is odd in metadata however deep it is nested', async () => {
    const name = `${call}deep/0-acsmetadata.json`;
    await put(name, `{"callId":7,"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}`);
    const document = await vscode.workspace.openTextDocument(app.documents.uri(container, name));
    await waitFor(() =>
      vscode.languages.getDiagnostics(document.uri).find(({ source }) => source === 'Call Recordings'),
    );
    await blobs.getBlockBlobClient(name).delete();
  });

  it('is a file system whose folders can be listed, as breadcrumbs do', async () => {
    await put(recording, '');
    const folder = app.documents.uri(container, recording.slice(0, -1));
    assert.equal((await vscode.workspace.fs.stat(folder)).type, vscode.FileType.Directory);
    assert.deepEqual(await vscode.workspace.fs.readDirectory(folder), [
      ['0-acsmetadata.json', vscode.FileType.File],
      ['0-audiomp3.mp3', vscode.FileType.File],
    ]);
    const missing = app.documents.uri(container, `${date}nothing`);
    await assert.rejects(async () => vscode.workspace.fs.stat(missing), { code: 'FileNotFound' });
  });

  it('shows hostile names in tooltips as text', async () => {
    const name = '[a](command:x) <img src=x> **b** &lt; www.x.example _c_ `d` $(trash) | e';
    await put(`${date}${name}/rec/0-audiomp3.mp3`);
    const node = await find(`${date}${name}/`, 'call');
    const token = new vscode.CancellationTokenSource().token;
    const { tooltip } = await app.tree.resolveTreeItem(await app.tree.getTreeItem(node), node, token);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.ok(!tooltip.isTrusted && !tooltip.supportHtml && !tooltip.supportThemeIcons);
    const page = await vscode.commands.executeCommand<string>('markdown.api.render', tooltip.value);
    const html = page.slice(page.indexOf('<p'));
    assert.doesNotMatch(html, /<(?!\/?(?:p|strong)\b|br\b)/);
    const escaped = name.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    assert.ok(html.includes(`:</strong> ${escaped}<br`), html);
  });

  it('redraws the tree also where the row was found by its path', async () => {
    const [root] = await app.tree.getChildren();
    const [shown] = await app.tree.getChildren(root);
    assert.equal(shown && describeRow(shown).label, '2026-11-20');
    const told: unknown[] = [];
    const listener = app.tree.onDidChangeTreeData((node) => told.push(node));
    press = 'Delete';
    await runCommand('delete', { path: `${recording}0-audiomp3.mp3` });
    listener.dispose();
    // VS Code passes over an object that it does not know.
    assert.ok(told.some((node) => node === shown || node === undefined));
  });

  it('keeps the sign-in of a connected container until another is agreed to and seen to work', async () => {
    const secret = () => app.context.secrets.get(`callRecordings.container.${container.id}`);
    const signIn = () => {
      const [found] = app.containers.list().filter(({ id }) => id === container.id);
      return found?.kind === 'blob' ? found.signIn : undefined;
    };
    const names = () => app.containers.list().map(({ name }) => name);
    const before = names();
    const wrong = { url: blobs.url, signIn: 'accountKey', secret: 'Zm9v' } as const;
    // Not agreed to, then agreed to but not accepted by the service.
    await runCommand('addContainer', wrong);
    assert.equal(await secret(), undefined);
    press = 'Replace Sign-in';
    await runCommand('addContainer', wrong);
    assert.deepEqual([signIn(), await secret()], ['accountKey', undefined]);
    await runCommand('addContainer', {
      url: blobs.url,
      signIn: 'connectionString',
      secret: connectionString,
    });
    assert.deepEqual([signIn(), await secret()], ['connectionString', connectionString]);
    await runCommand('addContainer', { url: blobs.url, signIn: 'accountKey' });
    assert.deepEqual([signIn(), await secret()], ['accountKey', undefined]);
    assert.deepEqual(names(), before);
  });

  it('moves a container to another address with its name and sign-in', async () => {
    const other = service.getContainerClient('moved');
    await other.createIfNotExists();
    const first = await app.containers.add(
      { url: `${blobs.url}/nowhere`, name: 'Misplaced', signIn: 'connectionString' },
      connectionString,
    );
    await runCommand('editAddress', { container: first.id, address: other.url });
    const moved = app.containers.find('Misplaced');
    assert.ok(moved?.kind === 'blob');
    assert.deepEqual([moved.url, moved.prefix, moved.signIn], [other.url, '', 'connectionString']);
    assert.equal(await app.containers.secretOf(moved), connectionString);
    assert.equal(await app.context.secrets.get(`callRecordings.container.${first.id}`), undefined);
    // Another container is there already: nothing is lost of either.
    await runCommand('editAddress', { container: moved.id, address: blobs.url });
    assert.equal(app.containers.find('Misplaced')?.id, moved.id);
    await app.containers.remove(moved);
  });

  it('says which container could not be searched, where a call is not found', async () => {
    const missing = service.getContainerClient('not-there');
    const unread = await app.containers.add({ url: missing.url, name: 'Gone', signIn: 'accountKey' });
    try {
      assert.equal(await runCommand('findRecording', '11111111-1111-4111-8111-111111111111'), undefined);
      assert.match(said.join('\n'), /could be read. Not read: Gone: Container not found/);
      assert.equal(await runCommand('findRecording', call.slice(date.length, -1)), call);
    } finally {
      await app.containers.remove(unread);
    }
  });

  it('asks nothing where a key is pressed on a row that cannot be deleted or copied', async () => {
    await vscode.commands.executeCommand('callRecordings.recordings.focus');
    // What an earlier step has selected goes with its container.
    while (app.tree.selection.length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(await runCommand('delete', { selected: true }), undefined);
    assert.equal(await runCommand('copyPath', { selected: true }), undefined);
    assert.deepEqual(said, []);
  });

  it('does not look for a container of this machine in the Azure portal', async () => {
    assert.equal(await runCommand('openInPortal', { container: 'Files' }), undefined);
    assert.match(said.join('\n'), /on this machine, not in Azure: Files/);
  });
});
