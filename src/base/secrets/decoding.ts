import { decodeUrlPart } from '../text/urlPart.ts';

/** A text whose characters are known to come from places of another one. */
export interface MappedText {
  readonly text: string;
  /** For each UTF-16 unit, where its spelling begins and ends in the first text. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** A text as it is. */
export function mapped(text: string): MappedText {
  const starts = Uint32Array.from({ length: text.length }, (_, at) => at);
  return { text, starts, ends: starts.map((at) => at + 1) };
}

/** The one form in which spellings are compared: each character with its place in the first text. */
export function normalForm({ text, starts, ends }: MappedText): MappedText {
  const builder = new Builder(text.length);
  for (let at = 0; at < text.length; at++) {
    const unit = normalUnit(text.charAt(at));
    if (unit !== '') builder.add(unit, starts[at] ?? 0, ends[at] ?? 0);
  }
  return builder.done();
}

/** A text in the form in which spellings are compared. */
export function normalText(text: string): string {
  return isAscii.test(text)
    ? text.replace(ignored, '').replaceAll('_', '/').toLowerCase()
    : text.split('').map(normalUnit).join('');
}

const isAscii = /^[\x00-\x7f]*$/;
const ignored = /[\s\p{Cc}+:,-]/gu;

/**
 * Case is lost when a host or header is lowered; a plus is a space in a form; base64 is broken into lines and has two
 * alphabets; hex has separators; UTF-16 has zeros.
 */
function normalUnit(unit: string): string {
  return asciiUnits[unit.charCodeAt(0)] ?? computedUnit(unit);
}

function computedUnit(unit: string): string {
  if (unit.search(ignored) >= 0) return '';
  if (unit === '_') return '/';
  const lower = unit.toLowerCase();
  return lower.length === 1 ? lower : unit;
}

/** Nearly all that is compared is ASCII: hex, base64, percent encoding. */
const asciiUnits = Array.from({ length: 128 }, (_, code) => computedUnit(String.fromCharCode(code)));

const entities: Readonly<Record<string, string>> = {
  quot: '"',
  amp: '&',
  lt: '<',
  gt: '>',
  apos: "'",
  equals: '=',
  sol: '/',
  plus: '+',
  percnt: '%',
  num: '#',
};
const short: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const spelled =
  /(?:%[\da-f]{2})+|&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,6});|\\u\{[\da-f]{1,6}\}|%?\\?u[\da-f]{4}|\\x[\da-f]{2}|\\[^ux]/gi;

/**
 * One layer of encodings taken off: percent, entities, escapes of JSON and JavaScript.
 * @returns undefined where there is none
 */
export function decodedOnce(from: MappedText): MappedText | undefined {
  const { text, starts, ends } = from;
  const builder = new Builder(text.length);
  let at = 0;
  let isChanged = false;
  const copy = (to: number): void => {
    for (; at < to; at++) builder.add(text.charAt(at), starts[at] ?? 0, ends[at] ?? 0);
  };
  for (const match of text.matchAll(spelled)) {
    const plain = decoded(match[0]);
    if (plain === undefined) continue;
    copy(match.index);
    const end = match.index + match[0].length;
    // Of single bytes each character keeps its own place; others stand for the whole spelling.
    const step = match[0].startsWith('%') && plain.length * 3 === match[0].length ? 3 : 0;
    for (let index = 0; index < plain.length; index++) {
      const first = match.index + index * step;
      const last = step === 0 ? end - 1 : first + 2;
      builder.add(plain.charAt(index), starts[first] ?? 0, ends[last] ?? 0);
    }
    at = end;
    isChanged = true;
  }
  if (!isChanged) return undefined;
  copy(text.length);
  return builder.done();
}

function decoded(spelling: string): string | undefined {
  const lower = spelling.toLowerCase();
  if (/^%[\da-f]/.test(lower)) return percentDecoded(spelling);
  if (lower.startsWith('&#')) {
    return character(lower.startsWith('&#x') ? parseInt(lower.slice(3), 16) : parseInt(lower.slice(2), 10));
  }
  if (lower.startsWith('&')) return entities[lower.slice(1, -1)];
  const hex = /^(?:\\u\{|%u|\\u|\\x)([\da-f]+)\}?$/.exec(lower)?.[1];
  if (hex !== undefined) return character(parseInt(hex, 16));
  return lower.startsWith('\\') && spelling.length === 2
    ? (short[lower.charAt(1)] ?? spelling.charAt(1))
    : undefined;
}

function percentDecoded(spelling: string): string {
  const text = decodeUrlPart(spelling);
  return text === spelling
    ? spelling.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    : text;
}

function character(code: number): string | undefined {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

class Builder {
  readonly #units: string[] = [];
  readonly #starts: Uint32Array;
  readonly #ends: Uint32Array;

  /** @param most units; what is decoded is never longer than its spelling */
  constructor(most: number) {
    this.#starts = new Uint32Array(most);
    this.#ends = new Uint32Array(most);
  }

  add(unit: string, start: number, end: number): void {
    this.#starts[this.#units.length] = start;
    this.#ends[this.#units.length] = end;
    this.#units.push(unit);
  }

  done(): MappedText {
    const { length } = this.#units;
    return {
      text: this.#units.join(''),
      starts: this.#starts.slice(0, length),
      ends: this.#ends.slice(0, length),
    };
  }
}
