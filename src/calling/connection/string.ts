import { trimEnd } from '../../base/base64.ts';
import { isLoopbackHost } from '../../base/loopback.ts';

/** What is wrong with a pasted connection string. */
export type ConnectionStringProblem =
  | 'empty'
  | 'tooLong'
  | 'endpointOnly'
  | 'keyOnly'
  | 'otherService'
  | 'endpointMissing'
  | 'keyMissing'
  | 'badEndpoint'
  | 'httpsNeeded'
  | 'badKey';

export type ParsedConnectionString =
  | { readonly kind: 'valid'; readonly endpoint: string; readonly accessKey: string }
  | { readonly kind: 'invalid'; readonly problem: ConnectionStringProblem };

// The output of `az communication list-key` with both connection strings has about 600 characters.
const longest = 16_384;

/**
 * Takes a Communication Services connection string apart: `endpoint=https://…/;accesskey=…`, in any order and
 * case, also where it was copied out of an `.env` or shell line, a JSON file or the output of the Azure CLI. What
 * is wrong is given as a code, and nothing of the string is repeated.
 * @returns the endpoint as an origin, without a `/` at the end
 */
export function parseConnectionString(text: string): ParsedConnectionString {
  if (text.length > longest) return invalid('tooLong');
  const bare = unquoted(text.trim());
  if (bare === '') return invalid('empty');
  if (/^https?:\/\/[^;\s]*$/i.test(bare)) return invalid('endpointOnly');
  // One line of several holds the string; a string that an editor or a mail wrapped has line breaks inside.
  const lines = unwrap(text)
    .split(/[\r\n]+/)
    .map((one) => one.trim());
  const line = readParts(lines[0] ?? '');
  return line.kind === 'valid' ? line : readParts(lines.join(''));
}

/**
 * Checks the address of a Communication Services resource. HTTPS is needed, except on this machine.
 * @returns the endpoint as an origin, without a `/` at the end
 */
export function checkEndpoint(
  text: string,
):
  | { readonly kind: 'valid'; readonly endpoint: string }
  | { readonly kind: 'invalid'; readonly problem: 'badEndpoint' | 'httpsNeeded' } {
  const url = URL.parse(text.length > 2048 ? '' : unquoted(text.trim()));
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '')
    return { kind: 'invalid', problem: 'badEndpoint' };
  if (
    url.username !== '' ||
    url.password !== '' ||
    url.pathname !== '/' ||
    url.search !== '' ||
    url.hash !== ''
  )
    return { kind: 'invalid', problem: 'badEndpoint' };
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname))
    return { kind: 'invalid', problem: 'httpsNeeded' };
  return { kind: 'valid', endpoint: url.origin };
}

function invalid(problem: ConnectionStringProblem): ParsedConnectionString {
  return { kind: 'invalid', problem };
}

function unquoted(text: string): string {
  return text.replace(/^(["'`])([^]*)\1$/, '$2').trim();
}

/** The connection string out of what it was copied with: a variable, quotation marks, JSON and its escapes. */
function unwrap(text: string): string {
  const plain = text
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    .replaceAll('\\/', '/');
  const fields = /["']endpoint["']\s*:\s*["']([^"']+)["']/i.exec(plain);
  const key = /["'](?:access_?|primary_?)?key["']\s*:\s*["']([^"']+)["']/i.exec(plain);
  if (fields?.[1] !== undefined && key?.[1] !== undefined) return `endpoint=${fields[1]};accesskey=${key[1]}`;
  const start = /(?<!\w)(?:endpoint|accesskey)\s*=/i.exec(plain)?.index ?? 0;
  const rest = plain.slice(start).trim();
  const end = rest.search(/["'`]/);
  return end > 0 ? rest.slice(0, end) : unquoted(rest);
}

function readParts(text: string): ParsedConnectionString {
  const parts = partsOf(text);
  if (parts.has('accountkey') || parts.has('sharedaccesskey') || parts.has('sharedaccesssignature'))
    return invalid('otherService');
  const endpoint = parts.get('endpoint');
  const accessKey = decoded(parts.get('accesskey'));
  if (endpoint === undefined && accessKey === undefined && isKey(text)) return invalid('keyOnly');
  if (!endpoint) return invalid('endpointMissing');
  if (!accessKey) return invalid('keyMissing');
  const checked = checkEndpoint(endpoint);
  if (checked.kind === 'invalid') return checked;
  return isKey(accessKey) ? { kind: 'valid', endpoint: checked.endpoint, accessKey } : invalid('badKey');
}

function partsOf(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(';').map((part) => {
    // The key ends in `=` itself: only the first one divides.
    const equals = part.indexOf('=');
    return [part.slice(0, Math.max(equals, 0)).trim().toLowerCase(), part.slice(equals + 1).trim()] as const;
  });
  return new Map(pairs);
}

/** A key from a URL or a form has its three special characters as escapes. */
function decoded(key: string | undefined): string | undefined {
  const plain = key?.replace(/%2b/gi, '+').replace(/%2f/gi, '/').replace(/%3d/gi, '=');
  return plain === undefined ? undefined : trimEnd(plain, ', ');
}

function isKey(text: string): boolean {
  return text.length >= 16 && text.length < 1024 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}
