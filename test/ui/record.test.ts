import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient } from '@azure/storage-blob';
import { type Azurite, startAzurite } from '../host/azurite.ts';
import { pressActionOf } from './treeView.ts';
import { until } from './until.ts';
import { Workbench } from './workbench.ts';

const recordingRow = /^[0-9a-f]{8}…$/;

describe('Recording in VS Code', function () {
  this.timeout(120_000);
  let azurite: Azurite;
  let userDataDir: string;
  let workbench: Workbench;

  before(async () => {
    azurite = await startAzurite();
    const container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(
      'recorded',
    );
    await container.create();
    userDataDir = await mkdtemp(join(tmpdir(), 'acs-ui-'));
    workbench = await Workbench.open({
      userDataDir,
      settings: {
        'callRecordings.containers': [{ name: 'recorded', url: container.url, signIn: 'accountKey' }],
      },
    });
  });

  afterEach(async function () {
    await workbench.tellFailure(this.currentTest);
  });

  after(async () => {
    await killService().catch(() => undefined);
    await workbench.close();
    await azurite.stop();
    await rm(userDataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  async function service(): Promise<{ readonly pid: number; readonly endpoint: string }> {
    const [file] = globSync(join(userDataDir, '**/local-service.json'));
    return JSON.parse(await readFile(file ?? '', 'utf8')) as Awaited<ReturnType<typeof service>>;
  }

  async function killService(): Promise<void> {
    process.kill((await service()).pid, 'SIGKILL');
  }

  const clipboard = () => workbench.page.evaluate<string>('navigator.clipboard.readText()');
  const active = () => workbench.tree('Active Recordings');
  const statusBar = () => workbench.page.locator('.statusbar-item[id$="callRecordings.active"]');

  /** Waits until the only row says so. */
  async function rowSays(text: RegExp): Promise<string> {
    const row = active().pane.locator('.monaco-list-row', { hasText: text }).first();
    await row.waitFor();
    return row.innerText();
  }

  /** Presses a button of the first row that says so. */
  async function press(text: RegExp, action: string): Promise<void> {
    const row = active().pane.locator('.monaco-list-row', { hasText: text }).first();
    await pressActionOf(row, action);
  }

  it('welcomes with what can be connected, and starts the local service', async () => {
    await workbench.showRecordings();
    const welcome = active().pane.locator('.welcome-view-content');
    await welcome.getByText('No resource is connected yet').waitFor();
    // In a window of 800 pixels, the way without Azure is on screen as well.
    const pane = await active().pane.boundingBox();
    const button = await welcome.getByRole('button', { name: 'Start Local Service' }).boundingBox();
    assert.ok(pane && button);
    assert.ok(button.y + button.height <= pane.y + pane.height, 'both buttons are within their view');
    await workbench.screenshot('record-welcome');
    await welcome.getByRole('button', { name: 'Start Local Service' }).click();
    await workbench.notification('listens at http://127.0.0.1:', 'New Local Call');
    await workbench.notification('Its server call ID is in the clipboard');
    await workbench.clearNotifications();
    await active().waitForRow('Local service');
  });

  it('shows the local service as a row, with faults to switch on and off', async () => {
    const address = (await service()).endpoint.replace('http://', '');
    await active().expand('Local service');
    const exportFails = await active().waitForRow('Export fails');
    assert.match(
      (await active().rows())[0]?.accessibleName ?? '',
      new RegExp(`^Local service, ${address}, nothing`),
    );
    const checkbox = exportFails.locator('.monaco-checkbox');
    await checkbox.click();
    await rowSays(/fault: Export fails/);
    await until(async () => (await checkbox.getAttribute('aria-checked')) === 'true', 'the box is ticked');
    await workbench.screenshot('record-local-service');
    await workbench.runCommand('Call Recordings: Faults of the Local Service…');
    await workbench.quickInput.has('Uploads break off', 10_000);
    await workbench.screenshot('record-faults');
    await workbench.quickInput.cancel();
    await active().pane.locator('.monaco-list-row').first().hover();
    await workbench.screenshot('record-local-service-hover');
    await checkbox.click();
    await until(async () => !(await active().text()).includes('fault: '), 'the fault is off');
    await active().openMenu('Local service');
    await workbench.chooseFromMenu('Copy Address of the Local Service');
    await until(async () => (await clipboard()) === `http://${address}`, 'the address is in the clipboard');
    await active().collapse('Local service');
  });

  it('asks for call, format, destination and options, with a way back', async () => {
    await workbench.runCommand('Call Recordings: Start Recording…');
    const input = workbench.quickInput;
    assert.ok(await input.has('New local call', 10_000));
    const [firstCall] = await input.entries();
    assert.match(firstCall ?? '', /^[0-9a-f-]{36} · since \d\d:\d\d UTC$/);
    await input.pick('Paste an ID…');
    const message = workbench.page.locator('.quick-input-message');
    await message.filter({ hasText: 'ID of the call' }).waitFor();
    assert.match(await input.placeholder(), /^aHR0cHM6Ly9/);
    await input.type('not an ID');
    await message.filter({ hasText: 'Pasted was' }).waitFor();
    await input.type('7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc');
    await input.accept();
    assert.ok(await input.has('Group call ID', 10_000));
    assert.equal(await input.placeholder(), 'What does this ID identify?');
    assert.deepEqual(
      (await input.entries()).map((entry) => entry.split(' · ')[0]),
      ['Group call ID', 'Call connection ID', 'Paste another ID…'],
    );
    await workbench.screenshot('record-other-locator');
    await goBack();
    await message.filter({ hasText: 'ID of the call' }).waitFor();
    await goBack();
    await input.pick(firstCall?.split(' · ')[0] ?? '');
    assert.ok(await input.has('MP4: audio and video', 10_000));
    assert.match(await input.placeholder(), /in which format/);
    const formats = await input.entries();
    assert.deepEqual(formats, [
      'MP4: audio and video · at most 7.5 MB per minute',
      'MP3: audio, all participants mixed · at most 0.36 MB per minute',
      'WAV: audio, all participants mixed · 1.92 MB per minute',
      'WAV: audio, a channel for each participant · 1.92 MB per minute and participant',
    ]);
    await workbench.screenshot('record-format');
    await input.pick('WAV: audio, a channel for each participant');
    await input.has('recorded', 5000);
    await workbench.screenshot('record-destination');
    await goBack();
    await input.pick('WAV: audio, all participants mixed');
    await input.pick('recorded');
    await input.has('Start paused', 5000);
    await workbench.screenshot('record-options');
    await input.accept();
    await workbench.notification('is being recorded');
    await active().waitForRow(recordingRow);
    assert.match(await rowSays(/recording · \d:\d\d/), /WAV · recorded/);
    assert.match(await statusBar().innerText(), /\d:\d\d/);
    await workbench.clearNotifications();
    await workbench.screenshot('record-active');
  });

  async function goBack(): Promise<void> {
    await workbench.page.locator('.quick-input-widget .quick-input-left-action-bar .action-label').click();
  }

  it('gives the code of an active recording, and of a start in place of sending it', async () => {
    const input = workbench.quickInput;
    const codeTab = workbench.page.locator('.tab', { hasText: 'Untitled' });
    const code = workbench.page.locator('.editor-instance .view-lines').first();
    await active().openMenu(recordingRow);
    await workbench.chooseFromMenu('Show Recording as Code…');
    assert.ok(await input.has('Python', 10_000));
    await workbench.screenshot('record-code-languages');
    await input.pick('Python');
    await codeTab.waitFor();
    await code.getByText('recording_format_type=RecordingFormat.WAV').waitFor();
    await workbench.notification('It holds no key', 'Copy to Clipboard');
    await workbench.screenshot('record-code');
    await workbench.runCommand('Call Recordings: Start Recording…');
    await input.pick('New local call');
    await input.pick('MP3: audio, all participants mixed');
    await input.pick('recorded');
    await input.has('Start paused', 5000);
    await workbench.page.locator('.quick-input-widget .action-label[aria-label="Show as Code…"]').click();
    assert.ok(await input.has('JavaScript', 10_000));
    await input.pick('JavaScript');
    await code.getByText('recordingFormat: "mp3"').waitFor();
    await workbench.clearNotifications();
    assert.equal((await active().rows()).length, 2);
    await workbench.page.keyboard.press('Control+K');
    await workbench.page.keyboard.press('Control+W');
    await workbench.page.getByRole('button', { name: "Don't Save" }).click();
  });

  it('pauses and resumes from the row, and says so to a screen reader', async () => {
    await active().rowAction(recordingRow, 'Pause Recording');
    await rowSays(/paused/);
    const [row] = await active().rows();
    assert.match(
      row?.accessibleName ?? '',
      /^Recording of call [0-9a-f]{8}…, paused, \d:\d\d, WAV, recorded/,
    );
    await workbench.screenshot('record-paused');
    await active().rowAction(recordingRow, 'Resume Recording');
    await rowSays(/recording · /);
  });

  it('continues after a reload in the middle', async () => {
    await workbench.reload();
    await statusBar().waitFor({ timeout: 60_000 });
    await workbench.showRecordings();
    const time = /\d:\d\d/.exec(await rowSays(/recording · /))?.[0] ?? '';
    const later = active().pane.locator('.monaco-list-row', { hasText: 'recording · ', hasNotText: time });
    await later.waitFor({ timeout: 15_000 });
  });

  it('shows the same in a second window, which can pause it', async () => {
    const second = await workbench.page.context().newPage();
    try {
      await second.goto(workbench.page.url());
      const row = second.locator('.monaco-list-row', { hasText: /recording · (about )?\d:\d\d/ }).first();
      const icon = second.locator(
        '.activitybar .action-item:has(> .action-label[aria-label^="Call Recordings"])',
      );
      await icon.first().waitFor({ timeout: 60_000 });
      if (!(await row.isVisible())) {
        const isShown = await icon
          .first()
          .evaluate((item: { classList: { contains(name: string): boolean } }) =>
            item.classList.contains('checked'),
          );
        if (!isShown) await icon.first().click();
      }
      await row.waitFor({ timeout: 60_000 });
      await pressActionOf(row, 'Pause Recording');
      await second
        .locator('.monaco-list-row', { hasText: /paused · / })
        .first()
        .waitFor();
    } finally {
      await second.close();
    }
    await workbench.page.bringToFront();
    await active().headerAction('Refresh Active Recordings');
    await rowSays(/paused · /);
  });

  it('stops, waits for the files, and shows and marks them in the tree', async () => {
    await active().rowAction(recordingRow, 'Stop Recording');
    await workbench.notification('is in recorded');
    await rowSays(/landed/);
    const files = await workbench.recordings.waitForRow('WAV audio');
    await until(async () => (await files.getAttribute('aria-selected')) === 'true', 'its row is selected');
    await files.locator('[class*="itemBadge"]').first().waitFor();
    assert.equal(await statusBar().count(), 0);
    await workbench.screenshot('record-landed');
  });

  it('opens the recording that landed in the inspector, from its row', async () => {
    await workbench.clearNotifications();
    await press(/landed/, 'Open Ended Recording in Inspector');
    await workbench.page.locator('.tab[aria-label*="Recording"]').first().waitFor();
    const page = workbench.page
      .frameLocator('iframe.webview.ready >> visible=true')
      .frameLocator('#active-frame')
      .locator('body');
    await page.getByText('No problems found').waitFor();
    // It was stopped here, and its files are all there.
    assert.doesNotMatch(await page.innerText(), /may still grow|on their way/);
    await workbench.screenshot('record-landed-inspector');
  });

  it('recognises a recording of the list by its ID, and leads to its files', async () => {
    await active().openMenu(recordingRow);
    await workbench.chooseFromMenu('Copy Recording ID');
    await until(async () => /^[\w=-]{40,}$/.test(await clipboard()), 'the recording ID is in the clipboard');
    const input = workbench.quickInput;
    await workbench.runCommand('Call Recordings: Explain ID…');
    // What is in the clipboard stands in the box already.
    await input.accept();
    assert.ok(await input.has('Show in recorded', 20_000));
    const entries = await input.entries();
    assert.ok(entries.some((entry) => /Recording of call [0-9a-f]{8}…, in the list · landed/.test(entry)));
    assert.ok(!entries.some((entry) => entry.includes('Why is its recording not there?')));
    await workbench.screenshot('record-explain-known');
    await input.pick('Show in recorded');
    const files = await workbench.recordings.waitForRow('WAV audio');
    await until(
      async () => (await files.getAttribute('aria-selected')) === 'true',
      'the recording is selected',
    );
    await workbench.runCommand('Call Recordings: Explain ID…');
    await input.type('7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc');
    await input.accept();
    assert.ok(await input.has('Not found in a connected container', 20_000));
    assert.ok((await input.entries()).some((entry) => entry.includes('searched: recorded')));
    await input.cancel();
  });

  it('offers in the palette only what can be done now', async () => {
    const input = workbench.quickInput;
    await input.openPalette();
    await input.type('>Call Recordings: Recording');
    assert.ok(await input.has('Call Recordings: Open Ended Recording in Inspector', 10_000));
    const offered = await input.entries();
    await input.cancel();
    for (const title of [
      'Pause Recording',
      'Resume Recording',
      'Stop Recording',
      'Stop Waiting for Recording Files',
    ])
      assert.ok(!offered.some((entry) => entry.includes(title)), `${title} is offered`);
  });

  it('says why no files came when the export failed, also after that reload', async () => {
    await workbench.clearNotifications();
    const key = await accessKey();
    const answer = await fetch(`${(await service()).endpoint}/local/faults`, {
      method: 'POST',
      headers: { authorization: `AccessKey ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'exportFails', times: 1 }),
    });
    assert.equal(answer.status, 201);
    await startOnNewCall();
    await press(/recording · /, 'Stop Recording');
    await workbench.notification('No files of call');
    const [name = ''] = /^.*?…/.exec(await rowSays(/ended, no files arrived/)) ?? [];
    await workbench.notification(`No files of call ${name} arrived`);
    await workbench.screenshot('record-no-files');
    await workbench.notification('No files of call', 'More…');
    await workbench.tab('What to do');
    const page = workbench.page
      .frameLocator('iframe.webview.ready >> visible=true')
      .frameLocator('#active-frame')
      .locator('body');
    await page.getByText('The export failed').waitFor();
    await workbench.screenshot('record-no-files-steps');
    const links = await page.getByRole('link').allInnerTexts();
    assert.deepEqual(links, ['Download from ACS Storage…', 'Show Log', 'Look Again', 'Show History']);
    await workbench.clearNotifications();
    await page.getByRole('link', { name: 'Look Again' }).click();
    await workbench.notification(`No files of call ${name} arrived`);
    await workbench.clearNotifications();
    await page.getByRole('link', { name: 'Show Log' }).click();
    // This window did not start the service, and has asked it for what failed.
    const logged = workbench.page.locator('.part.panel .view-lines', {
      hasText: /Export.of.chunk.0.failed.*as.was.asked.for/,
    });
    await logged.waitFor();
    await workbench.runCommand('View: Hide Panel');
    await page.getByRole('link', { name: 'Download from ACS Storage…' }).click();
    await workbench.quickInput.shown();
    await workbench.screenshot('record-download-from-acs');
    await workbench.quickInput.cancel();
    await page.getByRole('link', { name: 'Show History' }).click();
    await workbench.tab('History of a recording');
    await workbench.runCommand('View: Close Editor');
    await workbench.runCommand('View: Close Editor');
  });

  async function accessKey(): Promise<string> {
    await workbench.runCommand('Call Recordings: Copy Connection String of the Local Service');
    await workbench.notification('Copied. The connection string is valid until');
    const [, key] = /accesskey=(\S{40,})/.exec(await clipboard()) ?? [];
    assert.ok(key, 'no key is in the clipboard');
    await workbench.clearNotifications();
    return key;
  }

  async function startOnNewCall(): Promise<void> {
    await workbench.runCommand('Call Recordings: New Local Call');
    await workbench.notification('Its server call ID is in the clipboard', 'Start Recording…');
    await workbench.quickInput.pick('WAV: audio, all participants mixed');
    await workbench.quickInput.pick('recorded');
    await workbench.notification('is being recorded');
  }

  it('says unknown when the local service is killed, and offers to start it again', async () => {
    await workbench.clearNotifications();
    await startOnNewCall();
    await killService();
    await workbench.notification('The local Call Recording service has ended');
    await workbench.screenshot('record-unknown');
    await workbench.notification('The local Call Recording service has ended', 'Start Again');
    await workbench.notification('listens at http://127.0.0.1:');
    await active().headerAction('Refresh Active Recordings');
    await rowSays(/ended, waiting for its files/);
    await press(/waiting for its files/, 'Stop Waiting for Recording Files');
    await rowSays(/ended · /);
  });

  it('leaves no key on disk', async () => {
    await workbench.clearNotifications();
    const key = await accessKey();
    const files = globSync('**/*', { cwd: userDataDir, withFileTypes: true }).filter((one) => one.isFile());
    const seen = files.filter(({ parentPath }) => !parentPath.includes(join(userDataDir, 'extensions')));
    assert.ok(seen.some(({ name }) => name === 'local-service.json'));
    for (const { parentPath, name } of seen)
      assert.ok(!(await readFile(join(parentPath, name))).includes(key), join(parentPath, name));
    assert.ok(!workbench.log.some((line) => line.includes(key)));
  });

  it('keeps a destination that cannot work in the pick, with the reason, and all answers', async () => {
    await workbench.clearNotifications();
    await workbench.runCommand('Call Recordings: Connect Communication Services Resource…');
    const input = workbench.quickInput;
    await input.pick('Endpoint and Azure CLI, environment or managed identity…');
    await input.enter('https://contoso.invalid');
    await workbench.notification('it cannot be used yet');
    await workbench.screenshot('record-connect-unknown');
    await workbench.clearNotifications();
    await workbench.runCommand('Call Recordings: Start Recording…');
    await input.pick('contoso');
    await input.enter('99451234567890');
    await input.pick('WAV: audio, all participants mixed');
    assert.ok(await input.has('recorded', 10_000));
    await workbench.screenshot('record-unusable-destination');
    await input.type('recorded');
    await input.accept();
    const box = workbench.page.locator('.quick-input-widget input[placeholder*="only the local service"]');
    await box.first().waitFor();
    assert.ok((await input.title()).includes('Start recording'));
    await input.pick('Storage of Communication Services');
    assert.ok(await input.has('Start paused', 10_000));
    await input.cancel();
  });

  it('explains an ID line by line', async () => {
    await workbench.clearNotifications();
    await workbench.runCommand('Call Recordings: Explain ID…');
    const url =
      'https://api.flightproxy.skype.com/api/v2/cp/conv-usea2-01.conv.skype.com/conv/FHcWYTEqY0CTcEJRRwTw5Q?i=4&e=638149311049453684';
    await workbench.quickInput.enter(Buffer.from(url).toString('base64'));
    assert.ok(await workbench.quickInput.has('Start a recording of this call…', 10_000));
    assert.equal(await workbench.quickInput.title(), 'Server call ID');
    assert.ok(
      (await workbench.quickInput.entries()).some((entry) => entry.includes('FHcWYTEqY0CTcEJRRwTw5Q')),
    );
    await workbench.screenshot('record-explain');
    await workbench.quickInput.pick('Show All of This as a Page');
    await workbench.tab('Explained ID');
  });
});
