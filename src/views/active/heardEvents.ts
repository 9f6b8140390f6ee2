import { randomUUID } from 'node:crypto';
import { type NewReceived, newReceived } from '../../events/receive/received.ts';
import { readEvents } from '../../recording/event/parse.ts';

/** The most events that are kept, the latest. */
const keptEvents = 200;

/** Events of the local service, in memory: a recording's account and a failed export need them. */
export class HeardEvents {
  #events: readonly NewReceived[] = [];

  /** @param now ms since 1970 */
  add(json: unknown, now: number): void {
    const received = readEvents(json).objects.flatMap((event) => {
      try {
        return [newReceived(event, { via: 'localService' }, randomUUID(), now)];
      } catch {
        return [];
      }
    });
    this.#events = [...this.#events, ...received].slice(-keptEvents);
  }

  /** The oldest first. */
  list(): readonly NewReceived[] {
    return this.#events;
  }
}
