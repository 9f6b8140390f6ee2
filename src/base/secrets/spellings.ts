import { trimEnd } from '../base64.ts';
import { decodedOnce, mapped, normalText } from './decoding.ts';
import { encodeUrlPart } from '../text/urlPart.ts';

/** A shorter word would be found everywhere, and is no secret. */
const shortestSecret = 4;

/** A longer value is a document, not a secret; it is looked for by its beginning. */
export const longestSecret = 4096;

/** Of base64 and hex of a part, as many characters as no text has by chance. */
const shortestCode = 8;

/**
 * What to look for in a text that is in its normal form: the secret as it is, decoded, its base64 at any place of an
 * encoded text, its hex. Padding at the end is left out, as it is often lost.
 */
export function spellingsOf(secret: string): readonly string[] {
  const plain = plainForms(secret.slice(0, longestSecret));
  const codes = plain.flatMap((form) => [form, encodeUrlPart(form)]).flatMap(codesOf);
  const found = plain.map((form) => normalText(trimEnd(form, '=')));
  return [
    ...new Set([
      ...found.filter((text) => text.length >= shortestSecret),
      ...codes.map(normalText).filter((text) => text.length >= shortestCode),
    ]),
  ];
}

/** The secret itself, without an encoding, and the parts of a header's value: `Bearer token`, `Basic user:password`. */
function plainForms(secret: string): readonly string[] {
  const forms = new Set([secret]);
  let decoded = decodedOnce(mapped(secret));
  for (let depth = 0; depth < 3 && decoded; depth++) {
    forms.add(decoded.text);
    decoded = decodedOnce(decoded);
  }
  const [, token] = /^(?:Bearer|Basic|SharedKey|ApiKey|Token)\s+(\S{4,})$/i.exec(secret.trim()) ?? [];
  if (token !== undefined) {
    forms.add(token);
    if (/^Basic\s/i.test(secret)) for (const part of basicParts(token)) forms.add(part);
  }
  return [...forms];
}

function basicParts(token: string): readonly string[] {
  try {
    const pair = atob(token);
    return [pair, pair.slice(pair.indexOf(':') + 1)];
  } catch {
    return [];
  }
}

const hexBytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function codesOf(form: string): readonly string[] {
  const bytes = new TextEncoder().encode(form);
  const wide = new Uint8Array(form.length * 2);
  for (let at = 0; at < form.length; at++) {
    wide[at * 2] = form.charCodeAt(at) & 0xff;
    wide[at * 2 + 1] = form.charCodeAt(at) >> 8;
  }
  const hex = Array.from(bytes, (byte) => hexBytes[byte]).join('');
  return [...base64Cores(bytes), ...base64Cores(wide), hex];
}

/** The characters of base64 that depend on these bytes alone, not on those before and after them. */
function base64Cores(bytes: Uint8Array): readonly string[] {
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return [0, 1, 2].map((offset) => {
    const padded = '\0'.repeat(offset) + binary;
    const whole = btoa(padded);
    const from = Math.ceil((offset * 8) / 6);
    const to = Math.floor(((offset + bytes.length) * 8) / 6);
    return whole.slice(from, to);
  });
}
