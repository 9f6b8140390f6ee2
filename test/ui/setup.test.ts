import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../host/paths.ts';
import { freshAzure, subscriptionId, userWith } from '../integration/setup/standIn/seed.ts';
import { permissionsOf } from '../integration/setup/standIn/roles.ts';
import type { StandIn } from '../integration/setup/standIn/server.ts';
import type { User } from '../integration/setup/standIn/state.ts';
import { azureAccess } from './azureAccess.ts';
import { until } from './until.ts';
import { Workbench, themes, type Theme } from './workbench.ts';

type Grants = User['grants'];

describe('The Setup view in VS Code', function () {
  this.timeout(180_000);
  let azure: StandIn;
  let folder: string;
  let workbench: Workbench;
  const grantsOf = (...roles: (keyof typeof permissionsOf)[]): Grants =>
    roles.map((role) => ({ scope: `/subscriptions/${subscriptionId}`, permission: permissionsOf[role] }));
  const person: User & { grants: Grants } = { ...userWith(), grants: grantsOf('owner') };

  before(async () => {
    azure = await freshAzure();
    folder = await mkdtemp(join(tmpdir(), 'acs-ui-azure-'));
    const access = await azureAccess(azure, person, folder);
    workbench = await Workbench.open({
      extensionFolders: [root, access.extensionFolder],
      env: access.env,
      viewport: { width: 1500, height: 1400 },
      settings: {
        ...access.settings,
        'callRecordings.containers': [
          {
            name: 'recordings',
            url: 'https://contosocalls.blob.core.windows.net/recordings',
            signIn: 'vscode',
          },
        ],
      },
    });
  });

  afterEach(async function () {
    await workbench.tellFailure(this.currentTest);
  });

  after(async () => {
    await workbench.close();
    await azure.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const setup = () => workbench.tree('Setup');

  /** Waits until a line says so. */
  async function line(label: string, says: RegExp): Promise<void> {
    const row = await setup().waitForRow(label, 60_000);
    await until(
      async () => says.test(await row.innerText()),
      async () => row.innerText(),
      30_000,
    );
  }

  const summary = async () => (await setup().waitForRow(/contoso → recordings/, 60_000)).innerText();

  /** Begins a check. */
  async function check(): Promise<void> {
    await workbench.runCommand('Call Recordings: Check Setup…');
    await until(async () => (await summary()).includes('checking'), 'the check has begun');
  }

  /** Waits until nothing is being checked any more, and the last of it is drawn. */
  async function checked(): Promise<void> {
    let asked = -1;
    let since = 0;
    const hasEnded = async (): Promise<boolean> => {
      if (azure.requests.length !== asked) [asked, since] = [azure.requests.length, Date.now()];
      return Date.now() - since > 1000 && !(await summary()).includes('checking');
    };
    await until(hasEnded, 'the check has ended', 60_000);
  }

  it('asks to sign in, and shows line by line what is missing', async () => {
    await workbench.showRecordings();
    for (const name of ['Recordings', 'Active Recordings'])
      await workbench.page.locator(`.sidebar .pane-header[aria-label^="${name} "]`).click();
    await workbench.runCommand('Call Recordings: Check Setup…');
    assert.match(await workbench.answerDialog('Allow'), /wants to sign in using Microsoft/);
    await checked();
    await line('Managed identity', /The system-assigned identity is off/);
    await workbench.widenSideBar(560);
    await workbench.screenshot('setup-before');
  });

  it('fixes identity and role after it has shown what changes, and says that the role may not work yet', async () => {
    await setup().rowAction('Managed identity', 'Fix Setup');
    const asked = await workbench.answerDialog('Make the Change');
    assert.match(asked, /PATCH \/subscriptions\/0a0a.*communicationServices\/contoso/);
    await line('Managed identity', /The system-assigned identity is on/);
    await checked();
    await setup().rowAction('Role of the identity on the storage account', 'Fix Setup');
    await workbench.quickInput.shown();
    await workbench.screenshot('setup-scope');
    await workbench.quickInput.pick('Storage account contosocalls');
    assert.match(await workbench.answerDialog('Make the Change'), /PUT \/subscriptions.*roleAssignments/);
    await line('Role of the identity on the storage account', /Assigned at \d\d:\d\d UTC; it may not/);
    await checked();
    await workbench.clearNotifications();
    await workbench.screenshot('setup-after');
  });

  it('says which action is missing where the person lacks the right, and what was left half done', async () => {
    person.grants = grantsOf('reader');
    await check();
    await checked();
    await setup().scroll(2000);
    await setup().rowAction('Event Grid is registered', 'Fix Setup');
    const asked = await workbench.answerDialog('Make the Change');
    assert.match(asked, /Microsoft\.EventGrid\/register\/action/);
    await workbench.notification('Microsoft.EventGrid/register/action');
    await workbench.screenshot('setup-without-rights');
    await workbench.clearNotifications();
    person.grants = grantsOf('owner');
    await check();
    await checked();
    await setup().scroll(2000);
    await setup().rowAction('Event subscription', 'Fix Setup');
    await workbench.quickInput.pick('Storage queue');
    await workbench.quickInput.accept();
    await workbench.quickInput.pick('Files of recordings only');
    await workbench.answerDialog('Make the Change');
    await setup().scroll(-5000);
    const halfDone = 'Half done: Subscribe to recording events of contoso';
    await line(halfDone, /Resource provider not registered/);
    await checked();
    const row = await setup().waitForRow(halfDone);
    for (const expanded of ['false', 'true']) {
      await setup().click(halfDone);
      await until(
        async () => (await row.getAttribute('aria-expanded')) === expanded,
        'a click folds or unfolds what was done',
      );
    }
    await workbench.clearNotifications();
    await workbench.screenshot('setup-half-done');
  });

  it('is unknown, never passed, where Azure cannot be reached', async () => {
    azure.faults.push(() => ({ status: 503, body: { error: { code: 'ServerUnavailable', message: '' } } }));
    await check();
    await line('Managed identity', /Azure has a problem|depends on/);
    await checked();
    const rows = await setup().rows();
    azure.faults.length = 0;
    // Only who is signed in is known without Azure.
    const passed = rows.filter(({ description }) => /passes|is on|exists|Open to all/.test(description));
    assert.deepEqual(passed, []);
    await workbench.screenshot('setup-offline');
  });

  it('can be read in each theme and at 300 pixels', async () => {
    await check();
    await checked();
    for (const theme of Object.keys(themes) as Theme[]) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`setup-${theme}`);
    }
    await workbench.widenSideBar(300);
    await workbench.screenshot('setup-300px');
  });

  it('asks what is to become of what was left half done: tries again, or leaves it', async () => {
    const halfDone = 'Half done: Subscribe to recording events of contoso';
    const { quickInput } = workbench;
    await check();
    await checked();
    await setup().scroll(-5000);
    await setup().rowAction(halfDone, 'Fix Setup');
    assert.ok(await quickInput.has('Try Again', 10_000));
    const notDone = { hasText: /Not done: The event subscription .* delivers/ };
    await workbench.page.locator('.quick-input-widget', notDone).waitFor();
    await workbench.screenshot('setup-settle');
    // What was answered before is not asked again.
    await quickInput.pick('Try Again');
    assert.match(await workbench.answerDialog('Cancel'), /eventSubscriptions/);
    await setup().rowAction(halfDone, 'Fix Setup');
    await quickInput.pick('Leave It as It Is');
    await until(
      async () => !(await setup().text()).includes('Half done'),
      'what was half done is gone from the view',
      60_000,
    );
    await checked();
  });

  it('picks a container from all subscriptions of the account', async () => {
    await workbench.runCommand('Call Recordings: Add Container…');
    await workbench.quickInput.pick('From Azure…');
    await workbench.quickInput.pick('Microsoft account');
    assert.ok(await workbench.quickInput.has('contosocalls', 20_000));
    await workbench.screenshot('setup-pick-account');
    await workbench.quickInput.pick('contosocalls');
    assert.ok(await workbench.quickInput.has('recordings', 20_000));
    await workbench.screenshot('setup-pick-container');
    // The focus goes elsewhere, as to another window: what was answered is not lost.
    await workbench.page.locator('.sidebar .composite.title h2').click();
    await setup().click('Container');
    assert.ok(await workbench.quickInput.has('recordings', 1000));
    await workbench.quickInput.cancel();
  });
});
