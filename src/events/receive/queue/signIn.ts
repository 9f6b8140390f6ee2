import type { TokenCredential } from '@azure/core-auth';
import type { AccountSignIn } from '../../../storage/azure/account.ts';
import { readConnectionString } from '../../../storage/connectionString.ts';
import type { SignIn } from '../../../storage/container.ts';
import { StoreError } from '../../../storage/failures/storeError.ts';
import { readSas } from '../../../storage/sas.ts';

/**
 * How to sign in to a queue.
 * @throws StoreError `notSignedIn` where the secret is missing
 */
export async function queueSignIn(
  { url, signIn }: { readonly url: string; readonly signIn: SignIn },
  secret: string | undefined,
  vscodeCredential: TokenCredential,
): Promise<AccountSignIn> {
  switch (signIn) {
    case 'vscode':
      return { kind: 'token', credential: vscodeCredential };
    case 'default': {
      const { defaultCredential } = await import('../../../storage/azure/defaultCredential.ts');
      return { kind: 'token', credential: defaultCredential() };
    }
    case 'anonymous':
      return { kind: 'anonymous' };
    case 'accountKey':
      return { kind: 'accountKey', accountName: accountOf(url), key: needed(secret).trim() };
    case 'sas': {
      const read = readSas(needed(secret));
      return { kind: 'sas', sas: read.kind === 'sas' ? read.sas : needed(secret).trim() };
    }
    case 'connectionString': {
      const text = needed(secret);
      return {
        kind: 'connectionString',
        connectionString: readConnectionString(text)?.connectionString ?? text,
      };
    }
  }
}

/** `account.queue.core.windows.net/name`, or `127.0.0.1:10001/account/name` of an emulator. */
function accountOf(url: string): string {
  const { hostname, pathname } = new URL(url);
  const [first = '', second] = pathname.split('/').filter((part) => part !== '');
  return second === undefined ? (hostname.split('.')[0] ?? '') : first;
}

function needed(secret: string | undefined): string {
  if (secret === undefined || secret.trim() === '')
    throw new StoreError('notSignedIn', 'No secret is stored for this queue.', { detail: 'noSecret' });
  return secret;
}
