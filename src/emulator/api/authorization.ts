import { type WireRequest, isSignatureValid } from './signature.ts';
import { badSignature, unauthorized } from '../service/errors.ts';

export interface AuthorizationOptions {
  /** The bytes of the access key. */
  readonly key: Uint8Array;
  /** Whether tokens of Microsoft Entra ID are taken; their signature is not checked. */
  readonly allowEntra: boolean;
}

/** Two spellings are in use; SDKs ask for the first. */
const audiences = ['https://communication.azure.com/', 'https://communication.azure.com'];

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
      audiences.includes(String(aud).replace(/\/+$/, '/')) &&
      typeof exp === 'number' &&
      exp * 1000 > nowMs &&
      (nbf === undefined || (typeof nbf === 'number' && nbf * 1000 <= nowMs))
    );
  } catch {
    return false;
  }
}
