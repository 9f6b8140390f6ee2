import { isLoopbackHost } from '../../recording/event/location.ts';

/** What is wrong with a pasted connection string. */
export type ConnectionStringProblem =
  | 'empty'
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

/**
 * Takes a Communication Services connection string apart: `endpoint=https://…/;accesskey=…`, in any order
 * and case. What is wrong is told as a code, and nothing of the string is repeated.
 * @returns the endpoint as an origin, without a `/` at the end
 */
export function parseConnectionString(text: string): ParsedConnectionString {
  const trimmed = text.trim().replace(/^(["'])(.*)\1$/s, '$2');
  if (trimmed === '') return invalid('empty');
  if (/^https?:\/\/[^;]*$/i.test(trimmed)) return invalid('endpointOnly');
  const parts = partsOf(trimmed);
  if (parts.has('accountkey') || parts.has('sharedaccesskey') || parts.has('sharedaccesssignature'))
    return invalid('otherService');
  const endpoint = parts.get('endpoint');
  const accessKey = parts.get('accesskey');
  if (endpoint === undefined && accessKey === undefined && isKey(trimmed)) return invalid('keyOnly');
  if (!endpoint) return invalid('endpointMissing');
  if (!accessKey) return invalid('keyMissing');
  const checked = checkEndpoint(endpoint);
  if (checked.kind === 'invalid') return checked;
  return isKey(accessKey) ? { kind: 'valid', endpoint: checked.endpoint, accessKey } : invalid('badKey');
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
  const url = URL.parse(text.trim());
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

function partsOf(text: string): ReadonlyMap<string, string> {
  const pairs = text.split(';').map((part) => {
    // The key ends in `=` itself: only the first one divides.
    const equals = part.indexOf('=');
    return [part.slice(0, Math.max(equals, 0)).trim().toLowerCase(), part.slice(equals + 1).trim()] as const;
  });
  return new Map(pairs);
}

function isKey(text: string): boolean {
  return text.length >= 16 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}
