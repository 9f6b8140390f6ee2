import { performance } from 'node:perf_hooks';
import { collectEvidence } from '../../src/setup/evidence/collect.ts';
import { searchAll } from '../../src/setup/evidence/searchAll.ts';
import { managerFor, targetOf } from '../integration/setup/checking.ts';
import {
  account,
  accountId,
  freshAzure,
  homeTenant,
  principalId,
  put,
  resourceId,
  subscriptionId,
  topicId,
  userWith,
} from '../integration/setup/standIn/seed.ts';
import type { StandIn } from '../integration/setup/standIn/server.ts';
import { permissionsOf } from '../integration/setup/standIn/roles.ts';
import { inMs, type Row } from './measure.ts';

const owner = userWith('owner', 'blobDataContributor');
const budgetMs = 1500;
const budgetDepth = 8;

/** Measures checking and picking against a stand-in of Resource Manager. */
export async function setupBench(): Promise<Row[]> {
  return [await depth(), await time(), await picking()];
}

/** Round trips that follow from one another: the time with a long latency, in latencies. */
async function depth(): Promise<Row> {
  const latencyMs = 300;
  const trips = Math.floor((await checkMs(latencyMs)) / latencyMs);
  return {
    what: 'checklist complete: round trips in a row',
    ours: String(trips),
    budget: String(budgetDepth),
    ok: trips <= budgetDepth,
  };
}

async function time(): Promise<Row> {
  const ms = await checkMs(50);
  return {
    what: 'checklist complete, 50 ms a request',
    ours: inMs(ms),
    budget: inMs(budgetMs),
    ok: ms <= budgetMs,
  };
}

async function checkMs(latencyMs: number): Promise<number> {
  const azure = await everythingSetUp(latencyMs);
  try {
    const managerOf = managerFor(azure, owner);
    const started = performance.now();
    await collectEvidence(targetOf(azure), {
      managerOf,
      signIn: () => Promise.resolve(owner.name),
      tryResource: () => Promise.resolve({ kind: 'seen', value: 'accepted' }),
      now: () => Date.now(),
      signal: new AbortController().signal,
    });
    return performance.now() - started;
  } finally {
    await azure.stop();
  }
}

/** All is there that makes a check ask on: identity, role, a subscription under a system topic. */
async function everythingSetUp(latencyMs: number): Promise<StandIn> {
  const azure = await freshAzure({ latencyMs });
  const resource = azure.state.resources.get(resourceId.toLowerCase()) ?? {};
  put(azure, { ...resource, identity: { type: 'SystemAssigned', principalId, tenantId: homeTenant } });
  put(azure, {
    id: `${accountId}/providers/Microsoft.Authorization/roleAssignments/dddddddd-0000-4000-8000-000000000001`,
    name: 'dddddddd-0000-4000-8000-000000000001',
    properties: {
      roleDefinitionId:
        '/providers/Microsoft.Authorization/roleDefinitions/ba92f5b4-2d11-453d-a403-e96b0029c9fe',
      principalId,
      scope: accountId,
    },
  });
  put(azure, { id: topicId, name: 'contoso-topic', properties: { source: resourceId } });
  put(azure, {
    id: `${topicId}/eventSubscriptions/s`,
    name: 's',
    properties: {
      destination: { endpointType: 'StorageQueue', properties: { resourceId: accountId, queueName: 'q-1' } },
      provisioningState: 'Succeeded',
    },
  });
  return azure;
}

/** First rows of a list over 500 subscriptions with 40 accounts each. */
async function picking(): Promise<Row> {
  const azure = await freshAzure();
  const user = { ...owner, grants: [{ scope: '', permission: permissionsOf.owner }] };
  for (let subscription = 0; subscription < 500; subscription++) {
    const id = `0c0c0c0c-0000-4000-8000-${String(subscription).padStart(12, '0')}`;
    azure.state.subscriptions.set(id, {
      displayName: `S${subscription}`,
      tenantId: homeTenant,
      state: 'Enabled',
    });
    for (let index = 0; index < 40; index++) {
      const name = `account${subscription}x${index}`;
      put(azure, {
        ...account(azure),
        id: accountId.replace(subscriptionId, id).replace('contosocalls', name),
        name,
      });
    }
  }
  let firstAfter = 0;
  let found = 0;
  await searchAll([{ kind: 'account' }], managerFor(azure, user), {
    signal: new AbortController().signal,
    onFound: (page) => {
      if (found === 0) firstAfter = azure.requests.length;
      found += page.length;
    },
    onLocked: () => undefined,
  });
  await azure.stop();
  return {
    what: `picking among ${found} accounts of 501 subscriptions: requests before the first rows`,
    ours: String(firstAfter),
    budget: '3',
    ok: firstAfter <= 3 && found === 20_001,
  };
}
