import type { JsonPath } from '../event.ts';
import { isObject, type JsonObject } from '../fields.ts';
import { binaryModeEvent } from './binaryMode.ts';
import type { EventLayer } from './layer.ts';
import { jsonInText } from './text.ts';

/** An event, or what is where one was expected. */
export interface FoundItem {
  readonly value: unknown;
  /** From the root of the document as far as that is JSON, then into what it held. */
  readonly path: JsonPath;
}

/** What was in a document: events, or what stood where they were expected. */
export interface OpenedLayers {
  readonly items: readonly FoundItem[];
  /** What was around them, each once. */
  readonly layers: readonly EventLayer[];
}

const deepest = 12;
const mostVisited = 10_000;
/** All texts that are opened, one inside the other, in UTF-16 units: a delivery has no more than that at all. */
const mostOpened = 1024 * 1024;
/** A shorter text holds no event. */
const shortestEvent = 30;

/** True for an object that can be nothing but an event, even if parts are missing. */
export function isEvent(value: unknown): value is JsonObject {
  if (!isObject(value)) return false;
  const names = new Set(Object.keys(value).map((name) => name.toLowerCase()));
  return (
    names.has('eventtype') ||
    names.has('specversion') ||
    (names.has('type') && names.has('source')) ||
    (names.has('data') && isObject(value['data']) && 'recordingStorageInfo' in value['data'])
  );
}

/**
 * Opens all that is around events: arrays, pull delivery, queue messages, properties of other objects, texts that hold
 * JSON in any form. Where no event is inside, the value itself, or each element of the array, counts as one.
 */
export function openLayers(json: unknown): OpenedLayers {
  const search = new Search();
  search.open(json, [], false);
  if (search.items.length > 0) return { items: search.items, layers: [...new Set(search.layers)] };
  const items = Array.isArray(json)
    ? (json as readonly unknown[]).map((value, index) => ({ value, path: [index] }))
    : [{ value: json, path: [] }];
  return { items, layers: [] };
}

class Search {
  readonly items: FoundItem[] = [];
  readonly layers: EventLayer[] = [];
  #visited = 0;
  #opened = 0;

  /** @param isWrapped true below a wrapper: only events are items there */
  open(value: unknown, path: JsonPath, isWrapped: boolean): boolean {
    if (isEvent(value)) {
      this.items.push({ value, path });
      return true;
    }
    if (++this.#visited > mostVisited || path.length > deepest) return false;
    if (typeof value === 'string') return this.#openText(value, path);
    if (Array.isArray(value)) return this.#openArray(value, path, isWrapped);
    return isObject(value) && this.#openObject(value, path);
  }

  #openArray(values: readonly unknown[], path: JsonPath, isWrapped: boolean): boolean {
    const before = this.items.length;
    const missed: FoundItem[] = [];
    for (const [index, value] of values.entries()) {
      const itemPath = [...path, index];
      if (!this.open(value, itemPath, isWrapped)) missed.push({ value, path: itemPath });
    }
    const isFound = this.items.length > before;
    // Beside events, what is none is an odd event.
    if (isFound && !isWrapped && path.length === 0) {
      this.items.push(...missed);
      this.items.sort((a, b) => Number(a.path[0]) - Number(b.path[0]));
    }
    return isFound;
  }

  #openObject(value: JsonObject, path: JsonPath): boolean {
    const [headers, body] = [value['headers'], value['body']];
    const event = isObject(headers) ? binaryModeEvent(headers, opened(body)) : undefined;
    if (event) {
      this.items.push({ value: event, path: [...path, 'body'] });
      this.layers.push('wasHttp');
      return true;
    }
    const names = Object.keys(value);
    const has = names.filter((name) => this.open(value[name], [...path, name], true));
    if (has.length === 0) return false;
    this.layers.push(layerOf(names));
    return true;
  }

  #openText(text: string, path: JsonPath): boolean {
    this.#opened += text.length;
    const isTried = text.length >= shortestEvent && this.#opened <= mostOpened;
    const found = isTried ? jsonInText(text) : undefined;
    if (!found) return false;
    const before = this.items.length;
    for (const value of found.values) this.open(value, path, true);
    if (this.items.length === before) return false;
    this.layers.push(...(found.layers.length === 0 ? (['wasJsonText'] as const) : found.layers));
    return true;
  }
}

/** What kind of wrapper an object is, by the properties that it has. */
function layerOf(names: readonly string[]): EventLayer {
  const lower = new Set(names.map((name) => name.toLowerCase().replaceAll('_', '')));
  if (lower.has('brokerproperties')) return 'wasPullDelivery';
  if (lower.has('messagetext') || lower.has('dequeuecount') || lower.has('popreceipt'))
    return 'wasQueueMessage';
  if (lower.has('headers') && lower.has('body')) return 'wasHttp';
  return 'wasProperty';
}

/** The JSON that a text is, or the value as it is. */
function opened(value: unknown): unknown {
  return typeof value === 'string' ? (jsonInText(value)?.values[0] ?? value) : value;
}
