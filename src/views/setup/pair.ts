import { isLoopback } from '../../base/loopback.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { CommunicationResource } from '../../calling/connection/resource.ts';
import type { Container, SignIn } from '../../storage/container.ts';
import { accountNameOf, containerNameOf } from '../../storage/containerUrl.ts';
import type { ContainerTarget, ResourceTarget, SetupTarget } from '../../setup/target.ts';
import type { KnownIds } from './knownIds.ts';

/** A connected resource and a connected container; either may be absent. */
export interface Pair {
  readonly resource?: CommunicationResource;
  readonly container?: Container;
}

/** What a pair is, with the IDs that are known of it. */
export function targetOf({ resource, container }: Pair, ids: Pick<KnownIds, 'get'>): SetupTarget {
  return { resource: resourceTarget(resource, ids), container: containerTarget(container, ids) };
}

function resourceTarget(
  resource: CommunicationResource | undefined,
  ids: Pick<KnownIds, 'get'>,
): ResourceTarget {
  if (!resource) return { kind: 'none' };
  const { name, endpoint, signIn } = resource;
  if (signIn === 'local' || isLoopback(endpoint)) return { kind: 'local', name, endpoint };
  return {
    kind: 'azure',
    ...withoutUndefined({ name, endpoint, id: ids.get(endpoint)?.id }),
    signIn: signIn === 'connectionString' ? 'connectionString' : 'token',
  };
}

const signInKinds: Readonly<Record<SignIn, 'token' | 'key' | 'sas' | 'anonymous'>> = {
  vscode: 'token',
  default: 'token',
  accountKey: 'key',
  connectionString: 'key',
  sas: 'sas',
  anonymous: 'anonymous',
};

function containerTarget(container: Container | undefined, ids: Pick<KnownIds, 'get'>): ContainerTarget {
  if (!container) return { kind: 'none' };
  const { name, prefix } = container;
  if (container.kind !== 'blob') return { kind: 'folder', name };
  const { url, signIn } = container;
  const containerName = containerNameOf(url);
  if (isLoopback(url)) return { kind: 'local', name, url, containerName, prefix };
  return {
    kind: 'azure',
    ...withoutUndefined({ accountId: ids.get(url)?.id }),
    name,
    url,
    containerName,
    prefix,
    accountName: accountNameOf(url) ?? '',
    signIn: signInKinds[signIn],
  };
}
