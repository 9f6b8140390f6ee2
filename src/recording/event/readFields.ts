import { parseEventSubject } from './subject.ts';
import { channelTypes, contentTypes, mediaFormats } from '../formats.ts';
import { EventFields, isObject, noteOf, type JsonObject } from './fields.ts';
import { readLocation } from './location.ts';
import { placeholderIn } from './placeholder.ts';
import { chunkEndReasons, readEndReason, sessionEndReasons } from './reasons.ts';
import { trimEnd } from '../../base/base64.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type {
  EndReason,
  EventChunk,
  EventEnvelope,
  EventLocation,
  EventNote,
  JsonPath,
  OtherEvent,
  RecordingFileStatusUpdated,
  RecordingStateChanged,
  SubscriptionValidation,
} from './event.ts';

/** What is known of an event once its envelope is open; notes are added while its data is read. */
export interface OpenedEvent {
  readonly path: JsonPath;
  readonly envelope: EventEnvelope;
  readonly notes: EventNote[];
}

/** At four hours a chunk, half a year. */
const mostChunks = 1000;

/** Reads the data of RecordingFileStatusUpdated. */
export function readFileStatus(
  event: OpenedEvent,
  data: JsonObject,
  path: JsonPath,
): RecordingFileStatusUpdated {
  const { notes, envelope } = event;
  const fields = new EventFields(data, path, notes);
  const subject = envelope.subject === undefined ? undefined : parseEventSubject(envelope.subject);
  const subjectPath = [...event.path, 'subject'];
  if (!subject) notes.push(noteOf('oddSubject', subjectPath, envelope.subject));
  else if (placeholderIn(envelope.subject ?? ''))
    notes.push(noteOf('placeholder', subjectPath, envelope.subject));
  else if (subject.serverCallId === undefined || subject.recordingId === undefined) {
    notes.push(noteOf('oldSubject', subjectPath, envelope.subject));
  }
  const recordingId = identifier(fields, 'recordingId');
  if (
    recordingId !== undefined &&
    subject?.recordingId !== undefined &&
    differ(recordingId, subject.recordingId)
  ) {
    fields.note('recordingIdDiffers', 'recordingId', recordingId);
  }
  return {
    kind: 'recordingFileStatusUpdated',
    ...event,
    chunks: readChunks(fields, notes),
    ...withoutUndefined({
      subject,
      startTime: fields.time('recordingStartTime', 'required'),
      durationMs: fields.amount('recordingDurationMs', 'required'),
      contentType: fields.oneOf('recordingContentType', contentTypes),
      channelType: fields.oneOf('recordingChannelType', channelTypes),
      formatType: fields.oneOf('recordingFormatType', mediaFormats),
      sessionEndReason: readReason(fields, 'sessionEndReason', sessionEndReasons),
      recordingId,
      storageType: fields.text('storageType', 'optional'),
    }),
  };
}

/** IDs in base64 stand with and without padding. */
function differ(a: string, b: string): boolean {
  return trimEnd(a, '=') !== trimEnd(b, '=');
}

function identifier(fields: EventFields, name: string): string | undefined {
  const text = fields.text(name, 'optional');
  if (text === undefined || placeholderIn(text) === undefined) return text;
  fields.note('placeholder', name, text);
  return undefined;
}

function readReason(fields: EventFields, name: string, known: readonly string[]): EndReason | undefined {
  const raw = fields.text(name, 'required');
  if (raw === undefined) return undefined;
  const reason = readEndReason(raw, known);
  if (placeholderIn(raw) !== undefined) fields.note('placeholder', name, raw);
  else if (reason.known === undefined) fields.note('unknownReason', name, raw);
  return reason;
}

