import { withoutUndefined } from '../../base/withoutUndefined.ts';
import {
  type Json,
  booleanOf,
  numberOf,
  objectOf,
  objectsOf,
  textOf,
  textsOf,
} from '../management/fields.ts';

/** A storage account as Resource Manager gives it. */
export interface StorageAccount {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly location?: string;
  /** `https://account.blob.core.windows.net/`; absent where the account has no blob service. */
  readonly blobEndpoint?: string;
  readonly queueEndpoint?: string;
  readonly provisioningState?: string;
  /** Absent means `Enabled`. */
  readonly publicNetworkAccess: string;
  readonly defaultAction: string;
  readonly bypass?: string;
  readonly ipRules: readonly string[];
  readonly virtualNetworkRules: number;
  readonly approvedPrivateEndpoints: number;
  /** Absent means true. */
  readonly allowSharedKeyAccess: boolean;
  readonly httpsOnly?: boolean;
  readonly minimumTls?: string;
  /** Hierarchical namespace: directories can grant rights of their own. */
  readonly hierarchical: boolean;
}

/**
 * Reads `GET …/storageAccounts/{name}`; undefined where it is none.
 * https://learn.microsoft.com/rest/api/storagerp/storage-accounts/get-properties
 */
export function toStorageAccount(json: Json): StorageAccount | undefined {
  const [id, name] = [textOf(json['id']), textOf(json['name'])];
  if (id === undefined || name === undefined) return undefined;
  const properties = objectOf(json['properties']);
  const endpoints = objectOf(properties['primaryEndpoints']);
  const rules = objectOf(properties['networkAcls']);
  return withoutUndefined({
    id,
    name,
    kind: textOf(json['kind']) ?? '?',
    location: textOf(json['location']),
    blobEndpoint: textOf(endpoints['blob']),
    queueEndpoint: textOf(endpoints['queue']),
    provisioningState: textOf(properties['provisioningState']),
    publicNetworkAccess: textOf(properties['publicNetworkAccess']) ?? 'Enabled',
    defaultAction: textOf(rules['defaultAction']) ?? 'Allow',
    bypass: textOf(rules['bypass']),
    ipRules: objectsOf(rules['ipRules']).flatMap((rule) => textOf(rule['value']) ?? []),
    virtualNetworkRules: objectsOf(rules['virtualNetworkRules']).length,
    approvedPrivateEndpoints: objectsOf(properties['privateEndpointConnections']).filter(isApproved).length,
    allowSharedKeyAccess: booleanOf(properties['allowSharedKeyAccess']) ?? true,
    httpsOnly: booleanOf(properties['supportsHttpsTrafficOnly']),
    minimumTls: textOf(properties['minimumTlsVersion']),
    hierarchical: booleanOf(properties['isHnsEnabled']) ?? false,
  });
}

function isApproved(connection: Json): boolean {
  const state = objectOf(objectOf(connection['properties'])['privateLinkServiceConnectionState']);
  return state['status'] === 'Approved';
}

/** What the blob service of an account keeps of what was deleted or replaced. */
export interface BlobService {
  readonly softDeleteDays?: number;
  readonly versioning: boolean;
}

/** Reads `GET …/blobServices/default`. */
export function toBlobService(json: Json): BlobService {
  const properties = objectOf(json['properties']);
  const retention = objectOf(properties['deleteRetentionPolicy']);
  return withoutUndefined({
    softDeleteDays: retention['enabled'] === true ? (numberOf(retention['days']) ?? 0) : undefined,
    versioning: properties['isVersioningEnabled'] === true,
  });
}

/** A container as Resource Manager gives it. */
export interface ContainerFacts {
  readonly name: string;
  readonly legalHold: boolean;
  /** Days after creation, where a policy of time is set. */
  readonly immutableDays?: number;
  readonly immutabilityLocked: boolean;
  readonly leased: boolean;
  readonly deleted: boolean;
}

/** Reads `GET …/containers/{name}`. */
export function toContainerFacts(json: Json): ContainerFacts {
  const properties = objectOf(json['properties']);
  const policy = objectOf(
    objectOf(properties['immutabilityPolicy'])['properties'] ?? properties['immutabilityPolicy'],
  );
  return withoutUndefined({
    name: textOf(json['name']) ?? '',
    legalHold: properties['hasLegalHold'] === true,
    immutableDays:
      properties['hasImmutabilityPolicy'] === true
        ? (numberOf(policy['immutabilityPeriodSinceCreationInDays']) ?? 0)
        : undefined,
    immutabilityLocked: policy['state'] === 'Locked',
    leased: properties['leaseState'] === 'leased',
    deleted: properties['deleted'] === true,
  });
}

/** What one rule of a lifecycle policy does to recordings. */
export interface LifecycleAction {
  readonly rule: string;
  readonly action: 'delete' | 'tierToArchive' | 'tierToCool' | 'tierToCold' | 'tierToHot';
  readonly days?: number;
  /** What the days count from. */
  readonly since: 'modified' | 'created' | 'accessed' | 'moved' | 'unknown';
  /** Begins with the container; empty means the whole account. */
  readonly prefixes: readonly string[];
  /** Only blobs with an index tag of that kind. */
  readonly byTag: boolean;
}

const since = {
  daysAfterModificationGreaterThan: 'modified',
  daysAfterCreationGreaterThan: 'created',
  daysAfterLastAccessTimeGreaterThan: 'accessed',
  daysAfterLastTierChangeGreaterThan: 'moved',
} as const;

/** Reads `GET …/managementPolicies/default`: what enabled rules do to current block blobs. */
export function toLifecycleActions(json: Json): readonly LifecycleAction[] {
  const rules = objectsOf(objectOf(objectOf(json['properties'])['policy'])['rules']);
  return rules.filter(({ enabled }) => enabled !== false).flatMap(actionsOf);
}

function actionsOf(rule: Json): LifecycleAction[] {
  const definition = objectOf(rule['definition']);
  const filters = objectOf(definition['filters']);
  const types = textsOf(filters['blobTypes']);
  if (types.length > 0 && !types.includes('blockBlob')) return [];
  const base = objectOf(objectOf(definition['actions'])['baseBlob']);
  const kinds = ['delete', 'tierToArchive', 'tierToCold', 'tierToCool', 'tierToHot'] as const;
  return kinds
    .filter((kind) => base[kind] !== undefined)
    .map((action) => {
      const condition = objectOf(base[action]);
      const key = (Object.keys(since) as (keyof typeof since)[]).find((one) => one in condition);
      return withoutUndefined({
        rule: textOf(rule['name']) ?? '?',
        action,
        days: key === undefined ? undefined : numberOf(condition[key]),
        since: key === undefined ? ('unknown' as const) : since[key],
        prefixes: textsOf(filters['prefixMatch']),
        byTag: objectsOf(filters['blobIndexMatch']).length > 0,
      });
    });
}
