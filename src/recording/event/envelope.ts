import { eventData } from './data.ts';
import { EventFields, isObject, noteOf, type JsonObject } from './fields.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type {
  CloudEvent,
  EventEnvelope,
  EventGridEvent,
  EventNote,
  EventSchema,
  JsonPath,
  WireEvent,
} from './event.ts';

/** An envelope taken apart. */
export interface OpenedEnvelope {
  readonly envelope: EventEnvelope;
  /** An object where all is well. */
  readonly data: unknown;
  readonly dataPath: JsonPath;
}

/** Tells the schema of an event by the properties it has; undefined when it has those of neither. */
function schemaOf(event: JsonObject): EventSchema | undefined {
  const names = new Set(Object.keys(event).map((name) => name.toLowerCase()));
  const counts = (...marks: string[]): number => marks.filter((mark) => names.has(mark)).length;
  const eventGrid = counts('eventtype', 'eventtime', 'topic', 'dataversion', 'metadataversion');
  const cloudEvents = counts('specversion', 'type', 'source', 'time', 'datacontenttype');
  if (eventGrid === 0 && cloudEvents === 0) return undefined;
  return cloudEvents > eventGrid ? 'cloudEvents' : 'eventGrid';
}

/** Reads the envelope of one event, and notes what is odd about it. */
export function readEnvelope(event: JsonObject, path: JsonPath, notes: EventNote[]): OpenedEnvelope {
  const known = schemaOf(event);
  if (known === undefined) notes.push(noteOf('unknownEnvelope', path));
  const schema = known ?? 'eventGrid';
  const fields = new EventFields(event, path, notes);
  const required = known === undefined ? 'optional' : 'required';
  const cloud = schema === 'cloudEvents';
  if (cloud) checkVersion(fields, 'specversion', '1.0');
  else if (known !== undefined) checkVersion(fields, 'metadataVersion', '1');
  if (Object.hasOwn(event, 'specversion') && Object.hasOwn(event, 'eventType')) {
    notes.push(noteOf('mixedEnvelope', path));
  }
  const id = fields.text('id', required);
  const topic = fields.text(cloud ? 'source' : 'topic', cloud ? required : 'optional');
  const subject = fields.text('subject', 'optional');
  const time = fields.time(cloud ? 'time' : 'eventTime', cloud ? 'optional' : required);
  const { data, name, wasText } = eventData(event);
  const dataPath = [...path, name];
  if (name.toLowerCase() === 'data') fields.any('data');
  if (data === undefined) notes.push(noteOf('missing', path, 'data'));
  else if (!isObject(data)) notes.push(noteOf('wrongType', dataPath, data));
  else if (wasText) notes.push(noteOf(wasText, dataPath));
  return {
    envelope: withoutUndefined({
      schema,
      type: fields.text(cloud ? 'type' : 'eventType', required) ?? '',
      id,
      topic,
      subject,
      time,
    }),
    data,
    dataPath,
  };
}

function checkVersion(fields: EventFields, name: string, expected: string): void {
  const version = fields.text(name, 'required');
  if (version !== undefined && version !== expected) fields.note('unknownValue', name, version);
}

/** What both envelopes carry. */
export interface EnvelopeParts {
  readonly id: string;
  readonly topic: string;
  readonly subject: string;
  readonly type: string;
  /** ISO 8601. */
  readonly time: string;
  readonly data: object;
}

/** Puts an event into the envelope of a schema, properties in the order of the documentation. */
export function wrapEvent(parts: EnvelopeParts, schema: EventSchema): WireEvent {
  return schema === 'eventGrid' ? eventGridEvent(parts) : cloudEvent(parts);
}

function eventGridEvent({ id, topic, subject, type, time, data }: EnvelopeParts): EventGridEvent {
  return {
    id,
    topic,
    subject,
    data,
    eventType: type,
    dataVersion: '1.0',
    metadataVersion: '1',
    eventTime: time,
  };
}

function cloudEvent({ id, topic, subject, type, time, data }: EnvelopeParts): CloudEvent {
  return { id, source: topic, subject, data, type, time, specversion: '1.0' };
}

/**
 * Moves an event into the other envelope; its data is the same in both. An event in that schema already, and
 * properties that both know, stay as they are. Extension attributes of CloudEvents are dropped.
 */
export function convertEvent(event: JsonObject, schema: EventSchema): JsonObject {
  if (schemaOf(event) === schema) return event;
  const text = (...names: string[]): string => {
    const value = names.map((name) => event[name]).find((found) => typeof found === 'string');
    return typeof value === 'string' ? value : '';
  };
  const { data } = eventData(event);
  return {
    ...wrapEvent(
      {
        id: text('id'),
        topic: text('topic', 'source'),
        subject: text('subject'),
        type: text('eventType', 'type'),
        time: text('eventTime', 'time'),
        data: isObject(data) ? data : {},
      },
      schema,
    ),
  };
}
