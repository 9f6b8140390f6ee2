import { randomUUID } from 'node:crypto';
import { StandIn, type StandInOptions } from './server.ts';
import { permissionsOf } from './roles.ts';
import type { Json, User } from './state.ts';

export const homeTenant = '11111111-1111-4111-8111-111111111111';
export const otherTenant = '22222222-2222-4222-8222-222222222222';
export const subscriptionId = '0a0a0a0a-0000-4000-8000-000000000001';
export const resourceId = `/subscriptions/${subscriptionId}/resourceGroups/calls/providers/Microsoft.Communication/communicationServices/contoso`;
export const accountId = `/subscriptions/${subscriptionId}/resourceGroups/calls/providers/Microsoft.Storage/storageAccounts/contosocalls`;
export const topicId = `/subscriptions/${subscriptionId}/resourceGroups/calls/providers/Microsoft.EventGrid/systemTopics/contoso-topic`;
export const workspaceId = `/subscriptions/${subscriptionId}/resourceGroups/calls/providers/Microsoft.OperationalInsights/workspaces/logs`;
export const principalId = 'cccccccc-0000-4000-8000-000000000003';

/** Somebody with the given roles in the subscription. */
export function userWith(...roles: (keyof typeof permissionsOf)[]): User {
  return {
    name: 'dev@contoso.com',
    objectId: randomUUID(),
    tenants: [homeTenant],
    grants: roles.map((role) => ({
      scope: `/subscriptions/${subscriptionId}`,
      permission: permissionsOf[role],
    })),
  };
}

export function put(standIn: StandIn, resource: Json): void {
  standIn.state.resources.set(String(resource['id']).toLowerCase(), resource);
}

/** A resource without identity, an account with a container `recordings`, and nothing else set up. */
export async function freshAzure(options: StandInOptions = {}): Promise<StandIn> {
  const standIn = await StandIn.start(options);
  const { state } = standIn;
  state.tenants.set(homeTenant, { displayName: 'Contoso' });
  state.tenants.set(otherTenant, { displayName: 'Fabrikam' });
  state.subscriptions.set(subscriptionId, {
    displayName: 'Development',
    tenantId: homeTenant,
    state: 'Enabled',
  });
  put(standIn, {
    id: resourceId,
    name: 'contoso',
    type: 'Microsoft.Communication/CommunicationServices',
    location: 'global',
    tags: { team: 'calls' },
    properties: {
      provisioningState: 'Succeeded',
      hostName: 'contoso.communication.azure.com',
      dataLocation: 'Europe',
      immutableResourceId: randomUUID(),
      publicNetworkAccess: 'Enabled',
      disableLocalAuth: false,
    },
  });
  put(standIn, account(standIn));
  put(standIn, {
    id: `${accountId}/blobServices/default`,
    name: 'default',
    properties: { deleteRetentionPolicy: { enabled: true, days: 7 }, isVersioningEnabled: false },
  });
  put(standIn, {
    id: `${accountId}/blobServices/default/containers/recordings`,
    name: 'recordings',
    properties: {
      publicAccess: 'None',
      leaseState: 'available',
      hasImmutabilityPolicy: false,
      hasLegalHold: false,
    },
  });
  return standIn;
}

export function account(standIn: StandIn, properties: Json = {}): Json {
  return {
    id: accountId,
    name: 'contosocalls',
    type: 'Microsoft.Storage/storageAccounts',
    kind: 'StorageV2',
    location: 'westeurope',
    sku: { name: 'Standard_LRS', tier: 'Standard' },
    properties: {
      provisioningState: 'Succeeded',
      primaryEndpoints: {
        blob: `${standIn.origin}/contosocalls/`,
        queue: `${standIn.origin}/queues/contosocalls/`,
      },
      networkAcls: { bypass: 'AzureServices', defaultAction: 'Allow', ipRules: [], virtualNetworkRules: [] },
      supportsHttpsTrafficOnly: true,
      minimumTlsVersion: 'TLS1_2',
      ...properties,
    },
  };
}
