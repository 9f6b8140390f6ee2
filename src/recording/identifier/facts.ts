import * as l10n from '@vscode/l10n';
import { fileName } from '../blobName.ts';
import type { Identifier } from './identifiers.ts';
import { participantKindText } from '../participant/text.ts';
import type { ServerCall } from './serverCallId.ts';

/** One thing that an ID decodes to, worth copying by itself. */
export interface IdentifierFact {
  readonly label: string;
  readonly value: string;
}

type Facts = readonly (IdentifierFact | undefined)[];

/** Everything that an identifier decodes to, with localised labels. */
export function identifierFacts(identifier: Identifier): readonly IdentifierFact[] {
  return allFacts(identifier).filter((fact) => fact !== undefined);
}

function allFacts(identifier: Identifier): Facts {
  switch (identifier.kind) {
    case 'empty':
    case 'secret':
    case 'json':
    case 'unknown':
      return [];
    case 'serverCallId':
    case 'conversationUrl':
      return serverCallFacts(identifier);
    case 'recordingId':
      return [
        fact(l10n.t('Recording ID'), identifier.recordingId),
        fact(l10n.t('Platform endpoint ID'), identifier.platformEndpointId),
        fact(l10n.t('Resource-specific ID'), identifier.resourceSpecificId),
      ];
    case 'guid':
      return [fact(l10n.t('GUID'), identifier.id)];
    case 'roomId':
      return [fact(l10n.t('Room ID'), identifier.id)];
    case 'documentId':
      return [
        fact(l10n.t('Document ID'), identifier.documentId),
        fact(l10n.t('Region'), identifier.region),
        fact(l10n.t('Deployment'), String(identifier.deployment)),
        fact(l10n.t('Unique part'), identifier.unique),
      ];
    case 'base64':
      return [fact(l10n.t('Decoded'), identifier.decoded)];
    case 'url':
      return [fact(l10n.t('URL'), identifier.url), cutFact(identifier.hadQuery)];
    default:
      return placeFacts(identifier);
  }
}

function placeFacts(
  identifier: Extract<
    Identifier,
    { kind: 'participantId' | 'eventSubject' | 'recordingAddress' | 'acsStorageUrl' }
  >,
): Facts {
  switch (identifier.kind) {
    case 'participantId': {
      const { participant } = identifier;
      return [
        fact(l10n.t('Kind'), participantKindText(participant.kind)),
        fact(l10n.t('Participant ID'), participant.rawId),
        fact(l10n.t('Phone number'), participant.phoneNumber),
        fact(l10n.t('Resource ID'), participant.resourceId),
        fact(l10n.t('Tenant ID'), participant.tenantId),
        fact(l10n.t('User ID'), participant.userId),
      ];
    }
    case 'eventSubject':
      return [
        fact(l10n.t('Call ID'), identifier.callId),
        fact(l10n.t('Server call ID'), identifier.serverCallId),
        fact(l10n.t('Recording ID'), identifier.recordingId),
      ];
    case 'acsStorageUrl':
      return [
        fact(l10n.t('URL'), identifier.url),
        fact(l10n.t('Document ID'), identifier.documentId),
        fact(l10n.t('Content'), identifier.content),
      ];
    case 'recordingAddress':
      return [
        fact(l10n.t('URL'), identifier.url),
        fact(l10n.t('Account'), identifier.account),
        fact(l10n.t('Container'), identifier.container),
        fact(l10n.t('Prefix'), identifier.prefix === '' ? undefined : identifier.prefix),
        fact(l10n.t('Date folder'), identifier.date),
        fact(l10n.t('Call ID'), identifier.callId),
        fact(l10n.t('Recording folder'), identifier.recordingFolder),
        fact(l10n.t('File'), identifier.blob && fileName(identifier.name)),
        fact(l10n.t('Chunk'), identifier.blob && String(identifier.blob.chunkIndex)),
        fact(l10n.t('Document ID'), identifier.blob?.documentId),
        cutFact(identifier.hadQuery),
      ];
  }
}

function serverCallFacts(call: ServerCall): Facts {
  return [
    fact(l10n.t('Server call ID'), call.serverCallId),
    fact(l10n.t('URL'), call.url),
    fact(l10n.t('Host'), call.conversationHost),
    fact(l10n.t('Region'), call.region),
    fact(l10n.t('Conversation'), call.conversation),
    fact(l10n.t('Conversation, bytes'), call.conversationHex),
    fact(l10n.t('Parameter {0}', 'i'), call.instance),
    fact(l10n.t('Parameter {0}', 'e'), call.ticks),
    fact(l10n.t('Parameter {0}, read as .NET ticks', 'e'), call.ticksTime),
  ];
}

function cutFact(hadQuery: boolean): IdentifierFact | undefined {
  return fact(l10n.t('Query'), hadQuery ? l10n.t('Left out, because it may contain a SAS token') : undefined);
}

function fact(label: string, value: string | undefined): IdentifierFact | undefined {
  return value === undefined ? undefined : { label, value };
}
