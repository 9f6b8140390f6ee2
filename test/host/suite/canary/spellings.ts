/** What servers, proxies and sign-in pages make of a value that they were sent. */
export const encodings: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'percent-encoded': percent,
  'percent-encoded twice': (text) => percent(percent(text)),
  'as in a form': (text) => new URLSearchParams({ q: text }).toString().slice(2),
  'as in HTML': (text) => text.replace(/[&<>"'/=+]/g, (sign) => `&#x${sign.charCodeAt(0).toString(16)};`),
  'as in JSON': (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  'in base64': (text) => base64(text, 0),
  'in base64 after one byte': (text) => base64(text, 1),
  'in base64 after two bytes': (text) => base64(text, 2),
  'in base64url': (text) => Buffer.from(text).toString('base64url'),
  'in hex': (text) => Buffer.from(text).toString('hex'),
  'in upper hex': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  'in lower case': (text) => text.toLowerCase(),
  'in upper case': (text) => text.toUpperCase(),
  'in \\u escapes': (text) =>
    text.replace(/[^]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
};

/** So many characters of a secret are no chance, and more of it than may be seen. */
const pieceLength = 16;

/**
 * Every spelling of a text's beginning, middle and end, in lower case, made by other code than what hides them.
 * A text that holds one of them, in lower case too, holds a part of the secret.
 */
export function spellingsOf(secret: string): readonly string[] {
  const last = Math.max(0, secret.length - pieceLength);
  const pieces = [0, Math.floor(last / 2), last].map((at) => secret.slice(at, at + pieceLength));
  const spellings = pieces.flatMap((piece) =>
    Object.entries(encodings).map(([name, encode]) => {
      const spelling = encode(piece);
      // The first and the last characters of base64 depend on what is around the piece.
      return (name.includes('base64') ? spelling.slice(4, 18) : spelling).toLowerCase();
    }),
  );
  return [...new Set(spellings)];
}

function percent(text: string): string {
  return encodeURIComponent(text);
}

function base64(text: string, offset: number): string {
  return Buffer.from('.'.repeat(offset) + text).toString('base64');
}
