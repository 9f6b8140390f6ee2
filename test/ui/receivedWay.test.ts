import assert from 'node:assert/strict';
import { BlobServiceClient } from '@azure/storage-blob';
import type { Locator } from 'playwright-core';
import { findSample } from '../../src/recording/event/samples/samples.ts';
import { type Azurite, startAzurite } from '../integration/azurite.ts';
import { startEndpoint, type TestEndpoint } from '../integration/events/send/webhookServer.ts';
import { until } from './until.ts';
import { type Theme, themes, Workbench } from './workbench.ts';

const recordingRow = /^[0-9a-f]{8}…$/;

describe('From a call to its event and back in VS Code', () => {
  let azurite: Azurite;
  let workbench: Workbench;

  before(async () => {
    azurite = await startAzurite();
    const container = BlobServiceClient.fromConnectionString(azurite.connectionString).getContainerClient(
      'recorded',
    );
    await container.create();
    workbench = await Workbench.open({
      viewport: { width: 1280, height: 1200 },
      settings: {
        'callRecordings.containers': [{ name: 'recorded', url: container.url, signIn: 'accountKey' }],
      },
    });
    await workbench.showRecordings();
    await workbench.fold('Events', false);
  });

  afterEach(async function () {
    await workbench.tellFailure(this.currentTest);
  });

  after(async () => {
    await workbench.close();
    await azurite.stop();
  });

  const says = (view: string, pattern: RegExp): Promise<void> => {
    const tree = workbench.tree(view);
    return until(
      async () => pattern.test(await tree.text()),
      () => tree.text(),
      60_000,
    );
  };

  const shownPage = (): Locator =>
    workbench.page
      .frameLocator('iframe.webview.ready >> visible=true')
      .frameLocator('#active-frame')
      .locator('body');

  const clipboard = () => workbench.page.evaluate<string>('navigator.clipboard.readText()');

  it('records a call that calls back to the listener', async () => {
    const { quickInput } = workbench;
    await workbench.runCommand('Call Recordings: Start Event Listener');
    await workbench.notification('Listening for events at 127.0.0.1');
    await workbench.runCommand('Call Recordings: Start Local Service');
    await workbench.notification('listens at http://127.0.0.1:', 'New Local Call');
    await workbench.notification('Its server call ID is in the clipboard');
    await workbench.clearNotifications();
    await workbench.runCommand('Call Recordings: Start Recording…');
    assert.ok(await quickInput.has('New local call', 30_000));
    const [call = ''] = await quickInput.entries();
    await quickInput.pick(call.split(' · ')[0] ?? '');
    await quickInput.pick('MP3: audio, all participants mixed');
    await quickInput.pick('recorded');
    await quickInput.toggle('Send RecordingStateChanged to a callback URL…');
    await quickInput.accept();
    await quickInput.pick('Event listener');
    await workbench.notification('is being recorded');
    await workbench.clearNotifications();
    await says('Events', / {2}StateChanged · callback/);
  });

  it('keeps what was received over a reload in the middle, and hears the rest after it', async () => {
    await workbench.reload();
    await workbench.showRecordings();
    await says('Events', / {2}StateChanged · callback/);
    const active = workbench.tree('Active Recordings');
    await active.waitForRow(recordingRow, 60_000);
    await active.rowAction(recordingRow, 'Stop Recording');
    await workbench.notification('is in recorded');
    await workbench.clearNotifications();
    await says('Events', / {2}FileStatusUpdated · local service/);
    await says('Active Recordings', /landed/);
  });

  it('has a history without gaps, which leads to the event', async () => {
    await workbench.tree('Active Recordings').openMenu(recordingRow);
    await workbench.chooseFromMenu('Show History');
    const page = shownPage();
    await page.getByText('RecordingFileStatusUpdated').first().waitFor();
    const text = await page.innerText();
    const order = ['Started from here', 'RecordingStateChanged', 'Stopped from here'];
    const places = order.map((step) => text.indexOf(step));
    assert.ok(!places.includes(-1), text);
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
      text,
    );
    for (const said of [/acsmetadata/, /audiomp3/]) assert.match(text, said);
    for (const theme of Object.keys(themes) as Theme[]) {
      await workbench.setTheme(theme);
      // A page that was covered is drawn anew.
      await page.getByText('RecordingFileStatusUpdated').first().waitFor();
      await workbench.screenshot(`way-history-${theme}`);
    }
    await workbench.setTheme('dark');
    await page.getByText('Show Event').last().click();
    await workbench.tab('.acsevent.json');
    // An editor that loses the focus before it has its lenses gets none.
    await workbench.lens('Reveal').waitFor();
  });

  it('leads from the event to the recording in the tree', async () => {
    const recordings = workbench.tree('Recordings');
    await recordings.collapse('recorded');
    const row = recordings.row('MP3 audio');
    await workbench.pressLens('Reveal', row);
    await until(
      async () => (await row.getAttribute('aria-selected')) === 'true',
      () => recordings.text(),
    );
    await workbench.screenshot('way-revealed');
  });

  describe('a replay', () => {
    const total = 40;
    let endpoint: TestEndpoint;
    let answerMs = 300;

    before(async () => {
      endpoint = await startEndpoint(async () => {
        await new Promise((resolve) => setTimeout(resolve, answerMs));
        return { status: 200 };
      });
      await workbench.runCommand('View: Close All Editors');
      await workbench.runCommand('Call Recordings: Copy Address of the Event Listener');
      await until(async () => (await clipboard()).includes('/events/'), 'the address is copied');
      const sample = findSample('mp3')?.event('eventGrid');
      const many = Array.from({ length: total }, (_, index) => ({ ...sample, id: `replayed-${index}` }));
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(await clipboard(), { method: 'POST', headers, body: JSON.stringify(many) });
      assert.equal(answer.status, 200);
      await says('Events', /Received {2}4\d/);
    });

    after(() => endpoint.close());

    const ids = (): readonly string[] =>
      endpoint.requests.flatMap(({ body }) =>
        (JSON.parse(body) as readonly { id: string }[]).map(({ id }) => id),
      );

    it('can be cancelled, and says what was sent', async () => {
      const { quickInput } = workbench;
      await workbench.runCommand('Call Recordings: Replay Events…');
      await quickInput.pick('Received events');
      await quickInput.pick('Event Grid Schema');
      await workbench.page.locator('.quick-input-message', { hasText: 'URL of the endpoint' }).waitFor();
      await quickInput.enter(endpoint.url);
      assert.ok(await quickInput.has('Retries', 30_000));
      await quickInput.accept();
      await quickInput.pick('1 at once, no other limit');
      await workbench.notification('Replaying');
      await until(() => Promise.resolve(endpoint.requests.length >= 3), 'three are sent', 60_000);
      await workbench.screenshot('replay-progress');
      await workbench.notification('Replaying', 'Cancel');
      await workbench.tab('Replay of events');
      await shownPage()
        .getByText(/Not sent, as it was cancelled: \d+/)
        .waitFor();
      await workbench.screenshot('replay-cancelled');
      assert.ok(endpoint.requests.length < total);
      await workbench.runCommand('View: Close All Editors');
    });

    it('is taken up where it was, and leaves nothing out', async () => {
      const { quickInput } = workbench;
      answerMs = 0;
      await workbench.runCommand('Call Recordings: Replay Events…');
      await quickInput.pick('Received events');
      await quickInput.pick('Event Grid Schema');
      await quickInput.pick(endpoint.url.replace(/\?.*/, ''));
      assert.ok(await quickInput.has('Retries', 30_000));
      await quickInput.accept();
      await quickInput.pick('1 at once, no other limit');
      assert.ok(await quickInput.has('Send the rest', 30_000));
      await workbench.screenshot('replay-resume');
      await quickInput.pick('Send the rest');
      await workbench.tab('Replay of events');
      await shownPage()
        .getByText(/Delivered: \d+ of \d+/)
        .waitFor();
      assert.doesNotMatch(await shownPage().innerText(), /Not sent|Not delivered/);
      assert.match(await shownPage().innerText(), /Delivered before the cancel, and not sent again: \d+/);
      const got = ids();
      for (let index = 0; index < total; index++)
        assert.ok(got.includes(`replayed-${index}`), `event ${index} was left out`);
      // One may have been under way when it was cancelled.
      assert.ok(got.length - new Set(got).size <= 1, `${got.length} deliveries`);
      for (const theme of Object.keys(themes) as Theme[]) {
        await workbench.setTheme(theme);
        await shownPage().getByText('Delivered: ').waitFor();
        await workbench.screenshot(`replay-result-${theme}`);
      }
    });
  });
});
