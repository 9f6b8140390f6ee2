import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { eventGridConsumer } from '../integration/events/consumers.ts';
import { startEndpoint, type TestEndpoint } from '../integration/events/webhookServer.ts';
import type { TreeView } from './treeView.ts';
import { Workbench } from './workbench.ts';

describe('Events in VS Code', function () {
  this.timeout(120_000);
  const chunks: string[] = [];
  let receiver: TestEndpoint;
  let workbench: Workbench;
  let events: TreeView;
  let folder: string;

  before(async () => {
    receiver = await startEndpoint((request) => eventGridConsumer(request, chunks));
    folder = await mkdtemp(join(tmpdir(), 'acs-events-'));
    workbench = await Workbench.open({
      folder,
      viewport: { width: 1600, height: 1000 },
      settings: { 'editor.minimap.enabled': false },
    });
    await workbench.showRecordings();
    events = workbench.tree('Events');
    // Collapsed at first, below the recordings that the rest of this test does without.
    for (const name of ['Recordings', 'Active Recordings', 'Events']) await header(name).click();
    await events.waitForRow('Samples', 60_000);
  });

  afterEach(async function () {
    await workbench.tellFailure(this.currentTest);
  });

  after(async () => {
    await workbench.close();
    await receiver.close();
    await rm(folder, { recursive: true, force: true });
  });

  const header = (name: string): Locator =>
    workbench.page.locator('.sidebar .pane-header', { has: workbench.page.getByText(name, { exact: true }) });

  const lens = (text: string): Locator =>
    workbench.page.locator('.codelens-decoration a', { hasText: text }).first();

  it('opens a sample by keyboard or click, with its summary on top', async () => {
    await events.expand('Recordings in Your Own Storage');
    await events.click('Three Chunks, by Time');
    await workbench.tab('timeRollOver.acsevent.json');
    await lens('Recording of 3 chunks · 8 h 20 min · The call ended').waitFor();
    assert.match(await workbench.editorText(), /"documentId": "0-eus-d12-3f6b0c9a/);
    await workbench.page
      .locator('.editor-group-container .view-line', { hasText: 'another chunk follows' })
      .first()
      .waitFor();
    await workbench.screenshot('event-sample-dark');
  });

  it('says in a dialog what the event says, and what receivers get wrong', async () => {
    await lens('things to know').click();
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    assert.match(
      await dialog.innerText(),
      /Call ID: 5a1f6d9e[\s\S]*Chunk 2: The recording ended: this is the last chunk/,
    );
    assert.match(await dialog.innerText(), /not recordingChunks\[0\] only/);
    await workbench.screenshot('event-summary-dark');
    await workbench.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('sends it with the handshake, and shows the answer beside it', async () => {
    await lens('Send to Webhook…').click();
    await workbench.quickInput.type('ftp://nowhere');
    await workbench.page.locator('.quick-input-message', { hasText: 'http:// or https://' }).waitFor();
    await workbench.quickInput.enter(`${receiver.url}?code=very-secret-key`);
    assert.ok(await workbench.quickInput.has('Validation handshake first', 10_000));
    await workbench.page.keyboard.press('Enter');
    await workbench.tab('Answer 200.txt');
    assert.equal(chunks.length, 3);
    assert.deepEqual(
      receiver.requests.map(({ headers, path }) => [headers['aeg-event-type'], path]),
      [
        ['SubscriptionValidation', '/api/recordings?code=very-secret-key'],
        ['Notification', '/api/recordings?code=very-secret-key'],
      ],
    );
    await events.waitForRow('200 OK');
    await workbench.screenshot('event-sent-dark');
  });

  it('asks once before an event leaves this machine', async () => {
    await lens('Send to Webhook…').click();
    await workbench.quickInput.pick('New Webhook…');
    await workbench.page.locator('.quick-input-message', { hasText: 'URL of the endpoint' }).waitFor();
    await workbench.quickInput.enter('http://webhook.invalid/api');
    assert.ok(await workbench.quickInput.has('Validation handshake first', 10_000));
    await workbench.page.keyboard.press('Enter');
    const text = await workbench.answerDialog('Cancel');
    assert.match(text, /Send to http:\/\/webhook\.invalid\/api\?/);
    assert.match(text, /leaves this machine[\s\S]*https only/);
  });

  it('edits a copy, and saves it as a file', async () => {
    await lens('Edit a Copy').click();
    await workbench.page.locator('.tab.active.dirty', { hasText: 'timeRollOver.acsevent.json' }).waitFor();
    await workbench.page.keyboard.press('ControlOrMeta+S');
    await workbench.page
      .locator('.tab.active:not(.dirty)', { hasText: 'timeRollOver.acsevent.json' })
      .waitFor();
    const saved = JSON.parse(await readFile(join(folder, 'timeRollOver.acsevent.json'), 'utf8')) as unknown[];
    assert.equal(saved.length, 1);
  });

  it('shows an event from the clipboard, base64 and all', async () => {
    const event = await readFile(join(folder, 'timeRollOver.acsevent.json'), 'utf8');
    await workbench.page.evaluate(
      `navigator.clipboard.writeText(${JSON.stringify(Buffer.from(event).toString('base64'))})`,
    );
    await workbench.runCommand('Call Recordings: Inspect Event…');
    await workbench.quickInput.pick('Clipboard');
    await workbench.tab('recording-5a1f6d9e.acsevent.json');
    await lens('Recording of 3 chunks').waitFor();
  });

  it('builds the event of a recording, asks for what its files do not tell, and marks the rest', async () => {
    await workbench.runCommand('View: Close Other Editors in Group');
    await header('Recordings').click();
    await workbench.runCommand('Call Recordings: Open Sample Recordings');
    const { recordings } = workbench;
    await recordings.expand('Sample recordings');
    await recordings.expandAt(1);
    await recordings.expandAt(2);
    const [, , , recording] = await recordings.rows();
    assert.ok(recording);
    await recordings.openMenu(recording.label);
    await workbench.chooseFromMenu('Build Event from Recording');
    await workbench.quickInput.pick('Event Grid Schema');
    await workbench.quickInput.pick('InitiatorLeft');
    for (const title of [
      'Server Call ID',
      'Recording ID',
      'Resource ID of the ACS Resource',
      'URL of the Container',
    ]) {
      await workbench.page.locator('.quick-input-title', { hasText: title }).waitFor();
      await workbench.quickInput.accept();
    }
    await lens('The one who started the recording left the call').waitFor();
    await workbench.page.locator('.squiggly-warning').first().waitFor();
    assert.match(await workbench.editorText(), /"topic": "<topic>"/);
    await header('Recordings').click();
    await workbench.screenshot('event-built-dark');
  });

  it('looks right in a light theme', async () => {
    await workbench.runCommand('View: Revert and Close Editor');
    await workbench.setTheme('light');
    await events.click('Three Chunks, by Time');
    await lens('Recording of 3 chunks').waitFor();
    await workbench.screenshot('event-sample-light');
    await events.click('200 OK');
    await workbench.tab('Answer 200.txt');
    await workbench.screenshot('event-answer-light');
  });
});
