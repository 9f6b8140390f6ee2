/**
 * The text that base64 stands for: standard or URL alphabet, padded or not, white space ignored.
 * @returns undefined where it is no base64, or not of UTF-8 text
 */
export function decodeBase64(text: string): string | undefined {
  const bytes = decodeBase64Bytes(text);
  if (!bytes) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The bytes that base64 stands for; undefined where it is none. */
export function decodeBase64Bytes(text: string): Uint8Array | undefined {
  const compact = standardBase64(text);
  if (compact === '' || !/^[A-Za-z0-9+/]+$/.test(compact)) return undefined;
  try {
    return Uint8Array.from(atob(compact), (char) => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}

/** Base64 in the standard alphabet, padded. */
export function encodeBase64(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** The one spelling that equal base64 texts share: standard alphabet, no padding, no white space. */
export function standardBase64(text: string): string {
  const compact = text.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/');
  return trimEnd(compact, '=');
}

/**
 * A pasted identifier in one piece: mails and terminals break long ones over lines, and web pages put in
 * spaces without width.
 */
export function inOnePiece(text: string): string {
  return text.replace(/[\s\u200b-\u200f\u2060\ufeff]+/g, '');
}

/** Without the given characters at the end. By hand, as a regular expression takes the square of the time. */
export function trimEnd(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}
