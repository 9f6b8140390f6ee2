import { randomUUID } from 'node:crypto';
import { type Clock, delay } from '../../../base/clock.ts';
import { parseEventText } from '../../../recording/event/parse.ts';
import { isEvent } from '../../../recording/event/layers/layers.ts';
import { newReceived, type NewReceived } from '../received.ts';
import type { EventQueue, QueueMessage } from './queue.ts';

/** `watch` leaves the messages where they are; `take` removes each after it was stored. */
export type QueueMode = 'watch' | 'take';

/** A message that holds no event; it stays in the queue. */
export interface PoisonMessage {
  readonly id: string;
  readonly dequeueCount: number;
  /** Its beginning. */
  readonly text: string;
}

/** How a watched queue is doing. */
export interface QueueState {
  /** Events that were stored since the start. */
  readonly events: number;
  readonly poison: readonly PoisonMessage[];
  /** Why the last look failed. */
  readonly error?: unknown;
  /** True where the queue may hold more than a look shows. */
  readonly isFull: boolean;
}

export interface WatchOptions {
  readonly queue: EventQueue;
  readonly mode: QueueMode;
  /** Resolves when the events are safely stored. */
  readonly store: (events: readonly NewReceived[]) => Promise<void>;
  /** True for a message whose event was stored before, in an earlier session too. */
  readonly isKnown: (messageId: string) => boolean;
  readonly clock: Clock;
  readonly onChange: (state: QueueState) => void;
  readonly signal: AbortSignal;
}

/** There is no long polling: each look is a request that is billed. */
const [shortestPauseMs, longestPauseMs] = [1_000, 30_000];
/** The service shows no more than this many by peeking. */
const mostPeeked = 32;
const shownText = 200;

/** Looks at a queue until it is aborted, less often while nothing arrives. Never rejects. */
export async function watchQueue(options: WatchOptions): Promise<void> {
  const { clock, signal, onChange } = options;
  const known = new Set<string>();
  let state: QueueState = { events: 0, poison: [], isFull: false };
  let pauseMs = shortestPauseMs;
  while (!signal.aborted) {
    try {
      const look = await lookOnce(options, known, (events) => {
        state = { ...state, events: state.events + events };
        onChange(state);
      });
      const isChanged =
        look.poison.length !== state.poison.length || look.isFull !== state.isFull || 'error' in state;
      state = { events: state.events, poison: look.poison, isFull: look.isFull };
      if (isChanged) onChange(state);
      pauseMs = look.events > 0 ? shortestPauseMs : Math.min(pauseMs * 2, longestPauseMs);
    } catch (error) {
      state = { ...state, error };
      onChange(state);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    }
    await delay(clock, pauseMs, signal).catch(() => undefined);
  }
}

interface Look {
  readonly events: number;
  readonly poison: readonly PoisonMessage[];
  readonly isFull: boolean;
}

async function lookOnce(
  options: WatchOptions,
  known: Set<string>,
  onStored: (events: number) => void,
): Promise<Look> {
  const { queue, mode, store, isKnown, clock, signal } = options;
  const messages = await (mode === 'take' ? queue.take(signal) : queue.peek(signal));
  const read = messages.map((message) => ({ message, events: eventsIn(message, queue.name, clock.now()) }));
  const fresh = read.filter(({ message }) => !known.has(message.id) && !isKnown(message.id));
  const events = fresh.flatMap((one) => one.events ?? []);
  await store(events);
  if (events.length > 0) onStored(events.length);
  for (const { message, events: inside } of read) {
    if (!inside) continue;
    known.add(message.id);
    // Only what was stored here leaves the queue.
    if (mode === 'take') await queue.remove(message);
  }
  return {
    events: events.length,
    poison: read.filter((one) => !one.events).map(({ message }) => poisonOf(message)),
    isFull: mode === 'watch' && messages.length >= mostPeeked,
  };
}

/** The events of a message, inside any wrapping; undefined where it holds anything else. */
function eventsIn(message: QueueMessage, source: string, now: number): readonly NewReceived[] | undefined {
  const { objects } = parseEventText(message.text);
  if (objects.length === 0 || !objects.every(isEvent)) return undefined;
  const arrival = {
    via: 'queue',
    source,
    messageId: message.id,
    deliveryCount: message.dequeueCount,
  } as const;
  return objects.map((event) => newReceived(event, arrival, randomUUID(), now));
}

function poisonOf({ id, dequeueCount, text }: QueueMessage): PoisonMessage {
  return { id, dequeueCount, text: text.slice(0, shownText) };
}
