/** Why a store could not do what was asked; each has an explanation of its own for the user. */
export type StoreErrorReason =
  | 'unknownHost'
  | 'noNetwork'
  | 'connectionRefused'
  | 'timedOut'
  | 'tlsFailed'
  | 'clockSkew'
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
  | 'containerMissing'
  | 'fileMissing'
  | 'fileArchived'
  | 'fileChanged'
  | 'throttled'
  | 'serverError'
  | 'badAnswer'
  | 'brokenConnection'
  | 'linkNotPossible'
  | 'fileExists'
  | 'diskFailed'
  | 'cancelled'
  | 'unknown';

const mendedBySignIn: readonly StoreErrorReason[] = [
  'badSecret',
  'wrongKey',
  'badSas',
  'expiredSas',
  'sasLacksPermission',
  'notSignedIn',
  'noDataRole',
  'wrongTenant',
  'keyAccessDisabled',
  'anonymousDisabled',
];

/** True for failures that another sign-in may mend. */
export function isSignInFailure({ reason }: StoreError): boolean {
  return mendedBySignIn.includes(reason);
}

/** A failure of a store, told apart by reason. Its message holds no secret. */
export class StoreError extends Error {
  readonly reason: StoreErrorReason;
  /** HTTP status, where the service answered. */
  readonly status: number | undefined;
  /** The service's error code, such as `AuthorizationPermissionMismatch`. */
  readonly code: string | undefined;
  /** The service's request ID, to be quoted to support. */
  readonly requestId: string | undefined;

  constructor(
    reason: StoreErrorReason,
    message: string,
    details: { status?: number | undefined; code?: string | undefined; requestId?: string | undefined } = {},
  ) {
    super(message);
    this.name = 'StoreError';
    this.reason = reason;
    this.status = details.status;
    this.code = details.code;
    this.requestId = details.requestId;
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
