import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { apiVersions } from './apiVersions.ts';
import type { ResourceManager } from './client.ts';
import { type Json, objectsOf, textOf } from './fields.ts';
import { encodeUrlPart } from '../../base/text/urlPart.ts';

/** A tenant that the signed-in account is a member or guest of. */
export interface Tenant {
  readonly id: string;
  readonly name?: string;
  readonly domain?: string;
}

/** A subscription of the tenant that the token is for. */
export interface Subscription {
  readonly id: string;
  readonly name: string;
  readonly tenantId?: string;
  readonly state: string;
}

/** A resource as the index of Azure Resource Graph has it: minutes old, so fit to find and not to judge. */
export interface FoundResource {
  readonly id: string;
  readonly name: string;
  readonly kind: 'resource' | 'account';
  readonly location?: string;
  readonly resourceGroup?: string;
  readonly subscriptionId?: string;
  readonly tenantId?: string;
  /** Host name of a Communication Services resource, blob endpoint of an account. */
  readonly host?: string;
}

/** All tenants of the account. */
export async function listTenants(
  manager: ResourceManager,
  signal?: AbortSignal,
): Promise<readonly Tenant[]> {
  const items = await manager.list('/tenants', apiVersions.tenants, signal);
  return items.flatMap((item) => {
    const id = textOf(item['tenantId']);
    if (id === undefined) return [];
    return [
      withoutUndefined({ id, name: textOf(item['displayName']), domain: textOf(item['defaultDomain']) }),
    ];
  });
}

/** One subscription. */
export async function getSubscription(
  manager: ResourceManager,
  id: string,
  signal?: AbortSignal,
): Promise<Subscription> {
  const item = await manager.get(`/subscriptions/${encodeUrlPart(id)}`, apiVersions.subscriptions, signal);
  return withoutUndefined({
    id,
    name: textOf(item['displayName']) ?? id,
    tenantId: textOf(item['tenantId']),
    state: textOf(item['state']) ?? '?',
  });
}

/** A Log Analytics workspace. */
export interface Workspace {
  readonly id: string;
  readonly name: string;
  readonly location?: string;
}

/** The Log Analytics workspaces of a subscription. */
export async function listWorkspaces(
  manager: ResourceManager,
  subscriptionId: string,
  signal?: AbortSignal,
): Promise<readonly Workspace[]> {
  const path = `/subscriptions/${encodeUrlPart(subscriptionId)}/providers/Microsoft.OperationalInsights/workspaces`;
  return (await manager.list(path, apiVersions.workspaces, signal)).flatMap((item) => {
    const [id, name] = [textOf(item['id']), textOf(item['name'])];
    if (id === undefined || name === undefined) return [];
    return [withoutUndefined({ id, name, location: textOf(item['location']) })];
  });
}

const types = {
  resource: 'microsoft.communication/communicationservices',
  account: 'microsoft.storage/storageaccounts',
} as const;

/** What is looked for; without a host, all of a kind. */
export interface Wanted {
  readonly kind: FoundResource['kind'];
  /** Host name of the resource, or name of the account. */
  readonly named?: string;
}

const pageSize = 1000;

/** More pages than these are not read. */
const mostPages = 50;

/** Looks in all subscriptions of the token's tenant with one request a page. */
export async function* searchResources(
  manager: ResourceManager,
  wanted: readonly Wanted[],
  signal?: AbortSignal,
): AsyncGenerator<readonly FoundResource[]> {
  let skipToken: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const options = withoutUndefined({ resultFormat: 'objectArray', $top: pageSize, $skipToken: skipToken });
    const { body } = await manager.send({
      method: 'POST',
      path: '/providers/Microsoft.ResourceGraph/resources',
      version: apiVersions.resourceGraph,
      body: { query: queryOf(wanted), options },
      signal,
    });
    yield objectsOf(body['data']).flatMap((item) => toFound(item) ?? []);
    skipToken = textOf(body['$skipToken']);
    if (skipToken === undefined) return;
  }
}

function queryOf(wanted: readonly Wanted[]): string {
  const conditions = wanted.map(({ kind, named }) => {
    const ofType = `type =~ '${types[kind]}'`;
    if (named === undefined) return ofType;
    const field = kind === 'resource' ? 'tostring(properties.hostName)' : 'name';
    return `(${ofType} and ${field} =~ '${named.replace(/[^\w.-]/g, '')}')`;
  });
  return [
    'Resources',
    `where ${conditions.join(' or ')}`,
    "extend host = iff(type =~ 'microsoft.storage/storageaccounts', tostring(properties.primaryEndpoints.blob), tostring(properties.hostName))",
    'project id, name, type, location, resourceGroup, subscriptionId, tenantId, host',
    'order by name asc',
  ].join(' | ');
}

function toFound(item: Json): FoundResource | undefined {
  const [id, name, type] = [textOf(item['id']), textOf(item['name']), textOf(item['type'])?.toLowerCase()];
  if (id === undefined || name === undefined || (type !== types.resource && type !== types.account))
    return undefined;
  return withoutUndefined({
    id,
    name,
    kind: type === types.resource ? ('resource' as const) : ('account' as const),
    location: textOf(item['location']),
    resourceGroup: textOf(item['resourceGroup']),
    subscriptionId: textOf(item['subscriptionId']),
    tenantId: textOf(item['tenantId']),
    host: textOf(item['host']),
  });
}
