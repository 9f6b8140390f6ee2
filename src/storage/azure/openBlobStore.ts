import { AzureBlobStore } from './blobStore.ts';
import { type AccountSignIn, type BlobAccount, type BlobAccountOptions, openBlobAccount } from './account.ts';
import type { SignIn } from '../container.ts';
import { accountUrlOf, containerNameOf } from '../containerUrl.ts';
import { toStoreError } from '../failures/toStoreError.ts';
import { isLoopback } from '../../base/loopback.ts';
import type { RecordingStore } from '../recordingStore.ts';
import { StoreError } from '../failures/storeError.ts';

// What the Blob SDK is loaded for. This module is loaded on demand and is a bundle of its own.

/** A container as the listing of an account gives it. */
export interface ListedContainer {
  readonly name: string;
  /** Without any SAS. */
  readonly url: string;
  /** Can be read without a sign-in. */
  readonly isPublic: boolean;
}

/**
 * Opens a container; sends nothing yet.
 * @param containerUrl without prefix and without SAS
 * @throws StoreError `badSecret`, `notSecure`
 */
export function openBlobStore(
  containerUrl: string,
  signIn: SignIn,
  secret: AccountSignIn,
  options: BlobAccountOptions = {},
): RecordingStore {
  const account = openAccount(accountUrlOf(containerUrl), secret, options);
  return new AzureBlobStore(account, containerNameOf(containerUrl), signIn);
}

/**
 * Lists the containers of an account by name.
 * @param accountUrl empty for the account that a connection string names
 * @throws StoreError
 */
export async function listContainers(
  accountUrl: string,
  signIn: SignIn,
  secret: AccountSignIn,
  options: BlobAccountOptions & { readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly ListedContainer[]> {
  const account = openAccount(accountUrl, secret, options);
  const { signal } = options;
  const [base = ''] = account.service.url.split('?', 1);
  const found: ListedContainer[] = [];
  try {
    const containers = account.service.listContainers(signal === undefined ? {} : { abortSignal: signal });
    for await (const { name, properties } of containers) {
      found.push({
        name,
        url: `${base.replace(/\/$/, '')}/${name}`,
        isPublic: properties.publicAccess !== undefined,
      });
    }
    return found;
  } catch (error) {
    throw toStoreError(error, { signIn, sas: account.sas, signal });
  }
}

function openAccount(accountUrl: string, secret: AccountSignIn, options: BlobAccountOptions): BlobAccount {
  const account = opened(accountUrl, secret, options);
  const { url } = account.service;
  const sendsSecret = secret.kind === 'token' || account.sas !== undefined;
  if (sendsSecret && url.startsWith('http:') && (secret.kind === 'token' || !isLoopback(url))) {
    throw new StoreError('notSecure', 'A token or SAS is not sent over plain HTTP.');
  }
  return account;
}

function opened(accountUrl: string, secret: AccountSignIn, options: BlobAccountOptions): BlobAccount {
  try {
    return openBlobAccount(accountUrl, secret, options);
  } catch {
    // What the SDK says may quote the secret.
    throw new StoreError('badSecret', 'The connection string or key is malformed.');
  }
}
