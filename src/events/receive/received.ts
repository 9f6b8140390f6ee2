import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { callIdOf, fileStatusType, stateChangedType } from '../../recording/event/event.ts';
import type { JsonObject } from '../../recording/event/fields.ts';
import { readEvents } from '../../recording/event/parse.ts';

/** How an event came in: to the listener's path for events or callbacks, from a queue, from the local service. */
export const receivedVias = ['listener', 'callback', 'queue', 'localService'] as const;

/** How an event came in. */
export type ReceivedVia = (typeof receivedVias)[number];

/** What is known of an event besides itself. */
export interface Arrival {
  readonly via: ReceivedVia;
  /** The event subscription that delivered it, or the queue that it was in. */
  readonly source?: string;
  /** Of the queue's message, which is known by it. */
  readonly messageId?: string;
  /** Attempts before this one, as the sender counts them. */
  readonly deliveryCount?: number;
}

/** What rows and filters need of a received event; the event itself stays on disk. */
export interface ReceivedSummary extends Arrival {
  /** A GUID of ours: the same event may come more than once. */
  readonly id: string;
  /** ms since 1970. */
  readonly at: number;
  readonly type: string;
  /** The event's own ID. */
  readonly eventId?: string;
  readonly callId?: string;
  readonly serverCallId?: string;
  readonly recordingId?: string;
  readonly callConnectionId?: string;
  readonly subject?: string;
  /** When the sender made it, ms since 1970. */
  readonly eventTime?: number;
}

/** An event to be stored. */
export interface NewReceived {
  readonly summary: ReceivedSummary;
  /** The event as JSON, without line breaks. */
  readonly json: string;
}

/** A longer value only names something badly; the event has it whole. */
const longestShown = 1024;

/**
 * Reads what rows need of an event.
 * @throws RangeError where the event is nested too deeply to be written
 */
export function newReceived(event: JsonObject, arrival: Arrival, id: string, at: number): NewReceived {
  const [read] = readEvents(event).events;
  const { type = '', id: eventId, subject, time } = read?.envelope ?? {};
  return {
    json: JSON.stringify(event),
    summary: withoutUndefined({
      id,
      at,
      ...arrival,
      type: type.slice(0, longestShown),
      eventId: short(eventId),
      subject: short(subject),
      eventTime: time?.getTime(),
      ...idsOf(event, read),
    }),
  };
}

function idsOf(
  event: JsonObject,
  read: ReturnType<typeof readEvents>['events'][number] | undefined,
): Partial<ReceivedSummary> {
  const data = Object(event['data']) as Readonly<Record<string, unknown>>;
  const text = (name: string): string | undefined => short(data[name]);
  const subject = read?.kind === 'recordingFileStatusUpdated' ? read.subject : undefined;
  return withoutUndefined({
    callId: short(callIdOf(read)) ?? text('correlationId'),
    serverCallId: short(subject?.serverCallId) ?? text('serverCallId'),
    recordingId:
      short(read && 'recordingId' in read ? read.recordingId : undefined) ??
      short(subject?.recordingId) ??
      text('recordingId'),
    callConnectionId: text('callConnectionId'),
  });
}

function short(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, longestShown) : undefined;
}

/** True where the event names a call in progress that a recording can be started of. */
export function offersStart({ type, serverCallId }: ReceivedSummary): boolean {
  const isOver = /\.(?:CallEnded|CallDisconnected)$/.test(type);
  return serverCallId !== undefined && !isOver && ![fileStatusType, stateChangedType].includes(type);
}

/** What a list of received events is narrowed to. */
export interface ReceivedFilter {
  readonly type?: string;
  /** Call ID, server call ID, recording ID or call connection ID. */
  readonly call?: string;
  /** Found anywhere in what rows show, in any case. */
  readonly text?: string;
}

export function matchesFilter(event: ReceivedSummary, { type, call, text }: ReceivedFilter): boolean {
  const ids = [event.callId, event.serverCallId, event.recordingId, event.callConnectionId];
  const has = (): boolean =>
    [event.type, event.subject, event.source, event.eventId, ...ids].some((value) =>
      value?.toLowerCase().includes(text?.toLowerCase() ?? ''),
    );
  return (
    (type === undefined || event.type === type) &&
    (call === undefined || ids.includes(call)) &&
    (text === undefined || text === '' || has())
  );
}
