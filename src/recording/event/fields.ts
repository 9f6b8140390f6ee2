import { readIsoTime } from '../../base/time/iso.ts';
import type { EventNote, EventNoteCode, JsonPath } from './event.ts';

const longestValueShown = 100;

/** In UTF-16 units: no ID, URL or time is longer. */
const longestField = 4096;

/** A JSON object with any properties. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A note, with the odd value cut short. */
export function noteOf(code: EventNoteCode, path: JsonPath, value?: unknown): EventNote {
  if (value === undefined) return { code, path };
  const text = typeof value === 'string' ? value : (JSON.stringify(value) as string | undefined);
  if (text === undefined) return { code, path };
  return {
    code,
    path,
    value: text.length > longestValueShown ? `${text.slice(0, longestValueShown)}…` : text,
  };
}

/** Reads the properties of one object of an event and notes what is odd about them. */
export class EventFields {
  readonly #object: JsonObject;
  readonly #path: JsonPath;
  readonly #notes: EventNote[];

  constructor(object: JsonObject, path: JsonPath, notes: EventNote[]) {
    this.#object = object;
    this.#path = path;
    this.#notes = notes;
  }

  /** The path of a property as it is spelled in the document. */
  pathOf(name: string): JsonPath {
    return [...this.#path, this.#spelling(name) ?? name];
  }

  note(code: EventNoteCode, name: string, value?: unknown): void {
    this.#notes.push(noteOf(code, this.pathOf(name), value));
  }

  /** A property as it is; a name in the wrong case is taken and noted. */
  any(name: string): unknown {
    const spelled = this.#spelling(name);
    if (spelled === undefined) return undefined;
    if (spelled !== name) this.note('wrongCase', name, spelled);
    return this.#object[spelled];
  }

  /** A text; an empty one is as good as none. */
  text(name: string, required: 'required' | 'optional'): string | undefined {
    const value = this.any(name);
    if (value === undefined || value === null || value === '') {
      if (required === 'required') this.#notes.push(noteOf('missing', [...this.#path], name));
      return undefined;
    }
    if (typeof value !== 'string') {
      this.note('wrongType', name, value);
      return undefined;
    }
    if (value.length > longestField) {
      this.note('tooLong', name);
      return undefined;
    }
    return value;
  }

  /** A number that is not negative; one written as text is taken and noted. */
  amount(name: string, required: 'required' | 'optional'): number | undefined {
    const value = this.any(name);
    if (value === undefined || value === null) {
      if (required === 'required') this.#notes.push(noteOf('missing', [...this.#path], name));
      return undefined;
    }
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number) || number < 0) {
      this.note(typeof value === 'number' ? 'notADuration' : 'wrongType', name, value);
      return undefined;
    }
    if (typeof value === 'string') this.note('numberAsText', name, value);
    return number;
  }

  /** A time in ISO 8601; one without a zone is taken as UTC and noted. */
  time(name: string, required: 'required' | 'optional'): Date | undefined {
    const text = this.text(name, required);
    if (text === undefined) return undefined;
    const time = readIsoTime(text);
    if (!time) this.note('notATime', name, text);
    else if (!time.hasZone) this.note('noTimeZone', name, text);
    return time && new Date(time.ms);
  }

  /** One of a few words in any case, in the spelling of the list. */
  oneOf<T extends string>(name: string, words: readonly T[]): T | undefined {
    const text = this.text(name, 'optional');
    if (text === undefined) return undefined;
    const word = words.find((known) => known.toLowerCase() === text.toLowerCase());
    if (word === undefined) this.note('unknownValue', name, text);
    return word;
  }

  #spelling(name: string): string | undefined {
    if (Object.hasOwn(this.#object, name)) return name;
    const lower = name.toLowerCase();
    return Object.keys(this.#object).find((key) => key.toLowerCase() === lower);
  }
}
