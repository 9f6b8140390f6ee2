import { globSync } from 'node:fs';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Frame } from 'playwright-core';
import { root } from '../host/paths.ts';
import { until } from './until.ts';
import { Workbench } from './workbench.ts';

const samples = join(root, 'media', 'samples');
const [metadata = ''] = globSync(join(samples, '20210930', '*', '*', '0-acsmetadata*.json'));
const moveRight = 'View: Move Editor into Right Group';
const openIt = 'Open Recording Inspector';
const download = 'Download Recordings…';
const copyLink = 'Copy Read-only Link to File';

describe('The title of an inspector', function () {
  this.timeout(120_000);
  let workbench: Workbench;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'acs-title-'));
    await copyFile(metadata, join(folder, '9-acsmetadata.json'));
    workbench = await Workbench.open({
      folder,
      settings: {
        'callRecordings.containers': [{ samples: true }, { name: 'Copy', folder: samples }],
        'workbench.editor.alwaysShowEditorActions': true,
      },
      viewport: { width: 2000, height: 900 },
    });
    await workbench.showRecordings();
  });

  afterEach(async function () {
    await workbench.tellFailure(this.currentTest);
  });

  after(async () => {
    await workbench.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('offers what works for that recording, also in a group that is not in front', async () => {
    await openFromDisk();
    await workbench.page.getByRole('button', { name: openIt }).click();
    await inspectorsAre(1);
    await workbench.runCommand(moveRight);
    await inspectorsAre(1);
    await clickRow('Sample recordings', /MP4/);
    await inspectorsAre(1);
    await workbench.runCommand(moveRight);
    await inspectorsAre(2);
    await clickRow('Copy', /MP4/);
    await inspectorsAre(2);
    await workbench.runCommand(moveRight);
    await inspectorsAre(3);
    await offered([[openIt], [], [download], [download, copyLink]]);
    await workbench.screenshot('inspector-title');
  });

  it('works on the recording below it where another group was in front', async () => {
    await workbench.runCommand('View: Focus First Editor Group');
    const group = workbench.page.locator('.editor-group-container').nth(3);
    await group.locator('.editor-actions').getByRole('button', { name: copyLink }).click();
    await workbench.notification('Copied the address of this file on your disk.');
  });

  it('offers the same where the inspector replaces a metadata document', async () => {
    await workbench.runCommand('View: Close All Editors');
    await openFromDisk();
    await reopenInInspector('9-acsmetadata');
    await inspectorsAre(1);
    await clickRow('Sample recordings', /MP4/, 'Chunk 0: metadata');
    await reopenInInspector('0-acsmetadata');
    await inspectorsAre(1);
    await workbench.runCommand(moveRight);
    await inspectorsAre(2);
    await clickRow('Copy', /MP4/, 'Chunk 0: metadata');
    await reopenInInspector('0-acsmetadata');
    await inspectorsAre(2);
    await workbench.runCommand(moveRight);
    await inspectorsAre(3);
    await offered([[], [download], [download, copyLink]]);
  });

  /** Clicks a row of the recording that both containers have. */
  async function clickRow(container: string, ...path: readonly (string | RegExp)[]): Promise<void> {
    const { recordings } = workbench;
    for (const other of ['Sample recordings', 'Copy']) await recordings.collapse(other);
    await recordings.expand(container, '2021-09-30', /aaac437e/, ...path.slice(0, -1));
    await recordings.click(path.at(-1) ?? '');
  }

  async function openFromDisk(): Promise<void> {
    await workbench.runCommand('Go to File...');
    await workbench.quickInput.type('9-acsmetadata');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: '9-acsmetadata' }).click();
    await workbench.tab('9-acsmetadata');
  }

  async function reopenInInspector(document: string): Promise<void> {
    await workbench.tab(document);
    await workbench.runCommand('View: Reopen Editor With...');
    await workbench.quickInput.pick('Recording Inspector');
  }

  /** Waits until so many inspectors are in front of their groups, and drawn: one that appears takes the focus. */
  async function inspectorsAre(count: number): Promise<void> {
    const tabs = workbench.page.locator('.editor-group-container .tab.active', { hasText: 'Recording 2021' });
    const isDrawn = async (frame: Frame | null): Promise<boolean> => {
      const page = frame?.childFrames().at(-1)?.locator('.playerSection');
      return (await page?.isVisible().catch(() => false)) === true;
    };
    await until(async () => {
      const frames = await workbench.page.locator('iframe.webview:visible').elementHandles();
      const drawn = await Promise.all(frames.map(async (one) => isDrawn(await one.contentFrame())));
      return (await tabs.count()) === count && drawn.filter(Boolean).length === count;
    }, `${count} inspectors are in front`);
  }

  /** Waits for our buttons in the title of each group, from left to right. */
  async function offered(expected: readonly (readonly string[])[]): Promise<void> {
    let found: string[][] = [];
    const ours = new Set([openIt, download, copyLink]);
    await until(
      async () => {
        const groups = await workbench.page.locator('.editor-group-container .editor-actions').all();
        const names = groups.map(async (group) => {
          const buttons = await group.locator('[aria-label]').all();
          return Promise.all(buttons.map(async (one) => (await one.getAttribute('aria-label')) ?? ''));
        });
        found = (await Promise.all(names)).map((all) => all.filter((name) => ours.has(name)));
        return isDeepStrictEqual(found, expected);
      },
      () => Promise.resolve(`the titles offer ${JSON.stringify(expected)}, not ${JSON.stringify(found)}`),
    );
  }
});
