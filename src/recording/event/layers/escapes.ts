import { decodeUrlPart } from '../../../base/text/urlPart.ts';

const entities: Readonly<Record<string, string>> = {
  quot: '"',
  amp: '&',
  lt: '<',
  gt: '>',
  apos: "'",
  nbsp: ' ',
};

/** Entities of XML, and percent-encoding where the text looks like it (`%7B` is a brace), as the characters they stand for. */
export function unescaped(text: string): string {
  const plain = text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(quot|amp|lt|gt|apos|nbsp));/gi, character);
  return /%(?:7B|5B)/i.test(plain) ? percentDecoded(plain) : plain;
}

function character(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
  const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}

function percentDecoded(text: string): string {
  // In a form a plus is a space; in JSON it is part of base64, which is percent-encoded there.
  return decodeUrlPart(/(?:^|&)[\w.-]+=%/.test(text) ? text.replaceAll('+', ' ') : text);
}
