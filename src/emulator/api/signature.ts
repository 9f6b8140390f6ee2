import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  /** As in the request line. */
  readonly pathAndQuery: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

const longestSkewMs = 15 * 60_000;
const dateHeaders = ['x-ms-date', 'date'];

/**
 * Checks the signature that an access key makes: of method, path with query, date, host and the body's hash.
 * @param key the bytes of the access key
 * @see https://learn.microsoft.com/azure/communication-services/tutorials/hmac-header-tutorial
 */
export function isSignatureValid(request: WireRequest, key: Uint8Array, nowMs: number): boolean {
  const { method, pathAndQuery, headers, body } = request;
  const [, names, signature] =
    /^HMAC-SHA256 SignedHeaders=([^&]+)&Signature=([A-Za-z0-9+/=]+)$/.exec(headers.authorization ?? '') ?? [];
  if (names === undefined || signature === undefined) return false;
  const signed = names.toLowerCase().split(';');
  const dateHeader = dateHeaders.find((name) => signed.includes(name));
  if (dateHeader === undefined || !signed.includes('host') || !signed.includes('x-ms-content-sha256')) {
    return false;
  }
  const dateMs = Date.parse(String(headers[dateHeader]));
  if (!(Math.abs(nowMs - dateMs) <= longestSkewMs)) return false;
  const bodyHash = createHash('sha256').update(body).digest('base64');
  if (headers['x-ms-content-sha256'] !== bodyHash) return false;
  const given = Buffer.from(signature, 'base64');
  return hostForms(headers.host ?? '').some((host) => {
    const values = signed.map((name) => (name === 'host' ? host : String(headers[name] ?? '')));
    const toSign = `${method.toUpperCase()}\n${pathAndQuery}\n${values.join(';')}`;
    const expected = createHmac('sha256', key).update(toSign).digest();
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

/** The headers that sign a request with an access key, as the SDKs do; to be sent to exactly this address. */
export function signedHeaders(
  method: string,
  url: URL,
  body: string,
  key: Uint8Array,
): Readonly<Record<string, string>> {
  const date = new Date().toUTCString();
  const bodyHash = createHash('sha256').update(body).digest('base64');
  const toSign = `${method}\n${url.pathname}${url.search}\n${date};${url.host};${bodyHash}`;
  const signature = createHmac('sha256', key).update(toSign).digest('base64');
  return {
    'x-ms-date': date,
    'x-ms-content-sha256': bodyHash,
    authorization: `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`,
  };
}

/** The SDK for Java signs the host without its port, which the real service's address does not have. */
function hostForms(host: string): readonly string[] {
  return [host, withoutPort(host)];
}

/** A host without its port. */
export function withoutPort(host: string): string {
  const colon = host.lastIndexOf(':');
  return colon > 0 && /^\d+$/.test(host.slice(colon + 1)) ? host.slice(0, colon) : host;
}
