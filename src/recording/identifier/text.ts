import * as l10n from '@vscode/l10n';
import { type IdentifierFact, identifierFacts } from './facts.ts';
import type { Identifier, IdentifierKind } from './identifiers.ts';

/** What a pasted text is, in words. All strings but `value` are ours; values are the text's, so hostile. */
export interface IdentifierExplanation {
  /** What it is. */
  readonly title: string;
  /** Everything it decodes to. */
  readonly facts: readonly IdentifierFact[];
  /** What it is good for, what it is not, and where to find another ID instead. */
  readonly advice: readonly string[];
}

/** Puts an explained identifier into words. */
export function identifierText(identifier: Identifier): IdentifierExplanation {
  const advice = advices[identifier.kind]();
  return { title: titles[identifier.kind](), facts: identifierFacts(identifier), advice };
}

const titles: Readonly<Record<IdentifierKind, () => string>> = {
  empty: () => l10n.t('Nothing to explain'),
  secret: () => l10n.t('A secret, not an ID'),
  json: () => l10n.t('JSON'),
  serverCallId: () => l10n.t('Server call ID'),
  conversationUrl: () => l10n.t('The conversation URL behind a server call ID'),
  recordingId: () => l10n.t('Recording ID'),
  guid: () => l10n.t('A GUID: call ID, group call ID, call connection ID, correlation ID or resource ID'),
  roomId: () => l10n.t('Room ID'),
  documentId: () => l10n.t('Document ID of a chunk'),
  participantId: () => l10n.t('Participant ID'),
  eventSubject: () => l10n.t('Subject of a recording event'),
  recordingAddress: () => l10n.t('Address of a recording in your own storage'),
  acsStorageUrl: () => l10n.t('File in the storage of Communication Services'),
  url: () => l10n.t('A URL that names no recording'),
  base64: () => l10n.t('Base64 of something else'),
  unknown: () => l10n.t('Not a known kind of ID'),
};

/** Where a server call ID is found, for someone who has another ID. */
export function whereServerCallId(): string {
  return l10n.t(
    'The server call ID is in every Call Automation event (serverCallId, first in CallConnected), in the answer to getServerCallId() of the calling SDK, and in the subject of recording events.',
  );
}

const advices: Readonly<Record<IdentifierKind, () => readonly string[]>> = {
  empty: () => [],
  secret: () => [
    l10n.t(
      'This holds a key. It was not kept. Paste only IDs, and make a new key if this one was shown to others.',
    ),
  ],
  json: () => [],
  serverCallId: () => [
    l10n.t('Starts a recording of this call.'),
    l10n.t(
      "It does not hold the call ID, so that the folder of its recordings can't be worked out from it. The subject of a recording event and the RecordingStateChanged event name both.",
    ),
  ],
  conversationUrl: () => [l10n.t('In base64, this is the server call ID that starts a recording.')],
  recordingId: () => [
    l10n.t('Pauses, resumes and stops this recording. To start one, a server call ID is needed.'),
    l10n.t('It holds no call ID, date or place of storage.'),
    whereServerCallId(),
  ],
  guid: () => [
    l10n.t("The call ID names the second folder of a recording. It can't start a recording."),
    l10n.t(
      'To start one, use it as group call ID or call connection ID if that is what it is, or get the server call ID.',
    ),
    whereServerCallId(),
  ],
  roomId: () => [
    l10n.t('Starts a recording of the call in this room, as room ID, while someone is in it.'),
    whereServerCallId(),
  ],
  documentId: () => [
    l10n.t('Names one chunk: it is in its metadata, in the recording event, and in some file names.'),
    l10n.t("It can't start or stop a recording."),
  ],
  participantId: () => [
    l10n.t(
      'Names who took part; in an unmixed recording it can be given a channel when the recording starts.',
    ),
  ],
  eventSubject: () => [l10n.t('The call ID and server call ID are nowhere else in the event.')],
  recordingAddress: () => [],
  acsStorageUrl: () => [
    l10n.t(
      'Kept for 24 hours. It opens only with the access key or an Entra sign-in of the Communication Services resource: opened directly, it returns 401.',
    ),
    l10n.t(
      'In an event of a recording meant for your own storage, it means that the export failed: fetch it in time.',
    ),
  ],
  url: () => [
    l10n.t(
      'A recording is at: {0}',
      'https://account.blob.core.windows.net/container/YYYYMMDD/callId/folder/0-audiomp3.mp3',
    ),
  ],
  base64: () => [l10n.t('Neither a server call ID nor a recording ID.'), whereServerCallId()],
  unknown: () => [
    l10n.t(
      'A server call ID is base64 that begins with aHR0cHM6, a recording ID is base64 that begins with eyJ, a call ID is a GUID, a room ID is digits.',
    ),
    whereServerCallId(),
  ],
};
