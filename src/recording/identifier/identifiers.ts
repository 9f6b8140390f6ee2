import { decodeBase64, inOnePiece, trimEnd } from '../../base/base64.ts';
import { type DocumentIdParts, parseDocumentId } from './documentId.ts';
import { type EventSubject, parseEventSubject } from '../event/subject.ts';
import { type ParticipantIdParts, parseParticipantId } from '../participant/id.ts';
import { type RecordingAddress, parseRecordingPath, parseRecordingUrl } from '../address.ts';
import { readLocation } from '../event/location.ts';
import { type RecordingIdParts, isGuid, parseRecordingId } from './recordingId.ts';
import { type ServerCall, parseConversationUrl, parseServerCallId } from './serverCallId.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';

/** What is behind a URL of ACS's own storage, which keeps files for 24 hours. */
export interface AcsStorageAddress {
  /** Without query. */
  readonly url: string;
  readonly host: string;
  readonly documentId?: string;
  /** Last part of the URL, such as `video` or `acsmetadata`; absent in the URL that deletes. */
  readonly content?: string;
}

/** What a text that someone pasted is, with everything that it decodes to. */
export type Identifier =
  | { readonly kind: 'empty' }
  /** Holds a key or a whole connection string: not to be shown or kept. */
  | { readonly kind: 'secret' }
  /** A JSON object or list, as an event or chunk metadata is; parse it to know more. */
  | { readonly kind: 'json' }
  | ({ readonly kind: 'serverCallId' } & ServerCall)
  /** The URL that a server call ID is made of, with the ID that it makes. */
  | ({ readonly kind: 'conversationUrl' } & ServerCall)
  | ({ readonly kind: 'recordingId' } & RecordingIdParts)
  /** A call ID, group call ID, call connection ID, correlation ID or resource ID: all look alike. */
  | { readonly kind: 'guid'; readonly id: string }
  | { readonly kind: 'roomId'; readonly id: string }
  | ({ readonly kind: 'documentId' } & DocumentIdParts)
  | { readonly kind: 'participantId'; readonly participant: ParticipantIdParts }
  | ({ readonly kind: 'eventSubject' } & EventSubject)
  /** A file, or a date, call or recording folder, in a container of one's own. */
  | ({ readonly kind: 'recordingAddress' } & RecordingAddress)
  | ({ readonly kind: 'acsStorageUrl' } & AcsStorageAddress)
  /** Another URL, without query. */
  | { readonly kind: 'url'; readonly url: string; readonly hadQuery: boolean }
  /** Base64 of a text that is nothing of the above; `decoded` is cut to 200 characters. */
  | { readonly kind: 'base64'; readonly decoded: string }
  | { readonly kind: 'unknown' };

/** All kinds of identifier. */
export type IdentifierKind = Identifier['kind'];

// The longest of all, a URL with a SAS token, has under 2,000 characters.
const maxLength = 16_384;
const maxDecoded = 200;

/**
 * Says what a pasted text is. White space and quotation marks around it are ignored, and the query of a URL
 * is dropped, since it may be a SAS token. Never throws.
 */
