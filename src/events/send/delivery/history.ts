import { withoutUndefined } from '../../../base/withoutUndefined.ts';
import { webhookName } from '../webhook/target.ts';
import type { Delivery } from './delivery.ts';
import type { HttpOutcome } from '../http/exchange.ts';
import { readDelivery } from './stored.ts';

/** How many deliveries are remembered. */
export const longestHistory = 50;

/** How large the history may be, in UTF-16 units of its JSON: VS Code warns of state above 512 kB. */
export const largestHistory = 256 * 1024;

/** A larger event is not remembered, in UTF-16 units of its JSON. */
const longestEvent = 128 * 1024;

/**
 * Puts a delivery first and forgets the oldest; one whose event is too large is left out. Of an answer only the status
 * is kept: headers and body may hold what the endpoint knows, and stay in memory.
 */
export function addDelivery(history: readonly Delivery[], delivery: Delivery): readonly Delivery[] {
  if (JSON.stringify(delivery.event).length > longestEvent) return history;
  const others = history.filter(({ id }) => id !== delivery.id);
  return fitting([withoutAnswers(delivery), ...others]);
}

/** Reads what was stored, by this version or another; what is no delivery is left out. */
export function readHistory(stored: unknown): readonly Delivery[] {
  if (!Array.isArray(stored)) return [];
  const read = stored.map(readDelivery).filter((delivery) => delivery !== undefined);
  return fitting(read.map(withoutAnswers));
}

function fitting(history: readonly Delivery[]): readonly Delivery[] {
  let size = 0;
  return history.slice(0, longestHistory).filter((delivery) => {
    size += JSON.stringify(delivery).length + 1;
    return size < largestHistory;
  });
}

function withoutAnswers(delivery: Delivery): Delivery {
  // The last attempts show what became of it; thirty would fill the store.
  const attempts = delivery.attempts.slice(-5).map(withoutAnswer);
  const { handshake } = delivery;
  return withoutUndefined({
    ...delivery,
    url: webhookName(delivery.url),
    attempts,
    handshake: handshake && withoutAnswer(handshake),
  });
}

function withoutAnswer<T extends { readonly outcome: HttpOutcome }>(holder: T): T {
  const { outcome } = holder;
  if (outcome.kind === 'failure' || outcome.forgotten) return holder;
  return { ...holder, outcome: { ...outcome, headers: {}, body: '', truncated: false, forgotten: true } };
}
