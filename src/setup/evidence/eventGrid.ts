import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { apiVersions } from '../management/apiVersions.ts';
import type { ResourceManager } from '../management/client.ts';
import { type Json, objectOf, textOf } from '../management/fields.ts';
import { parseResourceId, sameId } from '../management/resourceId.ts';
import {
  type DeliveryCounts,
  deliveryMetrics,
  recordingEventType,
  toDeliveryCounts,
  toEventSubscription,
} from '../facts/events.ts';
import { type Failure, ManagementError } from '../management/failure.ts';
import type { EventState } from './evidence.ts';
import type { Located } from './locate.ts';

/** Reads both homes of a subscription: the resource itself, and system topics of it. */
export async function readSubscriptions({ id, manager }: Located, signal: AbortSignal): Promise<EventState> {
  const version = apiVersions.eventGrid;
  const subscriptionId = parseResourceId(id)?.subscriptionId ?? '';
  const onTopics = async (): Promise<{ topicIds: string[]; items: Json[]; unread?: Failure }> => {
    const path = `/subscriptions/${subscriptionId}/providers/Microsoft.EventGrid/systemTopics`;
    const topics = await manager.list(path, version, signal);
    const topicIds = topics
      .filter((topic) => sameId(textOf(objectOf(topic['properties'])['source']) ?? '', id))
      .flatMap((topic) => textOf(topic['id']) ?? []);
    const below = await Promise.all(
      topicIds.map((topicId) => manager.list(`${topicId}/eventSubscriptions`, version, signal)),
    );
    return { topicIds, items: below.flat() };
  };
  const noTopics = (error: unknown) => {
    if (!ManagementError.is(error) || error.failure.reason === 'cancelled') throw error;
    return { topicIds: [], items: [], unread: error.failure };
  };
  const [direct, { topicIds, items, unread }] = await Promise.all([
    manager.list(`${id}/providers/Microsoft.EventGrid/eventSubscriptions`, version, signal),
    onTopics().catch(noTopics),
  ]);
  // A subscription of the topic may show in both lists.
  const byId = new Map(
    [...direct, ...items]
      .flatMap((item) => toEventSubscription(item) ?? [])
      .map((one) => [one.id.toLowerCase(), one]),
  );
  return withoutUndefined({ subscriptions: [...byId.values()], topicIds, unread });
}

const dayMs = 86_400_000;

/**
 * How deliveries of recording events went over the last day.
 * @returns undefined where the answer has no metrics
 * @throws ManagementError `notFound` where there is nothing to measure
 */
export async function readDeliveries(
  manager: ResourceManager,
  { subscriptions, topicIds }: EventState,
  nowMs: number,
  signal: AbortSignal,
): Promise<DeliveryCounts | undefined> {
  const names = subscriptions
    .filter(({ includedTypes }) => includedTypes?.includes(recordingEventType) ?? true)
    .map(({ name }) => name);
  const [topicId] = topicIds;
  if (topicId === undefined || names.length === 0) throw new ManagementError({ reason: 'notFound' });
  const time = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  const query = new URLSearchParams({
    metricnames: Object.values(deliveryMetrics).join(','),
    timespan: `${time(nowMs - dayMs)}/${time(nowMs)}`,
    interval: 'P1D',
    aggregation: 'Total',
    $filter: names.map((name) => `EventSubscriptionName eq '${name.replaceAll("'", '')}'`).join(' or '),
  });
  return toDeliveryCounts(
    await manager.get(
      `${topicId}/providers/Microsoft.Insights/metrics?${query.toString()}`,
      apiVersions.metrics,
      signal,
    ),
  );
}
