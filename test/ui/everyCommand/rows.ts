import assert from 'node:assert/strict';
import { findSample } from '../../../src/recording/event/samples/samples.ts';
import { press } from '../treeView.ts';
import { until } from '../until.ts';
import type { Kind } from './kinds.ts';
import type { World } from './world.ts';

/** What a person does first with a row. */
const ways = ['click', 'double click', 'Enter'] as const;
export type Way = (typeof ways)[number];

export function waysOf({ does, at }: RowCase): readonly Way[] {
  if (at !== undefined) return ['click'];
  return does === 'below' ? ['click', 'Enter'] : ways;
}

type View = 'Recordings' | 'Active Recordings' | 'Events' | 'Setup';

/** A kind of row, and what it does, in whichever of these ways. */
export interface RowCase {
  readonly kind: Kind;
  /** Which of this kind; default: the only one. */
  readonly which?: string;
  /** Its label. */
  readonly row: string | RegExp;
  /**
   * `below`: what is below it shows, by a click and by Enter; a double click is, as in each tree of VS Code, two
   * clicks. It stays open for the rows that follow. `nothing`: it is only selected. Else what is true once it was
   * used.
   */
  readonly does: 'below' | 'nothing' | ((world: World) => Promise<void>);
  /** The part of the row that a click goes to; default: its label. */
  readonly at?: string;
  /** What a person has done before. */
  readonly before?: (world: World) => Promise<void>;
  /** Puts the row back before each way, where using it takes it away. */
  readonly reset?: (world: World) => Promise<void>;
}

export function viewOf({ kind }: RowCase): View {
  return kind.split('/')[0] as View;
}

/** One editor opens, in which this is true; it is closed again. */
const opens =
  (what: (world: World) => Promise<void>): RowCase['does'] =>
  async (world) => {
    await what(world);
    assert.equal(await world.workbench.page.locator('.editor-group-container .tab').count(), 1, 'one editor');
    await closeTabs(world);
  };
const page = (what: RegExp) => opens((world) => world.pageSays(what));
const text = (what: RegExp) => opens((world) => world.editorSays(what));
const inspector = page(/Problems/);
/** The account of a recording, which can be copied. */
const history = page(/Copy as Markdown[^]*Started from here/);
const asks =
  (what: RegExp): RowCase['does'] =>
  async (world) => {
    await world.asks(what);
    await world.escape();
  };
const collapse =
  (label: string | RegExp) =>
  ({ workbench }: World): Promise<void> =>
    workbench.recordings.collapse(label);

/** Folds the other views away, so that these have room. */
export const showOnly =
  (...views: readonly View[]) =>
  async (world: World): Promise<void> => {
    const { page: window } = world.workbench;
    for (const view of ['Recordings', 'Active Recordings', 'Events', 'Setup'] as const) {
      const header = window.locator(`.sidebar .pane-header[aria-label^="${view} "]`);
      const wanted = views.includes(view) ? 'true' : 'false';
      if ((await header.getAttribute('aria-expanded')) !== wanted) await header.click();
    }
  };

/** Reads the large container anew: only its first page is there again. */
const firstPage = async ({ workbench: { recordings } }: World): Promise<void> => {
  await recordings.rowAction('Large', 'Refresh');
  await recordings.waitForRow('Load more calls…');
};

/** Starts a recording that ends without files in a container. */
const startAndStop = async (world: World, destination: string): Promise<void> => {
  await world.run('forgetRecording');
  await world.run('startRecording');
  await world.answerStart(destination);
};

const recordingRow = /^[0-9a-f]{8}…$/;

const sample = findSample('mp3')?.event('eventGrid');
const many = Array.from({ length: 201 }, (_, index) => ({ ...sample, id: `event-${index}` }));

