import type { TokenCredential } from '@azure/core-auth';
import * as vscode from 'vscode';
import { microsoftAccount } from '../containers/microsoftAccount.ts';

/**
 * The Entra credential of a resource.
 * @param purpose a `poll` never shows a sign-in dialog: it fails as not signed in
 */
export async function resourceCredential(
  signIn: 'vscode' | 'default',
  purpose: 'command' | 'poll',
): Promise<TokenCredential> {
  if (signIn === 'default')
    return (await import('../../storage/azure/defaultCredential.ts')).defaultCredential();
  return purpose === 'poll' ? silentAccount : askingAccount;
}

const silentAccount: TokenCredential = {
  async getToken(scopes, options) {
    const session = await vscode.authentication.getSession('microsoft', [scopes].flat(), { silent: true });
    if (!session) throw notSignedIn();
    return microsoftAccount.getToken(scopes, options);
  },
};

const askingAccount: TokenCredential = {
  async getToken(scopes, options) {
    try {
      return await microsoftAccount.getToken(scopes, options);
    } catch {
      throw notSignedIn();
    }
  },
};

/** The name of the error that every credential rejects with when a sign-in fails. */
function notSignedIn(): Error {
  return Object.assign(new Error('Nobody is signed in to a Microsoft account'), {
    name: 'AuthenticationRequiredError',
  });
}
