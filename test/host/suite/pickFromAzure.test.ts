import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { pickCommunication, pickContainer } from '../../../src/commands/setup/pick.ts';
import type { ExtensionApi } from '../../../src/extension.ts';
import { cloudOf, publicCloud } from '../../../src/setup/management/cloud.ts';
import type { App } from '../../../src/views/app.ts';
import { Cancelled } from '../../../src/views/messages/cancelled.ts';
import type { AzureAccess } from '../../../src/views/setup/azureAccount.ts';
import { SetupServices } from '../../../src/views/setup/services.ts';
import {
  account,
  accountId,
  freshAzure,
  homeTenant,
  otherTenant,
  put,
  subscriptionId,
  userWith,
} from '../../integration/setup/standIn/seed.ts';
import { permissionsOf } from '../../integration/setup/standIn/roles.ts';
import type { StandIn } from '../../integration/setup/standIn/server.ts';
import { waitFor } from './waitFor.ts';

type Pick = vscode.QuickPick<vscode.QuickPickItem & { readonly tenantId?: string }>;

describe('Pick from Azure', () => {
  let app: App;
  let services: SetupServices;
  let azure: StandIn;
  let user = userWith('owner');
  const { createQuickPick, showQuickPick, showInputBox } = vscode.window;
  /** The list that is open. */
  let open: Pick | undefined;

  before(async () => {
    const extension = vscode.extensions.getExtension<ExtensionApi>('acs-call-recordings.acs-call-recordings');
    app = (await extension?.activate())?.app ?? assert.fail('not activated');
  });

  beforeEach(async () => {
    azure = await freshAzure();
    user = { ...userWith('owner'), grants: [{ scope: '', permission: permissionsOf.owner }] };
    const access: AzureAccess = {
      cloud: () => cloudOf('custom', { resourceManagerEndpointUrl: azure.origin }) ?? publicCloud,
      signIn: (_, tenantId = homeTenant) => ({ token: () => Promise.resolve(azure.tokenOf(user, tenantId)) }),
      label: () => Promise.resolve(user.name),
      get transport() {
        return { ca: azure.certificate, retryDelayMs: 1 };
      },
    };
    services = new SetupServices(app, access);
    await app.context.globalState.update('callRecordings.recentAzureIds', undefined);
    Object.assign(vscode.window, {
      createQuickPick: () => (open = createQuickPick<Pick['items'][number]>()),
      // How to sign in: the first way.
      showQuickPick: (items: readonly vscode.QuickPickItem[]) => Promise.resolve(items[0]),
    });
  });

  afterEach(async () => {
    Object.assign(vscode.window, { createQuickPick, showQuickPick, showInputBox });
    open?.dispose();
    open = undefined;
    services.dispose();
    await azure.stop();
  });

  const withServices = (): App => ({ ...app, setup: { services: () => Promise.resolve(services) } }) as never;

  /** Waits for a row of the open list, and picks it as a person does. */
  async function choose(label: string | RegExp): Promise<void> {
    const fits = (item: vscode.QuickPickItem): boolean =>
      typeof label === 'string' ? item.label === label : label.test(item.label);
    const list = await waitFor(() => (open?.items.some(fits) === true ? open : undefined));
    open = undefined;
    let isPicked = false;
    list.onDidAccept(() => (isPicked ||= list.selectedItems.some(fits)));
    await waitFor(async () => {
      // What is active reaches the window some time after it is set.
      list.activeItems = list.items.filter(fits);
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return isPicked || undefined;
    });
  }

  /** Leaves the open list with Escape: one that is not shown yet takes none. */
  async function leave(picking: Promise<unknown>): Promise<void> {
    let error: unknown;
    picking.catch((reason: unknown) => (error = reason));
    await waitFor(async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return error;
    });
    assert.ok(Cancelled.is(error), String(error));
  }

  it('shows the accounts of all subscriptions, then the containers, and keeps the ID', async function () {
    this.timeout(120_000);
    const far = '0b0b0b0b-0000-4000-8000-000000000002';
    azure.state.subscriptions.set(far, { displayName: 'Far', tenantId: homeTenant, state: 'Enabled' });
    put(azure, {
      ...account(azure),
      id: accountId.replace(subscriptionId, far).replace('contosocalls', 'farcalls'),
      name: 'farcalls',
    });
    const picking = pickContainer(withServices());
    const list = await waitFor(() => (open?.items.length === 2 ? open : undefined));
    assert.deepEqual(
      list.items.map(({ label, detail }) => [label, detail]),
      [
        ['contosocalls', subscriptionId],
        ['farcalls', far],
      ],
    );
    await choose('contosocalls');
    await choose('recordings');
    const picked = await picking;
    assert.deepEqual(picked, { url: `${azure.origin}/contosocalls/recordings`, signIn: 'vscode' });
    assert.equal(services.ids.get(picked.url)?.id, accountId);
    assert.ok(!azure.requests.some(({ url }) => /listKeys/i.test(url)));
  });

  it('shows what was picked before first, and picks a resource with its endpoint', async function () {
    this.timeout(120_000);
    const other = accountId.replace('contosocalls', 'zuletzt');
    put(azure, { ...account(azure), id: other, name: 'zuletzt' });
    put(azure, { id: `${other}/blobServices/default/containers/rec`, name: 'rec', properties: {} });
    const first = pickContainer(withServices());
    await choose('zuletzt');
    await choose('rec');
    await first;
    const again = pickContainer(withServices());
    const list = await waitFor(() => (open?.items.length === 2 ? open : undefined));
    assert.deepEqual(
      list.items.map(({ label }) => label),
      ['zuletzt', 'contosocalls'],
    );
    assert.match(list.items[0]?.description ?? '', /^recent/);
    await leave(again);
    const picking = pickCommunication(withServices());
    await choose('contoso');
    assert.deepEqual(await picking, {
      endpoint: 'https://contoso.communication.azure.com',
      signIn: 'vscode',
    });
  });

  it('lets the name be typed where the containers may not be listed', async function () {
    this.timeout(120_000);
    user = {
      ...user,
      grants: [
        {
          scope: '',
          permission: {
            actions: ['Microsoft.Storage/storageAccounts/read'],
            notActions: [],
            dataActions: [],
            notDataActions: [],
          },
        },
      ],
    };
    Object.assign(vscode.window, { showInputBox: () => Promise.resolve('typed') });
    const picking = pickContainer(withServices());
    await choose('contosocalls');
    const typed = await waitFor(() =>
      open?.items.find(({ description }) => description === 'Permission missing') ? open : undefined,
    );
    assert.equal(typed.items.length, 1);
    await choose(/Type the name/);
    assert.equal((await picking).url, `${azure.origin}/contosocalls/typed`);
  });

  it('offers to sign in to a tenant that cannot be searched, and shows the others all the same', async function () {
    this.timeout(120_000);
    user = { ...user, tenants: [homeTenant, otherTenant] };
    azure.faults.push(({ url }) =>
      url.includes('ResourceGraph') &&
      azure.requests.filter((one) => one.url.includes('ResourceGraph')).length > 1
        ? {
            status: 401,
            body: { error: { code: 'AuthenticationFailed', message: '' } },
            headers: { 'www-authenticate': 'Bearer claims="eyJh"' },
          }
        : undefined,
    );
    const picking = pickContainer(withServices());
    const list = await waitFor(() =>
      open?.items.some(({ label }) => label.includes('Fabrikam')) === true ? open : undefined,
    );
    assert.deepEqual(
      list.items.map(({ label }) => label),
      ['contosocalls', '$(lock) Sign in to Contoso…', '$(lock) Sign in to Fabrikam…'].filter((label) =>
        list.items.some((item) => item.label === label),
      ),
    );
    await leave(picking);
  });

  it('shows the first rows among 500 subscriptions with 40 accounts each after three requests, and stops with the list', async function () {
    this.timeout(120_000);
    await azure.stop();
    azure = await freshAzure({ latencyMs: 200 });
    for (let subscription = 0; subscription < 500; subscription++) {
      const id = `0c0c0c0c-0000-4000-8000-${String(subscription).padStart(12, '0')}`;
      azure.state.subscriptions.set(id, { displayName: 'S', tenantId: homeTenant, state: 'Enabled' });
      for (let index = 0; index < 40; index++) {
        const name = `account${subscription}x${index}`;
        put(azure, {
          ...account(azure),
          id: accountId.replace(subscriptionId, id).replace('contosocalls', name),
          name,
        });
      }
    }
    const picking = pickContainer(withServices());
    const list = await waitFor(() => ((open?.items.length ?? 0) > 0 ? open : undefined));
    assert.ok(azure.requests.length <= 3, String(azure.requests.length));
    assert.equal(list.busy, true);
    await waitFor(() => (list.items.length === 20_001 ? true : undefined));
    await waitFor(() => (list.busy ? undefined : true));
    await leave(picking);

    const searches = () => azure.requests.filter(({ url }) => url.includes('ResourceGraph')).length;
    const before = searches();
    const cancelled = pickContainer(withServices());
    await waitFor(() => (open !== list && (open?.items.length ?? 0) > 0 ? open : undefined));
    await leave(cancelled);
    assert.ok(searches() - before < 21, `${searches() - before} pages after a cancel`);
  });
});
