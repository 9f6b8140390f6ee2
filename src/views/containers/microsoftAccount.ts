import type { AccessToken, TokenCredential } from '@azure/core-auth';
import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { StoreError } from '../../storage/failures/storeError.ts';

/**
 * Tokens of the Microsoft account that VS Code is signed in with. VS Code shows its own sign-in dialog
 * where there is no session yet. A tenant that the service asks for is passed on as `VSCODE_TENANT`.
 * @see https://github.com/microsoft/vscode/tree/main/extensions/microsoft-authentication
 */
export const microsoftAccount: TokenCredential = {
  async getToken(scopes, options): Promise<AccessToken> {
    const wanted = [scopes].flat();
    const all = options?.tenantId ? [...wanted, `VSCODE_TENANT:${options.tenantId}`] : wanted;
    const session = await signIn(all);
    return { token: session.accessToken, expiresOnTimestamp: expiryOf(session.accessToken) };
  },
};

/** VS Code signs in to other clouds than the public one by a provider of its own. */
export function microsoftProvider(): string {
  const environment = vscode.workspace
    .getConfiguration('microsoft-sovereign-cloud')
    .get<string>('environment');
  return environment === undefined || environment === '' ? 'microsoft' : 'microsoft-sovereign-cloud';
}

async function signIn(scopes: readonly string[]): Promise<vscode.AuthenticationSession> {
  try {
    return await vscode.authentication.getSession(microsoftProvider(), scopes, { createIfNone: true });
  } catch {
    throw new StoreError('notSignedIn', l10n.t('Signing in to a Microsoft account failed.'));
  }
}

/** VS Code gives no expiry: it is read from the token, else the token is asked for again in five minutes. */
function expiryOf(token: string): number {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    if (typeof claims === 'object' && claims !== null && 'exp' in claims && typeof claims.exp === 'number') {
      return claims.exp * 1000;
    }
  } catch {
    // Not every token is readable; that is no error.
  }
  return Date.now() + 5 * 60_000;
}
