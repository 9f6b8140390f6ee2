import type { Permission } from '../../../../src/setup/facts/roles.ts';
import { allowsAction } from '../../../../src/setup/facts/rights.ts';
import { Refusal, type User } from './state.ts';

const none: Permission = { actions: [], notActions: [], dataActions: [], notDataActions: [] };
const blobs = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs';

/** Permissions of built-in roles: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles */
export const permissionsOf = {
  owner: { ...none, actions: ['*'] },
  contributor: {
    ...none,
    actions: ['*'],
    notActions: [
      'Microsoft.Authorization/*/Delete',
      'Microsoft.Authorization/*/Write',
      'Microsoft.Authorization/elevateAccess/Action',
    ],
  },
  reader: { ...none, actions: ['*/read'] },
  blobDataContributor: {
    ...none,
    actions: [
      'Microsoft.Storage/storageAccounts/blobServices/containers/delete',
      'Microsoft.Storage/storageAccounts/blobServices/containers/read',
      'Microsoft.Storage/storageAccounts/blobServices/containers/write',
      'Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action',
    ],
    dataActions: [
      `${blobs}/delete`,
      `${blobs}/read`,
      `${blobs}/write`,
      `${blobs}/move/action`,
      `${blobs}/add/action`,
    ],
  },
  blobDataReader: {
    ...none,
    actions: [
      'Microsoft.Storage/storageAccounts/blobServices/containers/read',
      'Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action',
    ],
    dataActions: [`${blobs}/read`],
  },
} satisfies Record<string, Permission>;

/** Roles by GUID. */
export const roleDefinitions: Readonly<
  Record<string, { readonly name: string; readonly permission: Permission }>
> = {
  '8e3af657-a8ff-443c-a75c-2fe8c4bcb635': { name: 'Owner', permission: permissionsOf.owner },
  'b24988ac-6180-42a0-ab88-20f7382dd24c': { name: 'Contributor', permission: permissionsOf.contributor },
  'acdd72a7-3385-48ef-bd42-f606fba81ae7': { name: 'Reader', permission: permissionsOf.reader },
  'ba92f5b4-2d11-453d-a403-e96b0029c9fe': {
    name: 'Storage Blob Data Contributor',
    permission: permissionsOf.blobDataContributor,
  },
  '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1': {
    name: 'Storage Blob Data Reader',
    permission: permissionsOf.blobDataReader,
  },
};

/** True where a grant at a scope reaches another scope: it is the same or above. */
export function reaches(granted: string, scope: string): boolean {
  const [one, other] = [granted.toLowerCase().replace(/\/$/, ''), scope.toLowerCase()];
  return one === '' || one === other || other.startsWith(`${one}/`);
}

/** The permissions that a person has at a scope. */
export function permissionsAt(user: User, scope: string): readonly Permission[] {
  return user.grants.filter((grant) => reaches(grant.scope, scope)).map(({ permission }) => permission);
}

/** Refuses what a person may not do. Message as in https://learn.microsoft.com/azure/role-based-access-control/troubleshooting */
export function demand(user: User, action: string, scope: string): void {
  if (allowsAction(permissionsAt(user, scope), action)) return;
  throw new Refusal(
    403,
    'AuthorizationFailed',
    `The client '${user.name}' with object id '${user.objectId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
}
