import { decodeUrlPart } from '../base/text/urlPart.ts';

/** A SAS token that was pasted, or why it is none. */
export type PastedSas =
  | { readonly kind: 'sas'; readonly sas: string }
  | { readonly kind: 'none' }
  /** Parts of a SAS are there, but it cannot be read as one. */
  | { readonly kind: 'damaged'; readonly missing: readonly string[] };

/** Other parameters that may stand in the query of a blob URL. */
const notSas = /^(?:restype|comp|prefix|delimiter|marker|maxresults|include|snapshot|versionid|timeout)=/i;
/** As JSON, JavaScript, HTML and XML spell it, the last two also when they were escaped twice. */
const ampersand = /\\(?:u0026|x26)|&(?:amp;)*(?:amp|#0{0,6}38|#x0{0,6}26);/gi;
const rounds = 3;
const longestQuery = 16_384;

/**
 * Reads a SAS token out of a query, and repairs what copying does to one: `&amp;` of HTML, `\u0026` of JSON,
 * encoding it twice, line breaks within it, and `+` in a signature, which must be sent as `%2B`.
 * @param query with or without `?` and what comes before it
 * @see https://learn.microsoft.com/rest/api/storageservices/create-service-sas#construct-a-service-sas
 */
export function readSas(query: string): PastedSas {
  let text = query
    .slice(0, longestQuery)
    .replace(/[\r\n\t]+/g, '')
    .trim()
    .replace(/^[^?&=]{0,2000}\?/, '')
    .replace(ampersand, '&')
    .replaceAll('\\/', '/')
    .replace(/#.*/s, '');
  for (let round = 0; round < rounds && !hasField(text, 'sig'); round += 1) {
    if (!/sig%(?:25)*3d/i.test(text)) break;
    text = decodeUrlPart(text);
  }
  const fields = text
    .split('&')
    .map((field) => field.trim())
    .filter((field) => /^\w{1,20}=/.test(field) && !notSas.test(field));
  if (!hasField(text, 'sig')) {
    const isPart = ['sv', 'se', 'sp', 'sr'].filter((name) => hasField(text, name)).length >= 2;
    // A signature that stands elsewhere than in a field of its own was given all the same.
    return isPart || /(?<![a-z])sig(?:=|%(?:25)*3d)/i.test(text)
      ? { kind: 'damaged', missing: ['sig'] }
      : { kind: 'none' };
  }
  return { kind: 'sas', sas: fields.map(repaired).join('&') };
}

/** Fields that every SAS must have and this one lacks; one of a stored access policy may lack some. */
export function missingSasFields(sas: string): readonly string[] {
  const has = (name: string): boolean => hasField(sas.replace(/^\?/, ''), name);
  const isOfAccount = has('ss') || has('srt');
  const needed = ['sv', 'sig', ...(has('si') ? [] : ['se', 'sp']), ...(isOfAccount ? ['ss', 'srt'] : ['sr'])];
  return needed.filter((name) => !has(name));
}

function hasField(query: string, name: string): boolean {
  return query.split('&').some((field) => field.toLowerCase().startsWith(`${name}=`));
}

/** A signature is base64, in which a `+` is a sign, while the query of a URL takes it for a space. */
function repaired(field: string): string {
  if (!/^sig=/i.test(field)) return field;
  const value = field.slice(4);
  const isTwice = /%25(?:2b|2f|3d)/i.test(value);
  const once = isTwice ? decodeUrlPart(value) : value;
  return `sig=${once.replace(/[+ ]/g, '%2B').replaceAll('/', '%2F').replaceAll('=', '%3D')}`;
}