/** Sends more events to the listener than the view shows at first. */
const sendMany = async (world: World): Promise<void> => {
  const { workbench } = world;
  await workbench.tree('Events').collapse('Samples');
  await world.run('copyListenerAddress');
  await world.copied(/^http:\/\/127\.0\.0\.1:\d+\/events\//);
  const url = await workbench.page.evaluate<string>('navigator.clipboard.readText()');
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(many),
  });
  assert.equal(answer.status, 200);
  await world.row('Events', /Received\s*201/);
};

/** Scrolls the Events view down until a row is on screen. */
const scrollTo = ({ workbench }: World, label: string): Promise<void> => {
  const events = workbench.tree('Events');
  return until(async () => {
    await events.scroll(20_000);
    return (await events.row(label).count()) > 0;
  }, `${label} is on screen`);
};

/** Every kind of row, from the top of each view to its bottom. */
export const rows: readonly RowCase[] = [
  { kind: 'Recordings/container.samples', row: 'Sample recordings', does: 'below' },
  { kind: 'Recordings/date', row: '2026-11-19', does: 'below' },
  { kind: 'Recordings/call', row: /6e123cf6…/, does: 'below' },
  { kind: 'Recordings/recording', row: /WAV audio/, does: inspector },
  {
    kind: 'Recordings/file.metadata',
    row: 'Chunk 0: metadata',
    does: text(/"chunkIndex": 0/),
    before: ({ workbench }) => workbench.recordings.expand(/WAV audio/),
  },
  { kind: 'Recordings/file.media', which: 'WAV', row: 'Chunk 0: audiowav.wav', does: inspector },
  {
    kind: 'Recordings/file.media',
    which: 'MP3',
    row: /^Chunk 2.*mp3/,
    does: inspector,
    before: async ({ workbench: { recordings } }) => {
      await recordings.collapse('2026-11-19');
      await recordings.expand('2026-11-12', /085cfff3/, /MP3 audio/);
    },
  },
  {
    kind: 'Recordings/file.media',
    which: 'MP4',
    row: /^Chunk 0.*mp4/,
    does: inspector,
    before: async ({ workbench: { recordings } }) => {
      await recordings.collapse('2026-11-12');
      await recordings.expand('2021-09-30', /aaac437e/, /MP4 video/);
    },
  },
  {
    kind: 'Recordings/container.folder',
    row: 'Copies',
    does: 'below',
    before: collapse('Sample recordings'),
  },
  { kind: 'Recordings/otherFiles', row: 'Other files', does: 'below' },
  { kind: 'Recordings/folder', row: 'exports', does: 'below' },
  { kind: 'Recordings/file.other', row: 'list.txt', does: text(/Not part of a recording/) },
  {
    kind: 'Recordings/message.noMatch',
    row: 'Nothing matches the filter',
    does: asks(/Filter recordings/),
    before: async (world) => {
      await world.run('filter');
      await world.workbench.quickInput.enter('1999-01-01');
      await world.workbench.recordings.expand('Copies');
    },
  },
  {
    kind: 'Recordings/problem',
    row: /folder/i,
    does: async ({ workbench }) => {
      await workbench.notification('does not exist', 'Edit Address…');
      await workbench.quickInput.shown();
      await workbench.quickInput.cancel();
      await workbench.clearNotifications();
    },
    before: async (world) => {
      await world.run('clearFilter');
      await world.workbench.recordings.collapse('Copies');
      await world.workbench.recordings.expand('Gone');
    },
  },
  {
    kind: 'Recordings/message.noDates',
    row: 'No date folders here',
    does: async ({ workbench: { quickInput } }) => {
      // It asks for another folder.
      await quickInput.shown();
      assert.match(await quickInput.title(), /Folder that holds the date folders/);
      await quickInput.cancel();
    },
    before: async ({ workbench: { recordings } }) => {
      await recordings.collapse('Gone');
      await recordings.expand('Empty');
    },
  },
  {
    kind: 'Recordings/more.calls',
    row: 'Load more calls…',
    does: async ({ workbench: { recordings } }) => {
      await recordings.waitForRow(/ffffffff…/);
      assert.equal(await recordings.row('Load more calls…').count(), 0);
    },
    before: async ({ workbench: { recordings } }) => {
      await recordings.collapse('Empty');
      await recordings.expand('Large', '2020-01-01');
    },
    reset: firstPage,
  },
  {
    kind: 'Recordings/more.files',
    row: 'Load more…',
    does: async ({ workbench: { recordings } }) => {
      await recordings.waitForRow(/ffffffff…/);
      assert.equal(await recordings.row('Load more…').count(), 0);
      await recordings.collapse(/00000000…/);
    },
    reset: async (world) => {
      await firstPage(world);
      await world.workbench.recordings.expand(/00000000…/);
    },
  },
  {
    kind: 'Recordings/message.noCalls',
    row: 'No recordings on this date',
    does: 'nothing',
    before: async ({ workbench: { recordings } }) => {
      await recordings.collapse('2020-01-01');
      await recordings.expand('2020-01-02');
    },
  },
  {
    kind: 'Recordings/message.emptyFolder',
    row: 'Empty folder',
    does: 'nothing',
    before: ({ workbench }) => workbench.recordings.expand('Other files', 'broken', 'empty'),
  },
  { kind: 'Recordings/message.unreadable', row: /^Items that cannot be read: 1/, does: 'nothing' },
  { kind: 'Recordings/container.blob', row: 'blobs', does: 'below', before: collapse('Large') },

  {
    kind: 'Events/wayToReceive.queue',
    row: 'Connect Event Queue…',
    does: asks(/Which queue does the event subscription deliver to\?/),
    before: showOnly('Events'),
  },
  {
    kind: 'Events/wayToReceive.listener',
    row: 'Start Event Listener',
    does: async (world) => {
      await world.row('Events', /Listening\s*127\.0\.0\.1:\d+/);
      await world.workbench.notification('Listening for events');
      await world.workbench.clearNotifications();
    },
    reset: async (world) => {
      const events = world.workbench.tree('Events');
      if ((await events.row('Listening').count()) > 0) await world.run('stopListener');
    },
  },
  {
    kind: 'Events/listener',
    row: 'Listening',
    does: page(/Event listener[^]*Reachable from this machine only[^]*Refused requests\s+None/),
  },
  {
    kind: 'Events/moreReceived',
    row: 'Show more',
    does: async (world) => {
      const events = world.workbench.tree('Events');
      await events.row('Show more').waitFor({ state: 'detached' });
      await scrollTo(world, 'Samples');
      assert.equal(await events.row('Show more').count(), 0);
    },
    before: sendMany,
    reset: async (world) => {
      // What is shown begins anew with each choice of a filter.
      await world.run('filterReceived');
      await world.workbench.quickInput.pick('Show all');
      await scrollTo(world, 'Show more');
    },
  },
  {
    kind: 'Events/queue',
    row: 'Queue events',
    does: page(/events/),
    before: async (world) => {
      await world.run('clearReceived');
      await world.workbench.answerDialog('Delete All');
      await world.run('connectEventQueue');
      await world.answerQueue();
    },
  },

  {
    kind: 'Active Recordings/active.recording',
    row: recordingRow,
    does: history,
    before: async (world) => {
      await showOnly('Recordings', 'Active Recordings')(world);
      await world.run('startLocalService');
      await world.run('startRecording');
      await world.answerStart();
    },
  },
  {
    kind: 'Active Recordings/active.paused',
    row: recordingRow,
    does: history,
    before: async (world) => {
      await world.run('pauseRecording');
      await world.row('Active Recordings', /paused · \d:\d\d/);
    },
  },
  {
    kind: 'Active Recordings/active.ended.landed',
    row: recordingRow,
    does: inspector,
    before: async (world) => {
      await world.run('stopRecording');
      await world.workbench.notification('is in blobs');
      await world.workbench.clearNotifications();
    },
  },
  {
    kind: 'Active Recordings/active.ended.missing',
    row: recordingRow,
    does: history,
    before: async (world) => {
      await startAndStop(world, 'blobs');
      await world.breakLocalService('exportFails');
      await world.run('stopRecording');
      await world.workbench.notification('No files of call');
      await world.workbench.clearNotifications();
    },
  },
  {
    kind: 'Active Recordings/active.ended.acs',
    row: recordingRow,
    does: history,
    before: async (world) => {
      await startAndStop(world, 'Storage of Communication Services');
      await world.run('stopRecording');
      await world.row('Active Recordings', /ended · /);
      await world.workbench.clearNotifications();
    },
  },
  { kind: 'Active Recordings/localService', row: 'Local service', does: 'below' },
  { kind: 'Active Recordings/fault', which: 'its name', row: 'Export fails', does: 'nothing' },
  {
    kind: 'Active Recordings/fault',
    which: 'its box',
    row: 'Export fails',
    at: '.monaco-checkbox',
    does: async (world) => {
      await world.row('Active Recordings', /Local service.*fault: Export fails/);
    },
  },

  { kind: 'Events/deliveries', row: 'Deliveries', does: 'below', before: showOnly('Events') },
  { kind: 'Events/delivery', row: '200 OK', does: text(/200 OK/) },
  { kind: 'Events/received', row: 'Received', does: 'below' },
  { kind: 'Events/receivedEvent', row: / · /, does: text(/"data"/) },
  {
    kind: 'Events/samples',
    row: 'Samples',
    does: 'below',
    before: ({ workbench }) => workbench.tree('Events').collapse('Received'),
  },
  { kind: 'Events/sampleGroup', row: 'Recordings in Your Own Storage', does: 'below' },
  { kind: 'Events/sample', row: 'MP3, One Chunk', does: text(/RecordingFileStatusUpdated/) },

  { kind: 'Setup/pair', row: /contoso → in Azure/, does: 'below', before: showOnly('Setup') },
  { kind: 'Setup/section', row: 'Resource', does: 'below' },
  { kind: 'Setup/line', row: 'Managed identity', does: 'below' },
  { kind: 'Setup/detail', row: /identity/, does: 'nothing' },
];

