import * as l10n from '@vscode/l10n';
import { standardBase64 } from '../../base/base64.ts';
import { UserError } from '../../base/userError.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { ActiveRecording } from '../../calling/active/recording.ts';
import { callIdKindText } from '../../calling/start/problemText.ts';
import type { ReceivedSummary } from '../../events/receive/received.ts';
import type { StoredFile } from '../../recording/call.ts';
import type { RecordingAddress } from '../../recording/address.ts';
import { parseEventText } from '../../recording/event/parse.ts';
import { type Identifier, explainIdentifier } from '../../recording/identifier/identifiers.ts';
import { identifierText } from '../../recording/identifier/text.ts';
import type { ActiveServices } from '../active/services.ts';
import type { App } from '../app.ts';
import { type RecordingPlace, placeOfEvent, placeOfUrl } from '../containers/locateRecording.ts';

/** The recording that an account is about, with every ID of it that is known. */
export interface Subject {
  readonly recording?: ActiveRecording;
  readonly recordingId?: string;
  readonly callId?: string;
  readonly serverCallId?: string;
  /** The chunk's own ID, of which more is known only by events. */
  readonly documentId?: string;
  /** Where its files are. */
  readonly place?: RecordingPlace;
  /** Its files, where they were listed just now. */
  readonly files?: readonly StoredFile[];
  /** An event that was pasted. */
  readonly event?: string;
}

/** A recording of the list with all of its IDs. */
export function subjectOf(app: App, recording: ActiveRecording): Subject {
  const { recordingId, callId, call, landing, containerId } = recording;
  const container = containerId === undefined ? undefined : app.containers.find(containerId);
  return withoutUndefined({
    ...{ recording, recordingId, callId },
    serverCallId: call.kind === 'serverCallId' ? call.id : undefined,
    place: landing?.kind === 'landed' && container ? { container, path: landing.path } : undefined,
  });
}

/** A recording folder of a container, with what the list knows of it. */
export function subjectOfPlace(app: App, { active }: ActiveServices, place: RecordingPlace): Subject {
  const known = active
    .list()
    .find(({ landing }) => landing?.kind === 'landed' && landing.path === place.path);
  const callId = place.path.split('/').at(-3);
  return known ? { ...subjectOf(app, known), place } : { place, ...withoutUndefined({ callId }) };
}

/** What is known by any one ID, address or event. @throws UserError where it names no recording */
export function subjectOfText(app: App, services: ActiveServices, text: string): Subject {
  const found = idsIn(app, explainIdentifier(text), text);
  if (!found)
    throw new UserError(
      l10n.t(
        '{0}: this does not identify a recording. Paste a recording ID, call ID, server call ID, document ID, blob address or event.',
        identifierText(explainIdentifier(text)).title,
      ),
    );
  return withListed(app, services, found);
}

/** What the list knows of a recording, with what else is known of it. */
function withListed(app: App, { active }: ActiveServices, found: Subject): Subject {
  const recording = active.list().find((one) => isSame(one, found));
  return recording ? { ...subjectOf(app, recording), ...found } : found;
}

/** What an event that was received is about. */
export function subjectOfReceived(
  app: App,
  services: ActiveServices,
  { recordingId, callId, serverCallId }: ReceivedSummary,
): Subject {
  return withListed(app, services, withoutUndefined({ recordingId, callId, serverCallId }));
}

function idsIn(app: App, identifier: Identifier, text: string): Subject | undefined {
  switch (identifier.kind) {
    case 'recordingId':
      return { recordingId: identifier.recordingId };
    case 'serverCallId':
    case 'conversationUrl':
      return { serverCallId: identifier.serverCallId };
    case 'guid':
    case 'roomId':
      return { callId: identifier.id };
    case 'eventSubject': {
      const { callId, serverCallId, recordingId } = identifier;
      return withoutUndefined({ callId, serverCallId, recordingId });
    }
    case 'recordingAddress':
      return ofAddress(app, identifier);
    case 'documentId':
    case 'acsStorageUrl':
      return identifier.documentId === undefined ? undefined : { documentId: identifier.documentId };
    case 'json':
      return ofEvent(app, text);
    default:
      return undefined;
  }
}

function ofAddress(app: App, { url, callId }: RecordingAddress): Subject {
  return withoutUndefined({ callId, place: url === undefined ? undefined : placeOfUrl(app, url) });
}

function ofEvent(app: App, text: string): Subject | undefined {
  for (const event of parseEventText(text).events) {
    if (event.kind === 'recordingFileStatusUpdated')
      return withoutUndefined({
        recordingId: event.recordingId ?? event.subject?.recordingId,
        callId: event.subject?.callId,
        serverCallId: event.subject?.serverCallId,
        place: placeOfEvent(app, event),
        event: text,
      });
    if (event.kind === 'recordingStateChanged')
      return withoutUndefined({
        recordingId: event.recordingId,
        callId: event.correlationId,
        serverCallId: event.serverCallId,
        event: text,
      });
  }
  return undefined;
}

function isSame({ recordingId, callId, call }: ActiveRecording, subject: Subject): boolean {
  if (subject.recordingId !== undefined) return isSameId(recordingId, subject.recordingId);
  return (
    isSameId(callId, subject.callId) ||
    isSameId(call.id, subject.serverCallId) ||
    isSameId(call.id, subject.callId)
  );
}

/** True for two spellings of one ID; false where either is not known. */
export function isSameId(one: string | undefined, other: string | undefined): boolean {
  return (
    one !== undefined &&
    other !== undefined &&
    standardBase64(one).toLowerCase() === standardBase64(other).toLowerCase()
  );
}

/** The IDs with their names, for the head of an account. */
export function idsOf({
  recording,
  recordingId,
  callId,
  serverCallId,
  documentId,
  place,
}: Subject): readonly {
  readonly label: string;
  readonly value: string;
}[] {
  const { call } = recording ?? {};
  const lines: readonly (readonly [string, string | undefined])[] = [
    [l10n.t('Recording ID'), recordingId],
    [l10n.t('Call ID'), callId ?? recording?.callId],
    [l10n.t('Server call ID'), serverCallId],
    call && call.kind !== 'serverCallId' ? [callIdKindText(call.kind), call.id] : ['', undefined],
    [l10n.t('Document ID'), documentId],
    [
      l10n.t('Destination'),
      recording?.destination.kind === 'container' ? recording.destination.url : undefined,
    ],
    [l10n.t('Files'), place && `${place.container.name}/${place.path}`],
  ];
  return lines.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}
