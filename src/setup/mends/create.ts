import { blobDataContributor } from '../facts/roles.ts';
import { apiVersions } from '../management/apiVersions.ts';
import { bicepText } from './bicep.ts';
import { azCommand, azRest, shellText } from './cli.ts';

/** What is to be made where there is nothing yet. */
export interface NewSetup {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** Region of the storage account, such as `westeurope`. */
  readonly location: string;
  /** Where Communication Services keeps its data, such as `Europe`. */
  readonly dataLocation: string;
  readonly resource: string;
  readonly account: string;
  readonly container: string;
}

/** Texts that make a resource and an account, with the identity on, the role given and the container there. */
export function createText(wanted: NewSetup): { readonly cli: string; readonly bicep: string } {
  return { cli: cliText(wanted), bicep: wholeBicep(wanted) };
}

const communication = { identity: { type: 'SystemAssigned' }, location: 'global' };
const storage = {
  kind: 'StorageV2',
  sku: { name: 'Standard_LRS' },
  properties: { allowBlobPublicAccess: false, minimumTlsVersion: 'TLS1_2', supportsHttpsTrafficOnly: true },
};

function cliText({
  subscriptionId,
  resourceGroup,
  location,
  dataLocation,
  resource,
  account,
  container,
}: NewSetup): string {
  const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  const resourceId = `${group}/providers/Microsoft.Communication/communicationServices/${resource}`;
  const accountId = `${group}/providers/Microsoft.Storage/storageAccounts/${account}`;
  const resourceRequest = {
    method: 'PUT' as const,
    path: resourceId,
    version: apiVersions.communication,
    body: { ...communication, properties: { dataLocation } },
  };
  return [
    azCommand('group create', { name: resourceGroup, location, subscription: subscriptionId }),
    azRest(resourceRequest),
    azRest({ method: 'PUT', path: accountId, version: apiVersions.storage, body: { ...storage, location } }),
    // A new account takes a few seconds.
    waitText(accountId),
    azRest({
      method: 'PUT',
      path: `${accountId}/blobServices/default/containers/${container}`,
      version: apiVersions.storage,
      body: { properties: { publicAccess: 'None' } },
    }),
    `principal=$(${azRest({ method: 'GET', path: resourceId, version: apiVersions.communication })} \\\n  --query identity.principalId --output tsv)`,
    `az role assignment create \\\n  --assignee-object-id "$principal" \\\n  --assignee-principal-type ServicePrincipal \\\n  --role ${blobDataContributor.id} \\\n  --scope ${shellText(accountId)}`,
  ].join('\n\n');
}

function waitText(accountId: string): string {
  const state = `${azRest({ method: 'GET', path: accountId, version: apiVersions.storage })} \\\n  --query properties.provisioningState --output tsv`;
  return `until [ "$(${state})" = Succeeded ]; do sleep 5; done`;
}

function wholeBicep({ location, dataLocation, resource, account, container }: NewSetup): string {
  const fixed = bicepText([
    {
      symbol: 'acs',
      type: 'Microsoft.Communication/communicationServices',
      version: apiVersions.communication,
      name: resource,
      body: { ...communication, properties: { dataLocation } },
    },
    {
      symbol: 'account',
      type: 'Microsoft.Storage/storageAccounts',
      version: apiVersions.storage,
      name: account,
      body: { ...storage, location },
    },
    {
      symbol: 'blobs',
      type: 'Microsoft.Storage/storageAccounts/blobServices',
      version: apiVersions.storage,
      name: 'default',
      parent: 'account',
      body: { properties: {} },
    },
    {
      symbol: 'container',
      type: 'Microsoft.Storage/storageAccounts/blobServices/containers',
      version: apiVersions.storage,
      name: container,
      parent: 'blobs',
      body: { properties: { publicAccess: 'None' } },
    },
  ]);
  // The identity is known only while this is deployed, so that these two are expressions.
  const assignment = `resource assignment 'Microsoft.Authorization/roleAssignments@${apiVersions.authorization}' = {
  scope: account
  name: guid(account.id, acs.id, '${blobDataContributor.id}')
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${blobDataContributor.id}')
    principalId: acs.identity.principalId
    principalType: 'ServicePrincipal'
  }
}
`;
  return `${fixed}\n${assignment}`;
}
