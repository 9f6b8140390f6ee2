import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ExtensionApi } from '../../../src/extension.ts';
import { cloudOf, publicCloud } from '../../../src/setup/management/cloud.ts';
import type { SetupReport } from '../../../src/setup/report.ts';
import type { App } from '../../../src/views/app.ts';
import type { AzureAccess } from '../../../src/views/setup/azureAccount.ts';
import { freshAzure, homeTenant, userWith } from '../../integration/setup/standIn/seed.ts';
import type { StandIn } from '../../integration/setup/standIn/server.ts';
import { hostRun } from './hostRun.ts';
import { runCommand } from './runCommand.ts';

describe('The Setup view', () => {
  const { azurite } = hostRun();
  let app: App;
  let azure: StandIn;
  let user = userWith('owner', 'blobDataContributor');
  const asked: { readonly title: string; readonly detail: string }[] = [];
  const { showWarningMessage, showInformationMessage } = vscode.window;

  const stateOf = (report: SetupReport, id: string): string | undefined =>
    report.lines.find((line) => line.id === id)?.state;

  /** What the view shows, as text. */
  async function tree(): Promise<string[]> {
    const walk = async (node?: Parameters<typeof app.setup.getChildren>[0]): Promise<string[]> => {
      const below = await app.setup.getChildren(node);
      const texts = await Promise.all(
        below.map(async (one) => {
          const item = await app.setup.getTreeItem(one);
          const label = typeof item.label === 'string' ? item.label : '';
          const own = `${label} | ${String(item.description)} | ${item.contextValue ?? ''}`;
          return one.kind === 'line' ? [own] : [own, ...(await walk(one))];
        }),
      );
      return texts.flat();
    };
    return walk();
  }

  before(async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>('acs-call-recordings.acs-call-recordings');
    app = (await extension?.activate())?.app ?? assert.fail('not activated');
    azure = await freshAzure();
    const access: AzureAccess = {
      cloud: () =>
        cloudOf('custom', {
          resourceManagerEndpointUrl: azure.origin,
          portalUrl: 'https://portal.example',
        }) ?? publicCloud,
      signIn: (_, tenantId = homeTenant) => ({ token: () => Promise.resolve(azure.tokenOf(user, tenantId)) }),
      label: () => Promise.resolve(user.name),
      transport: { ca: azure.certificate, retryDelayMs: 1 },
    };
    await app.setup.services(access);
    const { resources } = await app.active.services();
    await resources.addEndpoint('https://contoso.communication.azure.com', 'default', 'contoso');
    await app.containers.add({
      name: 'contoso recordings',
      url: 'https://contosocalls.blob.core.windows.net/recordings',
      signIn: 'default',
    });
    // The dialog of a repair is answered with its first button.
    vscode.window.showWarningMessage = (
      title: string,
      options: vscode.MessageOptions,
      ...buttons: string[]
    ) => {
      if (typeof options !== 'object' || options.modal !== true) return Promise.resolve(undefined);
      asked.push({ title, detail: options.detail ?? '' });
      return Promise.resolve(buttons[0]);
    };
    vscode.window.showInformationMessage = () => Promise.resolve(undefined);
  });

  after(async () => {
    Object.assign(vscode.window, { showWarningMessage, showInformationMessage });
    await azure.stop();
    const { resources } = await app.active.services();
    const resource = resources.find('contoso');
    if (resource) await resources.remove(resource);
    for (const name of ['contoso recordings', 'setup azurite']) {
      const container = app.containers.find(name);
      if (container) await app.containers.remove(container);
    }
  });

  const pair = { resource: 'contoso', container: 'contoso recordings' };

  it('shows what is missing, and gives the report to programs', async function () {
    this.timeout(60_000);
    const report = await runCommand('checkSetup', pair);
    assert.equal(stateOf(report, 'identity'), 'failed');
    assert.equal(stateOf(report, 'role'), 'unknown');
    const rows = await tree();
    assert.match(rows[0] ?? '', /^contoso → contoso recordings \| \d failed.* \| pair$/);
    assert.ok(
      rows.includes('Managed identity | The system-assigned identity is off. | line.mend.identity.portal'),
      rows.join('\n'),
    );
  });

  it('fixes identity and role after showing resource, scope, role and request, and checks again', async function () {
    this.timeout(60_000);
    const identity = await runCommand('mendSetup', { mend: 'identity' });
    assert.deepEqual(identity, { done: ['The system-assigned identity of contoso is turned on.'] });
    assert.match(asked.at(-1)?.detail ?? '', /PATCH \/subscriptions\/.*communicationServices\/contoso/);
    const role = await runCommand('mendSetup', { mend: 'role', at: 'account' });
    assert.equal(role.failed, undefined);
    assert.match(
      asked.at(-1)?.detail ?? '',
      /Storage Blob Data Contributor on the storage account contosocalls/,
    );
    assert.match(asked.at(-1)?.detail ?? '', /PUT \/subscriptions\/.*roleAssignments\//);
    const rows = await tree();
    assert.ok(
      rows.includes('Managed identity | The system-assigned identity is on. | line.portal'),
      rows.join('\n'),
    );
    assert.ok(
      rows.some((row) =>
        /^Role of the identity.*Assigned at \d\d:\d\d UTC; it may not have taken effect yet/.test(row),
      ),
    );
  });

  it('says which action is missing at which scope where the person lacks the right', async function () {
    this.timeout(60_000);
    user = userWith('reader');
    await runCommand('checkSetup', pair);
    const result = await runCommand('mendSetup', { mend: 'provider' });
    assert.deepEqual(result.done, []);
    assert.match(
      result.failed ?? '',
      /Microsoft\.EventGrid\/register\/action is missing at \/subscriptions\//,
    );
    assert.match(
      asked.at(-1)?.detail ?? '',
      /Your account seems to lack the action Microsoft\.EventGrid\/register\/action/,
    );
    user = userWith('owner');
  });

  it('says what was left half done until it is finished, also in the report', async function () {
    this.timeout(60_000);
    await runCommand('checkSetup', pair);
    const events = { mend: 'events', queue: 'recording-events', withCallStarted: true } as const;
    const half = await runCommand('mendSetup', events);
    assert.equal(half.done.length, 1);
    assert.match(half.done[0] ?? '', /^The queue recording-events is created/);
    assert.match(half.failed ?? '', /^Resource provider not registered/);
    const rows = await tree();
    assert.match(rows[0] ?? '', /1 half done/);
    const at = rows.findIndex((row) => row.startsWith('Half done: Subscribe to recording events of contoso'));
    assert.match(rows[at] ?? '', /line\.mend\.events$/);
    assert.match(rows[at + 1] ?? '', /^The queue recording-events is created/);
    assert.match(rows[at + 2] ?? '', /^Not done: The event subscription .* delivers/);
    const report = await runCommand('copySetupReport', { maskIds: false });
    assert.match(report, /## Half done\n\n- ! \*\*Subscribe to recording events/);

    assert.equal((await runCommand('mendSetup', { mend: 'provider' })).failed, undefined);
    const { executeCommand } = vscode.commands;
    const connected: unknown[] = [];
    Object.assign(vscode.commands, {
      executeCommand: (id: string, ...args: unknown[]) =>
        id === 'callRecordings.connectEventQueue'
          ? Promise.resolve(connected.push(args[0]) > 0 ? 'connected' : undefined)
          : executeCommand(id, ...args),
    });
    const whole = await runCommand('mendSetup', events).finally(() =>
      Object.assign(vscode.commands, { executeCommand }),
    );
    assert.equal(whole.failed, undefined);
    assert.equal(whole.queue, 'connected');
    assert.deepEqual(connected, [
      { url: `${azure.origin}/queues/contosocalls/recording-events`, signIn: 'default', mode: 'watch' },
    ]);
    assert.ok(!(await tree()).some((row) => row.includes('Half done') || row.includes('half done')));
  });

  it('opens the exact page of a resource that it knows in the Azure portal', async () => {
    const [root] = await app.setup.getChildren();
    const sections = await app.setup.getChildren(root);
    const opened: string[] = [];
    const { openExternal } = vscode.env;
    Object.assign(vscode.env, {
      openExternal: (uri: vscode.Uri) => Promise.resolve(opened.push(uri.toString(true)) > 0),
    });
    const resource = sections.find((one) => one.kind === 'section' && one.section === 'resource');
    const page = await runCommand('openInPortal', resource);
    const ofContainer = await runCommand('openInPortal', { container: 'contoso recordings' }).finally(() =>
      Object.assign(vscode.env, { openExternal }),
    );
    assert.match(
      page,
      /^https:\/\/portal\.example\/#@1{8}-.*\/resource\/subscriptions\/0a0a.*\/communicationServices\/contoso\/overview$/,
    );
    assert.deepEqual(opened, [page, ofContainer]);
    assert.match(
      ofContainer,
      /#resource\/subscriptions\/0a0a.*\/storageAccounts\/contosocalls\/containersList$/,
    );
  });

  it('copies the report as Markdown, with IDs masked on request', async () => {
    const text = await runCommand('copySetupReport', { maskIds: true });
    assert.match(text, /^# Setup of call recording/);
    assert.doesNotMatch(text, /0a0a0a0a-0000-4000-8000-000000000001/);
    assert.equal(await vscode.env.clipboard.readText(), text);
  });

  it('is unknown, never passed, without a network', async function () {
    this.timeout(60_000);
    azure.faults.push(() => ({ status: 503, body: { error: { code: 'ServerUnavailable', message: '' } } }));
    const report = await runCommand('checkSetup', pair);
    azure.faults.length = 0;
    for (const id of ['resource', 'identity', 'role', 'account', 'network', 'container', 'eventSubscription'])
      assert.equal(stateOf(report, id), 'unknown', id);
  });

  it('really checks Azurite in the place of Azure', async function () {
    this.timeout(60_000);
    await app.containers.add(
      { name: 'setup azurite', url: `${azurite.url}/setup-missing`, signIn: 'connectionString' },
      azurite.connectionString,
    );
    const report = await runCommand('checkSetup', { resource: null, container: 'setup azurite' });
    assert.deepEqual(
      report.lines.map(({ id, state }) => `${id} ${state}`),
      ['clock passed', 'localContainer failed'],
    );
    assert.match(report.lines[1]?.seen ?? '', /does not exist/);
  });
});
