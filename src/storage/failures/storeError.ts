import type { Explanation } from '../../base/explanation.ts';

/** Why a store could not do what was asked; each has an explanation of its own for the user. */
export type StoreErrorReason = AccessReason | NetworkReason | FileReason;

/** Sign-in, permission, and what the account forbids. */
export type AccessReason =
  | 'notSecure'
  | 'badSecret'
  | 'wrongKey'
  | 'badSas'
  | 'expiredSas'
  | 'sasLacksPermission'
  | 'notSignedIn'
  | 'noDataRole'
  | 'wrongTenant'
  | 'firewall'
  | 'keyAccessDisabled'
  | 'anonymousDisabled'
  | 'accountDisabled'
  | 'linkNotPossible';

/** The way to the service, and the service as a whole. */
export type NetworkReason =
  | 'unknownHost'
  | 'noNetwork'
  | 'connectionRefused'
  | 'timedOut'
  | 'tlsFailed'
  | 'clockSkew'
  | 'azuriteTooOld'
  | 'throttled'
  | 'serverError'
  | 'badAnswer'
  | 'brokenConnection';

/** One container or file, on the service or on disk; and what is none of the others. */
export type FileReason =
  | 'containerMissing'
  | 'fileMissing'
  | 'fileArchived'
  | 'fileChanged'
  | 'fileImmutable'
  | 'legalHold'
  | 'fileLeased'
  | 'fileExists'
  | 'leadsOutside'
  | 'diskFailed'
  | 'cancelled'
  /** The service refused the request for a reason that is not known here. */
  | 'refused'
  | 'unknown';

/** What of several causes of one reason it was, where that changes what to do. */
export type StoreErrorDetail =
  /** `notSignedIn`: nothing is stored. */
  | 'noSecret'
  /** `badSecret`: the host does not name its account. */
  | 'customDomain'
  /** `containerMissing`: a folder of this machine. */
  | 'noFolder'
  /** `linkNotPossible`. */
  | LinkObstacle
  /** `badSas`. */
  | SasFault
  /** `fileArchived`: it is being moved out of the archive. */
  | 'rehydrating';

/** Why a SAS is not accepted, as far as the SAS itself or the service says. */
export type SasFault = 'notYetValid' | 'wrongSignature' | 'incomplete';

/** Why no link can be made for one file. */
export type LinkObstacle =
  /** Only the whole SAS could be passed on. */
  | 'sasSignIn'
  /** The signed-in account may not have a delegation key. */
  | 'noDelegationKey'
  /** The host does not name its account. */
  | 'customDomain';

/** How a failure is put into words. */
export type StoreErrorText = (error: StoreError) => Explanation;

/** What can be done about a failure beside what its explanation says. */
type Remedy = 'signIn' | 'retry' | 'none';

const remedies: Readonly<Record<StoreErrorReason, Remedy>> = {
  notSecure: 'none',
  badSecret: 'signIn',
  wrongKey: 'signIn',
  badSas: 'signIn',
  expiredSas: 'signIn',
  sasLacksPermission: 'signIn',
  notSignedIn: 'signIn',
  noDataRole: 'signIn',
  wrongTenant: 'signIn',
  firewall: 'retry',
  keyAccessDisabled: 'signIn',
  anonymousDisabled: 'signIn',
  accountDisabled: 'none',
  linkNotPossible: 'none',
  unknownHost: 'retry',
  noNetwork: 'retry',
  connectionRefused: 'retry',
  timedOut: 'retry',
  tlsFailed: 'retry',
  clockSkew: 'retry',
  azuriteTooOld: 'none',
  throttled: 'retry',
  serverError: 'retry',
  badAnswer: 'retry',
  brokenConnection: 'retry',
  containerMissing: 'retry',
  fileMissing: 'none',
  fileArchived: 'none',
  fileChanged: 'retry',
  fileImmutable: 'none',
  legalHold: 'none',
  fileLeased: 'retry',
  fileExists: 'none',
  leadsOutside: 'none',
  diskFailed: 'retry',
  cancelled: 'retry',
  refused: 'none',
  unknown: 'retry',
};

/** True for failures that another sign-in may solve. */
export function isSignInFailure({ reason }: StoreError): boolean {
  return remedies[reason] === 'signIn';
}

/** True where the same request may succeed later without anything else being changed. */
export function canRetry({ reason }: StoreError): boolean {
  return remedies[reason] === 'retry';
}

/** What is known of a failure beside its reason. */
export interface StoreErrorFacts {
  /** HTTP status, where the service answered. */
  readonly status?: number | undefined;
  /** The service's or Node's error code, such as `AuthorizationPermissionMismatch`. */
  readonly code?: string | undefined;
  /** The service's request ID, to be quoted to support. */
  readonly requestId?: string | undefined;
  readonly detail?: StoreErrorDetail | undefined;
  /** What the service said, whole and without secrets. */
  readonly said?: string | undefined;
  /** Without secrets. */
  readonly cause?: Error | undefined;
}

/** A failure of a store, classified by reason. Neither its message nor its cause holds a secret. */
export class StoreError extends Error implements StoreErrorFacts {
  readonly reason: StoreErrorReason;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  readonly detail: StoreErrorDetail | undefined;
  readonly said: string | undefined;
  declare readonly cause: Error | undefined;

  constructor(reason: StoreErrorReason, message: string, facts: StoreErrorFacts = {}) {
    super(message, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.name = 'StoreError';
    this.reason = reason;
    this.status = facts.status;
    this.code = facts.code;
    this.requestId = facts.requestId;
    this.detail = facts.detail;
    this.said = facts.said;
  }

  /**
   * True for a store error, with that reason where one is given. Works across bundles, each of which
   * has a class of its own.
   */
  static is(error: unknown, reason?: StoreErrorReason): error is StoreError {
    return (
      error instanceof Error &&
      error.name === 'StoreError' &&
      (reason === undefined || ('reason' in error && error.reason === reason))
    );
  }
}
