import { readEnvelope } from './envelope.ts';
import { isObject, noteOf } from './fields.ts';
import { readFileStatus, readOther, readStateChanged, readValidation } from './readFields.ts';
import { unwrapJson } from './recordingEventText.ts';
import {
  fileStatusType,
  stateChangedType,
  validationType,
  type CommunicationEvent,
  type EventDocument,
  type EventNote,
  type JsonPath,
} from './event.ts';

/** A delivery holds 5,000 events at most; more than that is no document that someone reads. */
const mostEvents = 5000;

/**
 * Reads events from a text in any form they are found in: one event or an array, either schema, base64 from a
 * queue, a byte order mark before it. Never throws; what is odd stands in the notes.
 */
export function parseEventText(text: string): EventDocument {
  const unwrapped = unwrapJson(text);
  if (!unwrapped) return { events: [], notes: [noteOf('notJson', [])], json: undefined };
  const { events, notes } = readEvents(unwrapped.json);
  return {
    events,
    notes: [...(unwrapped.wasBase64 ? [noteOf('wasBase64', [])] : []), ...notes],
    json: unwrapped.json,
  };
}

/** Reads events from parsed JSON. */
export function readEvents(json: unknown): EventDocument {
  const notes: EventNote[] = [];
  const items: readonly unknown[] = Array.isArray(json) ? json : [json];
  if (items.length === 0) notes.push(noteOf('noEvent', []));
  if (items.length > mostEvents) notes.push(noteOf('tooManyEvents', [], items.length));
  const events = items.slice(0, mostEvents).flatMap((item, index) => {
    const path: JsonPath = Array.isArray(json) ? [index] : [];
    if (!isObject(item)) notes.push(noteOf('notAnObject', path, item));
    return isObject(item) ? [readEvent(item, path)] : [];
  });
  return { events, notes, json };
}

function readEvent(object: Readonly<Record<string, unknown>>, path: JsonPath): CommunicationEvent {
  const notes: EventNote[] = [];
  const { envelope, data, dataPath } = readEnvelope(object, path, notes);
  const parts = { path, envelope, notes };
  const is = (type: string): boolean => envelope.type.toLowerCase() === type.toLowerCase();
  if (isObject(data)) {
    if (is(fileStatusType) || (envelope.type === '' && 'recordingStorageInfo' in data)) {
      return readFileStatus(parts, data, dataPath);
    }
    if (is(stateChangedType)) return readStateChanged(parts, data, dataPath);
    if (is(validationType)) return readValidation(parts, data, dataPath);
  } else if (is(fileStatusType)) {
    return readFileStatus(parts, {}, dataPath);
  }
  return readOther(parts);
}
