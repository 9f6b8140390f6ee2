import { readEnvelope } from './envelope.ts';
import { isObject, noteOf } from './fields.ts';
import { readFileStatus, readOther, readStateChanged, readValidation } from './readFields.ts';
import { isEvent, openLayers } from './layers/layers.ts';
import { jsonInText } from './layers/text.ts';
import {
  fileStatusType,
  stateChangedType,
  validationType,
  type CommunicationEvent,
  type EventDocument,
  type EventNote,
} from './event.ts';

/** A delivery holds 5,000 events at most; more than that is no document that someone reads. */
const mostEvents = 5000;

/**
 * Reads events from a text in any form they are found in: one or many, either schema, inside any wrapping. Never
 * throws; the notes list what is odd and what was around the events. `json` is what was read without that.
 */
export function parseEventText(text: string): EventDocument {
  const found = jsonInText(text);
  if (!found) return { events: [], objects: [], notes: [noteOf('notJson', [])], json: undefined };
  const [first, ...more] = found.values;
  const json: unknown = more.length === 0 ? first : found.values;
  const opened = openLayers(json);
  const layers = [...new Set([...found.layers, ...opened.layers])];
  if (layers.length === 0) return readEvents(json);
  const values = opened.items
    .map(({ value }) => value)
    .filter((value) => !found.areGuesses || isEvent(value));
  if (values.length === 0)
    return { events: [], objects: [], notes: [noteOf('notJson', [])], json: undefined };
  const inner: unknown = values.length === 1 && !Array.isArray(json) ? values[0] : values;
  const read = readEvents(inner);
  return { ...read, notes: [...layers.map((layer) => noteOf(layer, [])), ...read.notes] };
}

/** Reads events from parsed JSON, inside any wrapping. Paths lead from the root of the JSON. */
export function readEvents(json: unknown): EventDocument {
  const { items, layers } = openLayers(json);
  const notes: EventNote[] = layers.map((layer) => noteOf(layer, []));
  if (items.length === 0) notes.push(noteOf('noEvent', []));
  if (items.length > mostEvents) notes.push(noteOf('tooManyEvents', [], items.length));
  const read = items.slice(0, mostEvents).flatMap(({ value, path }) => {
    if (!isObject(value)) notes.push(noteOf('notAnObject', path, value));
    return isObject(value) ? [{ event: readEvent(value, path), object: value }] : [];
  });
  return { events: read.map(({ event }) => event), objects: read.map(({ object }) => object), notes, json };
}

function readEvent(object: Readonly<Record<string, unknown>>, path: EventNote['path']): CommunicationEvent {
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
