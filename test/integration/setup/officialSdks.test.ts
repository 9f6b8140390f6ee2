import assert from 'node:assert/strict';
import { systemClock } from '../../../src/base/clock.ts';
import { deliveryMetrics } from '../../../src/setup/facts/events.ts';
import { toCommunicationServices } from '../../../src/setup/facts/communication.ts';
import { listTenants, listWorkspaces } from '../../../src/setup/management/finding.ts';
import { containerPlan, identityPlan, rolePlan } from '../../../src/setup/mends/access.ts';
import { applyMend, undoMend } from '../../../src/setup/mends/apply.ts';
import { diagnosticsPlan, eventsPlan, providerPlan } from '../../../src/setup/mends/events.ts';
import type { MendPlan } from '../../../src/setup/mends/plan.ts';
import { check, managerFor } from './checking.ts';
import { officialSdks, toEnd } from './officialSdks.ts';
import {
  accountId,
  freshAzure,
  principalId,
  put,
  resourceId,
  subscriptionId,
  topicId,
  userWith,
  workspaceId,
} from './standIn/seed.ts';
import type { Seen, StandIn } from './standIn/server.ts';

/** Requests that no official client of Resource Manager sends: polls, the storage account itself, its clock. */
const notOfResourceManager = /^(\w+ \/operations\/|POST \/contosocalls\/|HEAD )/;

/**
 * Where an official client is frozen at an older version of the API than the newest stable one, or ahead of it. The
 * fields that are sent and read here are the same.
 */
const otherVersions: Readonly<Record<string, string>> = {
  '2025-02-15': '2022-06-15',
  '2025-08-01': '2026-09-01',
  '2021-04-01': '2025-04-01',
  '2022-10-01': '2025-07-01',
  '2018-01-01': '2024-02-01',
};

/** One request as text, so that two can be compared: IDs without regard to case, queries in order. */
function textOf({ method, url, body }: Seen): string {
  const { pathname, searchParams } = new URL(url, 'https://localhost');
  const query = [...searchParams].filter(([name]) => name !== 'api-version');
  return [
    `${method} ${decodeURIComponent(pathname).toLowerCase()}`,
    ...query.map(([name, value]) => `${name}=${value}`).sort(),
    ...(body === undefined ? [] : [JSON.stringify(sorted(body), null, 1)]),
  ].join('\n');
}

