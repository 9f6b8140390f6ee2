import type { TokenCredential } from '@azure/core-auth';
import {
  AnonymousCredential,
  BlobServiceClient,
  newPipeline,
  type Pipeline,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import type { Log } from '../../base/log.ts';
import { olderAzurite } from './azuriteVersion.ts';
import { requestLog } from '../requestLog.ts';
import { watchedHttpClient } from './httpClient.ts';
import { interactiveRetry, type RetryLimits, type RetryNotice } from './retry.ts';

/** How an account is signed in to, with the secret at hand. */
export type AccountSignIn =
  | { readonly kind: 'token'; readonly credential: TokenCredential }
  | { readonly kind: 'accountKey'; readonly accountName: string; readonly key: string }
  | { readonly kind: 'sas'; readonly sas: string }
  | { readonly kind: 'connectionString'; readonly connectionString: string }
  | { readonly kind: 'anonymous' };

export interface BlobAccountOptions {
  readonly limits?: RetryLimits | undefined;
  readonly onRetry?: ((notice: RetryNotice) => void) | undefined;
  /** Gets a line for each request. */
  readonly log?: Log | undefined;
}

/** A storage account, signed in to: what all of its containers share. */
export interface BlobAccount {
  readonly service: BlobServiceClient;
  readonly pipeline: Pipeline;
  /** Without `?`. */
  readonly sas: string | undefined;
  readonly limits: RetryLimits;
  readonly onRetry: ((notice: RetryNotice) => void) | undefined;
}

/**
 * @param accountUrl without any query; empty for the account that a connection string names
 * @throws the SDK's own error about a malformed key or connection string
 */
export function openBlobAccount(
  accountUrl: string,
  signIn: AccountSignIn,
  { limits = interactiveRetry, onRetry, log }: BlobAccountOptions = {},
): BlobAccount {
  const { url, credential, sas } = addressAndCredential(accountUrl, signIn);
  const pipeline = newPipeline(credential, {
    httpClient: watchedHttpClient(limits, onRetry),
    keepAliveOptions: { enable: true },
    retryOptions: {
      maxTries: limits.maxAttempts,
      retryDelayInMs: limits.delayMs,
      maxRetryDelayInMs: limits.maxDelayMs,
    },
  });
  pipeline.factories.push(olderAzurite, ...(log ? [requestLog(log)] : []));
  const service = new BlobServiceClient(sas === undefined ? url : `${url}?${sas}`, pipeline);
  return { service, pipeline, sas, limits, onRetry };
}

function addressAndCredential(accountUrl: string, signIn: AccountSignIn) {
  switch (signIn.kind) {
    case 'token':
      return { url: accountUrl, credential: signIn.credential };
    case 'accountKey':
      return {
        url: accountUrl,
        credential: new StorageSharedKeyCredential(signIn.accountName, signIn.key),
      };
    case 'sas':
      return { url: accountUrl, credential: new AnonymousCredential(), sas: signIn.sas.replace(/^\?/, '') };
    case 'anonymous':
      return { url: accountUrl, credential: new AnonymousCredential() };
    case 'connectionString': {
      const { url, credential } = BlobServiceClient.fromConnectionString(signIn.connectionString);
      const [path = url, sas] = url.split('?', 2);
      // A container is read at its own address, even if the connection string is of another account.
      return { url: accountUrl || path, credential, sas };
    }
  }
}
