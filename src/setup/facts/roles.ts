import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { type Json, objectOf, objectsOf, textOf, textsOf } from '../management/fields.ts';
import { lastSegment } from '../management/resourceId.ts';

/** The built-in role that the documentation of BYOS asks for. */
export const blobDataContributor = {
  id: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe',
  name: 'Storage Blob Data Contributor',
} as const;

/** What a role allows. Actions may have `*` in them, which stands for any characters. */
export interface Permission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly dataActions: readonly string[];
  readonly notDataActions: readonly string[];
}

/** That a principal has a role at a scope. */
export interface RoleAssignment {
  readonly id: string;
  /** GUID in lower case. */
  readonly roleId: string;
  readonly principalId: string;
  readonly principalType?: string;
  readonly scope: string;
  /** Attribute-based condition: what it allows is not evaluated here. */
  readonly condition?: string;
  readonly createdOn?: string;
}

/** A role with what it allows. */
export interface RoleDefinition {
  readonly roleId: string;
  readonly name: string;
  readonly permissions: readonly Permission[];
}

/** That principals may not do something, regardless of their roles. */
export interface DenyAssignment {
  readonly name: string;
  readonly scope: string;
  readonly permissions: readonly Permission[];
  readonly principals: readonly string[];
  readonly excluded: readonly string[];
  readonly hasCondition: boolean;
}

/** Reads one item of `GET …/roleAssignments`. */
export function toRoleAssignment(json: Json): RoleAssignment | undefined {
  const properties = objectOf(json['properties']);
  const [id, role] = [textOf(json['id']), textOf(properties['roleDefinitionId'])];
  const [principalId, scope] = [textOf(properties['principalId']), textOf(properties['scope'])];
  if (id === undefined || role === undefined || principalId === undefined || scope === undefined)
    return undefined;
  return withoutUndefined({
    id,
    // With or without the subscription before it: the GUID alone is compared.
    roleId: lastSegment(role),
    principalId,
    principalType: textOf(properties['principalType']),
    scope,
    condition: textOf(properties['condition']),
    createdOn: textOf(properties['createdOn']),
  });
}

/** Reads `GET …/roleDefinitions/{guid}`. */
export function toRoleDefinition(json: Json): RoleDefinition | undefined {
  const properties = objectOf(json['properties']);
  const name = textOf(json['name']);
  return name === undefined
    ? undefined
    : {
        roleId: name.toLowerCase(),
        name: textOf(properties['roleName']) ?? name,
        permissions: objectsOf(properties['permissions']).map(toPermission),
      };
}

/** Reads one entry of `permissions`. */
export function toPermission(json: Json): Permission {
  return {
    actions: textsOf(json['actions']),
    notActions: textsOf(json['notActions']),
    dataActions: textsOf(json['dataActions']),
    notDataActions: textsOf(json['notDataActions']),
  };
}

/** Reads one item of `GET …/denyAssignments`. */
export function toDenyAssignment(json: Json): DenyAssignment {
  const properties = objectOf(json['properties']);
  const permissions = objectsOf(properties['permissions']);
  const idsOf = (list: unknown): readonly string[] => objectsOf(list).flatMap(({ id }) => textOf(id) ?? []);
  return {
    name: textOf(properties['denyAssignmentName']) ?? textOf(json['name']) ?? '?',
    scope: textOf(properties['scope']) ?? '?',
    permissions: permissions.map(toPermission),
    principals: idsOf(properties['principals']),
    excluded: idsOf(properties['excludePrincipals']),
    hasCondition:
      textOf(properties['condition']) !== undefined ||
      permissions.some(({ condition }) => textOf(condition) !== undefined),
  };
}
