import { apiVersions } from '../management/apiVersions.ts';
import type { ResourceManager } from '../management/client.ts';
import { ManagementError } from '../management/failure.ts';
import { getSubscription } from '../management/finding.ts';
import { textOf } from '../management/fields.ts';
import { containerId, parseResourceId } from '../management/resourceId.ts';
import { toBlobService, toContainerFacts, toLifecycleActions, toStorageAccount } from '../facts/account.ts';
import { type CommunicationServices, toCommunicationServices } from '../facts/communication.ts';
import { toDiagnosticSetting } from '../facts/diagnostics.ts';
import { toPermission } from '../facts/roles.ts';
import type { SetupTarget } from '../target.ts';
import { askDelegationKey } from './delegationKey.ts';
import { readDeliveries, readSubscriptions } from './eventGrid.ts';
import type { Evidence, Finding, Question, ResourceTrial, Trial } from './evidence.ts';
import { type Located, type ManagerOf, locate } from './locate.ts';
import { readDenies, readRoles } from './roles.ts';
import { type TrialStore, tryToDelete, tryToList, tryToRead } from './trials.ts';

/** What collecting needs from outside. */
export interface Sources {
  readonly managerOf: ManagerOf;
  /** Name of the signed-in account. Rejects with a `ManagementError` where no one is signed in. */
  readonly signIn: () => Promise<string>;
  /** The container's store. Rejects with a `StoreError`. */
  readonly store?: () => Promise<TrialStore>;
  /** Asks the resource for the state of a made-up recording. */
  readonly tryResource?: (signal: AbortSignal) => Promise<Finding<ResourceTrial>>;
  readonly now: () => number;
  /** Hears each finding as soon as it is known. */
  readonly onKnown?: <K extends Question>(question: K, finding: Evidence[K]) => void;
  readonly signal: AbortSignal;
}

const notAsked = { kind: 'notAsked' } as const;

