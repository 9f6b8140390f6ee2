import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { QueueServiceClient } from '@azure/storage-queue';
import { findSample } from '../../src/recording/event/samples/samples.ts';
import { type Azurite, startAzurite } from '../integration/azurite.ts';
import { QuickInput } from './quickInput.ts';
import type { TreeView } from './treeView.ts';
import { until } from './until.ts';
import { type Theme, themes, Workbench } from './workbench.ts';

const sample = findSample('mp3')?.event('eventGrid');
const callStarted = {
  id: 'call-started',
  eventType: 'Microsoft.Communication.CallStarted',
  subject: 'call/startedby',
  data: { serverCallId: 'aHR0cHM6Ly9jb252LWV1YXMuY29udi5za3lwZS5jb20vY29udi9hYmM', isTwoParty: false },
};

/** Shows the view in a window that has just been opened: the palette has its command once the extension is there. */
async function openEvents(input: QuickInput): Promise<void> {
  const title = 'Call Recordings: Focus on Events View';
  await until(
    async () => {
      await input.openPalette();
      await input.type(`>${title}`);
      if (await input.has(title, 5_000)) return true;
      await input.cancel();
      return false;
    },
    `the palette has ${title}`,
    90_000,
  );
  await input.pick(title);
}

describe('Received events in VS Code', () => {
  let azurite: Azurite;
  let workbench: Workbench;
  let events: TreeView;
  let address: string;

  before(async () => {
    azurite = await startAzurite();
    workbench = await Workbench.open({ viewport: { width: 1280, height: 900 } });
    await workbench.showRecordings();
    events = workbench.tree('Events');
    for (const name of ['Recordings', 'Active Recordings']) await workbench.fold(name, true);
    await workbench.fold('Events', false);
    await events.waitForRow('Received', 60_000);
  });

  afterEach(async function () {
    await workbench.tellFailure(this.currentTest);
  });

  after(async () => {
    await workbench.close();
    await azurite.stop();
  });

  const post = (body: unknown, url = address): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  const says = (pattern: RegExp, view = events): Promise<void> =>
    until(
      async () => pattern.test(await view.text()),
      () => view.text(),
      60_000,
    );

  it('starts to listen, and shows what came in', async () => {
    await workbench.runCommand('Call Recordings: Start Event Listener');
    await workbench.notification('Listening for events at 127.0.0.1');
    await workbench.runCommand('Call Recordings: Copy Address of the Event Listener');
    await until(async () => {
      address = await workbench.page.evaluate<string>('navigator.clipboard.readText()');
      return address.includes('/events/');
    }, 'the address is copied');
    await workbench.clearNotifications();
    assert.equal((await post([sample])).status, 200);
    assert.equal((await post([callStarted])).status, 200);
    await says(/Listening {2}127\.0\.0\.1:\d+ · 2 events/);
    await says(/5a1f6d9e… {2}FileStatusUpdated · listener/);
  });

  it('counts what was refused, and messages that hold no event', async () => {
    assert.equal((await post([sample], address.replace('/events/', '/events/x'))).status, 404);
    await says(/Listening {2}refused: path ×1/);
    const queue = QueueServiceClient.fromConnectionString(azurite.connectionString).getQueueClient('events');
    await queue.create();
    await queue.sendMessage('hello');
    await queue.sendMessage(JSON.stringify({ ...sample, id: 'from-queue' }));
    const { quickInput } = workbench;
    await workbench.runCommand('Call Recordings: Connect Event Queue…');
    await quickInput.pick('Connection string…');
    await quickInput.enter(azurite.connectionString);
    await workbench.page.locator('.quick-input-title', { hasText: 'Name of the Queue' }).waitFor();
    await quickInput.enter('events');
    await quickInput.pick('Watch without removing');
    await says(/Queue events {2}1 without an event · watches · 1 event/);
  });

  it('counts on the view what was not looked at', async () => {
    await workbench.showViewContainer('Explorer');
    assert.equal((await post([{ ...sample, id: 'unread' }])).status, 200);
    const badge = workbench.page.locator(
      '.activitybar .action-item:has(> .action-label[aria-label^="Call Recordings"]) .badge-content',
    );
    await until(async () => (await badge.allInnerTexts()).join() === '1', 'the badge counts', 60_000);
    await workbench.screenshot('received-unread');
    await workbench.showRecordings();
    await until(async () => (await badge.allInnerTexts()).join('') === '', 'all is seen', 60_000);
  });

  it('offers the listener as callback URL where a call of an event is recorded', async () => {
    const { quickInput } = workbench;
    await workbench.runCommand('Call Recordings: Start Local Service');
    await workbench.notification('local Call Recording service');
    await workbench.clearNotifications();
    await events.rowAction(/aHR0cHM6/, 'Start Recording');
    await quickInput.pick('MP3: audio, all participants mixed');
    await quickInput.pick('Storage of Communication Services');
    await quickInput.toggle('Send RecordingStateChanged to a callback URL…');
    await quickInput.accept();
    assert.ok(await quickInput.has('Event listener', 30_000));
    assert.match(
      (await quickInput.entries()).join('\n'),
      /Event listener.*127\.0\.0\.1:\d+\n.*Another address…/,
    );
    await workbench.screenshot('received-callback-url');
    await quickInput.cancel();
  });

  it('narrows what is shown, and can be read in each theme and at 300 pixels', async () => {
    for (const theme of Object.keys(themes) as Theme[]) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`received-${theme}`);
    }
    await workbench.setTheme('dark');
    await workbench.runCommand('Call Recordings: Filter Received Events…');
    await workbench.quickInput.pick('CallStarted');
    await says(/Received {2}1 of 4 · filter: CallStarted/);
    await workbench.widenSideBar(300);
    await workbench.screenshot('received-filtered-300px');
    await workbench.runCommand('Call Recordings: Filter Received Events…');
    await workbench.quickInput.pick('Show all');
    await workbench.screenshot('received-300px');
  });

  it('keeps all over a reload, and listens again at the same address', async () => {
    await workbench.reload();
    await workbench.showRecordings();
    await says(/Received {2}4/);
    await until(
      async () => (await post([{ ...sample, id: 'after-reload' }]).catch(() => undefined))?.status === 200,
      'it listens again',
      60_000,
    );
    await says(/Received {2}5/);
  });

  it('is taken over by another window where the one that listened is closed', async () => {
    const count = Number(/Received {2}(\d+)/.exec(await events.text())?.[1]);
    const second = await workbench.page.context().newPage();
    await second.goto(workbench.page.url());
    await second.waitForSelector('.monaco-workbench .part.statusbar', { timeout: 120_000 });
    await openEvents(new QuickInput(second));
    const rows = second.locator('.sidebar .monaco-list-row');
    const row = (text: RegExp) => rows.filter({ hasText: text }).first();
    await row(/Listening.*in another window/).waitFor({ timeout: 60_000 });
    await row(/aHR0cHM6/).waitFor();
    assert.equal((await post([{ ...sample, id: 'to-both' }])).status, 200);
    await row(new RegExp(`Received.*${count + 1}`)).waitFor({ timeout: 60_000 });
    await second.screenshot({ path: join('out', 'screenshots', 'received-second-window.png') });
    const file = join(
      workbench.userDataDir,
      'User/globalStorage/acs-call-recordings.acs-call-recordings/listener.json',
    );
    const { pid } = JSON.parse(await readFile(file, 'utf8')) as { readonly pid: number };
    await workbench.page.close();
    // The server may keep the extensions of a closed page for a while; a closed window has none.
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'ESRCH', 'they may have ended by themselves');
    }
    await row(/Listening.*\d events?$/).waitFor({ timeout: 60_000 });
    assert.equal((await post([{ ...sample, id: 'taken-over' }])).status, 200);
    await row(new RegExp(`Received.*${count + 2}`)).waitFor({ timeout: 60_000 });
    assert.notEqual((JSON.parse(await readFile(file, 'utf8')) as { readonly pid: number }).pid, pid);
  });
});
