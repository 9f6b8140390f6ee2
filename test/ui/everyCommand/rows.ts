import { until } from '../until.ts';
import type { World } from './world.ts';

/** What a person does first with a row. */
const ways = ['click', 'double click', 'Enter'] as const;
export type Way = (typeof ways)[number];

export function waysOf({ opens }: RowKind): readonly Way[] {
  return opens === 'below' ? ['click', 'Enter'] : ways;
}

/** A kind of row, and what it does, in whichever of these ways. */
export interface RowKind {
  readonly view: 'Recordings' | 'Active Recordings' | 'Events' | 'Setup';
  readonly row: string | RegExp;
  /**
   * `below`: what is below it shows, by a click and by Enter; a double click is, as in each tree of VS Code, two
   * clicks. It stays open for the rows that follow. `nothing`: it is only selected. Else what
   * is true once it is open, in one editor.
   */
  readonly opens: 'below' | 'nothing' | ((world: World) => Promise<void>);
  /** What a person has done before. */
  readonly before?: (world: World) => Promise<void>;
}

const inspector = (world: World): Promise<void> => world.pageSays(/Problems/);
const text =
  (what: RegExp) =>
  (world: World): Promise<void> =>
    world.editorSays(what);
const collapse =
  (label: string | RegExp) =>
  ({ workbench }: World): Promise<void> =>
    workbench.recordings.collapse(label);

/** Folds the other views away, so that this one has room. */
export const showOnly =
  (view: RowKind['view']) =>
  async (world: World): Promise<void> => {
    const { page } = world.workbench;
    for (const other of ['Recordings', 'Active Recordings', 'Events', 'Setup']) {
      const header = page.locator(`.sidebar .pane-header[aria-label^="${other} "]`);
      const wanted = other === view ? 'true' : 'false';
      if ((await header.getAttribute('aria-expanded')) !== wanted) await header.click();
    }
  };

/** Every kind of row, from the top of each view to its bottom. */
export const rowKinds: Readonly<Record<string, RowKind>> = {
  'the samples': { view: 'Recordings', row: 'Sample recordings', opens: 'below' },
  'a date': { view: 'Recordings', row: '2026-11-19', opens: 'below' },
  'a call': { view: 'Recordings', row: /6e123cf6…/, opens: 'below' },
  'a recording': { view: 'Recordings', row: /WAV audio/, opens: inspector },
  'chunk metadata': {
    view: 'Recordings',
    row: 'Chunk 0: metadata',
    opens: text(/"chunkIndex": 0/),
    before: ({ workbench }) => workbench.recordings.expand(/WAV audio/),
  },
  'a WAV': { view: 'Recordings', row: 'Chunk 0: audiowav.wav', opens: inspector },
  'an MP3': {
    view: 'Recordings',
    row: /^Chunk 2.*mp3/,
    opens: inspector,
    before: async ({ workbench: { recordings } }) => {
      await recordings.collapse('2026-11-19');
      await recordings.expand('2026-11-12', /085cfff3/, /MP3 audio/);
    },
  },
  'an MP4': {
    view: 'Recordings',
    row: /^Chunk 0.*mp4/,
    opens: inspector,
    before: async ({ workbench: { recordings } }) => {
      await recordings.collapse('2026-11-12');
      await recordings.expand('2021-09-30', /aaac437e/, /MP4 video/);
    },
  },
  'a folder': { view: 'Recordings', row: 'Copies', opens: 'below', before: collapse('Sample recordings') },
  'other files': { view: 'Recordings', row: 'Other files', opens: 'below' },
  'a folder among other files': { view: 'Recordings', row: 'exports', opens: 'below' },
  'a file of another kind': { view: 'Recordings', row: 'list.txt', opens: text(/Not part of a recording/) },
  'no match of the filter': {
    view: 'Recordings',
    row: 'Nothing matches the filter',
    opens: 'nothing',
    before: async (world) => {
      await world.run('filter');
      await world.workbench.quickInput.enter('1999-01-01');
    },
  },
  'a problem': {
    view: 'Recordings',
    row: /folder/i,
    opens: 'nothing',
    before: async (world) => {
      await world.run('clearFilter');
      await world.workbench.recordings.collapse('Copies');
      await world.workbench.recordings.expand('Gone');
    },
  },
  'a container': { view: 'Recordings', row: 'blobs', opens: 'below', before: collapse('Gone') },

  'a recording that runs': {
    view: 'Active Recordings',
    row: /^[0-9a-f]{8}…$/,
    opens: 'nothing',
    before: async (world) => {
      await world.run('startLocalService');
      await world.run('startRecording');
      await world.answerStart();
    },
  },

  'a recording that landed': {
    view: 'Active Recordings',
    row: /^[0-9a-f]{8}…$/,
    opens: inspector,
    before: async (world) => {
      await world.run('stopRecording');
      await world.workbench.notification('is in blobs');
      await world.workbench.clearNotifications();
    },
  },

  'the local service': { view: 'Active Recordings', row: 'Local service', opens: 'below' },
  'a fault of the local service': { view: 'Active Recordings', row: 'Export fails', opens: 'nothing' },

  'a delivery': {
    view: 'Events',
    row: '200 OK',
    opens: text(/200 OK/),
    before: showOnly('Events'),
  },
  'what was received': { view: 'Events', row: 'Received', opens: 'below' },
  'a received event': { view: 'Events', row: / · /, opens: text(/"data"/) },
  'a group of samples': {
    view: 'Events',
    row: 'Recordings in Your Own Storage',
    opens: 'below',
    before: ({ workbench }) => workbench.tree('Events').collapse('Received'),
  },
  'a sample': {
    view: 'Events',
    row: 'MP3, One Chunk',
    opens: text(/RecordingFileStatusUpdated/),
  },
  'the listener': {
    view: 'Events',
    row: 'Listening',
    opens: 'nothing',
    before: async (world) => {
      await world.run('startListener');
      await world.workbench.notification('Listening for events');
      await world.workbench.clearNotifications();
    },
  },
  'a queue': {
    view: 'Events',
    row: 'Queue events',
    opens: (world) => world.pageSays(/events/),
    before: async (world) => {
      await world.run('connectEventQueue');
      await world.answerQueue();
    },
  },

  'what was checked': {
    view: 'Setup',
    row: /contoso → in Azure/,
    opens: 'below',
    before: showOnly('Setup'),
  },
  'a part of the setup': { view: 'Setup', row: 'Resource', opens: 'below' },
  'a line of the setup': { view: 'Setup', row: 'Managed identity', opens: 'nothing' },
};

/** Uses a row in one of the ways. */
export async function use(world: World, { view, row }: RowKind, way: Way): Promise<void> {
  const tree = world.workbench.tree(view);
  const found = await tree.waitForRow(row);
  if (way === 'click') await found.locator('.label-name').click();
  else if (way === 'double click') await found.locator('.label-name').dblclick();
  else {
    // It was clicked before, so it is where the keyboard goes on.
    await tree.pane.locator('[role="tree"]').first().focus();
    await world.workbench.page.keyboard.press('Enter');
  }
}

/** Closes all editors by their tabs. */
export async function closeTabs({ workbench: { page } }: World): Promise<void> {
  const tabs = page.locator('.editor-group-container .tab');
  await until(async () => {
    if ((await tabs.count()) > 0)
      await tabs
        .first()
        .click({ button: 'middle', timeout: 2000 })
        .catch(() => undefined);
    return (await tabs.count()) === 0;
  }, 'all editors are closed');
}
