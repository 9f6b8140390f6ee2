import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type ContainerClient, BlobServiceClient } from '@azure/storage-blob';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension.ts';
import type { Container } from '../../../src/storage/container.ts';
import type { App } from '../../../src/views/app.ts';
import { describe as describeRow } from '../../../src/views/tree/row.ts';
import { startFaultProxy } from '../../integration/faultProxy.ts';
import { hostRun } from './hostRun.ts';
import { runCommand } from './runCommand.ts';
import { waitFor } from './waitFor.ts';

const recording =
  '20261120/7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc/eyJQbGF0-1b4e28ba-2fa1-41d2-883f-0016d3cca427/';
const media = `${recording}0-audiomp3.mp3`;

describe('Files that are archived or locked', () => {
  const { azurite } = hostRun();
  const { showInformationMessage, showErrorMessage, showWarningMessage, showQuickPick } = vscode.window;
  const said: string[] = [];
  const asked: string[] = [];
  let app: App;
  let blobs: ContainerClient;
  let container: Container;

  before(async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>('acs-call-recordings.acs-call-recordings');
    app = (await extension?.activate())?.app ?? assert.fail('not activated');
  });

  beforeEach(async () => {
    said.length = 0;
    asked.length = 0;
    const say =
      (press?: string) =>
      (message: string, ...rest: readonly unknown[]) => {
        said.push(message);
        return Promise.resolve(rest.find((one) => one === press));
      };
    Object.assign(vscode.window, {
      showInformationMessage: say(),
      showErrorMessage: say(),
      showWarningMessage: say('Delete'),
      showQuickPick: (items: readonly vscode.QuickPickItem[], options: vscode.QuickPickOptions) => {
        asked.push(
          options.title ?? '',
          ...items.map(({ label, description }) => `${label}: ${description ?? ''}`),
        );
        return Promise.resolve(items[0]);
      },
    });
    const service = BlobServiceClient.fromConnectionString(azurite.connectionString);
    blobs = service.getContainerClient(`archive-${randomBytes(4).toString('hex')}`);
    await blobs.create();
    await blobs.getBlockBlobClient(`${recording}0-acsmetadata.json`).upload('{}', 2);
    await blobs.getBlockBlobClient(media).upload('sound', 5);
    container = await app.containers.add({ url: blobs.url, name: 'Archive', signIn: 'accountKey' });
  });

  afterEach(async () => {
    Object.assign(vscode.window, {
      showInformationMessage,
      showErrorMessage,
      showWarningMessage,
      showQuickPick,
    });
    await app.containers.remove(container);
  });

  it('are brought back after a question that says how long and at what cost, and their rows say so', async () => {
    await blobs.getBlobClient(media).setAccessTier('Archive');
    const before = await app.tree.model.find(container, media);
    assert.match(describeRow(before ?? assert.fail()).context, /\.archived\b/);
    assert.equal(await runCommand('rehydrate', { container: 'Archive', path: recording }), 1);
    assert.match(asked.join('\n'), /Rehydrate 1 files? \(5 B\) to the hot tier/);
    assert.match(asked.join('\n'), /Standard priority: up to 15 hours\nHigh priority: mostly under one hour/);
    const { accessTier, archiveStatus } = await blobs.getBlobClient(media).getProperties();
    // Azurite brings it back at once; Azure says for hours that it is under way.
    assert.ok(accessTier === 'Hot' || archiveStatus?.startsWith('rehydrate-pending') === true);
    assert.match(said.join('\n'), /Rehydrating has begun/);
    const after = await waitFor(async () => {
      const row = await app.tree.model.find(container, media);
      return row && !/\.archived\b/.test(describeRow(row).context) ? row : undefined;
    });
    assert.ok(after);
    said.length = 0;
    assert.equal(await runCommand('rehydrate', { container: 'Archive', path: recording }), undefined);
    assert.match(said.join('\n'), /archive tier|rehydrated already/);
  });

  it('of a date are counted with those that the filter hides', async () => {
    const [date = ''] = recording.split('/');
    const other = blobs.getBlockBlobClient(`${date}/other/1/0-audiomp3.mp3`);
    await other.upload('sound', 5);
    for (const one of [other, blobs.getBlobClient(media)]) await one.setAccessTier('Archive');
    await runCommand('filter', { callIdStart: 'other' });
    try {
      assert.equal(await runCommand('rehydrate', { container: 'Archive', path: `${date}/` }), 2);
      assert.match(asked.join('\n'), /Rehydrate 2 files \(10 B\), 1 of them hidden by the filter/);
    } finally {
      await runCommand('filter', {});
    }
  });

  it('say who keeps them from being deleted: a policy, or a legal hold', async () => {
    const proxy = await startFaultProxy(azurite.url);
    const address = { url: proxy.through(blobs.url), name: 'Held', signIn: 'accountKey' } as const;
    const behind = await app.containers.add(address);
    try {
      const held: readonly (readonly [string, RegExp])[] = [
        ['BlobImmutableDueToPolicy', /immutability policy/i],
        ['BlobImmutableDueToLegalHold', /legal hold/i],
      ];
      for (const [code, text] of held) {
        said.length = 0;
        proxy.failAlways({ kind: 'answer', status: 409, code }, 'DELETE');
        await runCommand('delete', { container: 'Held', path: recording });
        assert.match(said.join('\n'), text);
        assert.equal(await blobs.getBlobClient(media).exists(), true);
      }
    } finally {
      await app.containers.remove(behind);
      await proxy.stop();
    }
  });

  it('say who keeps them from being deleted: a lease', async () => {
    await blobs.getBlobClient(media).getBlobLeaseClient().acquireLease(60);
    await runCommand('delete', { container: 'Archive', path: recording });
    assert.match(said.join('\n'), /lease/i);
    assert.equal(await blobs.getBlobClient(media).exists(), true);
  });
});