/** Asks all questions side by side, each as soon as the answers that it needs are there. Never rejects but on a defect. */
export async function collectEvidence(target: SetupTarget, sources: Sources): Promise<Evidence> {
  const { signal, managerOf } = sources;
  const { container } = target;
  const tell = async <K extends Question>(
    question: K,
    finding: Promise<Evidence[K]>,
  ): Promise<[K, Evidence[K]]> => {
    const known = await finding;
    sources.onKnown?.(question, known);
    return [question, known];
  };

  const isInAzure = target.resource.kind === 'azure' || container.kind === 'azure';
  // Without Azure there is no sign-in prompt.
  const signIn: Promise<Finding<string>> = isInAzure ? find(sources.signIn) : Promise.resolve(notAsked);
  const places = signIn.then((known) =>
    known.kind === 'seen' && isInAzure
      ? locate(target, managerOf, signal)
      : { resource: passOn<Located>(known), account: passOn<Located>(known) },
  );
  const resourcePlace = places.then((known) => known.resource);
  const accountPlace = places.then((known) => known.account);

  /** Asks something of a place as soon as it is known. */
  const ofResource = <T>(ask: (place: Located) => Promise<T | undefined>): Promise<Finding<T>> =>
    resourcePlace.then((place) => after(place, (found) => find(() => inItsTenant(found, managerOf, ask))));
  const ofAccount = <T>(ask: (place: Located) => Promise<T | undefined>): Promise<Finding<T>> =>
    accountPlace.then((place) => after(place, (found) => find(() => inItsTenant(found, managerOf, ask))));
  const read = (place: Located, path: string, version: string) =>
    place.manager.get(place.id + path, version, signal);

  const resource = ofResource(async (place) =>
    toCommunicationServices(await read(place, '', apiVersions.communication)),
  );
  const account = ofAccount(async (place) => toStorageAccount(await read(place, '', apiVersions.storage)));
  const subscriptionOf = ({ id, manager }: Located) =>
    getSubscription(manager, parseResourceId(id)?.subscriptionId ?? '', signal);
  const containerName = container.kind === 'azure' ? container.containerName : '';
  const ofContainer = <T>(ask: (place: Located) => Promise<T | undefined>) =>
    ofAccount((place) => ask({ ...place, id: containerId(place.id, containerName) }));

  const eventState = ofResource((place) => readSubscriptions(place, signal));
  const roles = resource.then((known) =>
    known.kind === 'seen' && known.value.principalId !== undefined
      ? ofContainer((place) => readRoles(place, principalOf(known.value), signal))
      : notAsked,
  );
  /** One dialog at a time: what takes a token of its own waits for the first sign-in, and for nothing without one. */
  const signedIn = async <T>(byToken: boolean, ask: () => Promise<Finding<T>>): Promise<Finding<T>> =>
    byToken ? after(await signIn, ask) : ask();
  const { store, tryResource } = sources;
  const trial = (attempt: typeof tryToList): Promise<Finding<Trial>> =>
    store && container.kind !== 'none' && container.kind !== 'folder'
      ? signedIn(container.kind === 'azure' && container.signIn === 'token', async () =>
          attempt(await storeOr(store), container.prefix, signal),
        )
      : Promise.resolve(notAsked);

  const all = await Promise.all([
    tell('signIn', signIn),
    tell('resource', resource),
    tell('resourceSubscription', ofResource(subscriptionOf)),
    tell('account', account),
    tell('accountSubscription', ofAccount(subscriptionOf)),
    tell(
      'resourceTrial',
      tryResource
        ? signedIn(target.resource.kind === 'azure' && target.resource.signIn === 'token', () =>
            tryResource(signal),
          )
        : Promise.resolve(notAsked),
    ),
    tell('roles', roles),
    tell(
      'denies',
      ofContainer((place) => readDenies(place, signal)),
    ),
    tell(
      'container',
      ofContainer(async (place) => toContainerFacts(await read(place, '', apiVersions.storage))),
    ),
    tell(
      'blobService',
      ofAccount(async (place) =>
        toBlobService(await read(place, '/blobServices/default', apiVersions.storage)),
      ),
    ),
    tell(
      'lifecycle',
      ofAccount(async (place) =>
        toLifecycleActions(await read(place, '/managementPolicies/default', apiVersions.storage)),
      ),
    ),
    tell('list', trial(tryToList)),
    tell('read', trial(tryToRead)),
    tell('remove', trial(tryToDelete)),
    tell(
      'delegationKey',
      container.kind === 'azure' && container.signIn === 'token'
        ? accountPlace.then((place) =>
            askDelegationKey(
              place.kind === 'seen' ? place.value.manager : managerOf(),
              container,
              sources.now(),
              signal,
            ),
          )
        : Promise.resolve(notAsked),
    ),
    tell(
      'eventProvider',
      ofResource(async ({ id, manager }) =>
        textOf((await manager.get(providerPath(id), apiVersions.providers, signal))['registrationState']),
      ),
    ),
    tell('events', eventState),
    tell(
      'deliveries',
      eventState.then((known) =>
        after(known, (state) =>
          ofResource(({ manager }) => readDeliveries(manager, state, sources.now(), signal)),
        ),
      ),
    ),
    tell(
      'diagnostics',
      ofResource(async ({ id, manager }) =>
        (
          await manager.list(
            `${id}/providers/Microsoft.Insights/diagnosticSettings`,
            apiVersions.diagnostics,
            signal,
          )
        ).map(toDiagnosticSetting),
      ),
    ),
    tell(
      'clocks',
      signIn.then(() => readClocks(target, managerOf(), sources)),
    ),
    tell(
      'rights',
      resourcePlace.then((first) => accountPlace.then((second) => readRights(first, second, signal))),
    ),
  ]);
  const evidence: unknown = Object.fromEntries(all);
  return evidence as Evidence;
}

