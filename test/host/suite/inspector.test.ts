import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type ContainerClient, BlobServiceClient } from '@azure/storage-blob';
import * as vscode from 'vscode';
import { seededSource } from '../../../src/emulator/service/ids.ts';
import type { ExtensionApi } from '../../../src/extension.ts';
import type { Container } from '../../../src/storage/container.ts';
import type { App } from '../../../src/views/app.ts';
import { resourceUri } from '../../../src/views/tree/tree.ts';
import { type SampleFile, mp3, sampleFiles } from '../sampleRecording.ts';
import { hostRun } from './hostRun.ts';
import { waitFor } from './waitFor.ts';

const source = seededSource('inspector in the host');

describe('Inspecting and checking', () => {
  const { azurite, workspaceFolder } = hostRun();
  let app: App;
  let blobs: ContainerClient;
  let container: Container;
  let whole: readonly SampleFile[];
  let short: readonly SampleFile[];

  const run = <T>(command: string, ...args: unknown[]) =>
    vscode.commands.executeCommand<T>(`callRecordings.${command}`, ...args);
  const folderOf = ([first]: readonly SampleFile[]): string => first?.name.replace(/[^/]*$/, '') ?? '';
  const tabs = (): string[] =>
    vscode.window.tabGroups.all.flatMap((group) =>
      group.tabs.flatMap(({ input }) =>
        input instanceof vscode.TabInputWebview || input instanceof vscode.TabInputCustom
          ? [input.viewType.replace(/^mainThreadWebview-/, '')]
          : [],
      ),
    );

  /** VS Code reports tabs after what opens and closes them has returned. */
  async function tabsAre(expected: readonly string[]): Promise<void> {
    await waitFor(() => isDeepStrictEqual(tabs(), expected) || undefined);
  }

  before(async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>('acs-call-recordings.acs-call-recordings');
    assert.ok(extension);
    ({ app } = await extension.activate());
    for (const one of app.containers.list()) await app.containers.remove(one);
    blobs = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('inspect');
    await blobs.create();
    whole = await sample('7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc');
    short = (await sample('add67a69-debe-4998-9f92-5a0d8f6dc00c')).map((file) =>
      file.name.includes('/1-audio') ? { ...file, content: file.content.subarray(0, 9000) } : file,
    );
    for (const { name, content } of [...whole, ...short]) {
      await blobs.getBlockBlobClient(name).upload(Buffer.from(content), content.length);
    }
    container = await run<Container>('addContainer', {
      connectionString: azurite.connectionString,
      url: `${azurite.url}/inspect`,
      name: 'Inspect',
    });
  });

  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('opens one inspector for a recording, however often it is asked for', async () => {
    const path = folderOf(whole);
    const twiceAtOnce = [run('openInspector', { path }), run('openInspector', { path })];
    assert.deepEqual(await Promise.all(twiceAtOnce), [path, path]);
    assert.equal(await run('openInspector', { container: 'Inspect', path }), path);
    await tabsAre(['callRecordings.inspector']);
    await run('openInspector', { path: folderOf(short) });
    await tabsAre(['callRecordings.inspector', 'callRecordings.inspector']);
  });

  it('opens the recording of a metadata document, in a container and on disk', async () => {
    const metadata = whole[0]?.name ?? '';
    await run('openInspector', resourceUri(container, metadata));
    await tabsAre(['callRecordings.inspector']);
    const onDisk = vscode.Uri.file(join(workspaceFolder, '0-acsmetadata.json'));
    await writeFile(onDisk.fsPath, whole[0]?.content ?? '');
    await vscode.commands.executeCommand('vscode.openWith', onDisk, 'callRecordings.chunkMetadataInspector');
    await tabsAre(['callRecordings.inspector', 'callRecordings.chunkMetadataInspector']);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await run('openInspector', onDisk);
    await tabsAre(['callRecordings.inspector.disk']);
  });

  it('checks a date, and returns the result to the caller', async () => {
    const date = folderOf(whole).slice(0, 9);
    const result = await run<{
      recordings: number;
      withErrors: number;
      report: string;
      wasCancelled: boolean;
    }>('checkRecordings', { path: date });
    assert.deepEqual([result.recordings, result.withErrors, result.wasCancelled], [2, 1, false]);
    const report = await vscode.workspace.openTextDocument(vscode.Uri.parse(result.report));
    assert.match(report.getText(), /The media is shorter than its metadata says/);
    assert.ok(!report.getText().includes('7c62cca0'));
  });

  it('marks recordings with problems, and takes the mark back when they are mended', async () => {
    const { results } = app.inspector;
    const mark = (files: readonly SampleFile[]) =>
      results.provideFileDecoration(resourceUri(container, folderOf(files)));
    assert.equal(mark(whole), undefined);
    assert.equal(mark(short)?.badge, '!');
    assert.match(mark(short)?.tooltip ?? '', /errors 1, warnings 0/);
    const changed = new Promise<void>((resolve) => {
      const listener = results.onDidChangeFileDecorations(() => {
        listener.dispose();
        resolve();
      });
    });
    results.set(container.id, folderOf(short), []);
    await changed;
    assert.equal(mark(short), undefined);
  });

  it('says what is wrong where the container is gone, and leaves no tab behind', async () => {
    await app.containers.remove(container);
    await assert.rejects(
      app.inspector.open({ containerId: container.id, recordingPath: folderOf(whole) }),
      /no longer connected/,
    );
    await tabsAre([]);
  });

  function sample(callId: string): Promise<SampleFile[]> {
    return sampleFiles(
      {
        startedMs: Date.UTC(2026, 0, 7, 11),
        callId,
        format: mp3,
        documentIds: true,
        chunks: [{ durationMs: 7200 }, { durationMs: 7200 }],
        participants: ['4:+14255550123'],
      },
      source,
    );
  }
});