export function explainIdentifier(text: string): Identifier {
  const trimmed = text.trim();
  if (/^[{[]/.test(trimmed)) return { kind: 'json' };
  if (trimmed.length > maxLength) return { kind: 'unknown' };
  const bare = trimEnd(trimmed, '"\'>`,; \t\u200b\ufeff').replace(/^["'<`\s\u200b\ufeff]+/, '');
  if (bare === '') return { kind: 'empty' };
  if (/accesskey\s*=|accountkey\s*=|sharedaccess(signature|key)\s*=/i.test(bare)) return { kind: 'secret' };
  return (
    explainUrl(bare) ??
    explainShape(bare) ??
    explainEncoded(bare) ??
    explainPath(bare) ??
    explainPieces(bare) ?? { kind: /(^|[?&])sig=/i.test(bare) ? 'secret' : 'unknown' }
  );
}

/** An ID by which the service can be asked to record a call. */
export interface CallLocator {
  readonly kind: 'serverCallId' | 'groupCallId' | 'callConnectionId' | 'roomId';
  readonly id: string;
}

/**
 * The ways in which a pasted text can name the call to record, the likeliest first; none where it names none.
 * A GUID does not show whether it is that of a group call or a call connection, or another one that is no use.
 */
export function callLocators(identifier: Identifier): readonly CallLocator[] {
  switch (identifier.kind) {
    case 'serverCallId':
    case 'conversationUrl':
      return [{ kind: 'serverCallId', id: identifier.serverCallId }];
    case 'eventSubject':
      return identifier.serverCallId === undefined
        ? []
        : [{ kind: 'serverCallId', id: identifier.serverCallId }];
    case 'guid':
      return [
        { kind: 'groupCallId', id: identifier.id },
        { kind: 'callConnectionId', id: identifier.id },
      ];
    case 'roomId':
      return [{ kind: 'roomId', id: identifier.id }];
    default:
      return [];
  }
}

/** An ID or URL that was broken over lines, or has spaces within; in one piece it is what it was. */
function explainPieces(text: string): Identifier | undefined {
  const whole = inOnePiece(text);
  return whole === text ? undefined : (explainUrl(whole) ?? explainShape(whole) ?? explainEncoded(whole));
}

function explainUrl(text: string): Identifier | undefined {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const conversation = parseConversationUrl(text);
  if (conversation) return { kind: 'conversationUrl', ...conversation };
  if (readLocation(text)?.kind === 'acsStorage') return acsStorage(url);
  const address = parseRecordingUrl(text);
  if (address) return { kind: 'recordingAddress', ...address };
  return { kind: 'url', url: withoutQuery(url), hadQuery: url.search !== '' || url.hash !== '' };
}

/** @see https://learn.microsoft.com/azure/event-grid/communication-services-voice-video-events */
function acsStorage(url: URL): Identifier {
  const [, documentId, content] = /\/objects\/([^/]+)(?:\/content\/([^/]+))?/.exec(url.pathname) ?? [];
  return withoutUndefined({
    kind: 'acsStorageUrl' as const,
    url: withoutQuery(url),
    host: url.hostname,
    documentId,
    content,
  });
}

function explainShape(text: string): Identifier | undefined {
  const guid = text.replace(/^[{(]|[)}]$/g, '');
  if (isGuid(guid)) return { kind: 'guid', id: guid.toLowerCase() };
  if (/^\d{10,20}$/.test(text)) return { kind: 'roomId', id: text };
  const document = parseDocumentId(text);
  if (document) return { kind: 'documentId', ...document };
  if (/^\+\d{7,15}$/.test(text))
    return { kind: 'participantId', participant: parseParticipantId(`4:${text}`) };
  const participant = parseParticipantId(text);
  if (participant.kind !== 'unknown') return { kind: 'participantId', participant };
  const subject = parseEventSubject(text);
  return subject && { kind: 'eventSubject', ...subject };
}

function explainEncoded(text: string): Identifier | undefined {
  const call = parseServerCallId(text);
  if (call) return { kind: 'serverCallId', ...call };
  const recording = parseRecordingId(text);
  if (recording) return { kind: 'recordingId', ...recording };
  const decoded = text.length < 8 ? undefined : decodeBase64(text);
  // Words and names are often base64 by chance; what they decode to is then no readable text.
  return decoded !== undefined && /^[\x20-\x7e\s]{6,}$/.test(decoded)
    ? { kind: 'base64', decoded: decoded.slice(0, maxDecoded) }
    : undefined;
}

function explainPath(text: string): Identifier | undefined {
  const address = /[/\\]|%2f/i.test(text) ? parseRecordingPath(text) : undefined;
  return address && { kind: 'recordingAddress', ...address };
}

function withoutQuery(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}
