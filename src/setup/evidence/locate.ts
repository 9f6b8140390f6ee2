import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { ResourceManager } from '../management/client.ts';
import { ManagementError } from '../management/failure.ts';
import { type FoundResource, type Wanted, listTenants, searchResources } from '../management/finding.ts';
import type { SetupTarget } from '../target.ts';
import type { Finding } from './evidence.ts';

/** Gives the client of a tenant; of the account's own without one. */
export type ManagerOf = (tenantId?: string) => ResourceManager;

/** Where a resource was found, and the client of its tenant. */
export interface Located {
  readonly id: string;
  readonly manager: ResourceManager;
}

/** Where the resource and the account of a target are. */
export interface Locations {
  readonly resource: Finding<Located>;
  readonly account: Finding<Located>;
}

/** So many tenants are searched at most; a guest of more has to pick the resource once. */
const mostTenants = 20;

/**
 * Finds both by one search of the account's own tenant, and of the other tenants where it does not have both.
 * What is known by its ID is not looked for.
 */
export async function locate(
  { resource, container }: SetupTarget,
  managerOf: ManagerOf,
  signal: AbortSignal,
): Promise<Locations> {
  const known = {
    resource: resource.kind === 'azure' ? resource.id : undefined,
    account: container.kind === 'azure' ? container.accountId : undefined,
  };
  const wanted: Wanted[] = [];
  if (resource.kind === 'azure' && known.resource === undefined)
    wanted.push({ kind: 'resource', named: new URL(resource.endpoint).hostname });
  if (container.kind === 'azure' && known.account === undefined)
    wanted.push({ kind: 'account', named: container.accountName });
  const search = wanted.length === 0 ? { found: [] } : await searchTenants(wanted, managerOf, signal);
  const findingOf = (kind: 'resource' | 'account', applies: boolean): Finding<Located> => {
    if (!applies) return { kind: 'notAsked' };
    const id = known[kind];
    if (id !== undefined) return { kind: 'seen', value: { id, manager: managerOf() } };
    const one = search.found.find((item) => item.kind === kind);
    if (one) return { kind: 'seen', value: { id: one.id, manager: managerOf(one.tenantId) } };
    return search.failed ? { kind: 'failed', failure: search.failed.failure } : { kind: 'missing' };
  };
  return {
    resource: findingOf('resource', resource.kind === 'azure'),
    account: findingOf('account', container.kind === 'azure'),
  };
}

interface Search {
  readonly found: readonly FoundResource[];
  /** A tenant could not be searched, so that what was not found may be there. */
  readonly failed?: ManagementError;
}

async function searchTenants(
  wanted: readonly Wanted[],
  managerOf: ManagerOf,
  signal: AbortSignal,
): Promise<Search> {
  const home = await searchOne(wanted, managerOf(), signal);
  if (wanted.every(({ kind }) => home.found.some((one) => one.kind === kind))) return home;
  try {
    const tenants = await listTenants(managerOf(), signal);
    const others = await Promise.all(
      tenants.slice(0, mostTenants).map(({ id }) => searchOne(wanted, managerOf(id), signal)),
    );
    const failed = [home, ...others].find((one) => one.failed)?.failed;
    return { found: [home, ...others].flatMap(({ found }) => found), ...withoutUndefined({ failed }) };
  } catch (error) {
    if (!ManagementError.is(error)) throw error;
    return { found: home.found, failed: home.failed ?? error };
  }
}

async function searchOne(
  wanted: readonly Wanted[],
  manager: ResourceManager,
  signal: AbortSignal,
): Promise<Search> {
  const found: FoundResource[] = [];
  try {
    for await (const page of searchResources(manager, wanted, signal)) found.push(...page);
    return { found };
  } catch (error) {
    if (!ManagementError.is(error)) throw error;
    return { found, failed: error };
  }
}
