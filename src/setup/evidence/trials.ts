import { randomUUID } from 'node:crypto';
import { StoreError, type StoreErrorReason } from '../../storage/failures/storeError.ts';
import type { RecordingStore } from '../../storage/recordingStore.ts';
import type { FailureReason } from '../management/failure.ts';
import type { Finding, Trial } from './evidence.ts';

/** What the trials need of a store. */
export type TrialStore = Pick<RecordingStore, 'listLevel' | 'stat' | 'delete'>;

/** What a failed trial shows: the right itself, or why nothing is known of it. */
type Meaning = { readonly trial: Trial } | { readonly failure: FailureReason };

const meanings: Readonly<Record<StoreErrorReason, Meaning>> = {
  notSecure: { failure: 'unknown' },
  badSecret: { failure: 'unknown' },
  wrongKey: { trial: 'refused' },
  badSas: { trial: 'refused' },
  expiredSas: { trial: 'refused' },
  sasLacksPermission: { trial: 'refused' },
  notSignedIn: { failure: 'notSignedIn' },
  noDataRole: { trial: 'refused' },
  wrongTenant: { failure: 'wrongTenant' },
  firewall: { trial: 'firewall' },
  keyAccessDisabled: { trial: 'keyDisabled' },
  anonymousDisabled: { trial: 'refused' },
  accountDisabled: { failure: 'unknown' },
  linkNotPossible: { failure: 'unknown' },
  unknownHost: { failure: 'unknownHost' },
  noNetwork: { failure: 'noNetwork' },
  connectionRefused: { failure: 'refused' },
  timedOut: { failure: 'timedOut' },
  tlsFailed: { failure: 'tlsFailed' },
  clockSkew: { failure: 'unknown' },
  azuriteTooOld: { failure: 'unknown' },
  throttled: { failure: 'throttled' },
  serverError: { failure: 'serverError' },
  badAnswer: { failure: 'badAnswer' },
  brokenConnection: { failure: 'brokenConnection' },
  containerMissing: { trial: 'containerMissing' },
  fileMissing: { trial: 'allowed' },
  fileArchived: { failure: 'unknown' },
  fileChanged: { failure: 'unknown' },
  fileImmutable: { failure: 'unknown' },
  legalHold: { failure: 'unknown' },
  fileLeased: { failure: 'unknown' },
  fileExists: { failure: 'unknown' },
  leadsOutside: { failure: 'unknown' },
  diskFailed: { failure: 'unknown' },
  cancelled: { failure: 'cancelled' },
  refused: { failure: 'unknown' },
  unknown: { failure: 'unknown' },
};

/** A blob that does not exist. */
const noBlob = (prefix: string): string => `${prefix}setup-check-${randomUUID()}`;

/** Lists one entry. */
export function tryToList(store: TrialStore, prefix: string, signal: AbortSignal): Promise<Finding<Trial>> {
  return attempt(() => store.listLevel(prefix, { pageSize: 1, signal }));
}

/** Asks for the properties of a blob that does not exist: "not found" is said only to who may read. */
export function tryToRead(store: TrialStore, prefix: string, signal: AbortSignal): Promise<Finding<Trial>> {
  return attempt(() => store.stat(noBlob(prefix), signal));
}

/** Deletes a blob that does not exist: "not found" is said only to who may delete. */
export function tryToDelete(store: TrialStore, prefix: string, signal: AbortSignal): Promise<Finding<Trial>> {
  return attempt(() => store.delete(noBlob(prefix), signal));
}

async function attempt(work: () => Promise<unknown>): Promise<Finding<Trial>> {
  try {
    await work();
    return { kind: 'seen', value: 'allowed' };
  } catch (error) {
    if (!StoreError.is(error)) throw error;
    const meaning = meanings[error.reason];
    return 'trial' in meaning
      ? { kind: 'seen', value: meaning.trial }
      : { kind: 'failed', failure: { reason: meaning.failure, message: error.message } };
  }
}
