import { timingSafeEqual } from 'node:crypto';
import { trimEnd } from '../../base/base64.ts';
import { type WireRequest, isSignatureValid } from './signature.ts';
import { badSignature, unauthorized } from '../service/errors.ts';

export interface AuthorizationOptions {
  /** The bytes of the access key. */
  readonly key: Uint8Array;
  /** Whether tokens of Microsoft Entra ID are taken; their signature is not checked. */
  readonly allowEntra: boolean;
}

/** With one, two or no slash at its end; SDKs ask for the scope with two. */
const audience = 'https://communication.azure.com';

/** @throws ServiceError 401 unless the request is signed with the key, or holds a token where those are taken */
export function authorize(request: WireRequest, options: AuthorizationOptions, nowMs: number): void {
  const header = request.headers.authorization ?? '';
  if (header.startsWith('Bearer ')) {
    if (!options.allowEntra) throw unauthorized('This service was started without Entra sign-in.');
    if (!isTokenUsable(header.slice('Bearer '.length), nowMs)) throw unauthorized('The token is not usable.');
    return;
  }
  if (header === '') throw unauthorized('The request has no Authorization header.');
  if (!isSignatureValid(request, options.key, nowMs)) throw badSignature();
}

/**
 * The same for what controls the service. Beside a signature it takes the key itself, which is easy to send by
 * hand: `Authorization: AccessKey BASE64`. Tokens are not taken.
 * @throws ServiceError 401
 */
export function authorizeControl(request: WireRequest, key: Uint8Array, nowMs: number): void {
  const header = request.headers.authorization ?? '';
  const [, given] = /^AccessKey ([A-Za-z0-9+/=]{1,1000})$/i.exec(header) ?? [];
  if (given === undefined) {
    authorize(request, { key, allowEntra: false }, nowMs);
    return;
  }
  const bytes = Buffer.from(given, 'base64');
  if (bytes.length !== key.length || !timingSafeEqual(bytes, key)) {
    throw unauthorized('This is not the access key of the service.');
  }
}

/** Audience and time are as the service would have them. */
function isTokenUsable(token: string, nowMs: number): boolean {
  const [, payload = '', signature = ''] = token.split('.');
  if (signature === '') return false;
  try {
    const claims = Object(JSON.parse(Buffer.from(payload, 'base64url').toString())) as Record<
      string,
      unknown
    >;
    const { aud, exp, nbf } = claims;
    return (
      trimEnd(String(aud), '/') === audience &&
      typeof exp === 'number' &&
      exp * 1000 > nowMs &&
      (nbf === undefined || (typeof nbf === 'number' && nbf * 1000 <= nowMs))
    );
  } catch {
    return false;
  }
}
