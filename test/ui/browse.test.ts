import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ContainerClient, BlobServiceClient, ContainerSASPermissions } from '@azure/storage-blob';
import { type Azurite, startAzurite } from '../host/azurite.ts';
import { removeScratch } from '../host/removeScratch.ts';
import { sampleRecordings } from '../host/sampleContainer.ts';
import { Workbench } from './workbench.ts';

const call = '3ba93a47-d69c-49a7-b68a-6447bbb6dc11';

describe('Browsing recordings in VS Code', function () {
  this.timeout(120_000);
  // Each step goes on from the one before, as a person does.
  this.bail(true);
  let azurite: Azurite;
  let blobs: ContainerClient;
  let workbench: Workbench;
  let userDataDir: string;
  let downloads: string;

  before(async () => {
    azurite = await startAzurite();
    blobs = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient('recordings');
    await blobs.create();
    for await (const file of sampleRecordings({ dates: 12 })) {
      await blobs.getBlockBlobClient(file.name).upload(Buffer.from(file.content), file.content.length, {
        blobHTTPHeaders: { blobContentType: file.contentType },
      });
    }
    userDataDir = await mkdtemp(join(tmpdir(), 'acs-ui-'));
    downloads = await mkdtemp(join(tmpdir(), 'acs-down-'));
    workbench = await Workbench.open({ userDataDir });
  });

  afterEach(async function () {
    await workbench.tellFailure(this.currentTest);
  });

  after(async () => {
    await workbench.close();
    await azurite.stop();
    for (const folder of [userDataDir, downloads]) await removeScratch(folder);
  });

  it('welcomes with what can be connected', async () => {
    await workbench.showRecordings();
    assert.match(await workbench.recordings.welcomeText(), /No container is connected yet/);
    await workbench.screenshot('welcome-dark');
  });

  it('adds a container from a pasted URL, and takes the SAS out of it', async () => {
    const url = await blobs.generateSasUrl({
      permissions: ContainerSASPermissions.parse('rld'),
      expiresOn: new Date(Date.now() + 3_600_000),
    });
    await workbench.runCommand('Call Recordings: Add Container…');
    await workbench.quickInput.pick('Container URL…');
    await workbench.quickInput.type('ftp://nowhere');
    await workbench.page.locator('.quick-input-message', { hasText: 'no URL of a container' }).waitFor();
    await workbench.quickInput.enter(url);
    await workbench.recordings.waitForRow('recordings');
    const settings = await readFile(join(userDataDir, 'Machine', 'settings.json'), 'utf8');
    assert.match(settings, /"sas"/);
    assert.doesNotMatch(settings, /sig=/);
  });

  it('goes down to a file with the keyboard alone, and opens it pretty-printed', async () => {
    await workbench.recordings.click('recordings');
    const { keyboard } = workbench.page;
    await workbench.recordings.waitForRow('2026-11-20');
    const focused = workbench.recordings.pane.locator('.monaco-list-row.focused');
    const goDownTo = async (label: string) => {
      await keyboard.press('ArrowDown');
      await focused.filter({ hasText: label }).waitFor();
      await keyboard.press('ArrowRight');
      await focused.and(workbench.page.locator('[aria-expanded="true"]')).waitFor();
    };
    for (const label of ['2026-11-20', call]) {
      await workbench.recordings.waitForRow(label);
      await goDownTo(label);
    }
    // Two recordings of the call, written within a second or not: the one of three chunks is first or second.
    const recordings = workbench.recordings.pane.locator('.monaco-list-row[aria-level="4"]');
    await recordings.nth(1).waitFor();
    const isSecond = (await recordings.first().innerText()).includes('1 chunk ·');
    if (isSecond) await keyboard.press('ArrowDown');
    await goDownTo('3 chunks');
    await workbench.recordings.waitForRow('Chunk 0: metadata');
    await keyboard.press('ArrowDown');
    await focused.filter({ hasText: 'Chunk 0: metadata' }).waitFor();
    await keyboard.press('Enter');
    await workbench.tab('0-acsmetadata');
    assert.match(await workbench.editorText(), /"chunkIndex": 0,/);
    await workbench.screenshot('browse-dark');
  });

  it('says more of a recording in its tooltip, and keeps what it learned in the row', async () => {
    await workbench.recordings.pane.locator('.monaco-list-row', { hasText: '3 chunks' }).hover();
    await workbench.page.locator('.monaco-hover', { hasText: 'Participants: 2' }).waitFor();
    await workbench.recordings.click('Chunk 1: metadata');
    await workbench.recordings.pane.locator('.monaco-list-row', { hasText: '08:30 · 0:03' }).waitFor();
  });

  it('names the date, the weekday and the sizes for a screen reader', async () => {
    const rows = await workbench.recordings.rows();
    const date = rows.find((row) => row.label === '2026-11-20');
    assert.match(date?.accessibleName ?? '', /2026-11-20, Friday/);
    const media = rows.find((row) => row.label === 'Chunk 0: audiomp3.mp3');
    assert.match(media?.accessibleName ?? '', /kB/);
  });

  for (const theme of ['light', 'highContrast', 'highContrastLight', 'dark'] as const) {
    it(`is drawn in the theme: ${theme}`, async () => {
      await workbench.setTheme(theme);
      await workbench.recordings.waitForRow('recordings');
      await workbench.screenshot(`tree-${theme}`);
    });
  }

  it('filters by what is typed, says so, and clears it', async () => {
    await workbench.runCommand('Call Recordings: Filter…');
    await workbench.quickInput.enter('2026-11-10..2026-11-18 3');
    await workbench.recordings.waitForRow('2026-11-18');
    await workbench.recordings.row('2026-11-20').waitFor({ state: 'detached' });
    const message = workbench.page.locator('.sidebar .message:visible').first();
    await message.waitFor();
    assert.match(
      await message.innerText(),
      /Filtered: 2026-11-10 to 2026-11-18, call IDs that begin with 3\./,
    );
    await workbench.screenshot('filtered-dark');
    await workbench.recordings.headerAction('Clear Filter');
    await workbench.recordings.waitForRow('2026-11-20');
  });

  it('copies a link only where the sign-in can make one, and says why not', async () => {
    await workbench.recordings.expand('2026-11-20', call, 'MP3 audio');
    await workbench.recordings.rowAction('Chunk 0: audiomp3.mp3', 'Copy Read-only Link');
    await workbench.notification('SAS', 'Copy URL without Access');
    await workbench.page.waitForFunction(
      'navigator.clipboard.readText().then((text) => /0-audiomp3[^?]*\\.mp3$/.test(text))',
    );
  });

  it('downloads a whole call, and asks before it replaces anything', async () => {
    const target = join(downloads, '/');
    for (const answer of [undefined, 'Skip These', 'Replace'] as const) {
      await workbench.recordings.openMenu(call);
      await workbench.chooseFromMenu('Download…');
      await workbench.quickInput.chooseFolder(target);
      if (answer) assert.match(await workbench.answerDialog(answer), /exist/);
      await workbench.notification('Downloaded');
      await workbench.clearNotifications();
    }
    assert.deepEqual(await readdir(downloads), [call]);
  });

  it('deletes after a confirmation that names what goes', async () => {
    const before = await count(blobs);
    await workbench.recordings.openMenu(call);
    await workbench.chooseFromMenu('Delete…');
    assert.match(await workbench.answerDialog('Cancel'), new RegExp(`Delete 8 files[\\s\\S]*${call}`));
    assert.equal(await count(blobs), before);
    await workbench.recordings.openMenu(call);
    await workbench.chooseFromMenu('Delete…');
    await workbench.answerDialog('Delete');
    await workbench.recordings.row(call).waitFor({ state: 'detached' });
    assert.equal(await count(blobs), before - 8);
  });

  it('tells a missing container in its row, with what to do', async () => {
    await workbench.runCommand('Call Recordings: Add Container…');
    await workbench.quickInput.pick('Container URL…');
    await workbench.quickInput.enter(`${azurite.url}/missing`);
    await workbench.quickInput.pick('Account key…');
    await workbench.quickInput.enter('Zm9v');
    await workbench.recordings.expand('missing');
    const rows = await workbench.recordings.rows();
    assert.match(rows.map((row) => row.label).join('\n'), /key/i);
    await workbench.screenshot('wrong-key-dark');
  });

  it('shows its tree in the Explorer too', async () => {
    await workbench.showViewContainer('Explorer');
    const header = workbench.page.locator('.pane-header', { hasText: 'Call Recordings' });
    await header.click();
    await workbench.tree('Call Recordings').waitForRow('recordings');
    await workbench.screenshot('explorer-dark');
    await header.click();
  });

  it('has everything remembered after a reload', async () => {
    await workbench.reload();
    await workbench.showRecordings();
    await workbench.recordings.waitForRow('recordings');
    await workbench.recordings.expand('recordings');
    await workbench.recordings.waitForRow('2026-11-20');
  });
});

async function count(container: ContainerClient): Promise<number> {
  let found = 0;
  for await (const blob of container.listBlobsFlat()) found += blob.name === '' ? 0 : 1;
  return found;
}
