import type { EventLayer } from './layers/layer.ts';
import type { EventSubject } from './subject.ts';
import type { ChannelType, ContentType, MediaFormat } from '../formats.ts';

/** The two envelopes that Event Grid delivers. */
export type EventSchema = 'eventGrid' | 'cloudEvents';

export const fileStatusType = 'Microsoft.Communication.RecordingFileStatusUpdated';
export const stateChangedType = 'Microsoft.Communication.RecordingStateChanged';
export const startFailedType = 'Microsoft.Communication.StartRecordingFailed';
export const validationType = 'Microsoft.EventGrid.SubscriptionValidationEvent';

/**
 * An event as JSON in the Event Grid schema.
 * @see https://learn.microsoft.com/azure/event-grid/event-schema
 */
export interface EventGridEvent {
  readonly id: string;
  readonly topic: string;
  readonly subject: string;
  readonly data: object;
  readonly eventType: string;
  readonly dataVersion: string;
  readonly metadataVersion: string;
  readonly eventTime: string;
}

/**
 * An event as JSON in the CloudEvents schema.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 */
export interface CloudEvent {
  readonly id: string;
  readonly source: string;
  readonly subject?: string;
  readonly type: string;
  readonly time?: string;
  readonly specversion: '1.0';
  readonly datacontenttype?: string;
  readonly data: object;
}

/** An event as it goes over the wire. */
export type WireEvent = EventGridEvent | CloudEvent;

/** `recordingChunks[]` of the payload, as sent. */
export interface RecordingChunkData {
  readonly documentId: string;
  readonly index: number;
  readonly endReason: string;
  readonly contentLocation: string;
  readonly metadataLocation: string;
  readonly deleteLocation?: string;
}

/**
 * `data` of RecordingFileStatusUpdated, as sent; the same in both schemas.
 * @see https://learn.microsoft.com/azure/event-grid/communication-services-voice-video-events
 */
export interface RecordingFileStatusData {
  readonly recordingStorageInfo: { readonly recordingChunks: readonly RecordingChunkData[] };
  /** ISO 8601. */
  readonly recordingStartTime: string;
  readonly recordingDurationMs: number;
  readonly recordingContentType?: string;
  readonly recordingChannelType?: string;
  readonly recordingFormatType?: string;
  readonly sessionEndReason: string;
  readonly recordingId?: string;
  readonly storageType?: string;
}

/** Where something is in a JSON document: property names and array indexes from the root. */
export type JsonPath = readonly (string | number)[];

/** What a reader of the event should know about one place in it. */
export interface EventNote {
  readonly code: EventNoteCode;
  readonly path: JsonPath;
  /** The odd value, cut to a length that can be shown. */
  readonly value?: string;
}

export type EventNoteCode =
  | 'notJson'
  | 'noEvent'
  | 'tooManyEvents'
  | EventLayer
  | 'dataWasText'
  | 'dataWasBase64'
  | 'notAnObject'
  | 'unknownEnvelope'
  | 'mixedEnvelope'
  | 'otherEventType'
  | 'wrongCase'
  | 'missing'
  | 'wrongType'
  | 'notATime'
  | 'noTimeZone'
  | 'tooLong'
  | 'notADuration'
  | 'numberAsText'
  | 'oddSubject'
  | 'oldSubject'
  | 'noChunks'
  | 'tooManyChunks'
  | 'repeatedIndex'
  | 'missingIndex'
  | 'notAUrl'
  | 'unknownReason'
  | 'unknownValue'
  | 'recordingIdDiffers'
  | 'placeholder';

/** What the two envelopes have in common. */
export interface EventEnvelope {
  readonly schema: EventSchema;
  readonly id?: string;
  readonly type: string;
  /** Resource ID of the ACS resource: `topic` or `source`. */
  readonly topic?: string;
  readonly subject?: string;
  readonly time?: Date;
}

/**
 * Where a link of a chunk leads: your blob, a file on this computer (from the local service only), storage of ACS
 * (24 hours), a place still to be filled in, or elsewhere.
 */
export type LocationKind = 'blob' | 'file' | 'acsStorage' | 'placeholder' | 'other';

export interface EventLocation {
  readonly url: string;
  readonly kind: LocationKind;
}

/** An end reason: `known` is the REST API's spelling where it is a documented one. */
export interface EndReason {
  readonly raw: string;
  readonly known?: string;
}

export interface EventChunk {
  /** Position of the chunk in the recording, from 0. */
  readonly index?: number;
  readonly documentId?: string;
  readonly endReason?: EndReason;
  readonly content?: EventLocation;
  readonly metadata?: EventLocation;
  readonly delete?: EventLocation;
}

interface ParsedEvent {
  /** Where the event is in its document: empty, or its index in the array. */
  readonly path: JsonPath;
  readonly envelope: EventEnvelope;
  readonly notes: readonly EventNote[];
}

export interface RecordingFileStatusUpdated extends ParsedEvent {
  readonly kind: 'recordingFileStatusUpdated';
  readonly subject?: EventSubject;
  /** In order of index. */
  readonly chunks: readonly EventChunk[];
  readonly startTime?: Date;
  readonly durationMs?: number;
  readonly contentType?: ContentType;
  readonly channelType?: ChannelType;
  readonly formatType?: MediaFormat;
  readonly sessionEndReason?: EndReason;
  readonly recordingId?: string;
  readonly storageType?: string;
}

/** The callback of Call Automation; Event Grid never sends it. */
export interface RecordingStateChanged extends ParsedEvent {
  readonly kind: 'recordingStateChanged';
  readonly recordingId?: string;
  readonly state?: string;
  readonly startTime?: Date;
  readonly serverCallId?: string;
  readonly callConnectionId?: string;
  readonly correlationId?: string;
}

export interface SubscriptionValidation extends ParsedEvent {
  readonly kind: 'subscriptionValidation';
  readonly validationCode?: string;
  readonly validationUrl?: string;
}

/** An event of another type, or an object that is hardly one. */
export interface OtherEvent extends ParsedEvent {
  readonly kind: 'other';
}

export type CommunicationEvent =
  RecordingFileStatusUpdated | RecordingStateChanged | SubscriptionValidation | OtherEvent;

/** The call that an event is about: its folder in your own storage. */
export function callIdOf(event: CommunicationEvent | undefined): string | undefined {
  switch (event?.kind) {
    case 'recordingFileStatusUpdated':
      return event.subject?.callId;
    case 'recordingStateChanged':
      return event.correlationId;
    default:
      return undefined;
  }
}

/** A document with events: a single one, an array, or a message of a queue. */
export interface EventDocument {
  readonly events: readonly CommunicationEvent[];
  /** The events as JSON, in the same order. */
  readonly objects: readonly Readonly<Record<string, unknown>>[];
  /** About the document as a whole. */
  readonly notes: readonly EventNote[];
  /** What was read, fit to be pretty-printed; undefined when it was no JSON. */
  readonly json: unknown;
}
