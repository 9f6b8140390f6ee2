import type { HttpOutcome } from '../http/exchange.ts';
import type { HandshakeResult } from '../handshake/handshake.ts';
import { finalReasons } from './retrySchedule.ts';
import type { EventSchema, WireEvent } from '../../../recording/event/event.ts';

/** One try to deliver an event. */
export interface DeliveryAttempt {
  /** ISO 8601. */
  readonly time: string;
  /** Free of the secrets of the target. */
  readonly outcome: HttpOutcome;
}

/** Why no further attempt followed one that failed. */
export const stopReasons = [...finalReasons, 'cancelled', 'handshakeFailed'] as const;

/** Why no further attempt followed one that failed. */
export type StopReason = (typeof stopReasons)[number];

/** What became of an event; holds no secret, and is plain data that can be stored. */
export interface Delivery {
  /** A GUID. */
  readonly id: string;
  /** ISO 8601. */
  readonly time: string;
  /** With the values of the query taken out. */
  readonly shownUrl: string;
  /** Names the target, as `webhookName` does; holds no secret. */
  readonly url: string;
  readonly schema: EventSchema;
  readonly event: WireEvent;
  readonly handshake?: HandshakeResult;
  readonly attempts: readonly DeliveryAttempt[];
  readonly delivered: boolean;
  /** Where it was not delivered. */
  readonly stopped?: StopReason;
  /** From the beginning to the end, pauses included. */
  readonly durationMs: number;
}
