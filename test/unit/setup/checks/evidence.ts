import type { Evidence, Finding } from '../../../../src/setup/evidence/evidence.ts';
import type { EventSubscription } from '../../../../src/setup/facts/events.ts';
import type { Failure } from '../../../../src/setup/management/failure.ts';
import type { SetupTarget } from '../../../../src/setup/target.ts';

export const nowMs = Date.parse('2026-11-25T16:05:00Z');
export const principalId = 'cccccccc-0000-4000-8000-000000000003';
export const resourceId =
  '/subscriptions/s1/resourceGroups/calls/providers/Microsoft.Communication/communicationServices/contoso';
export const accountId =
  '/subscriptions/s1/resourceGroups/calls/providers/Microsoft.Storage/storageAccounts/contosocalls';

export const target: SetupTarget = {
  resource: {
    kind: 'azure',
    name: 'contoso',
    endpoint: 'https://contoso.communication.azure.com',
    signIn: 'connectionString',
  },
  container: {
    kind: 'azure',
    name: 'recordings',
    url: 'https://contosocalls.blob.core.windows.net/recordings',
    accountName: 'contosocalls',
    containerName: 'recordings',
    prefix: '',
    signIn: 'token',
  },
};

export const localTarget: SetupTarget = {
  resource: { kind: 'local', name: 'Local service', endpoint: 'http://127.0.0.1:8080' },
  container: {
    kind: 'local',
    name: 'recordings',
    url: 'http://127.0.0.1:10000/devstoreaccount1/recordings',
    containerName: 'recordings',
    prefix: '',
  },
};

export const seen = <T>(value: T): Finding<T> => ({ kind: 'seen', value });
export const missing = { kind: 'missing' } as const;
export const failed = (failure: Failure) => ({ kind: 'failed', failure }) as const;

const blobs = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs';

export const resource = {
  id: resourceId,
  name: 'contoso',
  location: 'global',
  identityType: 'SystemAssigned' as const,
  principalId,
  userAssignedIds: [],
  tags: {},
  linkedDomains: [],
  provisioningState: 'Succeeded',
  dataLocation: 'Europe',
  publicNetworkAccess: 'Enabled',
  disableLocalAuth: false,
};

export const account = {
  id: accountId,
  name: 'contosocalls',
  kind: 'StorageV2',
  location: 'westeurope',
  blobEndpoint: 'https://contosocalls.blob.core.windows.net/',
  provisioningState: 'Succeeded',
  publicNetworkAccess: 'Enabled',
  defaultAction: 'Allow',
  bypass: 'AzureServices',
  ipRules: [],
  virtualNetworkRules: 0,
  approvedPrivateEndpoints: 0,
  allowSharedKeyAccess: true,
  httpsOnly: true,
  minimumTls: 'TLS1_2',
  hierarchical: false,
};

export const container = {
  name: 'recordings',
  legalHold: false,
  immutabilityLocked: false,
  leased: false,
  deleted: false,
};

export const heldRole = (
  more: { scope?: string; condition?: string; createdOn?: string; principalId?: string } = {},
  dataActions: readonly string[] = [`${blobs}/*`],
  name = 'Storage Blob Data Contributor',
) => ({
  assignment: {
    id: 'a',
    roleId: 'r',
    principalId,
    scope: accountId,
    createdOn: '2026-01-01T00:00:00Z',
    ...more,
  },
  definition: {
    roleId: 'r',
    name,
    permissions: [{ actions: [], notActions: [], dataActions, notDataActions: [] }],
  },
});

export const subscription: EventSubscription = {
  id: `${resourceId}/providers/Microsoft.EventGrid/eventSubscriptions/to-queue`,
  name: 'to-queue',
  destination: { kind: 'StorageQueue', accountId, queue: 'recording-events' },
  includedTypes: ['Microsoft.Communication.RecordingFileStatusUpdated'],
  caseSensitive: false,
  advancedFilters: [],
  schema: 'CloudEventSchemaV1_0',
  provisioningState: 'Succeeded',
  deadLetters: true,
};

const development = { id: 's1', name: 'Development', tenantId: 't1', state: 'Enabled' };

/** Everything is as it should be. */
export const allGood: Evidence = {
  signIn: seen('dev@contoso.com'),
  resource: seen(resource),
  resourceSubscription: seen(development),
  account: seen(account),
  accountSubscription: seen(development),
  resourceTrial: seen('accepted'),
  roles: seen([heldRole()]),
  denies: seen([]),
  container: seen(container),
  blobService: seen({ softDeleteDays: 7, versioning: false }),
  lifecycle: missing,
  list: seen('allowed'),
  read: seen('allowed'),
  remove: seen('allowed'),
  delegationKey: seen('allowed'),
  eventProvider: seen('Registered'),
  events: seen({ subscriptions: [subscription], topicIds: ['topic'] }),
  deliveries: seen({ delivered: 12, failed: 0, dropped: 0, deadLettered: 0 }),
  diagnostics: seen([
    {
      name: 'recordings',
      categories: ['CallRecordingSummary', 'CallRecordingOperational'],
      workspaceId: '/w/logs',
    },
  ]),
  clocks: seen([{ service: 'management', aheadMs: 120 }]),
  rights: seen({ resource: [], account: [] }),
};
