import { decodeUrlPart } from '../../base/text/urlPart.ts';

/** What the subject of an event says. Call ID and server call ID stand nowhere else in the event. */
export interface EventSubject {
  readonly callId: string;
  readonly serverCallId?: string;
  readonly recordingId?: string;
}

const keys = ['serverCallId', 'recordingId'] as const;

/**
 * Takes all four forms that are seen: `/recording/call/{callId}`, then `/serverCallId/{id}` or not, then
 * `/recordingId/{id}` or not. The words are compared without regard to case.
 * @returns undefined when the subject is no recording's
 * @see https://learn.microsoft.com/azure/event-grid/communication-services-voice-video-events
 */
export function parseEventSubject(subject: string): EventSubject | undefined {
  const start = /^\/?recording\/call\//i.exec(subject);
  if (!start) return undefined;
  let rest = subject.slice(start[0].length);
  const ids: { serverCallId?: string; recordingId?: string } = {};
  // From the end, because an ID in base64 may hold a slash.
  for (const key of [...keys].reverse()) {
    const mark = `/${key}/`.toLowerCase();
    const at = rest.toLowerCase().lastIndexOf(mark);
    if (at < 0) continue;
    const id = decodeUrlPart(rest.slice(at + mark.length).replace(/\/$/, ''));
    if (id !== '') ids[key] = id;
    rest = rest.slice(0, at);
  }
  const callId = decodeUrlPart(rest.replace(/\/$/, ''));
  return callId === '' ? undefined : { callId, ...ids };
}

/** The subject in the form of today: with server call ID and recording ID where they are given. */
export function buildEventSubject(subject: EventSubject): string {
  const tail = keys.flatMap((key) => (subject[key] === undefined ? [] : [`/${key}/${subject[key]}`]));
  return `/recording/call/${subject.callId}${tail.join('')}`;
}
