import { isObject, type JsonObject } from './fields.ts';
import { jsonInText } from './layers/text.ts';

/** What an event carries. */
export interface EventData {
  /** An object where all is well. */
  readonly data: unknown;
  /** The property that contains it, as spelled there. */
  readonly name: string;
  /** How it was written, where not as JSON. */
  readonly wasText?: 'dataWasText' | 'dataWasBase64';
}

/**
 * The data of an event: JSON as it is, JSON in a text, or base64 in `data_base64` of CloudEvents.
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md#31-handling-of-data
 */
export function eventData(event: JsonObject): EventData {
  const name = spelling(event, 'data') ?? 'data';
  const base64Name = spelling(event, 'data_base64');
  const data = event[name];
  if ((data === undefined || data === null) && base64Name !== undefined) {
    const found = object(event[base64Name]);
    return { data: found ?? event[base64Name], name: base64Name, wasText: 'dataWasBase64' };
  }
  const found = typeof data === 'string' ? object(data) : undefined;
  return found ? { data: found, name, wasText: 'dataWasText' } : { data, name };
}

function object(text: unknown): JsonObject | undefined {
  const [value] = (typeof text === 'string' ? jsonInText(text)?.values : undefined) ?? [];
  return isObject(value) ? value : undefined;
}

function spelling(event: JsonObject, name: string): string | undefined {
  if (Object.hasOwn(event, name)) return name;
  return Object.keys(event).find((key) => key.toLowerCase() === name);
}
