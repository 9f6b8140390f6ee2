import type { BlobService, ContainerFacts, LifecycleAction, StorageAccount } from '../facts/account.ts';
import type { CommunicationServices } from '../facts/communication.ts';
import type { DiagnosticSetting } from '../facts/diagnostics.ts';
import type { DeliveryCounts, EventSubscription } from '../facts/events.ts';
import type { DenyAssignment, Permission, RoleAssignment, RoleDefinition } from '../facts/roles.ts';
import type { Failure } from '../management/failure.ts';
import type { Subscription } from '../management/finding.ts';

/** What is known of one question. Only `seen` is knowledge; everything else is a reason why there is none. */
export type Finding<T> =
  | { readonly kind: 'seen'; readonly value: T }
  /** Azure says that it does not exist. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** Another answer was needed to ask, and it did not come. */
  | { readonly kind: 'notAsked' };

/** What a try at the data of the container came to, for one of the person's own rights. */
export type Trial = 'allowed' | 'refused' | 'firewall' | 'keyDisabled' | 'containerMissing';

/** What a made-up recording of the Communication Services resource was answered with. */
export type ResourceTrial = 'accepted' | 'keyRefused' | 'forbidden';

/** The difference between this machine and a service, in ms; positive where this machine is ahead. */
export interface ClockDifference {
  readonly service: 'management' | 'storage';
  readonly aheadMs: number;
}

/** A role of the service's identity with what it allows. */
export interface HeldRole {
  readonly assignment: RoleAssignment;
  /** Absent where the role could not be read. */
  readonly definition?: RoleDefinition;
}

/** The event subscriptions of a resource, and the system topics that have it as their source. */
export interface EventState {
  readonly subscriptions: readonly EventSubscription[];
  readonly topicIds: readonly string[];
  /** Why the topics could not be read, so that there may be more subscriptions. */
  readonly unread?: Failure;
}

/** Everything that the checklist is judged by. */
export interface Evidence {
  /** Name of the signed-in account. */
  readonly signIn: Finding<string>;
  readonly resource: Finding<CommunicationServices>;
  readonly resourceSubscription: Finding<Subscription>;
  readonly account: Finding<StorageAccount>;
  readonly accountSubscription: Finding<Subscription>;
  readonly resourceTrial: Finding<ResourceTrial>;
  readonly roles: Finding<readonly HeldRole[]>;
  readonly denies: Finding<readonly DenyAssignment[]>;
  readonly container: Finding<ContainerFacts>;
  readonly blobService: Finding<BlobService>;
  readonly lifecycle: Finding<readonly LifecycleAction[]>;
  readonly list: Finding<Trial>;
  readonly read: Finding<Trial>;
  readonly remove: Finding<Trial>;
  readonly delegationKey: Finding<Trial>;
  readonly eventProvider: Finding<string>;
  readonly events: Finding<EventState>;
  readonly deliveries: Finding<DeliveryCounts>;
  readonly diagnostics: Finding<readonly DiagnosticSetting[]>;
  readonly clocks: Finding<readonly ClockDifference[]>;
  /** What the person may do, by the scope of the account and the resource: a hint, not a proof. */
  readonly rights: Finding<{
    readonly resource: readonly Permission[];
    readonly account: readonly Permission[];
  }>;
}

/** The name of one question. */
export type Question = keyof Evidence;

/** What is known so far. */
export type PartialEvidence = Partial<Evidence>;

/** What is seen, or undefined. */
export function valueOf<T>(finding: Finding<T> | undefined): T | undefined {
  return finding?.kind === 'seen' ? finding.value : undefined;
}

/** A finding that is knowledge. */
export function seen<T>(value: T): Finding<T> {
  return { kind: 'seen', value };
}
