import type { ContentLook } from '../../recording/mediaLength.ts';
import { textOf } from './bytes.ts';
import { frameAt } from './mp3Frame.ts';

/** Bytes from the start of a file that `contentLook` wants. */
export const lookBytes = 4096;

const beginnings: readonly (readonly [RegExp, ContentLook])[] = [
  [/^(?:RIFF|RF64|BW64)[^]{4}WAVE/, 'wav'],
  [/^[^]{4}(?:ftyp|styp|moov|moof)/, 'mp4'],
  [/^ID3/, 'mp3'],
  [/^(?:MZ|\x7fELF|\xca\xfe\xba\xbe|[\xce\xcf]\xfa\xed\xfe|#!)/, 'program'],
  [/^(?:PK\x03\x04|\x1f\x8b|7z\xbc\xaf|Rar!|\xfd7zXZ|BZh)/, 'archive'],
  [/^\s*<(?:!doctype\s+html|html|head|body|script)\b/i, 'html'],
  [/^\s*<(?:\?xml|[A-Za-z][\w:-]*[\s>])/, 'xml'],
  [/^\s*[{[]\s*(?:["{[\]}]|-?\d|true|false|null)/, 'json'],
];

/** What the start of a file looks like, where it is not the media that its name says. */
export function contentLook(head: Uint8Array): ContentLook {
  if (head.length > 0 && head.every((byte) => byte === 0)) return 'zeros';
  const text = decoded(head);
  const known = beginnings.find(([pattern]) => pattern.test(text));
  if (known) return known[1];
  const frame = frameAt(head, 0);
  if (frame && frameAt(head, frame.lengthBytes)) return 'mp3';
  if (isText(text)) return 'text';
  return isSmooth(head) ? 'rawSound' : 'binary';
}

/** Latin-1, without a byte order mark and without the zeros of UTF-16. */
function decoded(head: Uint8Array): string {
  const text = textOf(head.subarray(0, lookBytes));
  if (/^(?:\xff\xfe|\xfe\xff)/.test(text)) return text.slice(2).replaceAll('\0', '');
  return text.replace(/^\xef\xbb\xbf/, '');
}

function isText(text: string): boolean {
  const odd = text.match(/[\x00-\x08\x0e-\x1f\x7f]/g)?.length ?? 0;
  return text.length > 0 && odd === 0;
}

/** Sound as samples of 16 bits changes little from one to the next; other data does not. */
function isSmooth(head: Uint8Array): boolean {
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  let [energy, change, before] = [0, 0, 0];
  for (let at = 0; at + 2 <= head.length; at += 2) {
    const sample = view.getInt16(at, true);
    energy += sample * sample;
    change += (sample - before) ** 2;
    before = sample;
  }
  return head.length >= 256 && energy > 0 && change < energy;
}
