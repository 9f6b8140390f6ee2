const hidden = '…';

const words = /[^\s"'<>]+/g;

// Each of these takes time in proportion to the text, whatever it is.
const secretShapes: readonly (readonly [RegExp, string])[] = [
  [
    /\b(AccountKey|SharedAccessSignature|SharedAccessKey|AccessKey|client_secret|password)\s*=\s*[^\s;"'<>]+/gi,
    `$1=${hidden}`,
  ],
  [/([?&](?:code|key|token)=)[^\s&;"'<>]+/gi, `$1${hidden}`],
  [/\b(sig|se|st|skoid|sktid|sv|sr|sp|spr)=[^\s&;"'<>]+/gi, `$1=${hidden}`],
  [/\b(Bearer|SharedKey|SharedKeyLite|HMAC-SHA256)\s+[^\s"'<>]+/gi, `$1 ${hidden}`],
  [/\beyJ[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){1,4}/g, hidden],
  // Signatures and keys: base64 of 32 or 64 bytes, also percent-encoded.
  [/[A-Za-z0-9+/]{42,}={0,2}/g, hidden],
  [/(?:[A-Za-z0-9]|%2[BbFf]|[+/]){42,}(?:%3[Dd]|=){0,2}/g, hidden],
];

/**
 * Takes secrets out of a text that will be logged or shown: queries of URLs, keys, signatures, tokens
 * and whatever is named in `known`.
 */
export function scrubSecrets(text: string, known: readonly string[] = []): string {
  let scrubbed = text;
  for (const secret of known) {
    for (const form of new Set([secret, encodeURIComponent(secret), decodeSafely(secret)])) {
      if (form.length >= 4) scrubbed = scrubbed.replaceAll(form, hidden);
    }
  }
  scrubbed = scrubbed.replace(words, withoutQuery);
  for (const [shape, replacement] of secretShapes) scrubbed = scrubbed.replace(shape, replacement);
  return scrubbed;
}

/** Of a word that holds a URL, the part before its query: the query is where a SAS lies. */
function withoutQuery(word: string): string {
  const scheme = word.indexOf('://');
  const query = scheme < 0 ? -1 : word.indexOf('?', scheme);
  return query < 0 ? word : `${word.slice(0, query)}?${hidden}`;
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
