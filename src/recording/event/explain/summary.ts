import * as l10n from '@vscode/l10n';
import { formatMoment } from '../../../base/display.ts';
import { durationText } from '../../../base/text/duration.ts';
import { eventPitfalls } from './pitfalls.ts';
import { chunkEndReasonText, sessionEndReasonText } from '../reasons.ts';
import type {
  CommunicationEvent,
  EventChunk,
  LocationKind,
  RecordingFileStatusUpdated,
  RecordingStateChanged,
  SubscriptionValidation,
} from '../event.ts';

/** One thing that a reader wants to know first. */
export interface EventFact {
  readonly label: string;
  readonly value: string;
}

/** An event in a few lines, in the reader's language. */
export interface EventSummary {
  /** One line: what the event says. */
  readonly title: string;
  /** The title in a few words, for where there is room for no more. */
  readonly brief: string;
  readonly facts: readonly EventFact[];
  /** What a receiver of such an event does wrong easily. */
  readonly pitfalls: readonly string[];
}

/** Puts an event into words. */
export function summarizeEvent(event: CommunicationEvent): EventSummary {
  const pitfalls = eventPitfalls(event);
  const one = (title: string, brief: string, facts: readonly EventFact[]): EventSummary => ({
    ...{ title, brief, pitfalls },
    facts: [...envelopeFacts(event), ...facts],
  });
  switch (event.kind) {
    case 'recordingFileStatusUpdated':
      return one(fileStatusTitle(event), fileStatusBrief(event), fileStatusFacts(event));
    case 'recordingStateChanged':
      return one(stateTitle(event), stateBrief(event), stateFacts(event));
    case 'subscriptionValidation':
      return one(
        l10n.t('Event Grid asks whether this endpoint wants its events'),
        l10n.t('Validation handshake'),
        validationFacts(event),
      );
    case 'other': {
      const title = event.envelope.type || l10n.t('Event of an unknown type');
      // Of Microsoft.Communication.CallConnected the last word.
      return one(title, title.replace(/^.*\.(?=.)/, ''), []);
    }
  }
}

/** The kinds of place that the links of the chunks lead to, each once. */
function locationKinds(event: RecordingFileStatusUpdated): readonly LocationKind[] {
  const links = event.chunks.flatMap(({ content, metadata }) => [content, metadata]);
  return [...new Set(links.flatMap((link) => (link ? [link.kind] : [])))];
}

function fileStatusTitle({ chunks, durationMs, sessionEndReason }: RecordingFileStatusUpdated): string {
  const parts = [
    chunks.length === 1 ? l10n.t('Recording of 1 chunk') : l10n.t('Recording of {0} chunks', chunks.length),
    ...(durationMs === undefined ? [] : [durationText(durationMs)]),
    ...(sessionEndReason === undefined ? [] : [sessionEndReasonText(sessionEndReason)]),
  ];
  return parts.join(' · ');
}

function fileStatusBrief({ chunks }: RecordingFileStatusUpdated): string {
  return chunks.length === 1 ? l10n.t('1 chunk') : l10n.t('{0} chunks', chunks.length);
}

function stateTitle({ state }: RecordingStateChanged): string {
  if (state === 'active') return l10n.t('The recording runs');
  if (state === 'inactive') return l10n.t('The recording does not run: paused or ended');
  return l10n.t('The state of a recording changed');
}

function stateBrief(event: RecordingStateChanged): string {
  return event.state === 'inactive' ? l10n.t('Paused or ended') : stateTitle(event);
}

function fact(label: string, value: string | undefined): readonly EventFact[] {
  return value === undefined || value === '' ? [] : [{ label, value }];
}

function moment(time: Date | undefined): string | undefined {
  return time && formatMoment(time);
}

function envelopeFacts({ envelope }: CommunicationEvent): readonly EventFact[] {
  return [
    ...fact(
      l10n.t('Schema'),
      envelope.schema === 'cloudEvents' ? l10n.t('CloudEvents 1.0') : l10n.t('Event Grid schema'),
    ),
    ...fact(l10n.t('Sent'), moment(envelope.time)),
  ];
}

function fileStatusFacts(event: RecordingFileStatusUpdated): readonly EventFact[] {
  return [
    ...fact(l10n.t('Call ID'), event.subject?.callId),
    ...fact(l10n.t('Server call ID'), event.subject?.serverCallId),
    ...fact(l10n.t('Recording ID'), event.recordingId ?? event.subject?.recordingId),
    ...fact(l10n.t('Started'), moment(event.startTime)),
    ...fact(l10n.t('Duration'), event.durationMs === undefined ? undefined : durationText(event.durationMs)),
    ...fact(l10n.t('Format'), formatText(event)),
    ...fact(
      l10n.t('Recording ended'),
      event.sessionEndReason && sessionEndReasonText(event.sessionEndReason),
    ),
    ...event.chunks.flatMap(chunkFact),
    ...fact(l10n.t('Links'), linksText(locationKinds(event))),
  ];
}

function formatText({ contentType, channelType, formatType }: RecordingFileStatusUpdated): string {
  return [contentType, channelType, formatType].filter((word) => word !== undefined).join(', ');
}

function chunkFact(chunk: EventChunk): readonly EventFact[] {
  const label = chunk.index === undefined ? l10n.t('Chunk') : l10n.t('Chunk {0}', chunk.index);
  const words = [chunk.endReason && chunkEndReasonText(chunk.endReason), chunk.documentId];
  return fact(label, words.filter((word) => word !== undefined).join(' · '));
}

function linksText(kinds: readonly LocationKind[]): string {
  const texts: Record<LocationKind, string> = {
    blob: l10n.t('blobs in your own storage'),
    file: l10n.t('files on this computer'),
    acsStorage: l10n.t('storage of ACS, kept for 24 hours'),
    placeholder: l10n.t('still to be filled in'),
    other: l10n.t('an unknown place'),
  };
  return kinds.map((kind) => texts[kind]).join(', ');
}

function stateFacts(event: RecordingStateChanged): readonly EventFact[] {
  return [
    ...fact(l10n.t('State'), event.state),
    ...fact(l10n.t('Recording ID'), event.recordingId),
    ...fact(l10n.t('Server call ID'), event.serverCallId),
    ...fact(l10n.t('Call connection ID'), event.callConnectionId),
    ...fact(l10n.t('Correlation ID'), event.correlationId),
    ...fact(l10n.t('Started'), moment(event.startTime)),
  ];
}

function validationFacts(event: SubscriptionValidation): readonly EventFact[] {
  return [
    ...fact(l10n.t('Validation code'), event.validationCode),
    ...fact(l10n.t('Validation URL'), event.validationUrl && withoutQuery(event.validationUrl)),
  ];
}

/** The query holds the token that validates. */
function withoutQuery(url: string): string {
  return url.split('?', 1)[0] ?? url;
}
