import type { TokenCredential } from '@azure/core-auth';
import type { ListedContainer } from './azure/openBlobStore.ts';
import type { AccountSignIn } from './azure/account.ts';
import type { BlobContainer, Container, SignIn } from './container.ts';
import { readConnectionString } from './connectionString.ts';
import { accountNameOf } from './containerUrl.ts';
import type { Log } from '../base/log.ts';
import { isLoopback } from '../base/loopback.ts';
import type { RecordingStore } from './recordingStore.ts';
import type { RetryLimits, RetryNotice } from './azure/retry.ts';
import { readSas } from './sas.ts';
import { StoreError } from './failures/storeError.ts';

/** What opening a store needs from outside. */
export interface StoreDeps {
  /** The container's key, SAS or connection string. */
  readonly getSecret: (containerId: string) => PromiseLike<string | undefined>;
  /** Tokens of the Microsoft account that is signed in to VS Code. */
  readonly vscodeCredential?: TokenCredential;
  /** Where the bundled sample recordings lie on disk. */
  readonly samplesFolder?: string;
  /** Told while a request is tried again. */
  readonly onRetry?: (notice: RetryNotice) => void;
  readonly retry?: RetryLimits;
  /** Gets a line for each request. */
  readonly log?: Log;
}

/** The public key of every Azurite. https://learn.microsoft.com/azure/storage/common/storage-connect-azurite */
const azuriteAccount = 'devstoreaccount1';
const azuriteKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/**
 * Makes the store of a container, loading what it needs. Sends nothing yet.
 * @throws StoreError `notSignedIn` where the secret is missing, `badSecret`, `notSecure`
 */
export async function openStore(container: Container, deps: StoreDeps): Promise<RecordingStore> {
  switch (container.kind) {
    case 'folder':
      return openFolder(container.folder);
    case 'samples':
      if (deps.samplesFolder === undefined) throw new StoreError('unknown', 'There are no samples here.');
      return openFolder(deps.samplesFolder);
    case 'blob': {
      const secret = await accountSignIn(container, deps);
      const { openBlobStore } = await import('./azure/openBlobStore.ts');
      return openBlobStore(container.url, container.signIn, secret, optionsOf(deps));
    }
  }
}

/** True for the account of an Azurite on this machine, whose key is known. */
export function isAzurite(accountOrContainerUrl: string): boolean {
  return isLoopback(accountOrContainerUrl) && accountNameOf(accountOrContainerUrl) === azuriteAccount;
}

/** An account that a person is about to choose a container of. */
export type AccountChoice =
  | { readonly signIn: 'connectionString'; readonly connectionString: string }
  | {
      readonly signIn: Exclude<SignIn, 'connectionString'>;
      readonly accountUrl: string;
      /** Key or SAS. */
      readonly secret?: string;
    };

/**
 * Lists an account's containers, loading the SDK.
 * @throws StoreError
 */
export async function listAccountContainers(
  account: AccountChoice,
  deps: Omit<StoreDeps, 'getSecret'>,
  signal?: AbortSignal,
): Promise<readonly ListedContainer[]> {
  const isString = account.signIn === 'connectionString';
  const url = isString ? '' : account.accountUrl;
  const getSecret = () => Promise.resolve(isString ? account.connectionString : account.secret);
  const secret = await accountSignIn({ id: '', url, signIn: account.signIn }, { ...deps, getSecret });
  const { listContainers } = await import('./azure/openBlobStore.ts');
  return listContainers(url, account.signIn, secret, { ...optionsOf(deps), signal });
}

async function openFolder(folder: string): Promise<RecordingStore> {
  const { LocalFolderStore } = await import('./folder/localStore.ts');
  return new LocalFolderStore(folder);
}

async function accountSignIn(
  { id, url, signIn }: Pick<BlobContainer, 'id' | 'url' | 'signIn'>,
  deps: StoreDeps,
): Promise<AccountSignIn> {
  switch (signIn) {
    case 'anonymous':
      return { kind: 'anonymous' };
    case 'default': {
      const { defaultCredential } = await import('./azure/defaultCredential.ts');
      return { kind: 'token', credential: defaultCredential() };
    }
    case 'vscode':
      if (deps.vscodeCredential === undefined)
        throw new StoreError('notSignedIn', 'VS Code offers no Microsoft account here.');
      return { kind: 'token', credential: deps.vscodeCredential };
    case 'accountKey': {
      const accountName = accountNameOf(url);
      if (accountName === undefined)
        throw new StoreError('badSecret', 'The host does not name the account.', { detail: 'customDomain' });
      const key = (await deps.getSecret(id)) ?? (isAzurite(url) ? azuriteKey : undefined);
      return { kind: 'accountKey', accountName, key: needed(key).trim() };
    }
    case 'sas':
      return { kind: 'sas', sas: sasOf(needed(await deps.getSecret(id))) };
    case 'connectionString':
      return { kind: 'connectionString', connectionString: connectionOf(needed(await deps.getSecret(id))) };
  }
}

function sasOf(text: string): string {
  const read = readSas(text);
  return read.kind === 'sas' ? read.sas : text.trim();
}

function connectionOf(text: string): string {
  return readConnectionString(text)?.connectionString ?? text.trim();
}

function needed(secret: string | undefined): string {
  if (secret === undefined || secret.trim() === '')
    throw new StoreError('notSignedIn', 'No secret is stored for this container.', { detail: 'noSecret' });
  return secret;
}

function optionsOf(deps: Omit<StoreDeps, 'getSecret'>) {
  return { limits: deps.retry, onRetry: deps.onRetry, log: deps.log };
}
