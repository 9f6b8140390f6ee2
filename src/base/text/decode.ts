/** How a text was written; `utf-8-bom` is UTF-8 with a byte order mark. */
export type TextEncoding =
  'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be' | 'windows-1252';

/** A text, without a byte order mark, and how it was written. */
export interface DecodedText {
  readonly text: string;
  readonly encoding: TextEncoding;
}

const marks: readonly (readonly [TextEncoding, readonly number[]])[] = [
  // The mark of UTF-32LE begins as that of UTF-16LE does.
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-8-bom', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** Enough to recognise an encoding without a mark. */
const sampledBytes = 256;

/**
 * Decodes a text whose encoding is not given, as files and messages that passed through other tools: by
 * its byte order mark, else by where zeros stand, which ASCII characters in UTF-16 and UTF-32 have, else
 * UTF-8, else Windows-1252, in which every byte means something. Never throws.
 * @see https://encoding.spec.whatwg.org/#bom-sniff
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  for (const [encoding, mark] of marks) {
    if (mark.every((byte, at) => bytes[at] === byte))
      return { text: decode(bytes.subarray(mark.length), encoding), encoding };
  }
  const wide = wideEncoding(bytes.subarray(0, sampledBytes));
  if (wide) return { text: decode(bytes, wide), encoding: wide };
  const encoding = isUtf8(bytes) || isCutUtf8(bytes) ? 'utf-8' : 'windows-1252';
  return { text: decode(bytes, encoding), encoding };
}

/** True for an encoding that many readers of JSON refuse. */
export function isUnusualEncoding(encoding: TextEncoding): boolean {
  return encoding !== 'utf-8' && encoding !== 'utf-8-bom';
}

function decode(bytes: Uint8Array, encoding: TextEncoding): string {
  if (encoding === 'utf-32le' || encoding === 'utf-32be') return decodeUtf32(bytes, encoding === 'utf-32le');
  return new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding, { ignoreBOM: true }).decode(bytes);
}

/** Zeros in every second byte, or in three of four, and nowhere else. */
function wideEncoding(sample: Uint8Array): TextEncoding | undefined {
  const zeros = [0, 1, 2, 3].map((lane) => {
    const bytes = sample.filter((_, at) => at % 4 === lane);
    return bytes.length === 0 ? 0 : bytes.filter((byte) => byte === 0).length / bytes.length;
  });
  const [a = 0, b = 0, c = 0, d = 0] = zeros;
  if (sample.length < 2 || a + b + c + d === 0) return undefined;
  if (a === 0 && b > 0.7 && c > 0.7 && d > 0.7) return 'utf-32le';
  if (d === 0 && a > 0.7 && b > 0.7 && c > 0.7) return 'utf-32be';
  if (a === 0 && c === 0 && b > 0.5 && (d > 0.5 || sample.length < 4)) return 'utf-16le';
  if (b === 0 && d === 0 && a > 0.5 && (c > 0.5 || sample.length < 4)) return 'utf-16be';
  return undefined;
}

function decodeUtf32(bytes: Uint8Array, isLittleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const characters: string[] = [];
  for (let at = 0; at < bytes.length; at += 4) {
    const code = at + 4 <= bytes.length ? view.getUint32(at, isLittleEndian) : -1;
    const isCharacter = code >= 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    characters.push(isCharacter ? String.fromCodePoint(code) : '\ufffd');
  }
  return characters.join('');
}

/** UTF-8 but for a last character that was cut, as where only the first part of a file was read. */
function isCutUtf8(bytes: Uint8Array): boolean {
  const start = bytes.findLastIndex((byte) => byte >= 0xc2);
  const [lead = 0, ...rest] = start < 0 ? [] : bytes.subarray(start, start + 5);
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  const isCut = bytes.length - start < length && rest.every((byte) => byte >= 0x80 && byte < 0xc0);
  return start >= 0 && isCut && isUtf8(bytes.subarray(0, start));
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
