import type { CallIdKind } from '../../../src/calling/start/request.ts';
import type { SnippetRequest } from '../../../src/snippets/request.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a start says, without the differences of spelling that SDKs have. */
export interface Start {
  readonly call: string;
  readonly format: string;
  readonly container?: string;
  readonly isPaused: boolean;
  readonly callback?: string;
  readonly order: readonly string[];
  readonly affinity: readonly string[];
}

/** What the service received. */
export function receivedStart(body: Json): Start {
  const locator = object(body['callLocator']);
  const kinds: readonly CallIdKind[] = ['serverCallId', 'groupCallId', 'roomId'];
  const kind = kinds.find((each) => typeof locator[each] === 'string') ?? 'callConnectionId';
  const storage = object(body['externalStorage']);
  const isOwn = storage['recordingStorageKind'] === 'azureBlobStorage';
  const callback = body['recordingStateCallbackUri'];
  return {
    call: `${kind} ${text(locator[kind] ?? body['callConnectionId'])}`,
    format: ['recordingContentType', 'recordingChannelType', 'recordingFormatType']
      .map((name) => text(body[name]))
      .join(' '),
    ...(isOwn && { container: text(storage['recordingDestinationContainerUrl']) }),
    isPaused: body['pauseOnStart'] === true,
    ...(typeof callback === 'string' && { callback }),
    order: list(body['audioChannelParticipantOrdering']).map(rawId),
    affinity: list(body['channelAffinity']).map(
      (each) => `${text(each['channel'])} ${rawId(object(each['participant']))}`,
    ),
  };
}

/** What it should have received. */
export function wantedStart(request: SnippetRequest): Start {
  const { call, content, channel, format, destination, pauseOnStart, callbackUrl } = request;
  return {
    call: `${call.kind} ${call.id ?? ''}`,
    format: `${content} ${channel} ${format}`,
    ...(destination.kind === 'container' && { container: destination.url }),
    isPaused: pauseOnStart,
    ...(callbackUrl !== undefined && { callback: callbackUrl }),
    order: request.channelOrder,
    affinity: request.channelAffinity.map((each) => `${each.channel} ${each.participantId}`),
  };
}

function rawId(identifier: Json): string {
  const user = object(identifier['communicationUser'])['id'];
  const phone = object(identifier['phoneNumber'])['value'];
  return text(identifier['rawId'] ?? user ?? (typeof phone === 'string' ? `4:${phone}` : undefined));
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function list(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.map(object) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