/** Does some work with what is seen; a reason why there is nothing is passed on as "not asked". */
async function after<A, B>(
  finding: Finding<A>,
  work: (value: A) => Promise<Finding<B>>,
): Promise<Finding<B>> {
  return finding.kind === 'seen' ? work(finding.value) : passOn<B>(finding);
}

function passOn<T>(finding: Finding<unknown>): Finding<T> {
  return finding.kind === 'seen' ? notAsked : finding;
}

/** Gives every answer the form of a finding. @throws what is no failure of a request */
async function find<T>(work: () => Promise<T | undefined>): Promise<Finding<T>> {
  try {
    const value = await work();
    return value === undefined
      ? { kind: 'failed', failure: { reason: 'badAnswer' } }
      : { kind: 'seen', value };
  } catch (error) {
    if (!ManagementError.is(error)) throw error;
    return error.failure.reason === 'notFound'
      ? { kind: 'missing' }
      : { kind: 'failed', failure: error.failure };
  }
}

/** Asks once more with a token of the tenant that Azure names. */
async function inItsTenant<T>(
  place: Located,
  managerOf: ManagerOf,
  ask: (place: Located) => Promise<T>,
): Promise<T> {
  try {
    return await ask(place);
  } catch (error) {
    const tenantId = ManagementError.is(error, 'wrongTenant') ? error.failure.tenantId : undefined;
    if (tenantId === undefined) throw error;
    return ask({ ...place, manager: managerOf(tenantId) });
  }
}

function principalOf({ principalId = '' }: CommunicationServices): string {
  return principalId;
}

/** A store that cannot be opened fails with each of its requests. */
async function storeOr(open: () => Promise<TrialStore>): Promise<TrialStore> {
  try {
    return await open();
  } catch (error) {
    const fail = (): Promise<never> =>
      Promise.reject(error instanceof Error ? error : new Error(String(error)));
    return { listLevel: fail, stat: fail, delete: fail };
  }
}

function providerPath(id: string): string {
  return `/subscriptions/${parseResourceId(id)?.subscriptionId ?? ''}/providers/Microsoft.EventGrid`;
}

async function readRights(
  resource: Finding<Located>,
  account: Finding<Located>,
  signal: AbortSignal,
): Promise<Evidence['rights']> {
  const permissions = (place: Finding<Located>) =>
    after(place, ({ id, manager }) =>
      find(async () =>
        (
          await manager.list(
            `${id}/providers/Microsoft.Authorization/permissions`,
            apiVersions.authorization,
            signal,
          )
        ).map(toPermission),
      ),
    );
  const [first, second] = await Promise.all([permissions(resource), permissions(account)]);
  if (first.kind !== 'seen') return passOn(first);
  if (second.kind !== 'seen') return passOn(second);
  return { kind: 'seen', value: { resource: first.value, account: second.value } };
}

/** Compares clocks by requests that need no sign-in. */
async function readClocks(
  { container }: SetupTarget,
  manager: ResourceManager,
  { now, signal }: Sources,
): Promise<Evidence['clocks']> {
  const places = [
    {
      service: 'management' as const,
      url: `${manager.cloud.managementUrl}/tenants?api-version=${apiVersions.tenants}`,
    },
    ...(container.kind === 'azure' || container.kind === 'local'
      ? [{ service: 'storage' as const, url: container.url }]
      : []),
  ].filter(({ service }) => container.kind !== 'local' || service === 'storage');
  const differences = await Promise.all(
    places.map(({ service, url }) =>
      find(async () => {
        const before = now();
        const date = await manager.dateOf(url, signal);
        // The header has whole seconds; half the way back is taken off.
        return date === undefined ? undefined : { service, aheadMs: (before + now()) / 2 - (date + 500) };
      }),
    ),
  );
  const known = differences.flatMap((one) => (one.kind === 'seen' ? [one.value] : []));
  const failed = differences.find((one) => one.kind !== 'seen');
  return known.length === 0 && failed ? passOn(failed) : { kind: 'seen', value: known };
}
