import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ContainerClient, BlobServiceClient, ContainerSASPermissions } from '@azure/storage-blob';
import { type Azurite, startAzurite } from '../host/azurite.ts';
import { removeScratch } from '../host/removeScratch.ts';
import { sampleRecordings } from '../host/sampleContainer.ts';
import { until } from './until.ts';
import { Workbench } from './workbench.ts';

const call = '3ba93a47-d69c-49a7-b68a-6447bbb6dc11';

describe('Browsing recordings in VS Code', function () {
  this.timeout(120_000);
  // Each step continues from the one before, as a person does.
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
    await workbench.page.locator('.quick-input-message', { hasText: 'not the URL of a container' }).waitFor();
    await workbench.quickInput.enter(url);
    await workbench.recordings.waitForRow('recordings');
    const settings = await readFile(join(userDataDir, 'Machine', 'settings.json'), 'utf8');
    assert.match(settings, /"sas"/);
    assert.doesNotMatch(settings, /sig=/);
  });

  it('goes down to a file with the keyboard alone, and opens it pretty-printed', async () => {
    // Adding it has opened it; a click on a row that opens nothing closes it.
    await workbench.recordings.waitForRow('2026-11-20');
    await workbench.recordings.click('recordings');
    const { keyboard } = workbench.page;
    await keyboard.press('ArrowRight');
    const focused = workbench.recordings.pane.locator('.monaco-list-row.focused');
    const goDownTo = async (label: string) => {
      await workbench.recordings.waitForRow(label);
      await keyboard.press('ArrowDown');
      await focused.filter({ hasText: label }).waitFor();
      await keyboard.press('ArrowRight');
      await focused.and(workbench.page.locator('[aria-expanded="true"]')).waitFor();
    };
    await goDownTo('2026-11-20');
    await workbench.recordings.waitForRow('08:15 · 3ba93a47…');
    await goDownTo('09:45 · 86795775…');
    await goDownTo('09:45 · WAV audio');
    for (const label of ['Chunk 0: metadata', 'Chunk 0: audiowav.wav']) {
      await workbench.recordings.waitForRow(label);
      await keyboard.press('ArrowDown');
      await focused.filter({ hasText: label }).waitFor();
    }
    await goDownTo('08:15 · 3ba93a47…');
    await workbench.recordings.waitForRow('08:30 · MP3 audio');
    await keyboard.press('ArrowDown');
    await focused.filter({ hasText: '08:15 · MP3 audio' }).waitFor();
    await goDownTo('08:30 · MP3 audio');
    await workbench.recordings.waitForRow('Chunk 2: metadata');
    await keyboard.press('ArrowDown');
    await focused.filter({ hasText: 'Chunk 0: metadata' }).waitFor();
    await keyboard.press('Enter');
    await workbench.tab('0-acsmetadata');
    assert.match(await workbench.editorText(), /"chunkIndex": 0,/);
    await workbench.screenshot('browse-dark');
  });

  it('says more of a recording in its tooltip, and changes nothing in the row', async () => {
    const before = await workbench.recordings.text();
    const row = workbench.recordings.pane.locator('.monaco-list-row', { hasText: '3 chunks' });
    const tooltip = workbench.page.locator('.monaco-hover', { hasText: 'Participants: 2' });
    // A row that is drawn anew under the pointer loses its tooltip: the pointer comes again.
    await until(
      async () => {
        await workbench.page.mouse.move(0, 0);
        await row.hover();
        return tooltip.waitFor({ timeout: 5_000 }).then(
          () => true,
          () => false,
        );
      },
      'the tooltip shows',
      60_000,
    );
    await workbench.recordings.click('Chunk 1: metadata');
    await workbench.tab('1-acsmetadata');
    assert.equal(await workbench.recordings.text(), before);
  });

  it('names the date, the weekday and the sizes for a screen reader', async () => {
    const rows = await workbench.recordings.rows();
    const date = rows.find((row) => row.label === '2026-11-20');
    assert.match(date?.accessibleName ?? '', /^2026-11-20, Friday/);
    const called = rows.find((row) => row.label === '08:15 · 3ba93a47…');
    assert.equal(called?.accessibleName, 'Call 3ba93a47, 08:15, 2 recordings');
    const recording = rows.find((row) => row.label === '08:30 · MP3 audio');
    assert.equal(recording?.accessibleName, 'Recording, 08:30, MP3 audio, 1 channel, 3 chunks, 21.2 kB');
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
    await workbench.runCommand('Call Recordings: Filter Recordings…');
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
    await workbench.recordings.expand('2026-11-20', call, '08:30 · MP3 audio');
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
      await workbench.chooseFromMenu('Download Recordings…');
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
    await workbench.chooseFromMenu('Delete Recording Files…');
    assert.match(await workbench.answerDialog('Cancel'), new RegExp(`Delete 8 files[\\s\\S]*${call}`));
    assert.equal(await count(blobs), before);
    await workbench.recordings.openMenu(call);
    await workbench.chooseFromMenu('Delete Recording Files…');
    await workbench.answerDialog('Delete');
    await workbench.recordings.row(call).waitFor({ state: 'detached' });
    assert.equal(await count(blobs), before - 8);
  });

  it('says in its row that a container is missing, and what to do', async () => {
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

  it('finds calls by the beginning of an ID', async () => {
    let start = '';
    for await (const { name } of blobs.listBlobsFlat({ prefix: '20261119/' }))
      start = name.split('/')[1]?.slice(0, 6) ?? '';
    await workbench.runCommand('Call Recordings: Find Recording of a Call…');
    await workbench.quickInput.type('zz');
    await workbench.page.locator('.quick-input-message', { hasText: 'Nothing here leads to' }).waitFor();
    await workbench.quickInput.type(start);
    await workbench.quickInput.accept();
    await until(
      async () =>
        (await workbench.recordings.rows()).some(
          ({ isSelected, label }) => isSelected && label.includes(start),
        ),
      'the call is selected',
    );
  });

  it('checks and downloads a whole container from its row', async () => {
    await workbench.clearNotifications();
    await workbench.recordings.openMenu('recordings');
    await workbench.chooseFromMenu('Check Recordings…');
    await workbench.notification('Recordings checked:');
    await workbench.clearNotifications();
    await workbench.recordings.openMenu('recordings');
    await workbench.chooseFromMenu('Download Recordings…');
    const target = await mkdtemp(join(downloads, 'all-'));
    await workbench.quickInput.chooseFolder(join(target, '/'));
    await workbench.notification('Downloaded');
    const names = (await readdir(target, { recursive: true, withFileTypes: true })).filter((one) =>
      one.isFile(),
    );
    assert.equal(names.length, await count(blobs));
  });

  it('asks again for a connection string that does not work, with the text kept', async () => {
    await BlobServiceClient.fromConnectionString(azurite.connectionString)
      .getContainerClient('second')
      .create();
    const right = azurite.connectionString;
    const wrong = right.replace(/AccountKey=[^;]+/, 'AccountKey=Zm9v');
    await workbench.runCommand('Call Recordings: Add Container…');
    await workbench.quickInput.pick('Connection string…');
    await workbench.quickInput.type(wrong);
    await workbench.quickInput.accept();
    await workbench.page.locator('.quick-input-message', { hasText: 'Wrong account key: ' }).waitFor();
    const box = workbench.page.locator('.quick-input-widget .quick-input-filter input');
    await until(async () => (await box.inputValue()).includes('AccountKey=Zm9v'), 'the text is kept');
    await workbench.screenshot('connection-string-again');
    await workbench.quickInput.enter(right);
    await workbench.quickInput.pick('second');
    await workbench.recordings.waitForRow('second');
  });
});

async function count(container: ContainerClient): Promise<number> {
  let found = 0;
  for await (const blob of container.listBlobsFlat()) found += blob.name === '' ? 0 : 1;
  return found;
}
