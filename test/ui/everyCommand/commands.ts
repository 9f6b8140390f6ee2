import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { findSample } from '../../../src/recording/event/samples/samples.ts';
import { root } from '../../host/paths.ts';
import { until } from '../until.ts';
import { type World, titleOf } from './world.ts';

/** Runs the command from the palette. */
type Run = () => Promise<void>;

/** A command, and what a person gets who runs it from the palette with nothing selected. */
export interface Row {
  /** From the start, once there is something that it can work on, or never in the palette. */
  readonly offered: 'at first' | 'later' | 'never';
  readonly does: (world: World, run: Run) => Promise<void>;
}

type Does = Row['does'];

const first = (does: Does): Row => ({ offered: 'at first', does });
const later = (does: Does): Row => ({ offered: 'later', does });

/** It asks which one, or for the first thing that it must know. */
const asking =
  (what: RegExp): Does =>
  async (world, run) => {
    await run();
    await world.asks(what);
    await world.escape();
  };
const asks = (what: RegExp): Row => first(asking(what));

/** The palette never has it: it is run on its row, in the table of rows, or on a desktop only. */
const onItsRow: Row = { offered: 'never', does: () => Promise.resolve() };

/** It copies such a text. */
const copies =
  (what: RegExp): Does =>
  async (world, run) => {
    await world.copy('nothing');
    await run();
    await world.copied(what);
  };

const sample = JSON.stringify(findSample('mp3')?.event('eventGrid'));

