import { createHash } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { CommunicationServices } from '../facts/communication.ts';
import { blobDataContributor } from '../facts/roles.ts';
import { apiVersions } from '../management/apiVersions.ts';
import { objectOf, textOf } from '../management/fields.ts';
import { containerId, lastSegment, parseResourceId } from '../management/resourceId.ts';
import type { BicepResource } from './bicep.ts';
import { azCommand, azRest } from './cli.ts';
import type { MendPlan, WriteRequest } from './plan.ts';

const communicationType = 'Microsoft.Communication/communicationServices';

/** Turns the system-assigned identity on; user-assigned identities are kept. */
export function identityPlan(resource: CommunicationServices): MendPlan {
  const users = Object.fromEntries(resource.userAssignedIds.map((id) => [id, {}]));
  const hasUsers = resource.userAssignedIds.length > 0;
  const identity = hasUsers
    ? { type: 'SystemAssigned,UserAssigned', userAssignedIdentities: users }
    : { type: 'SystemAssigned' };
  const former = hasUsers ? { type: 'UserAssigned', userAssignedIdentities: users } : { type: 'None' };
  const patch = (body: object): WriteRequest => ({
    method: 'PATCH',
    path: resource.id,
    version: apiVersions.communication,
    body: { identity: body },
  });
  const request = patch(identity);
  return {
    kind: 'identity',
    title: l10n.t('Turn on the managed identity of {0}', resource.name),
    steps: [
      {
        change: hasUsers
          ? l10n.t(
              'The system-assigned identity of {0} is turned on; its {1} user-assigned identities are kept.',
              resource.name,
              resource.userAssignedIds.length,
            )
          : l10n.t('The system-assigned identity of {0} is turned on.', resource.name),
        request,
        readBack: {
          path: resource.id,
          version: apiVersions.communication,
          holds: (json) => textOf(objectOf(json['identity'])['principalId']) !== undefined,
        },
        right: { action: 'Microsoft.Communication/communicationServices/write', scope: resource.id },
        undo: patch(former),
      },
    ],
    cli: azRest(request),
    bicep: [
      {
        symbol: 'acs',
        type: communicationType,
        version: apiVersions.communication,
        name: resource.name,
        body: {
          location: resource.location,
          tags: resource.tags,
          identity,
          properties: { dataLocation: resource.dataLocation, linkedDomains: resource.linkedDomains },
        },
      },
    ],
    note: l10n.t(
      'Its role on the storage account is the next step. Turning the identity off again removes its roles.',
    ),
  };
}

/** Gives the identity the documented role, at the account or at the container alone. */
export function rolePlan(
  principalId: string,
  accountId: string,
  container: string,
  at: 'account' | 'container',
): MendPlan {
  const scope = at === 'account' ? accountId : containerId(accountId, container);
  const { subscriptionId = '', name = '' } = parseResourceId(accountId) ?? {};
  const assignment = assignmentName(scope, principalId, blobDataContributor.id);
  const path = `${scope}/providers/Microsoft.Authorization/roleAssignments/${assignment}`;
  const properties = {
    roleDefinitionId: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${blobDataContributor.id}`,
    principalId,
    // Without it, Azure looks the identity up in a directory that may not know it yet.
    principalType: 'ServicePrincipal',
  };
  const version = apiVersions.authorization;
  const account: BicepResource = accountReference(accountId);
  return {
    kind: 'role',
    title: l10n.t('Assign {0}', blobDataContributor.name),
    steps: [
      {
        change:
          at === 'account'
            ? l10n.t(
                'The identity {0} gets the role {1} on the storage account {2}.',
                principalId,
                blobDataContributor.name,
                name,
              )
            : l10n.t(
                'The identity {0} gets the role {1} on the container {2} of {3}.',
                principalId,
                blobDataContributor.name,
                container,
                name,
              ),
        request: { method: 'PUT', path, version, body: { properties } },
        readBack: {
          path,
          version,
          holds: (json) =>
            textOf(objectOf(json['properties'])['principalId'])?.toLowerCase() === principalId.toLowerCase(),
        },
        right: { action: 'Microsoft.Authorization/roleAssignments/write', scope },
        undo: { method: 'DELETE', path, version },
      },
    ],
    cli: azCommand('role assignment create', {
      'assignee-object-id': principalId,
      'assignee-principal-type': 'ServicePrincipal',
      role: blobDataContributor.id,
      scope,
    }),
    bicep: [
      account,
      ...(at === 'account' ? [] : containerReference(container)),
      {
        symbol: 'assignment',
        type: 'Microsoft.Authorization/roleAssignments',
        version,
        name: assignment,
        scope: at === 'account' ? account.symbol : 'container',
        body: { properties },
      },
    ],
    note:
      at === 'account'
        ? l10n.t('It takes up to 10 minutes to take effect.')
        : l10n.t(
            'It takes up to 10 minutes to take effect. The documentation asks for the role at the storage account; the container alone is narrower and undocumented.',
          ),
  };
}

/** Creates the container that recordings are written to. */
export function containerPlan(accountId: string, container: string): MendPlan {
  const path = containerId(accountId, container);
  const version = apiVersions.storage;
  const { name = '', resourceGroup = '', subscriptionId = '' } = parseResourceId(accountId) ?? {};
  const properties = { publicAccess: 'None' };
  return {
    kind: 'container',
    title: l10n.t('Create the container {0}', container),
    steps: [
      {
        change: l10n.t('The private container {0} is created in the storage account {1}.', container, name),
        request: { method: 'PUT', path, version, body: { properties } },
        readBack: { path, version, holds: (json) => textOf(json['name']) !== undefined },
        right: { action: 'Microsoft.Storage/storageAccounts/blobServices/containers/write', scope: path },
      },
    ],
    cli: azCommand('storage container-rm create', {
      'storage-account': name,
      'resource-group': resourceGroup,
      subscription: subscriptionId,
      name: container,
      'public-access': 'off',
    }),
    bicep: [
      {
        symbol: 'container',
        type: 'Microsoft.Storage/storageAccounts/blobServices/containers',
        version,
        name: `${name}/default/${container}`,
        body: { properties },
      },
    ],
    note: l10n.t('Undo does not delete it: it may contain a recording by then.'),
  };
}

/** The same assignment has the same name each time, so that a repeat does no harm. */
function assignmentName(scope: string, principalId: string, roleId: string): string {
  const hash = createHash('sha256')
    .update([scope, principalId, roleId].join('|').toLowerCase())
    .digest('hex');
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `5${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}

/** An account that is there, for Bicep. */
function accountReference(accountId: string): BicepResource {
  return {
    symbol: 'account',
    type: 'Microsoft.Storage/storageAccounts',
    version: apiVersions.storage,
    name: lastSegment(accountId),
    existing: true,
  };
}

function containerReference(container: string): readonly BicepResource[] {
  return [
    {
      symbol: 'blobs',
      type: 'Microsoft.Storage/storageAccounts/blobServices',
      version: apiVersions.storage,
      name: 'default',
      parent: 'account',
      existing: true,
    },
    {
      symbol: 'container',
      type: 'Microsoft.Storage/storageAccounts/blobServices/containers',
      version: apiVersions.storage,
      name: container,
      parent: 'blobs',
      existing: true,
    },
  ];
}

/** A Communication Services resource that is there, for Bicep. */
export function resourceReference(resourceId: string): BicepResource {
  return {
    symbol: 'acs',
    type: communicationType,
    version: apiVersions.communication,
    name: parseResourceId(resourceId)?.name ?? '',
    existing: true,
  };
}