/** Of an object, the same with its keys in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, one]) => [key, sorted(one)] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

const versionOf = ({ url }: Seen): string =>
  new URL(url, 'https://localhost').searchParams.get('api-version') ?? '';

const group = 'calls';
const [resource, account, container, queue] = ['contoso', 'contosocalls', 'recordings', 'recording-events'];
// The SDKs put a `/` before a scope themselves.
const [resourceScope, topicScope] = [resourceId.slice(1), topicId.slice(1)];
const containerScope = `${accountId.slice(1)}/blobServices/default/containers/${container}`;
const assigned = '7d7d7d7d-0000-4000-8000-000000000007';
const blobRole = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe';

describe('The requests of the small client and of the official SDKs', () => {
  let azure: StandIn;
  const owner = userWith('owner', 'blobDataContributor');

  beforeEach(async () => {
    azure = await freshAzure();
    azure.state.registered.add(`${subscriptionId}/microsoft.eventgrid`);
    put(azure, {
      id: workspaceId,
      name: 'logs',
      type: 'Microsoft.OperationalInsights/workspaces',
      location: 'westeurope',
      properties: {},
    });
    put(azure, {
      id: topicId,
      name: 'contoso-topic',
      location: 'global',
      properties: { source: resourceId, topicType: 'Microsoft.Communication.CommunicationServices' },
    });
    put(azure, {
      id: `${topicId}/eventSubscriptions/to-queue`,
      name: 'to-queue',
      properties: {
        destination: {
          endpointType: 'StorageQueue',
          properties: { resourceId: accountId, queueName: queue },
        },
        filter: {},
        eventDeliverySchema: 'CloudEventSchemaV1_0',
        provisioningState: 'Succeeded',
      },
    });
    put(azure, {
      id: `${accountId}/managementPolicies/default`,
      name: 'DefaultManagementPolicy',
      properties: { policy: { rules: [] } },
    });
    const before = azure.state.resources.get(resourceId.toLowerCase()) ?? {};
    put(azure, { ...before, identity: { type: 'SystemAssigned', principalId } });
    put(azure, {
      id: `${accountId}/providers/Microsoft.Authorization/roleAssignments/${assigned}`,
      name: assigned,
      properties: { roleDefinitionId: blobRole, principalId, scope: accountId },
    });
  });

  afterEach(() => azure.stop());

  const taken = (): Seen[] =>
    azure.requests.splice(0).filter((one) => !notOfResourceManager.test(`${one.method} ${one.url}`));

  /** Every kind of request that the product sends, each as it sends it. */
  async function ours(): Promise<readonly Seen[]> {
    const manager = managerFor(azure, owner)();
    await check(azure, owner);
    await listTenants(manager);
    await listWorkspaces(manager, subscriptionId);
    await toEnd(manager.pages(`${accountId}/blobServices/default/containers`, '2025-08-01'));
    const deps = {
      manager,
      clock: {
        now: () => systemClock.now(),
        after: (_: number, act: () => void) => systemClock.after(0, act),
      },
      signal: new AbortController().signal,
    };
    const apply = async (plan: MendPlan): Promise<void> => {
      const { failed, undo } = await applyMend(plan, deps);
      assert.equal(failed, undefined);
      await undoMend(undo, deps);
    };
    const found = toCommunicationServices(await manager.get(resourceId, '2025-09-01'));
    assert.ok(found);
    await apply(identityPlan(found));
    await apply(rolePlan(principalId, accountId, container, 'container'));
    await apply(containerPlan(accountId, 'other'));
    await apply(providerPlan(resourceId));
    await apply(diagnosticsPlan(resourceId, workspaceId));
    for (const target of [
      { kind: 'queue', accountId, queue } as const,
      { kind: 'webhook', url: 'https://example.com/hook?code=1' } as const,
    ])
      await apply(eventsPlan({ resourceId, name: 'recordings', target, withCallStarted: true }));
    return taken();
  }

  /** The same by the official SDKs. @param asked what of ours only the moment decides */
  async function theirs(asked: {
    readonly query: unknown;
    readonly timespan: string;
    readonly assignment: string;
  }): Promise<readonly Seen[]> {
    const sdks = officialSdks(azure, owner);
    const { storage, authorization, eventGrid, monitor, communication } = sdks;
    await toEnd(sdks.subscriptions.tenants.list());
    await sdks.subscriptions.subscriptions.get(subscriptionId);
    await sdks.graph.resources({
      query: String(asked.query),
      options: { resultFormat: 'objectArray', top: 1000 },
    });
    await sdks.resources.providers.get('Microsoft.EventGrid');
    await sdks.resources.providers.register('Microsoft.EventGrid');
    await toEnd(sdks.workspaces.workspaces.list());
    await communication.communicationServices.get(group, resource);
    for (const type of ['SystemAssigned', 'None'])
      await communication.communicationServices.update(group, resource, { identity: { type } });
    await storage.storageAccounts.getProperties(group, account);
    await storage.blobServices.getServiceProperties(group, account);
    await storage.managementPolicies.get(group, account, 'default');
    await toEnd(storage.blobContainers.list(group, account));
    await storage.blobContainers.get(group, account, container);
    await storage.blobContainers.create(group, account, 'other', { publicAccess: 'None' });
    await storage.blobContainers.get(group, account, 'other');
    await storage.queue.create(group, account, queue, {});
    await storage.queue.get(group, account, queue);
    await toEnd(
      authorization.roleAssignments.listForScope(containerScope, {
        filter: `atScope() and assignedTo('${principalId}')`,
      }),
    );
    await authorization.roleDefinitions.get(containerScope, blobRole);
    await toEnd(authorization.denyAssignments.listForScope(containerScope, { filter: 'atScope()' }));
    // With an empty parent the SDK writes two slashes, which the stand-in refuses; a parent type of its own does not.
    for (const [namespace, type, name] of [
      ['Microsoft.Communication', 'communicationServices', resource],
      ['Microsoft.Storage', 'storageAccounts', account],
    ] as const)
      await toEnd(authorization.permissions.listForResource(group, namespace, type, name, '')).catch(
        () => undefined,
      );
    await authorization.roleAssignments.create(containerScope, asked.assignment, {
      roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${blobRole}`,
      principalId,
      principalType: 'ServicePrincipal',
    });
    await authorization.roleAssignments.get(containerScope, asked.assignment);
    await authorization.roleAssignments.delete(containerScope, asked.assignment);
    await toEnd(
      eventGrid.eventSubscriptions.listByResource(
        group,
        'Microsoft.Communication',
        'communicationServices',
        resource,
      ),
    );
    await toEnd(eventGrid.systemTopics.listBySubscription());
    await toEnd(eventGrid.systemTopicEventSubscriptions.listBySystemTopic(group, 'contoso-topic'));
    for (const destination of [
      {
        endpointType: 'StorageQueue' as const,
        resourceId: accountId,
        queueName: queue,
        queueMessageTimeToLiveInSeconds: 604_800,
      },
      { endpointType: 'WebHook' as const, endpointUrl: 'https://example.com/hook?code=1' },
    ]) {
      await eventGrid.eventSubscriptions.beginCreateOrUpdateAndWait(resourceScope, 'recordings', {
        destination,
        filter: {
          includedEventTypes: [
            'Microsoft.Communication.RecordingFileStatusUpdated',
            'Microsoft.Communication.CallStarted',
          ],
          isSubjectCaseSensitive: false,
        },
        eventDeliverySchema: 'CloudEventSchemaV1_0',
      });
      await eventGrid.eventSubscriptions.get(resourceScope, 'recordings');
      await eventGrid.eventSubscriptions.beginDeleteAndWait(resourceScope, 'recordings');
    }
    await toEnd(monitor.diagnosticSettings.list(resourceScope));
    await monitor.diagnosticSettings.createOrUpdate(resourceScope, 'call-recordings', {
      workspaceId,
      logAnalyticsDestinationType: 'Dedicated',
      logs: [
        { category: 'CallRecordingSummary', enabled: true },
        { category: 'CallRecordingOperational', enabled: true },
      ],
    });
    await monitor.diagnosticSettings.get(resourceScope, 'call-recordings');
    await monitor.diagnosticSettings.delete(resourceScope, 'call-recordings');
    await monitor.metrics.list(topicScope, {
      metricnames: Object.values(deliveryMetrics).join(','),
      timespan: asked.timespan,
      interval: 'P1D',
      aggregation: 'Total',
      filter: "EventSubscriptionName eq 'to-queue'",
    });
    return taken();
  }

  it('are the same in method, path, query and body, for every request that the product sends', async () => {
    const sent = await ours();
    const find = (part: string): Seen => sent.find(({ url }) => url.includes(part)) ?? assert.fail(part);
    const metrics = new URL(find('/metrics?').url, azure.origin).searchParams;
    const written = sent.find(({ method, url }) => method === 'PUT' && url.includes('/roleAssignments/'));
    const official = await theirs({
      query: (find('ResourceGraph').body as { readonly query?: unknown }).query,
      timespan: metrics.get('timespan') ?? '',
      assignment: /roleAssignments\/([^?]+)/.exec(written?.url ?? '')?.[1] ?? '',
    });
    const byText = new Map(
      official.map((one) => [textOf({ ...one, url: one.url.replace(/(\w)\/\//g, '$1/') }), versionOf(one)]),
    );
    const unlike = [...new Set(sent.map(textOf))].filter((text) => !byText.has(text));
    assert.deepEqual(unlike, []);
    const unused = [...byText.keys()].filter((text) => !sent.some((one) => textOf(one) === text));
    assert.deepEqual(unused, [], 'the SDKs were asked for what the product does not send');
    assert.ok(byText.size >= 30, String(byText.size));
    for (const one of sent) {
      const [own, other] = [versionOf(one), byText.get(textOf(one)) ?? ''];
      assert.ok(own === other || otherVersions[own] === other, `${own} and ${other}: ${one.url}`);
    }
  });
});
