import {
  channelTypes,
  contentTypes,
  knownWord,
  legalFormats,
  mediaFormats,
} from '../../recording/formats.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { isLoopback } from '../../base/loopback.ts';
import type { CallLocator } from './calls.ts';
import { type Destination, readDestination } from '../files/destination.ts';
import type { FormatChoice } from '../files/layout.ts';
import { invalidRequest } from './errors.ts';

/** What a start asks for, read and checked. */
export interface StartRequest {
  readonly call: CallLocator;
  readonly format: FormatChoice;
  readonly isPaused: boolean;
  readonly callbackUrl?: string;
  /** Absent for built-in storage. */
  readonly destination?: Destination;
  /** Raw IDs in the order of their channels; only where channels are not mixed. */
  readonly channelOrder: readonly string[];
  readonly channelOf: ReadonlyMap<string, number>;
}

/** An unmixed recording has channels 0 to 4. */
export const mostChannels = 5;

/** Longer than any ID or address of the service. */
const longestText = 4096;
/** More people than a call can have. */
const mostListed = 1000;

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads the body of a start.
 * @param allowHttpCallback whether an HTTP address of this machine may get callbacks, which else are HTTPS only
 * @throws ServiceError with code 8523 that says what is wrong
 */
export function readStartRequest(body: unknown, allowHttpCallback: boolean): StartRequest {
  const json = objectIn({ body }, 'body') ?? {};
  const format = readFormat(json);
  const callbackUrl = readCallback(textIn(json, 'recordingStateCallbackUri'), allowHttpCallback);
  const destination = readStorage(objectIn(json, 'externalStorage'));
  const channelOrder = readList(json, 'audioChannelParticipantOrdering').map((each) => rawId(each));
  const channelOf = readAffinity(readList(json, 'channelAffinity'));
  if (format.channel === 'mixed' && channelOrder.length + channelOf.size > 0) {
    throw invalidRequest('channels can be assigned in unmixed recordings only.');
  }
  return {
    call: readLocator(json),
    format,
    isPaused: flagIn(json, 'pauseOnStart'),
    ...withoutUndefined({ callbackUrl, destination }),
    channelOrder,
    channelOf,
  };
}

function readLocator(json: Json): CallLocator {
  const locator = objectIn(json, 'callLocator');
  const callConnectionId = textIn(json, 'callConnectionId');
  if ((locator === undefined) === (callConnectionId === undefined)) {
    throw invalidRequest('exactly one of callLocator and callConnectionId is needed.');
  }
  if (callConnectionId !== undefined) return { kind: 'callConnectionId', id: callConnectionId };
  const kinds = {
    serverCallLocator: 'serverCallId',
    groupCallLocator: 'groupCallId',
    roomCallLocator: 'roomId',
  } as const;
  const kind = Object.entries(kinds).find(([name]) => name === locator?.['kind'])?.[1];
  const id = kind && locator && textIn(locator, kind);
  if (kind === undefined || id === undefined) throw invalidRequest('the callLocator is invalid.');
  return { kind, id };
}

/** What is left out is filled in: the first legal combination that agrees with what was said. */
function readFormat(json: Json): FormatChoice {
  const content = readWord(json, 'recordingContentType', contentTypes);
  const channel = readWord(json, 'recordingChannelType', channelTypes);
  const format = readWord(json, 'recordingFormatType', mediaFormats);
  const legal = legalFormats.find(
    (each) =>
      (content ?? each.content) === each.content &&
      (channel ?? each.channel) === each.channel &&
      (format ?? each.format) === each.format,
  );
  if (!legal) throw invalidRequest('this combination of content, channel and format type is not supported.');
  return { content: legal.content, channel: legal.channel, format: legal.format };
}

function readWord<T extends string>(json: Json, key: string, words: readonly T[]): T | undefined {
  const text = textIn(json, key);
  if (text === undefined) return undefined;
  const word = knownWord(words, text);
  if (word === undefined) throw invalidRequest(`the field ${key} is invalid.`);
  return word;
}

function readCallback(text: string | undefined, allowHttp: boolean): string | undefined {
  if (text === undefined) return undefined;
  const url = URL.parse(text);
  const isAllowed =
    url?.protocol === 'https:' || (allowHttp && url?.protocol === 'http:' && isLoopback(url.href));
  if (!isAllowed) throw invalidRequest('The field CallbackUri is invalid.');
  return text;
}

/** A SAS in the container's address is refused: the service signs in with its own identity. */
function readStorage(storage: Json | undefined): Destination | undefined {
  const kind = storage && textIn(storage, 'recordingStorageKind');
  if (storage === undefined || kind === 'azureCommunicationServices') return undefined;
  const destination = readDestination(textIn(storage, 'recordingDestinationContainerUrl') ?? '');
  if (kind !== 'azureBlobStorage' || !destination) {
    throw invalidRequest('externalStorage needs the URL of a container, without a signature.');
  }
  return destination;
}

function readAffinity(list: readonly unknown[]): ReadonlyMap<string, number> {
  const channelOf = new Map<string, number>();
  for (const each of list) {
    const { participant, channel } = Object(each) as Json;
    if (!Number.isInteger(channel) || Number(channel) < 0 || Number(channel) >= mostChannels) {
      throw invalidRequest(`channelAffinity needs channels from 0 to ${mostChannels - 1}.`);
    }
    if ([...channelOf.values()].includes(Number(channel))) {
      throw invalidRequest('channelAffinity names a channel twice.');
    }
    channelOf.set(rawId(participant), Number(channel));
  }
  return channelOf;
}

function rawId(identifier: unknown): string {
  const json = Object(identifier) as Json;
  const user = objectIn(json, 'communicationUser');
  const phone = objectIn(json, 'phoneNumber');
  const number = phone && textIn(phone, 'value');
  const id = textIn(json, 'rawId') ?? (user && textIn(user, 'id')) ?? (number && `4:${number}`);
  if (id === undefined) throw invalidRequest('a participant lacks its rawId.');
  return id;
}

function readList(json: Json, key: string): readonly unknown[] {
  const list = json[key] ?? [];
  if (!Array.isArray(list) || list.length > mostListed) throw invalidRequest(`the field ${key} is invalid.`);
  return list;
}

function textIn(json: Json, key: string): string | undefined {
  const value = json[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string' || value === '' || value.length > longestText) {
    throw invalidRequest(`the field ${key} is invalid.`);
  }
  return value;
}

function flagIn(json: Json, key: string): boolean {
  const value = json[key] ?? false;
  if (typeof value !== 'boolean') throw invalidRequest(`the field ${key} is invalid.`);
  return value;
}

function objectIn(json: Json, key: string): Json | undefined {
  const value = json[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) throw invalidRequest(`the field ${key} is invalid.`);
  return value as Json;
}
