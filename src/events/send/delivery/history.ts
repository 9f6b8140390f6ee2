import { isObject } from '../../../recording/event/fields.ts';
import type { Delivery } from './delivery.ts';
import { isWireEvent } from '../webhook/request.ts';
import type { HttpOutcome } from '../http/exchange.ts';

/** How many deliveries are remembered. */
export const longestHistory = 50;

/** A remembered answer is cut to so many characters; the whole one was shown when it came. */
const longestBody = 8 * 1024;

/** A larger event is not remembered, in UTF-16 units of its JSON. */
const longestEvent = 256 * 1024;

/** Puts a delivery first and forgets the oldest; one whose event is too large is left out. */
export function addDelivery(history: readonly Delivery[], delivery: Delivery): readonly Delivery[] {
  if (JSON.stringify(delivery.event).length > longestEvent) return history;
  const others = history.filter(({ id }) => id !== delivery.id);
  return [shortened(delivery), ...others].slice(0, longestHistory);
}

/** Reads what was stored, by this version or another; what is no delivery is left out. */
export function readHistory(stored: unknown): readonly Delivery[] {
  return Array.isArray(stored) ? stored.filter(isDelivery).slice(0, longestHistory) : [];
}

function shortened(delivery: Delivery): Delivery {
  // The last attempts tell what became of it; thirty answers would fill the store.
  const attempts = delivery.attempts.slice(-5).map(withShortBody);
  const { handshake } = delivery;
  return { ...delivery, attempts, ...(handshake ? { handshake: withShortBody(handshake) } : {}) };
}

function withShortBody<T extends { readonly outcome: HttpOutcome }>(holder: T): T {
  const { outcome } = holder;
  if (outcome.kind === 'failure' || outcome.body.length <= longestBody) return holder;
  return { ...holder, outcome: { ...outcome, body: outcome.body.slice(0, longestBody), truncated: true } };
}

function isDelivery(value: unknown): value is Delivery {
  if (!isObject(value)) return false;
  const texts = [value['id'], value['time'], value['shownUrl'], value['url']];
  return (
    texts.every((text) => typeof text === 'string') &&
    (value['schema'] === 'eventGrid' || value['schema'] === 'cloudEvents') &&
    typeof value['delivered'] === 'boolean' &&
    isWireEvent(value['event']) &&
    Array.isArray(value['attempts']) &&
    value['attempts'].every((attempt) => isObject(attempt) && isOutcome(attempt['outcome']))
  );
}

function isOutcome(value: unknown): boolean {
  if (!isObject(value)) return false;
  if (value['kind'] === 'failure') return typeof value['reason'] === 'string';
  return (
    value['kind'] === 'answer' &&
    typeof value['status'] === 'number' &&
    typeof value['body'] === 'string' &&
    isObject(value['headers'])
  );
}