/** In the order of a life: what one command makes, a later one works on. */
export const commands: Readonly<Record<string, Row>> = {
  // Containers
  addContainer: asks(/Add a container/),
  renameContainer: asks(/Which container\?/),
  removeContainer: asks(/Which container\?/),
  editSignIn: asks(/Which container\?/),
  editAddress: asks(/Which container\?/),
  revealInOS: onItsRow,
  openInPortal: first(async ({ workbench }, run) => {
    // Of the containers, only one is in Azure.
    await run();
    assert.match(await workbench.answerDialog('Cancel'), /https:\/\/portal\.azure\.com/);
    await workbench.notification('The one of this container is contosocalls');
    await workbench.clearNotifications();
  }),
  refresh: first(async ({ workbench: { recordings }, copies: folder }, run) => {
    await recordings.expand('Copies');
    cpSync(join(root, 'media', 'samples', '20261112'), join(folder, '20261101'), { recursive: true });
    await run();
    await recordings.waitForRow('2026-11-01');
    await recordings.collapse('Copies');
  }),
  explainProblem: onItsRow,
  retry: onItsRow,
  loadMore: onItsRow,
  filter: first(async ({ workbench }, run) => {
    await run();
    await workbench.quickInput.enter('2026-11-12');
    await workbench.page.locator('.sidebar .message', { hasText: 'Filtered: 2026-11-12' }).first().waitFor();
  }),
  clearFilter: later(async ({ workbench: { page } }, run) => {
    await run();
    await page.locator('.sidebar .message', { hasText: 'Filtered:' }).first().waitFor({ state: 'hidden' });
  }),
  findRecording: asks(/Find a recording/),
  reveal: onItsRow,
  open: asks(/Open Recording File/),
  copyName: asks(/Copy Name/),
  copyPath: asks(/Copy Path/),
  copyUrl: asks(/Copy URL/),
  copyId: asks(/Copy Call or Recording ID/),
  copyLink: asks(/Copy Read-only Link/),
  download: asks(/Download Recordings/),
  delete: asks(/Delete Recording Files/),
  rehydrate: asks(/Rehydrate/),
  buildEvent: asks(/Build Event from Recording/),
  replayEvents: asks(/Replay Events/),
  showLog: first(async ({ workbench: { page } }, run) => {
    await run();
    await page.locator('.part.panel .output-view, .part.panel .monaco-editor').first().waitFor();
  }),
  openInspector: asks(/Open Recording Inspector/),
  checkRecordings: first(async (world, run) => {
    await run();
    await world.asks(/Check Recordings/);
    await world.workbench.quickInput.pick('Copies');
    await world.workbench.quickInput.pick('2026-11-12');
    await world.workbench.quickInput.pick('All of 2026-11-12');
    await world.workbench.notification('Recordings checked: ');
    await world.workbench.clearNotifications();
  }),
  openReport: later(async (world, run) => {
    await run();
    await world.pageSays(/Empty file: 1-audiomp3/);
    await world.closeEditors();
  }),
  addSamples: first(async ({ workbench: { recordings } }, run) => {
    await run();
    await until(
      async () =>
        (await recordings.rows()).some(
          ({ label, isSelected }) => isSelected && / · [0-9a-f]{8}…$/.test(label),
        ),
      'the newest call of the samples is selected',
    );
    await recordings.collapse('Sample recordings');
    await recordings.click('Copies');
    await recordings.collapse('Copies');
  }),

  // Setup
  createInAzure: first(async (world, run) => {
    await run();
    await world.workbench.quickInput.pick('Azure CLI and Bicep');
    await world.pageSays(/az group create[^]*Bicep/);
    await world.closeEditors();
  }),
  checkSetup: first(async ({ workbench }, run) => {
    await run();
    await workbench.quickInput.pick('in Azure');
    assert.match(await workbench.answerDialog('Allow'), /wants to sign in using Microsoft/);
    const row = await workbench.tree('Setup').waitForRow(/contoso → in Azure/, 60_000);
    await until(
      async () => /\d failed/.test(await row.innerText()) && !(await row.innerText()).includes('checking'),
      async () => row.innerText(),
      60_000,
    );
  }),
  mendSetup: later(async ({ workbench }, run) => {
    await run();
    await workbench.quickInput.pick('Managed identity');
    assert.match(await workbench.answerDialog('Make the Change'), /PATCH \/subscriptions/);
    await workbench.notification('turned on');
    await workbench.clearNotifications();
  }),
  showSetupReport: later(async (world, run) => {
    await run();
    await world.workbench.quickInput.pick('IDs Masked');
    await world.pageSays(/The system-assigned identity is on/);
    await world.closeEditors();
  }),
  copySetupReport: later(async (world, run) => {
    await run();
    await world.workbench.quickInput.pick('With IDs');
    await world.copied(/^# Setup of call recording[^]*system-assigned identity is on/);
  }),
  signInToAzure: first(async ({ workbench }, run) => {
    await run();
    await workbench.notification('Signed in to Azure as dev@contoso.com.');
    await workbench.clearNotifications();
  }),

  // Recording
  connectResource: asks(/Connection string/),
  startLocalService: first(async ({ workbench }, run) => {
    await run();
    await workbench.notification('listens at http://127.0.0.1:');
    await workbench.clearNotifications();
  }),
  disconnectResource: first(asking(/contoso/)),
  copyLocalConnectionString: first(copies(/^endpoint=http:\/\/127\.0\.0\.1:\d+\/?;accesskey=\S{40}/)),
  copyLocalAddress: later(copies(/^http:\/\/127\.0\.0\.1:\d+/)),
  switchFaults: later(asking(/What should go wrong, until it is switched off\?/)),
  newLocalCall: first(copies(/^aHR0c/)),
  deliverLocalEvents: first(async ({ workbench, receiver }, run) => {
    await run();
    await workbench.quickInput.pick('Event Grid Schema');
    await workbench.quickInput.enter(receiver.url);
    assert.ok(await workbench.quickInput.has('Validation handshake first', 30_000));
    await workbench.quickInput.accept();
    await workbench.notification('Events of the local service now go to');
    assert.equal(receiver.requests[0]?.headers['aeg-event-type'], 'SubscriptionValidation');
    await workbench.clearNotifications();
  }),
  startRecording: first(async (world, run) => {
    await run();
    await world.answerStart();
  }),
  showAsCode: asks(/Which start do you want as code\?/),
  refreshRecording: later(async (world, run) => {
    await run();
    await world.row('Active Recordings', /recording · \d:\d\d/);
  }),
  refreshRecordings: later(async (world, run) => {
    await run();
    await world.row('Active Recordings', /recording · \d:\d\d/);
  }),
  copyRecordingId: later(copies(/^eyJ/)),
  pauseRecording: later(async (world, run) => {
    await run();
    await world.row('Active Recordings', /paused · \d:\d\d/);
  }),
  resumeRecording: later(async (world, run) => {
    await run();
    await world.row('Active Recordings', /recording · \d:\d\d/);
  }),
  stopRecording: later(async (world, run) => {
    await run();
    await world.workbench.notification('is in blobs');
    await world.row('Active Recordings', /landed/);
    await until(
      () => Promise.resolve(world.receiver.requests.some(({ body }) => body.includes('FileStatusUpdated'))),
      'the webhook has the event',
    );
    await world.workbench.clearNotifications();
  }),
  revealRecording: later(async ({ workbench: { recordings } }, run) => {
    await recordings.click('Sample recordings');
    await run();
    await until(
      async () =>
        (await recordings.rows()).some(({ label, isSelected }) => isSelected && label.includes('WAV audio')),
      'the recording is selected',
    );
  }),
  inspectRecording: later(async (world, run) => {
    await run();
    await world.pageSays(/Problems/);
    await world.closeEditors();
  }),
  showHistory: later(async (world, run) => {
    await run();
    await world.pageSays(/Copy as Markdown[^]*Stopped from here/);
  }),
  copyHistory: later(async (world, run) => {
    await run();
    await world.copied(/Stopped from here/);
    await world.closeEditors();
  }),
  findFiles: later(async (world, run) => {
    const { workbench } = world;
    await workbench.runCommand(titleOf('startRecording'));
    await world.answerStart();
    await world.breakLocalService('exportFails');
    await workbench.runCommand(titleOf('stopRecording'));
    await workbench.notification('No files of call');
    await workbench.clearNotifications();
    await run();
    await workbench.notification('No files of call');
    await workbench.clearNotifications();
  }),
  // Its state lasts for a moment only, unless the service is killed: `record.test.ts` does so.
  cancelWaiting: { ...onItsRow, offered: 'later' },
  whyMissing: first(async (world, run) => {
    await world.copy('nothing');
    await run();
    await world.workbench.quickInput.enter('7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc');
    await world.pageSays(/Files \(not known\)|No files were found/);
    await world.workbench.clearNotifications();
    await world.closeEditors();
  }),
  explainId: first(async (world, run) => {
    await run();
    await world.workbench.quickInput.enter('7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc');
    await world.asks(/Why is its recording not there\?/);
    await world.escape();
  }),
  downloadFromAcs: asks(/Paste the RecordingFileStatusUpdated event/),
  tryForReal: first(async ({ workbench }, run) => {
    await run();
    await workbench.quickInput.pick('Local service');
    await workbench.quickInput.pick('blobs');
    assert.match(await workbench.answerDialog('Cancel'), /Record 10 seconds of a made-up call/);
  }),
  forgetRecording: later(async (world, run) => {
    const { workbench } = world;
    const ended = { hasText: /landed|no files arrived/ };
    const rows = workbench.tree('Active Recordings').pane.locator('.monaco-list-row', ended);
    for (let left = await rows.count(); left > 0; left--) {
      await run();
      if (left > 1) {
        await world.asks(/Which recording\?/);
        await workbench.quickInput.accept();
      }
      await until(async () => (await rows.count()) < left, 'a recording is off the list');
    }
  }),
  endLocalCall: later(async (world, run) => {
    await run();
    // Two are in progress: of the new call, and of the recording.
    await world.asks(/Which call should end\?/);
    await world.workbench.quickInput.accept();
    await world.workbench.quickInput.hidden();
  }),
  stopLocalService: later(async ({ workbench }, run) => {
    await run();
    await workbench.tree('Active Recordings').row('Local service').waitFor({ state: 'detached' });
  }),

  // Events
  newEventFromSample: first(async (world, run) => {
    await world.focus('Events');
    await run();
    await world.asks(/Which sample\?/);
    await world.workbench.quickInput.pick('Three Chunks, by Time');
    await world.workbench.quickInput.pick('Event Grid Schema');
    await world.editorSays(/"documentId": "0-eus-d12-3f6b0c9a/);
    await world.closeEditors();
  }),
  inspectEvent: first(async (world, run) => {
    await world.copy(sample);
    await run();
    await world.asks(/Where is the event\?/);
    await world.workbench.quickInput.pick('Clipboard');
    await world.editorSays(/RecordingFileStatusUpdated/);
  }),
  showEventSummary: later(async (world, run) => {
    await run();
    await world.pageSays(/Call ID/);
    await world.closeEditors();
    await world.copy(sample);
    await world.run('inspectEvent');
    await world.workbench.quickInput.pick('Clipboard');
    await world.editorSays(/RecordingFileStatusUpdated/);
  }),
  copyEventAsCurl: later(async (world, run) => {
    await run();
    if (await world.workbench.quickInput.has(world.receiver.url, 3000))
      await world.workbench.quickInput.pick(world.receiver.url);
    await world.copied(/^curl /);
  }),
  revealEventRecording: later(async ({ workbench }, run) => {
    await run();
    await workbench.notification('not found');
    await workbench.clearNotifications();
  }),
  sendEvent: later(async ({ workbench, receiver }, run) => {
    await run();
    await workbench.quickInput.pick(receiver.url);
    assert.ok(await workbench.quickInput.has('Validation handshake first', 30_000));
    await workbench.quickInput.accept();
    await workbench.tab('Answer 200.txt');
  }),
  convertEvent: later(async (world, run) => {
    await (await world.workbench.tab('.acsevent.json')).click();
    await run();
    await world.editorSays(/"specversion": "1.0"/);
  }),
  editEventCopy: later(async (world, run) => {
    const dirty = world.workbench.page.locator('.tab.dirty', { hasText: '.acsevent.json' });
    const before = await dirty.count();
    await run();
    await until(async () => (await dirty.count()) > before, 'a copy is open');
    await world.editorSays(/"specversion": "1.0"/);
    await world.closeEditors();
  }),
  openDelivery: later(async (world, run) => {
    await run();
    await world.asks(/200 OK\d\d:\d\d:\d\d · 5a1f6d9e… · FileStatusUpdated · 127\.0\.0\.1:\d+/);
    await world.workbench.quickInput.accept();
    await world.workbench.tab('Answer 200.txt');
    await world.closeEditors();
  }),
  openSentEvent: later(async (world, run) => {
    await run();
    await world.asks(/Which delivery\?/);
    await world.workbench.quickInput.accept();
    await world.editorSays(/RecordingFileStatusUpdated/);
    await world.closeEditors();
  }),
  sendAgain: later(async (world, run) => {
    const { workbench, receiver } = world;
    const before = receiver.requests.length;
    await run();
    await world.asks(/Which delivery\?/);
    await workbench.quickInput.accept();
    await until(() => Promise.resolve(receiver.requests.length > before), 'it was sent again');
  }),
  // Only while a delivery waits to be tried again.
  retryDelivery: { ...onItsRow, offered: 'later' },
  removeDelivery: onItsRow,
  clearDeliveries: later(async ({ workbench }, run) => {
    await run();
    assert.match(await workbench.answerDialog('Clear'), /Clear the history of \d deliveries\?/);
    await workbench.tree('Events').row('Deliveries').waitFor({ state: 'detached' });
  }),

  // Receiving
  startListener: first(async ({ workbench }, run) => {
    await run();
    await workbench.runCommand('Call Recordings: Focus on Events View');
    await workbench.notification('Listening for events at 127.0.0.1:');
    await workbench.clearNotifications();
  }),
  copyListenerAddress: later(copies(/^http:\/\/127\.0\.0\.1:\d+\/[^?]*$/)),
  copyListenerAddressWithKey: later(copies(/^http:\/\/127\.0\.0\.1:\d+\//)),
  copySubscribeCommand: later(copies(/az eventgrid/)),
  openListener: later(asking(/Open the listener to the internet\?/)),
  setListenerAnswer: later(async (world, run) => {
    await run();
    await world.asks(/What should a sender receive\?/);
    await world.workbench.quickInput.pick('Accept each event (200)');
  }),
  openReceived: later(async (world, run) => {
    await run();
    await world.asks(/Which event\?/);
    await world.workbench.quickInput.accept();
    await world.editorSays(/RecordingFileStatusUpdated/);
    await world.closeEditors();
  }),
  exportReceived: later(async ({ workbench }, run) => {
    await run();
    await workbench.quickInput.shown();
    await workbench.quickInput.cancel();
  }),
  filterReceived: later(async (world, run) => {
    await run();
    await world.workbench.quickInput.pick('By text…');
    await world.workbench.quickInput.enter('no event has this');
    await world.row('Events', /0 of \d+ · filter: no event has this/);
    await run();
    await world.workbench.quickInput.pick('Show all');
  }),
  startFromReceived: later(asking(/Which event\?/)),
  showMoreReceived: onItsRow,
  deleteReceived: later(async (world, run) => {
    await run();
    await world.asks(/Which event\?/);
    await world.workbench.quickInput.accept();
    assert.match(await world.workbench.answerDialog('Delete'), /Delete this received event\?/);
  }),
  clearReceived: later(async (world, run) => {
    await run();
    assert.match(await world.workbench.answerDialog('Delete All'), /Delete all \d+ received events\?/);
    await world.row('Events', /Received\s*nothing yet/);
  }),
  showListener: later(async (world, run) => {
    await run();
    await world.pageSays(/Event listener[^]*Accepts events and callbacks at 127\.0\.0\.1:\d+/);
    await world.closeEditors();
  }),
  stopListener: later(async ({ workbench }, run) => {
    await run();
    await workbench.tree('Events').row('Listening').waitFor({ state: 'detached' });
  }),
  connectEventQueue: first(async (world, run) => {
    await run();
    await world.answerQueue();
  }),
  showEventQueue: later(async (world, run) => {
    await run();
    await world.pageSays(/events/);
    await world.closeEditors();
  }),
  disconnectEventQueue: later(async (world, run) => {
    await run();
    await until(
      async () => !(await world.workbench.tree('Events').text()).includes('devstoreaccount1'),
      'the queue is gone',
    );
  }),
};