/** Uses a row in one of the ways. */
export async function use(world: World, rowCase: RowCase, way: Way): Promise<void> {
  const { row, at = '.label-name' } = rowCase;
  const tree = world.workbench.tree(viewOf(rowCase));
  const found = await tree.waitForRow(row);
  if (way === 'click') await press(found.locator(at));
  else if (way === 'double click') await found.locator(at).dblclick();
  else {
    const { keyboard } = world.workbench.page;
    await tree.pane.locator('[role="tree"]').first().focus();
    // Where it was clicked before and is still there, it is where the keyboard goes on.
    const focused = world.workbench.page.locator('.focused');
    const isFocused = async (): Promise<boolean> => (await tree.row(row).and(focused).count()) > 0;
    // From the end that is nearer.
    const isFar = Number(await found.getAttribute('data-index')) > 100;
    if (!(await isFocused())) await keyboard.press(isFar ? 'End' : 'Home');
    await until(
      async () => {
        if (await isFocused()) return true;
        await keyboard.press(isFar ? 'ArrowUp' : 'ArrowDown');
        return false;
      },
      `the keyboard reaches ${String(row)}`,
      60_000,
    );
    await keyboard.press('Enter');
  }
}

/** Closes all editors by their tabs. */
export async function closeTabs({ workbench }: World): Promise<void> {
  const tabs = workbench.page.locator('.editor-group-container .tab');
  await until(async () => {
    if ((await tabs.count()) > 0)
      await tabs
        .first()
        .click({ button: 'middle', timeout: 2000 })
        .catch(() => undefined);
    return (await tabs.count()) === 0;
  }, 'all editors are closed');
}
