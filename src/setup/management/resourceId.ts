/** What a resource ID names. IDs compare without regard to case. */
export interface ResourceId {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  /** `Microsoft.Storage/storageAccounts`, with the types of children. */
  readonly type: string;
  /** The name of the last part. */
  readonly name: string;
}

const shape =
  /^\/subscriptions\/([0-9a-z-]{1,64})\/resourceGroups\/([^/?#]{1,90})\/providers\/([A-Za-z0-9.]{1,64})((?:\/[A-Za-z0-9]{1,64}\/[^/?#]{1,260}){1,4})$/i;

/** Takes a resource ID apart; undefined where it is none. */
export function parseResourceId(text: string): ResourceId | undefined {
  const [, subscriptionId, resourceGroup, namespace, rest] = shape.exec(text) ?? [];
  if (!subscriptionId || !resourceGroup || !namespace || !rest) return undefined;
  if (text.split('/').some((part) => part === '.' || part === '..')) return undefined;
  const parts = rest.slice(1).split('/');
  const types = parts.filter((_, index) => index % 2 === 0);
  return {
    subscriptionId,
    resourceGroup,
    type: [namespace, ...types].join('/'),
    name: parts.at(-1) ?? '',
  };
}

/** True for the same ID in another spelling. */
export function sameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The last part of an ID: a name, or the GUID of a role definition, in lower case. */
export function lastSegment(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1).toLowerCase();
}

/** The ID of a container of a storage account. */
export function containerId(accountId: string, container: string): string {
  return `${accountId}/blobServices/default/containers/${container}`;
}

/** The ID of a queue of a storage account. */
export function queueId(accountId: string, queue: string): string {
  return `${accountId}/queueServices/default/queues/${queue}`;
}
