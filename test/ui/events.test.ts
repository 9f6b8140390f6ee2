import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSample } from '../../src/recording/event/samples/samples.ts';
import { eventGridConsumer } from '../integration/events/send/consumers.ts';
import { startEndpoint, type TestEndpoint } from '../integration/events/send/webhookServer.ts';
import type { TreeView } from './treeView.ts';
import { until } from './until.ts';
import { Workbench } from './workbench.ts';

describe('Events in VS Code', () => {
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
    await workbench.fold('Recordings', true);
    await workbench.fold('Active Recordings', true);
    await workbench.fold('Events', false);
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

  const send = (): Promise<void> =>
    workbench.pressLens('Send…', workbench.page.locator('.quick-input-widget .quick-input-filter input'));

  const requestsOf = (endpoint: TestEndpoint, count: number): Promise<void> =>
    until(() => Promise.resolve(endpoint.requests.length >= count), `${count} requests`, 60_000);

  it('opens a sample by keyboard or click, with its summary on top', async () => {
    await events.expand('Recordings in Your Own Storage');
    await events.click('Three Chunks, by Time');
    await workbench.tab('Three Chunks, by Time.acsevent.json');
    await workbench.lens('3 chunks · 2 notes').waitFor();
    assert.match(await workbench.editorText(), /"documentId": "0-eus-d12-3f6b0c9a/);
    await workbench.page
      .locator('.editor-group-container .view-line', { hasText: 'another chunk follows' })
      .first()
      .waitFor();
    await workbench.screenshot('event-sample-dark');
  });

  it('says on a page beside it what the event says, and what receivers get wrong', async () => {
    const tab = workbench.page.locator('.tab', { hasText: 'Event in words' });
    await workbench.pressLens('2 notes', tab);
    const page = workbench.page
      .frameLocator('iframe.webview.ready')
      .frameLocator('#active-frame')
      .locator('body');
    await page.getByText('not recordingChunks[0] only').waitFor();
    assert.match(
      await page.innerText(),
      /Call ID: 5a1f6d9e[\s\S]*Chunk 2: The recording ended: this is the last chunk/,
    );
    await workbench.screenshot('event-summary-dark');
    await tab.click();
    await workbench.runCommand('View: Close Editor');
    await tab.waitFor({ state: 'detached' });
  });

  it('sends it with the handshake, and shows the answer beside it', async () => {
    await send();
    // The extension runs beside the server that the window is connected to.
    assert.match(await workbench.quickInput.message(), /localhost is the remote machine/);
    await workbench.quickInput.type('ftp://nowhere');
    await workbench.page.locator('.quick-input-message', { hasText: 'http:// or https://' }).waitFor();
    await workbench.quickInput.enter(`${receiver.url}?code=very-secret-key`);
    assert.ok(await workbench.quickInput.has('Validation handshake first', 30_000));
    await workbench.quickInput.accept();
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
    await workbench.page.setViewportSize({ width: 1366, height: 1000 });
    const last = workbench.lens('As CloudEvents');
    await until(
      async () => {
        const lens = await last.boundingBox();
        const group = await workbench.page.locator('.editor-group-container').first().boundingBox();
        return lens !== null && group !== null && lens.x + lens.width < group.x + group.width - 20;
      },
      async () => `the last lens is cut: ${JSON.stringify(await last.boundingBox())}`,
    );
    await workbench.screenshot('event-sent-dark');
    await workbench.page.setViewportSize({ width: 1600, height: 1000 });
  });

  it('asks once before an event leaves this machine', async () => {
    await send();
    await workbench.quickInput.pick('New Webhook…');
    await workbench.page.locator('.quick-input-message', { hasText: 'URL of the endpoint' }).waitFor();
    await workbench.quickInput.enter('http://webhook.invalid/api');
    assert.ok(await workbench.quickInput.has('Validation handshake first', 30_000));
    await workbench.quickInput.accept();
    const text = await workbench.answerDialog('Cancel');
    assert.match(text, /Send to http:\/\/webhook\.invalid\/api\?/);
    assert.match(text, /leaves this machine[\s\S]*https only/);
  });

  it('sends a header for good until it is unticked', async () => {
    const { quickInput } = workbench;
    await send();
    await quickInput.pick(receiver.url);
    assert.deepEqual((await quickInput.entries()).slice(2), [
      'Query ?code=*** · untick it to remove it',
      'Add a header… · its value is kept secret',
    ]);
    await quickInput.toggle('Validation handshake first');
    await quickInput.toggle('Add a header…');
    await quickInput.accept();
    await workbench.page.locator('.quick-input-title', { hasText: 'Name of the Header' }).waitFor();
    await quickInput.enter('x-functions-key');
    await workbench.page.locator('.quick-input-title', { hasText: 'Value of x-functions-key' }).waitFor();
    await quickInput.enter('header-secret');
    await requestsOf(receiver, 3);
    assert.equal(receiver.requests[2]?.headers['x-functions-key'], 'header-secret');
    await send();
    await quickInput.pick(receiver.url);
    assert.ok(await quickInput.has('Header x-functions-key', 30_000));
    await workbench.screenshot('event-webhook-dark');
    await quickInput.toggle('Header x-functions-key');
    await quickInput.toggle('Query ?code=***');
    await quickInput.accept();
    await requestsOf(receiver, 4);
    assert.equal(receiver.requests[3]?.headers['x-functions-key'], undefined);
    assert.equal(receiver.requests[3]?.path, '/api/recordings');
  });

  it('waits for the validation URL where an endpoint sends no code, and links to it', async () => {
    const silent = await startEndpoint(() => ({ status: 200 }));
    try {
      await send();
      await workbench.quickInput.pick('New Webhook…');
      await workbench.page.locator('.quick-input-message', { hasText: 'URL of the endpoint' }).waitFor();
      await workbench.quickInput.enter(silent.url);
      assert.ok(await workbench.quickInput.has('Validation handshake first', 30_000));
      await workbench.quickInput.accept();
      const link = workbench.page.locator('.notifications-toasts a', { hasText: '/validate?id=' });
      await link.waitFor();
      await workbench.screenshot('event-validation-url-dark');
      assert.equal((await fetch(await link.innerText())).status, 200);
      await requestsOf(silent, 2);
      assert.equal(silent.requests[1]?.headers['aeg-event-type'], 'Notification');
    } finally {
      await silent.close();
    }
  });

  it('edits a copy, and saves it as a file', async () => {
    await workbench.pressLens(
      'Edit',
      workbench.page.locator('.tab.active.dirty', { hasText: 'Three Chunks, by Time.acsevent.json' }),
    );
    await workbench.page.keyboard.press('ControlOrMeta+S');
    await workbench.page
      .locator('.tab.active:not(.dirty)', { hasText: 'Three Chunks, by Time.acsevent.json' })
      .waitFor();
    const saved = JSON.parse(
      await readFile(join(folder, 'Three Chunks, by Time.acsevent.json'), 'utf8'),
    ) as unknown[];
    assert.equal(saved.length, 1);
  });

  it('shows an event from the clipboard, base64 and all', async () => {
    const event = await readFile(join(folder, 'Three Chunks, by Time.acsevent.json'), 'utf8');
    await workbench.page.evaluate(
      `navigator.clipboard.writeText(${JSON.stringify(Buffer.from(event).toString('base64'))})`,
    );
    await workbench.runCommand('Call Recordings: Inspect Event…');
    await workbench.quickInput.pick('Clipboard');
    await workbench.tab('recording-5a1f6d9e.acsevent.json');
    await workbench.lens('3 chunks').waitFor();
  });

  it('says when sending stops at one of several events', async () => {
    const events = [findSample('mp3'), findSample('mp4')].map((sample) => sample?.event('eventGrid'));
    await workbench.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(JSON.stringify(events))})`);
    await workbench.runCommand('Call Recordings: Inspect Event…');
    await workbench.quickInput.pick('Clipboard');
    // What was inspected before has a tab of that name too.
    await workbench.page
      .locator('.editor-group-container .tab', { hasText: 'recording-5a1f6d9e.acsevent.json' })
      .nth(1)
      .waitFor();
    const broken = await startEndpoint(() => ({
      status: 301,
      headers: { Location: '[here](command:workbench.action.quit)' },
    }));
    try {
      await workbench.runCommand('Call Recordings: Send Event to Webhook…');
      await workbench.quickInput.pick('New Webhook…');
      await workbench.page.locator('.quick-input-message', { hasText: 'URL of the endpoint' }).waitFor();
      await workbench.quickInput.enter(broken.url);
      assert.ok(await workbench.quickInput.has('Validation handshake first', 30_000));
      await workbench.quickInput.toggle('Validation handshake first');
      await workbench.quickInput.accept();
      await workbench.notification('Sending stopped at event 1 of 2; the rest were not sent.');
      assert.equal(broken.requests.length, 1);
      await workbench.tab('Answer 301.txt');
      await workbench.clearNotifications();
    } finally {
      await broken.close();
    }
    await workbench.runCommand('View: Revert and Close Editor');
  });

  it('builds the event of a recording, asks for what its files do not say, and marks the rest', async () => {
    await workbench.runCommand('View: Close Other Editors in Group');
    await workbench.fold('Recordings', false);
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
    await workbench.lens('3 chunks · 1 note').waitFor();
    await workbench.page.locator('.squiggly-warning').first().waitFor();
    assert.match(await workbench.editorText(), /"topic": "<topic>"/);
    await workbench.fold('Recordings', true);
    await workbench.screenshot('event-built-dark');
  });

  it('looks right in a light theme', async () => {
    await workbench.runCommand('View: Revert and Close Editor');
    await workbench.setTheme('light');
    await events.click('Three Chunks, by Time');
    await workbench.lens('3 chunks').waitFor();
    await workbench.screenshot('event-sample-light');
    await events.click('200 OK');
    // Beside the sample, where it is open already.
    await workbench.page
      .locator('.editor-group-container.active .tab.active', { hasText: 'Answer 200.txt' })
      .waitFor();
    await workbench.screenshot('event-answer-light');
  });
});
