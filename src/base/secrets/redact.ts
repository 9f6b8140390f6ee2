import { decodedOnce, mapped, normalForm, type MappedText } from './decoding.ts';
import { longestSecret, spellingsOf } from './spellings.ts';

/** The text in place of a secret. */
const redacted = '***';

/** A text that was encoded more often than this was not encoded by a server that echoes. */
const mostLayers = 5;

/**
 * Takes secrets out of a text that a server gave back, however it spells them: the text is decoded layer by layer, and
 * each layer compared in one normal form, so that an encoding not foreseen here has to change more than
 * case, padding, escapes and separators to pass.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const wanted = new Set(secrets.flatMap(spellingsOf));
  if (wanted.size === 0 || text === '') return text;
  const places: Place[] = [];
  let layer: MappedText | undefined = mapped(text);
  for (let depth = 0; depth < mostLayers && layer; depth++) {
    places.push(...placesIn(normalForm(layer), wanted));
    layer = decodedOnce(layer);
  }
  return cutOut(text, places);
}

/** How many characters of a cut text may be the beginning of a secret: an escape has six at most for each of its own. */
export function uncertainTail(secrets: readonly string[]): number {
  return 6 * Math.max(0, ...secrets.map(({ length }) => Math.min(length, longestSecret)));
}

interface Place {
  readonly start: number;
  readonly end: number;
}

function placesIn({ text, starts, ends }: MappedText, wanted: ReadonlySet<string>): readonly Place[] {
  const places: Place[] = [];
  for (const spelling of wanted) {
    for (let at = text.indexOf(spelling); at >= 0; at = text.indexOf(spelling, at + spelling.length)) {
      places.push({ start: starts[at] ?? 0, end: ends[at + spelling.length - 1] ?? 0 });
    }
  }
  return places;
}

function cutOut(text: string, places: readonly Place[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end } of [...places].sort((a, b) => a.start - b.start)) {
    if (end <= at) continue;
    // Two that overlap, or stand side by side, are one.
    if (start > at || pieces.length === 0) pieces.push(text.slice(at, start), redacted);
    at = padded(text, end);
  }
  return [...pieces, text.slice(at)].join('');
}

/** What is left of a secret after its last sure character: the padding of base64. */
function padded(text: string, end: number): number {
  let at = end;
  while (at < text.length && (text.startsWith('=', at) || /^%3d/i.test(text.slice(at, at + 3)))) {
    at += text.startsWith('=', at) ? 1 : 3;
  }
  return at;
}
