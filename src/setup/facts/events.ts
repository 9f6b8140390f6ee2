import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { type Json, numberOf, objectOf, objectsOf, textOf, textsOf } from '../management/fields.ts';

/** The event that reports that the files of a recording are there. */
export const recordingEventType = 'Microsoft.Communication.RecordingFileStatusUpdated';
/** Carries the server call ID, which a start needs. */
export const callStartedEventType = 'Microsoft.Communication.CallStarted';

/** Where an event subscription delivers to. */
export type EventDestination =
  | { readonly kind: 'StorageQueue'; readonly accountId: string; readonly queue: string }
  /** Of the URL only its base is known: the rest may be a secret. */
  | { readonly kind: 'WebHook'; readonly baseUrl?: string }
  | { readonly kind: 'other'; readonly type: string };

/** An advanced filter; its values are shown, never trusted. */
export interface AdvancedFilter {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** An Event Grid subscription on the resource or under a system topic of it. */
export interface EventSubscription {
  readonly id: string;
  readonly name: string;
  readonly destination: EventDestination;
  /** Absent means all types of the source. */
  readonly includedTypes?: readonly string[];
  readonly subjectBeginsWith?: string;
  readonly subjectEndsWith?: string;
  readonly caseSensitive: boolean;
  readonly advancedFilters: readonly AdvancedFilter[];
  readonly schema?: string;
  readonly provisioningState?: string;
  /** ISO 8601. */
  readonly expires?: string;
  readonly deadLetters: boolean;
}

/** Reads one item of `GET …/eventSubscriptions`. */
export function toEventSubscription(json: Json): EventSubscription | undefined {
  const [id, name] = [textOf(json['id']), textOf(json['name'])];
  if (id === undefined || name === undefined) return undefined;
  const properties = objectOf(json['properties']);
  const filter = objectOf(properties['filter']);
  const types = filter['includedEventTypes'];
  const withIdentity = objectOf(properties['deliveryWithResourceIdentity']);
  return withoutUndefined({
    id,
    name,
    destination: toDestination(objectOf(properties['destination'] ?? withIdentity['destination'])),
    includedTypes: Array.isArray(types) ? textsOf(types) : undefined,
    subjectBeginsWith: textOf(filter['subjectBeginsWith']),
    subjectEndsWith: textOf(filter['subjectEndsWith']),
    caseSensitive: filter['isSubjectCaseSensitive'] === true,
    advancedFilters: objectsOf(filter['advancedFilters']).map((one) => ({
      operator: textOf(one['operatorType']) ?? '?',
      key: textOf(one['key']) ?? '?',
      values: [
        ...textsOf(one['values']),
        ...(one['value'] === undefined ? [] : [JSON.stringify(one['value'])]),
      ],
    })),
    schema: textOf(properties['eventDeliverySchema']),
    provisioningState: textOf(properties['provisioningState']),
    expires: textOf(properties['expirationTimeUtc']),
    deadLetters:
      Object.keys(objectOf(properties['deadLetterDestination'])).length > 0 ||
      Object.keys(objectOf(properties['deadLetterWithResourceIdentity'])).length > 0,
  });
}

function toDestination(json: Json): EventDestination {
  const type = textOf(json['endpointType']) ?? '?';
  const properties = objectOf(json['properties']);
  const [accountId, queue] = [textOf(properties['resourceId']), textOf(properties['queueName'])];
  if (type === 'StorageQueue' && accountId !== undefined && queue !== undefined)
    return { kind: 'StorageQueue', accountId, queue };
  if (type === 'WebHook')
    return withoutUndefined({ kind: 'WebHook' as const, baseUrl: textOf(properties['endpointBaseUrl']) });
  return { kind: 'other', type };
}

/** How deliveries went over the last day. */
export interface DeliveryCounts {
  readonly delivered: number;
  readonly failed: number;
  readonly dropped: number;
  readonly deadLettered: number;
}

/** The names of the metrics behind the counts. */
export const deliveryMetrics = {
  delivered: 'DeliverySuccessCount',
  failed: 'DeliveryAttemptFailCount',
  dropped: 'DroppedEventCount',
  deadLettered: 'DeadLetteredCount',
} as const;

/** Reads `GET …/providers/Microsoft.Insights/metrics`: sums over the whole time asked for. */
export function toDeliveryCounts(json: Json): DeliveryCounts | undefined {
  const metrics = objectsOf(json['value']);
  if (metrics.length === 0) return undefined;
  const sum = (name: string): number =>
    metrics
      .filter((metric) => objectOf(metric['name'])['value'] === name)
      .flatMap((metric) => objectsOf(metric['timeseries']))
      .flatMap((series) => objectsOf(series['data']))
      .reduce((total, point) => total + (numberOf(point['total']) ?? 0), 0);
  return {
    delivered: sum(deliveryMetrics.delivered),
    failed: sum(deliveryMetrics.failed),
    dropped: sum(deliveryMetrics.dropped),
    deadLettered: sum(deliveryMetrics.deadLettered),
  };
}
