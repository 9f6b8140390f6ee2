/** Why Resource Manager, or the way to it, did not do what was asked. Each has a text of its own. */
export type FailureReason =
  | 'notSignedIn'
  | 'signInCancelled'
  | 'conditionalAccess'
  | 'notInTenant'
  | 'wrongTenant'
  | 'noRight'
  | 'noLinkedRight'
  | 'throttled'
  | 'subscriptionMissing'
  | 'subscriptionDisabled'
  | 'notFound'
  | 'providerNotRegistered'
  | 'principalUnknown'
  | 'assignmentExists'
  | 'assignmentLimit'
  | 'assignmentFixed'
  | 'conflict'
  | 'changedMeanwhile'
  | 'locked'
  | 'policy'
  | 'webhookRefused'
  | 'operationFailed'
  | 'notReadBack'
  | 'unsupportedVersion'
  | 'invalidRequest'
  | 'serverError'
  | 'badAnswer'
  | 'foreignLink'
  | 'noNetwork'
  | 'unknownHost'
  | 'refused'
  | 'proxy'
  | 'tlsFailed'
  | 'timedOut'
  | 'brokenConnection'
  | 'unknownCloud'
  | 'cancelled'
  | 'unknown';

/** A failure as plain data, without any secret. */
export interface Failure {
  readonly reason: FailureReason;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** Azure's own code, such as `AuthorizationFailed`. */
  readonly code?: string;
  /** The action that is missing, such as `Microsoft.Authorization/roleAssignments/write`. */
  readonly action?: string;
  /** Where it is missing. */
  readonly scope?: string;
  /** The tenant to sign in to instead. */
  readonly tenantId?: string;
  /** The resource provider to register. */
  readonly namespace?: string;
  readonly retryAfterSeconds?: number;
  /** What Azure itself said, scrubbed of secrets. */
  readonly message?: string;
  /** `x-ms-correlation-request-id`, to be quoted to support. */
  readonly correlationId?: string;
}

/** A failure that is thrown. */
export class ManagementError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message ?? failure.reason);
    this.name = 'ManagementError';
    this.failure = failure;
  }

  /**
   * True for a failure of set-up, with that reason where one is given. Works across bundles, each of which has a
   * class of its own.
   */
  static is(error: unknown, reason?: FailureReason): error is ManagementError {
    return (
      error instanceof Error &&
      error.name === 'ManagementError' &&
      'failure' in error &&
      (reason === undefined || (error.failure as Failure).reason === reason)
    );
  }
}
