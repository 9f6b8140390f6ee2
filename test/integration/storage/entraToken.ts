import { randomUUID } from 'node:crypto';
import type { TokenCredential } from '@azure/core-auth';

const tenant = '11111111-2222-3333-4444-555555555555';

export interface TokenClaims {
  readonly iss?: string;
  readonly aud?: string;
  /** Seconds from now. */
  readonly lifetime?: number;
}

/**
 * A credential whose tokens an Azurite with `--oauth basic` takes: it looks at issuer, audience and
 * lifetime, not at the signature.
 */
export function entraCredential(claims: TokenClaims = {}): TokenCredential & { readonly scopes: string[] } {
  const scopes: string[] = [];
  return {
    scopes,
    getToken(asked) {
      scopes.push(...[asked].flat());
      const now = Math.floor(Date.now() / 1000);
      const exp = now + (claims.lifetime ?? 3600);
      const payload = {
        aud: claims.aud ?? 'https://storage.azure.com',
        iss: claims.iss ?? `https://sts.windows.net/${tenant}/`,
        iat: now - 7200,
        nbf: now - 7200,
        exp,
        oid: randomUUID(),
        tid: tenant,
      };
      const token = [{ alg: 'none', typ: 'JWT' }, payload].map(base64url).join('.') + '.c2lnbmF0dXJl';
      // The SDK would not send a token that it knows to be out of date.
      return Promise.resolve({ token, expiresOnTimestamp: Date.now() + 3_600_000 });
    },
  };
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
