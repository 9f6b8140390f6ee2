import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { type Json, booleanOf, objectOf, textOf, textsOf } from '../management/fields.ts';

/** Which managed identities a resource has. */
export type IdentityType = 'None' | 'SystemAssigned' | 'UserAssigned' | 'SystemAssigned,UserAssigned';

/** A Communication Services resource as Resource Manager gives it. */
export interface CommunicationServices {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly identityType: IdentityType;
  /** Object ID of the system-assigned identity. */
  readonly principalId?: string;
  /** Tenant of the resource. */
  readonly tenantId?: string;
  readonly userAssignedIds: readonly string[];
  readonly tags: Readonly<Record<string, unknown>>;
  /** IDs of e-mail domains; a whole write would drop them. */
  readonly linkedDomains: readonly string[];
  readonly provisioningState?: string;
  /** `name.region.communication.azure.com` */
  readonly hostName?: string;
  readonly dataLocation?: string;
  /** The GUID in user IDs and chunk metadata. */
  readonly immutableResourceId?: string;
  readonly publicNetworkAccess?: string;
  readonly disableLocalAuth?: boolean;
}

/**
 * Reads `GET …/communicationServices/{name}`; undefined where it is none.
 * https://learn.microsoft.com/rest/api/communication/resourcemanager/communication-services/get
 */
export function toCommunicationServices(json: Json): CommunicationServices | undefined {
  const [id, name] = [textOf(json['id']), textOf(json['name'])];
  if (id === undefined || name === undefined) return undefined;
  const identity = objectOf(json['identity']);
  const properties = objectOf(json['properties']);
  return withoutUndefined({
    id,
    name,
    location: textOf(json['location']) ?? 'global',
    identityType: identityType(identity['type']),
    principalId: textOf(identity['principalId']),
    tenantId: textOf(identity['tenantId']),
    userAssignedIds: Object.keys(objectOf(identity['userAssignedIdentities'])),
    tags: objectOf(json['tags']),
    linkedDomains: textsOf(properties['linkedDomains']),
    provisioningState: textOf(properties['provisioningState']),
    hostName: textOf(properties['hostName']),
    dataLocation: textOf(properties['dataLocation']),
    immutableResourceId: textOf(properties['immutableResourceId']),
    publicNetworkAccess: textOf(properties['publicNetworkAccess']),
    disableLocalAuth: booleanOf(properties['disableLocalAuth']),
  });
}

function identityType(value: unknown): IdentityType {
  const parts = (textOf(value) ?? '').toLowerCase().replaceAll(' ', '').split(',');
  const [system, user] = [parts.includes('systemassigned'), parts.includes('userassigned')];
  if (system) return user ? 'SystemAssigned,UserAssigned' : 'SystemAssigned';
  return user ? 'UserAssigned' : 'None';
}
