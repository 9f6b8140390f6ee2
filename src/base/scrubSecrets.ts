const hidden = '…';

const words = /[^\s"'<>]+/g;

// Each of these takes time in proportion to the length of any text.
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
 * A resource ID of Azure: its names and slashes in a row can have the length and the letters of a key.
 * https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
 */
const resourceId =
  /\/subscriptions\/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?:\/resourceGroups\/[\w.()-]{1,90})?(?:\/providers\/Microsoft\.[A-Za-z]{2,40}(?:\/[A-Za-z]{3,40}\/[\w.$-]{1,90}){1,5}){0,3}/gi;

/** Stands for the slashes of a resource ID, so that each of its names is looked at by itself. */
const slash = '\uE000';

/**
 * Takes what has the shape of a secret out of a text that will be logged or shown: queries of URLs, keys, signatures,
 * tokens. What a server says that was sent a secret goes through `scrubAnswer`, which knows any spelling of it.
 */
export function scrubSecrets(text: string): string {
  let scrubbed = text
    .replaceAll(slash, '')
    .replace(words, withoutQuery)
    .replace(resourceId, (id) => id.replaceAll('/', slash));
  for (const [shape, replacement] of secretShapes) scrubbed = scrubbed.replace(shape, replacement);
  return scrubbed.replaceAll(slash, '/');
}

/** A stack without secrets: what an SDK throws may quote one; the way through the code does not, and paths look like one. */
export function scrubStack(stack: string): string {
  return stack
    .split('\n')
    .map((line) => (/^ +at /.test(line) ? line : scrubSecrets(line)))
    .join('\n');
}

/** Of a word that holds a URL, the part before its query: the query is where a SAS is. */
function withoutQuery(word: string): string {
  const scheme = word.indexOf('://');
  const query = scheme < 0 ? -1 : word.indexOf('?', scheme);
  return query < 0 ? word : `${word.slice(0, query)}?${hidden}`;
}
