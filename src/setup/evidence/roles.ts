import { apiVersions } from '../management/apiVersions.ts';
import { ManagementError } from '../management/failure.ts';
import { toDenyAssignment, toRoleAssignment, toRoleDefinition } from '../facts/roles.ts';
import type { DenyAssignment, RoleDefinition } from '../facts/roles.ts';
import type { HeldRole } from './evidence.ts';
import type { Located } from './locate.ts';
import { encodeUrlPart } from '../../base/text/urlPart.ts';

const authorization = (scope: string, rest: string): string =>
  `${scope}/providers/Microsoft.Authorization/${rest}`;

/**
 * The roles that an identity has at a scope: direct, inherited and through groups, each with its definition where
 * that can be read.
 * https://learn.microsoft.com/azure/role-based-access-control/role-assignments-list-rest
 */
export async function readRoles(
  { id, manager }: Located,
  principalId: string,
  signal: AbortSignal,
): Promise<readonly HeldRole[]> {
  const filter = encodeUrlPart(`atScope() and assignedTo('${principalId.replaceAll("'", '')}')`);
  const items = await manager.list(
    authorization(id, `roleAssignments?$filter=${filter}`),
    apiVersions.authorization,
    signal,
  );
  const assignments = items.flatMap((item) => toRoleAssignment(item) ?? []);
  const roleIds = [...new Set(assignments.map(({ roleId }) => roleId))];
  const definitions = new Map(
    await Promise.all(
      roleIds.map(async (roleId): Promise<[string, RoleDefinition | undefined]> => {
        const path = authorization(id, `roleDefinitions/${encodeUrlPart(roleId)}`);
        try {
          return [roleId, toRoleDefinition(await manager.get(path, apiVersions.authorization, signal))];
        } catch (error) {
          if (!ManagementError.is(error) || error.failure.reason === 'cancelled') throw error;
          return [roleId, undefined];
        }
      }),
    ),
  );
  return assignments.map((assignment) => {
    const definition = definitions.get(assignment.roleId);
    return definition ? { assignment, definition } : { assignment };
  });
}

/** What is denied at a scope or above it, for anyone. */
export async function readDenies(
  { id, manager }: Located,
  signal: AbortSignal,
): Promise<readonly DenyAssignment[]> {
  const path = authorization(id, `denyAssignments?$filter=${encodeUrlPart('atScope()')}`);
  return (await manager.list(path, apiVersions.authorization, signal)).map(toDenyAssignment);
}
