import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endLocalService } from '../host/endLocalService.ts';
import { root } from '../host/paths.ts';
import type { TreeRow } from './treeView.ts';
import { until } from './until.ts';
import { Workbench } from './workbench.ts';

interface Manifest {
  readonly contributes: {
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string }[];
  };
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const strings = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;

/** Each button and link of an empty view, after the name of the text that it is in. */
const buttonsOfManifest = manifest.contributes.viewsWelcome.flatMap(({ view, contents }) =>
  [...(strings[contents.replaceAll('%', '')] ?? '').matchAll(/\[([^\]]+)\]\(command:/g)].map(
    ([, label = '']) => `${contents.replaceAll('%', '')} in ${view}: ${label}`,
  ),
);

/** What a person sees first: views in which there is nothing yet. */
describe('Empty views in VS Code', function () {
  this.timeout(120_000);
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({ viewport: { width: 1280, height: 1200 } });
    await workbench.showRecordings();
  });

  afterEach(async function () {
    await workbench.tellFailure(this.currentTest);
  });

  after(async () => {
    await endLocalService(workbench.userDataDir).catch(() => undefined);
    await workbench.close();
  });

  /** Presses a button or link of an empty view. */
  async function press(view: string, label: string): Promise<void> {
    const { page } = workbench;
    const ownHeader = `.pane-header[aria-label^="${view} "]`;
    const header = page.locator(`.sidebar ${ownHeader}`);
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
    await page
      .locator('.sidebar .pane', { has: page.locator(ownHeader) })
      .locator('.welcome-view-content')
      .locator('.monaco-button, a')
      .filter({ hasText: label })
      .click();
  }

  async function asks(what: RegExp): Promise<void> {
    const { quickInput, page } = workbench;
    await quickInput.shown();
    const shown = page.locator('.quick-input-widget:visible');
    await until(
      async () => what.test(await shown.innerText()),
      async () => `it asks ${String(what)}, not: ${await shown.innerText()}`,
    );
    await quickInput.cancel();
  }

  async function showsNewestCall(view: string): Promise<void> {
    const isCall = ({ label, isSelected }: TreeRow): boolean => isSelected && / · [0-9a-f]{8}…$/.test(label);
    await until(
      async () => (await workbench.tree(view).rows()).some(isCall),
      'the newest call of the samples is selected',
    );
  }

  /** In this order: what one button brings, the next one finds. */
  const buttons: Readonly<Record<string, () => Promise<void>>> = {
    'welcome.setup in callRecordings.setup: Check Setup': async () => {
      await press('Setup', 'Check Setup');
      await workbench.notification('Connect', 'Connect Resource…');
      await asks(/Connection string/);
    },
    'welcome.active.noResource in callRecordings.active: Connect Resource…': async () => {
      await press('Active Recordings', 'Connect Resource…');
      await asks(/Connection string/);
    },
    'welcome.active.noResource in callRecordings.active: Start Local Service': async () => {
      await press('Active Recordings', 'Start Local Service');
      await workbench.tree('Active Recordings').waitForRow('Local service');
      await workbench.notification('listens at http://127.0.0.1:');
      await workbench.clearNotifications();
      await workbench.runCommand('Call Recordings: Stop Local Service');
    },
    'welcome.active in callRecordings.active: Start Recording…': async () => {
      await workbench.runCommand('Call Recordings: Connect Communication Services Resource…');
      await workbench.quickInput.pick('Endpoint and Azure CLI, environment or managed identity…');
      await workbench.quickInput.enter('https://contoso.invalid');
      await workbench.notification('it cannot be used yet');
      await workbench.clearNotifications();
      await press('Active Recordings', 'Start Recording…');
      await asks(/Start recording[^]*ID of the call/);
    },
    'welcome.recordings in callRecordings.recordings: Add Container…': async () => {
      await press('Recordings', 'Add Container…');
      await asks(/Add a container[^]*Container URL…/);
    },
    'welcome.recordings in callRecordings.recordings: Take the tour': async () => {
      await press('Recordings', 'Take the tour');
      await workbench.page.locator('.getting-started-step').first().waitFor();
      await workbench.runCommand('View: Close All Editors');
    },
    'welcome.recordings in callRecordings.explorer: Add Container…': async () => {
      await workbench.showViewContainer('Explorer');
      await press('Call Recordings', 'Add Container…');
      await asks(/Add a container[^]*Container URL…/);
    },
    'welcome.recordings in callRecordings.explorer: Take the tour': async () => {
      await press('Call Recordings', 'Take the tour');
      await workbench.page.locator('.getting-started-step').first().waitFor();
      await workbench.runCommand('View: Close All Editors');
    },
    'welcome.recordings in callRecordings.explorer: Open Sample Recordings': async () => {
      await press('Call Recordings', 'Open Sample Recordings');
      await showsNewestCall('Call Recordings');
      await workbench.runCommand('Call Recordings: Remove Container…');
      await workbench.answerDialog('Remove');
      await workbench.showRecordings();
    },
    'welcome.recordings in callRecordings.recordings: Open Sample Recordings': async () => {
      await press('Recordings', 'Open Sample Recordings');
      await showsNewestCall('Recordings');
    },
  };

  it('have each of their buttons in this table', () => {
    assert.deepEqual(Object.keys(buttons).toSorted(), buttonsOfManifest.toSorted());
  });

  for (const [name, act] of Object.entries(buttons)) it(`do what the button says: ${name}`, act);

  it('never leave the Events view empty', async () => {
    const { page } = workbench;
    await page.locator('.sidebar .pane-header[aria-label^="Events "]').click();
    for (const label of ['Received', 'Start Event Listener', 'Samples'])
      await workbench.tree('Events').waitForRow(label);
  });
});
