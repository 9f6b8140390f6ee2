import assert from 'node:assert/strict';
import { reportMarkdown } from '../../../src/setup/report.ts';
import { check, managerFor, targetOf } from './checking.ts';
import {
  account,
  accountId,
  freshAzure,
  homeTenant,
  otherTenant,
  principalId,
  put,
  resourceId,
  subscriptionId,
  topicId,
  userWith,
} from './standIn/seed.ts';
import type { StandIn } from './standIn/server.ts';

const stateOf = (lines: readonly { readonly id: string; readonly state: string }[]): Record<string, string> =>
  Object.fromEntries(lines.map(({ id, state }) => [id, state]));

describe('Checking the setup in Azure', () => {
  let azure: StandIn;
  const owner = userWith('owner', 'blobDataContributor');

  beforeEach(async () => {
    azure = await freshAzure();
  });

  afterEach(() => azure.stop());

  function turnOnIdentity(): void {
    const resource = azure.state.resources.get(resourceId.toLowerCase()) ?? {};
    put(azure, { ...resource, identity: { type: 'SystemAssigned', principalId, tenantId: homeTenant } });
    azure.state.principals.add(principalId);
  }

  function assign(
    scope: string,
    role = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
    more: Record<string, unknown> = {},
  ): void {
    const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/dddddddd-0000-4000-8000-${String(azure.state.resources.size).padStart(12, '0')}`;
    put(azure, {
      id,
      name: id.split('/').at(-1),
      type: 'Microsoft.Authorization/roleAssignments',
      properties: {
        roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${role}`,
        principalId,
        principalType: 'ServicePrincipal',
        scope,
        createdOn: '2026-01-01T00:00:00Z',
        ...more,
      },
    });
  }

  it('finds the resource and the account by one search, and says what is missing', async () => {
    const { lines, line } = await check(azure, owner);
    assert.deepEqual(stateOf(lines), {
      signIn: 'passed',
      tenants: 'passed',
      resource: 'passed',
      identity: 'failed',
      resourceAccess: 'passed',
      localAuth: 'passed',
      resourceNetwork: 'passed',
      role: 'unknown',
      deny: 'unknown',
      account: 'passed',
      network: 'passed',
      transport: 'passed',
      softDelete: 'passed',
      container: 'passed',
      containerUrl: 'passed',
      youList: 'unknown',
      youRead: 'unknown',
      youDelete: 'unknown',
      youLink: 'passed',
      lifecycle: 'passed',
      immutability: 'passed',
      eventProvider: 'failed',
      eventSubscription: 'warning',
      eventDelivery: 'unknown',
      diagnostics: 'warning',
      clock: 'passed',
    });
    assert.equal(line('identity').mend, 'identity');
    const searches = azure.requests.filter(({ url }) => url.includes('ResourceGraph'));
    assert.equal(searches.length, 1);
  });

  it('distinguishes a firewall from a missing role by asking for a user delegation key', async () => {
    const refused = await check(azure, userWith());
    assert.match(refused.line('youLink').next ?? '', /Storage Blob Delegator/);
    await azure.stop();
    azure = await freshAzure({ keepsOut: true });
    const outside = await check(azure, owner);
    assert.equal(outside.line('youLink').state, 'failed');
    assert.match(outside.line('youLink').seen, /network rule/);
  });

  it('passes the role at the account, its group and the subscription', async () => {
    for (const scope of [
      accountId,
      `/subscriptions/${subscriptionId}/resourceGroups/calls`,
      `/subscriptions/${subscriptionId}`,
    ]) {
      turnOnIdentity();
      assign(scope);
      const { line } = await check(azure, owner);
      assert.equal(line('role').state, 'passed', scope);
      for (const key of azure.state.resources.keys())
        if (key.includes('/roleassignments/')) azure.state.resources.delete(key);
    }
  });

  it('warns where the role is at the container alone', async () => {
    turnOnIdentity();
    assign(`${accountId}/blobServices/default/containers/recordings`);
    const { line } = await check(azure, owner);
    assert.equal(line('role').state, 'warning');
    assert.equal(line('role').mend, 'role');
  });

  it('does not take Contributor or a reader for a role that can write blobs', async () => {
    turnOnIdentity();
    assign(accountId, 'b24988ac-6180-42a0-ab88-20f7382dd24c');
    assign(accountId, '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1');
    const { line } = await check(azure, owner);
    assert.equal(line('role').state, 'failed');
    assert.match(line('role').seen, /Contributor, Storage Blob Data Reader/);
  });

  it('shows the condition of an assignment whole, and does not judge it', async () => {
    turnOnIdentity();
    const condition =
      "@Resource[Microsoft.Storage/storageAccounts/blobServices/containers:name] StringEquals 'x'";
    assign(accountId, undefined, { condition, conditionVersion: '2.0' });
    const { line } = await check(azure, owner);
    assert.equal(line('role').state, 'unknown');
    assert.deepEqual(line('role').details, [condition]);
  });

  it('sees a role through a group, and a deny assignment', async () => {
    turnOnIdentity();
    const group = 'eeeeeeee-0000-4000-8000-000000000009';
    azure.state.groups.set(principalId, [group]);
    assign(accountId, undefined, { principalId: group, principalType: 'Group' });
    azure.state.denies.push({
      scope: accountId,
      body: {
        properties: {
          denyAssignmentName: 'Managed application',
          permissions: [{ dataActions: ['Microsoft.Storage/*'] }],
          scope: accountId,
          principals: [{ id: '00000000-0000-0000-0000-000000000000', type: 'SystemDefined' }],
          excludePrincipals: [],
        },
      },
    });
    const { line } = await check(azure, owner);
    assert.equal(line('role').state, 'passed');
    assert.match(line('role').seen, /group/);
    assert.equal(line('deny').state, 'failed');
  });

  it('fails a firewall whatever its exceptions are', async () => {
    put(azure, account(azure, { networkAcls: { bypass: 'AzureServices', defaultAction: 'Deny' } }));
    const { line } = await check(azure, owner);
    assert.equal(line('network').state, 'failed');
  });

  it('says "unknown" where the person may read nothing, and names the missing action', async () => {
    const nobody = {
      ...userWith(),
      grants: [
        {
          scope: resourceId,
          permission: { actions: ['*/read'], notActions: [], dataActions: [], notDataActions: [] },
        },
      ],
    };
    const { line } = await check(azure, nobody, {
      target: { ...targetOf(azure), container: { ...targetOf(azure).container, accountId } as never },
    });
    assert.equal(line('account').state, 'unknown');
    assert.match(line('account').seen, /Microsoft\.Storage\/storageAccounts\/read/);
    assert.equal(line('lifecycle').state, 'unknown');
    assert.equal(line('role').state, 'unknown');
  });

  it('looks in the other tenants of the account too, and says what two tenants mean', async () => {
    const far = '0b0b0b0b-0000-4000-8000-000000000002';
    azure.state.subscriptions.set(far, { displayName: 'Partner', tenantId: otherTenant, state: 'Enabled' });
    azure.state.resources.delete(accountId.toLowerCase());
    put(azure, { ...account(azure), id: accountId.replace(subscriptionId, far) });
    const both = {
      ...owner,
      tenants: [homeTenant, otherTenant],
      grants: [{ scope: '', permission: owner.grants[0]?.permission ?? never() }],
    };
    const { line } = await check(azure, both);
    assert.equal(line('account').state, 'passed');
    assert.equal(line('tenants').state, 'failed');
    assert.match(line('tenants').seen, new RegExp(otherTenant));
  });

  it('follows a tenant that Azure names for a resource that was picked before', async () => {
    azure.state.subscriptions.set(subscriptionId, {
      displayName: 'Partner',
      tenantId: otherTenant,
      state: 'Enabled',
    });
    const { line } = await check(azure, owner, {
      target: {
        resource: { ...targetOf(azure).resource, id: resourceId } as never,
        container: { ...targetOf(azure).container, accountId } as never,
      },
    });
    assert.equal(line('resource').state, 'passed');
  });

  it('finds an event subscription under a system topic, and counts its deliveries', async () => {
    put(azure, {
      id: topicId,
      name: 'contoso-topic',
      properties: { source: resourceId, topicType: 'Microsoft.Communication.CommunicationServices' },
    });
    put(azure, {
      id: `${topicId}/eventSubscriptions/to-queue`,
      name: 'to-queue',
      properties: {
        destination: {
          endpointType: 'StorageQueue',
          properties: { resourceId: accountId, queueName: 'recordings' },
        },
        filter: {
          includedEventTypes: ['Microsoft.Communication.RecordingFileStatusUpdated'],
          subjectBeginsWith: '/recording/call/',
        },
        eventDeliverySchema: 'CloudEventSchemaV1_0',
        provisioningState: 'Succeeded',
      },
    });
    azure.state.metrics.set(topicId.toLowerCase(), { DeliverySuccessCount: 12, DroppedEventCount: 2 });
    const { line } = await check(azure, owner);
    assert.equal(line('eventSubscription').state, 'passed');
    assert.equal(line('eventDelivery').state, 'warning');
    assert.match(line('eventDelivery').seen, /12 delivered, 0 failed attempts, 2 dropped/);
  });

  it('judges no line before its answers are there, and shows each as it comes', async () => {
    turnOnIdentity();
    const { order } = await check(azure, owner);
    assert.ok(order.indexOf('signIn') < order.indexOf('resourceTrial'));
    assert.ok(order.indexOf('roles') > order.indexOf('resource'));
  });

  it('writes a report without secrets, with IDs masked on request', async () => {
    turnOnIdentity();
    const { lines } = await check(azure, owner);
    const report = {
      checkedAt: '2026-11-25T16:02:00Z',
      resource: 'contoso',
      container: 'recordings',
      lines,
      unfinished: [],
    };
    assert.match(reportMarkdown(report, false), new RegExp(principalId));
    const masked = reportMarkdown(report, true);
    assert.doesNotMatch(masked, new RegExp(principalId));
    assert.match(masked, /…0003/);
    assert.doesNotMatch(masked, /Bearer|eyJ/);
  });

  it('waits for what is throttled for a short time, and gives up with the wait that is asked for', async () => {
    let left = 2;
    const fault = (seconds: string) => (seen: { url: string }) =>
      seen.url.startsWith('/tenants') && left-- > 0
        ? {
            status: 429,
            body: { error: { code: 'TooManyRequests', message: '' } },
            headers: { 'retry-after': seconds },
          }
        : undefined;
    azure.faults.push(fault('0'));
    const manager = managerFor(azure, owner)();
    assert.equal((await manager.list('/tenants', '2022-12-01')).length, 1);
    azure.faults[0] = fault('300');
    left = 1;
    await assert.rejects(manager.list('/tenants', '2022-12-01'), (error: Error & { failure?: object }) => {
      assert.deepEqual(error.failure, { ...error.failure, reason: 'throttled', retryAfterSeconds: 300 });
      return true;
    });
  });

  it('follows pages, and sends the token to no other server', async () => {
    await azure.stop();
    azure = await freshAzure({ pageSize: 1 });
    for (const name of ['a-b', 'c-d'])
      put(azure, { id: `${accountId}/blobServices/default/containers/${name}`, name, properties: {} });
    const manager = managerFor(azure, owner)();
    const path = `${accountId}/blobServices/default/containers`;
    assert.equal((await manager.list(path, '2025-08-01')).length, 3);
    azure.faults.push(({ url }) =>
      url.includes('/containers?')
        ? { status: 200, body: { value: [], nextLink: 'https://127.0.0.1:9/steal' } }
        : undefined,
    );
    await assert.rejects(manager.list(path, '2025-08-01'), /foreignLink/);
  });

  it('reads no answer that is larger than any of Azure, and takes a page of any number of items', async () => {
    const manager = managerFor(azure, owner)();
    const answer = (items: number, size: number) => () => ({
      status: 200,
      body: { value: Array(items).fill({ id: 'x'.repeat(size) }) },
    });
    azure.faults.push(answer(300_000, 1));
    assert.equal((await manager.list('/tenants', '2022-12-01')).length, 300_000);
    azure.faults[0] = answer(10, 1_000_000);
    await assert.rejects(manager.list('/tenants', '2022-12-01'), /badAnswer/);
  });

  it('stops at once when it is cancelled', async () => {
    const abort = new AbortController();
    abort.abort();
    const { lines } = await check(azure, owner, { signal: abort.signal });
    assert.ok(
      lines.every(({ state, id }) => state !== 'passed' || id === 'signIn' || id === 'resourceAccess'),
    );
  });
});

function never(): never {
  throw new Error('No grant');
}