function readChunks(fields: EventFields, notes: EventNote[]): readonly EventChunk[] {
  const info = fields.any('recordingStorageInfo');
  const infoPath = fields.pathOf('recordingStorageInfo');
  if (!isObject(info)) {
    fields.note(info === undefined ? 'noChunks' : 'wrongType', 'recordingStorageInfo', info);
    return [];
  }
  const infoFields = new EventFields(info, infoPath, notes);
  const list = infoFields.any('recordingChunks');
  if (!Array.isArray(list) || list.length === 0) {
    infoFields.note('noChunks', 'recordingChunks', list);
    return [];
  }
  const listPath = infoFields.pathOf('recordingChunks');
  if (list.length > mostChunks) infoFields.note('tooManyChunks', 'recordingChunks', list.length);
  const chunks = (list as readonly unknown[]).slice(0, mostChunks).flatMap((item, at) => {
    if (isObject(item)) return [readChunk(new EventFields(item, [...listPath, at], notes))];
    notes.push(noteOf('notAnObject', [...listPath, at], item));
    return [];
  });
  noteIndexes(chunks, listPath, notes);
  return chunks.sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
}

function readChunk(fields: EventFields): EventChunk {
  const index = fields.amount('index', 'required');
  const whole = index !== undefined && Number.isSafeInteger(index);
  if (index !== undefined && !whole) fields.note('wrongType', 'index', index);
  return withoutUndefined({
    index: whole ? index : undefined,
    documentId: identifier(fields, 'documentId'),
    endReason: readReason(fields, 'endReason', chunkEndReasons),
    content: location(fields, 'contentLocation', 'required'),
    metadata: location(fields, 'metadataLocation', 'required'),
    delete: location(fields, 'deleteLocation', 'optional'),
  });
}

function location(
  fields: EventFields,
  name: string,
  required: 'required' | 'optional',
): EventLocation | undefined {
  const url = fields.text(name, required);
  if (url === undefined) return undefined;
  const found = readLocation(url);
  // The service never sends the URL of a file; the local service does, and it is followed.
  if (!found || found.kind === 'file') fields.note('notAUrl', name, url);
  else if (found.kind === 'placeholder') fields.note('placeholder', name, url);
  return found;
}

function noteIndexes(chunks: readonly EventChunk[], path: JsonPath, notes: EventNote[]): void {
  const indexes = chunks.flatMap(({ index }) => (index === undefined ? [] : [index]));
  const seen = new Set<number>();
  for (const index of indexes) {
    if (seen.has(index)) notes.push(noteOf('repeatedIndex', path, index));
    seen.add(index);
  }
  // Indexes run from 0; the first missing one is reported, and no other.
  const gap = [...seen.keys()].sort((a, b) => a - b).findIndex((index, position) => index !== position);
  if (gap >= 0) notes.push(noteOf('missingIndex', path, gap));
}

/** Reads the data of RecordingStateChanged. */
export function readStateChanged(
  event: OpenedEvent,
  data: JsonObject,
  path: JsonPath,
): RecordingStateChanged {
  const fields = new EventFields(data, path, event.notes);
  return {
    kind: 'recordingStateChanged',
    ...event,
    ...withoutUndefined({
      recordingId: fields.text('recordingId', 'required'),
      state: fields.oneOf('state', ['active', 'inactive']),
      startTime: fields.time('startDateTime', 'optional'),
      serverCallId: fields.text('serverCallId', 'optional'),
      callConnectionId: fields.text('callConnectionId', 'optional'),
      correlationId: fields.text('correlationId', 'optional'),
    }),
  };
}

/** Reads the data of the subscription validation event. */
export function readValidation(event: OpenedEvent, data: JsonObject, path: JsonPath): SubscriptionValidation {
  const fields = new EventFields(data, path, event.notes);
  return {
    kind: 'subscriptionValidation',
    ...event,
    ...withoutUndefined({
      validationCode: fields.text('validationCode', 'required'),
      validationUrl: fields.text('validationUrl', 'optional'),
    }),
  };
}

/** An event that is none of those above. */
export function readOther(event: OpenedEvent): OtherEvent {
  event.notes.push(noteOf('otherEventType', event.path, event.envelope.type));
  return { kind: 'other', ...event };
}
