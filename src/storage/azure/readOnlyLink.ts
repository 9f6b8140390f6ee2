import {
  type BlobServiceClient,
  BlobSASPermissions,
  generateBlobSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { SignIn } from '../container.ts';
import { toStoreError } from '../failures/toStoreError.ts';
import { isLoopback } from '../../base/loopback.ts';
import type { ReadOnlyLink } from '../recordingStore.ts';
import { StoreError } from '../failures/storeError.ts';

/** Old enough for every cloud and Azurite, new enough for user-delegation links. */
const sasVersion = '2022-11-02';
/** Clocks differ: a link that begins now would be refused by a service whose clock is behind. */
const clockToleranceMs = 15 * 60_000;

/** A blob that a link is wanted for. */
export interface LinkTarget {
  /** Without any query. */
  readonly url: string;
  readonly containerName: string;
  readonly blobName: string;
}

/**
 * Makes a link that reads one blob and nothing else, until it expires.
 * @throws StoreError `linkNotPossible`, with detail `sasSignIn` where the sign-in can only pass on its own
 *   SAS, `noDelegationKey` where the signed-in account may not have a delegation key, `customDomain` where
 *   the account's name is not known
 */
export async function linkToBlob(
  service: BlobServiceClient,
  signIn: SignIn,
  target: LinkTarget,
  minutes: number,
  signal?: AbortSignal,
): Promise<ReadOnlyLink> {
  const now = Date.now();
  const expires = new Date(now + minutes * 60_000);
  const startsOn = new Date(now - clockToleranceMs);
  const values = {
    containerName: target.containerName,
    blobName: target.blobName,
    permissions: BlobSASPermissions.from({ read: true }),
    startsOn,
    expiresOn: expires,
    protocol: isLoopback(target.url) ? SASProtocol.HttpsAndHttp : SASProtocol.Https,
    version: sasVersion,
  };
  if (signIn === 'anonymous') return { url: target.url, expires, kind: 'public' };
  if (service.credential instanceof StorageSharedKeyCredential) {
    const sas = generateBlobSASQueryParameters(values, service.credential);
    return { url: `${target.url}?${sas.toString()}`, expires, kind: 'serviceSas' };
  }
  if (signIn !== 'vscode' && signIn !== 'default')
    throw new StoreError('linkNotPossible', 'A SAS cannot make a narrower SAS.', { detail: 'sasSignIn' });
  if (service.accountName === '')
    throw new StoreError('linkNotPossible', 'The host does not name the account.', {
      detail: 'customDomain',
    });
  const key = await delegationKey(service, startsOn, expires, signIn, signal);
  const sas = generateBlobSASQueryParameters(values, key, service.accountName);
  return { url: `${target.url}?${sas.toString()}`, expires, kind: 'userDelegationSas' };
}

async function delegationKey(
  service: BlobServiceClient,
  startsOn: Date,
  expires: Date,
  signIn: SignIn,
  signal: AbortSignal | undefined,
) {
  try {
    return await service.getUserDelegationKey(startsOn, expires, withoutUndefined({ abortSignal: signal }));
  } catch (error) {
    const storeError = toStoreError(error, { signIn, signal });
    if (storeError.reason !== 'noDataRole') throw storeError;
    throw new StoreError('linkNotPossible', storeError.message, {
      status: storeError.status,
      detail: 'noDelegationKey',
      requestId: storeError.requestId,
    });
  }
}
