import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { CommunicationServiceManagementClient } from '@azure/arm-communication';
import { EventGridManagementClient } from '@azure/arm-eventgrid';
import { MonitorClient } from '@azure/arm-monitor';
import { OperationalInsightsManagementClient } from '@azure/arm-operationalinsights';
import { ResourceGraphClient } from '@azure/arm-resourcegraph';
import { ResourceManagementClient } from '@azure/arm-resources';
import { SubscriptionClient } from '@azure/arm-resources-subscriptions';
import { StorageManagementClient } from '@azure/arm-storage';
import { homeTenant, subscriptionId } from './standIn/seed.ts';
import type { StandIn } from './standIn/server.ts';
import type { User } from './standIn/state.ts';

/** The official clients of Resource Manager, pointed at the stand-in. */
export function officialSdks(standIn: StandIn, user: User) {
  const credential = {
    getToken: () =>
      Promise.resolve({
        token: standIn.tokenOf(user, homeTenant),
        expiresOnTimestamp: Date.now() + 3_600_000,
      }),
  };
  const options = { endpoint: standIn.origin, tlsOptions: { ca: standIn.certificate } };
  return {
    subscriptions: new SubscriptionClient(credential, options),
    graph: new ResourceGraphClient(credential, options),
    resources: new ResourceManagementClient(credential, subscriptionId, options),
    communication: new CommunicationServiceManagementClient(credential, subscriptionId, options),
    storage: new StorageManagementClient(credential, subscriptionId, options),
    authorization: new AuthorizationManagementClient(credential, subscriptionId, options),
    eventGrid: new EventGridManagementClient(credential, subscriptionId, options),
    monitor: new MonitorClient(credential, options),
    workspaces: new OperationalInsightsManagementClient(credential, subscriptionId, options),
  };
}

/** Reads a list to its end. @returns how many items it has */
export async function toEnd(list: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  // eslint-disable-next-line @typescript-eslint/no-unused-vars
  for await (const _ of list) count += 1;
  return count;
}
