import type { ResourceManager } from '../management/client.ts';
import { type Failure, ManagementError } from '../management/failure.ts';
import {
  type FoundResource,
  type Tenant,
  type Wanted,
  listTenants,
  searchResources,
} from '../management/finding.ts';

/** Hears what a search finds. */
export interface SearchEvents {
  readonly signal: AbortSignal;
  readonly onFound: (page: readonly FoundResource[]) => void;
  /** A tenant could not be searched: another sign-in may open it. */
  readonly onLocked: (tenant: Tenant, failure: Failure) => void;
}

/** So many tenants are searched at most. */
const mostTenants = 20;

/**
 * Searches all subscriptions: those of the account's own tenant at once, then those of its other tenants side by
 * side. A tenant that cannot be searched does not end the search. @throws ManagementError where the own tenant fails
 */
export async function searchAll(
  wanted: readonly Wanted[],
  managerOf: (tenantId?: string) => ResourceManager,
  { signal, onFound, onLocked }: SearchEvents,
): Promise<void> {
  const known = new Set<string>();
  const searchOne = async (tenantId?: string): Promise<void> => {
    for await (const page of searchResources(managerOf(tenantId), wanted, signal)) {
      const fresh = page.filter(({ id }) => !known.has(id.toLowerCase()));
      for (const { id } of fresh) known.add(id.toLowerCase());
      if (fresh.length > 0) onFound(fresh);
    }
  };
  const home = searchOne();
  const others = listTenants(managerOf(), signal).catch((error: unknown) => {
    if (!ManagementError.is(error) || error.failure.reason === 'cancelled') throw error;
    return [];
  });
  await home;
  await Promise.all(
    (await others).slice(0, mostTenants).map(async (tenant) => {
      try {
        await searchOne(tenant.id);
      } catch (error) {
        if (!ManagementError.is(error) || error.failure.reason === 'cancelled') throw error;
        onLocked(tenant, error.failure);
      }
    }),
  );
}
