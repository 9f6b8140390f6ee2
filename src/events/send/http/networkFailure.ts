/** Why an endpoint gave no answer. */
export const networkFailures = [
  'refused',
  'unknownHost',
  'unreachable',
  'broken',
  'timedOut',
  'tlsSelfSigned',
  'tlsUntrusted',
  'tlsExpired',
  'tlsWrongName',
  'tlsFailed',
  'notHttp',
  'badRequest',
  'cancelled',
  'unknown',
] as const;

/** Why an endpoint gave no answer; each has an explanation of its own for the user. */
export type NetworkFailure = (typeof networkFailures)[number];

/** @see https://nodejs.org/api/errors.html and https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const reasons: Readonly<Record<string, NetworkFailure>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unknownHost',
  EAI_AGAIN: 'unknownHost',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ETIMEDOUT: 'timedOut',
  ECONNRESET: 'broken',
  ECONNABORTED: 'broken',
  EPIPE: 'broken',
  ERR_STREAM_PREMATURE_CLOSE: 'broken',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tlsSelfSigned',
  SELF_SIGNED_CERT_IN_CHAIN: 'tlsSelfSigned',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tlsUntrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'tlsUntrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tlsUntrusted',
  CERT_UNTRUSTED: 'tlsUntrusted',
  CERT_HAS_EXPIRED: 'tlsExpired',
  CERT_NOT_YET_VALID: 'tlsExpired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tlsWrongName',
  HOSTNAME_MISMATCH: 'tlsWrongName',
  EPROTO: 'tlsFailed',
  ERR_INVALID_URL: 'badRequest',
  ERR_INVALID_CHAR: 'badRequest',
  ERR_INVALID_HTTP_TOKEN: 'badRequest',
  ERR_UNESCAPED_CHARACTERS: 'badRequest',
};

/** Tells failures of a request apart by the code of the error. */
export function failureReason(error: unknown): NetworkFailure {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const known = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  if (known !== undefined) return known;
  if (code.startsWith('HPE_')) return 'notHttp';
  if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code.startsWith('CERT_'))
    return 'tlsFailed';
  return 'unknown';
}
