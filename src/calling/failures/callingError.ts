import type { ConnectionStringProblem } from '../connection/string.ts';

/** What was asked of the Call Recording service. */
export type CallingOperation = 'start' | 'getState' | 'pause' | 'resume' | 'stop' | 'download' | 'delete';

/** Why the Call Recording service did not do what was asked; each has an explanation of its own. */
export type CallingErrorReason =
  | 'recordingNotFound'
  | 'callNotFound'
  | 'alreadyRecording'
  | 'cannotJoinCall'
  | 'callNotEstablished'
  | 'notAServerCallId'
  | 'invalidRequest'
  | 'internalError'
  | 'serverError'
  | 'signInFailed'
  | 'clockSkew'
  | 'notSignedIn'
  | 'notConnected'
  | 'forbidden'
  | 'throttled'
  | 'unknownHost'
  | 'refused'
  | 'tlsFailed'
  | 'timedOut'
  | 'brokenConnection'
  | 'badAnswer'
  | 'badConnectionString'
  | 'cancelled'
  | 'unknown';

/** What support asks for to find one request, as far as the service answered with it. */
export interface RequestTrace {
  /** `X-Microsoft-Skype-Chain-ID`, which is the correlation ID of the call. */
  readonly correlationId?: string;
  /** `x-ms-client-request-id`. */
  readonly clientRequestId?: string;
  /** `X-Azure-Ref`. */
  readonly azureRef?: string;
  /** `Date`: when the service answered, by its own clock. */
  readonly date?: string;
}

export interface CallingErrorDetails {
  readonly operation?: CallingOperation | undefined;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly trace?: RequestTrace | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly problem?: ConnectionStringProblem | undefined;
}

/** A failure of the Call Recording service, told apart by reason. Its message holds no secret. */
export class CallingError extends Error {
  readonly reason: CallingErrorReason;
  /** What was asked for, where anything was. */
  readonly operation: CallingOperation | undefined;
  /** HTTP status, where the service answered. */
  readonly status: number | undefined;
  /** The service's error code, such as `8522`. */
  readonly code: string | undefined;
  readonly trace: RequestTrace;
  /** How long the service asks to wait, where it said so. */
  readonly retryAfterSeconds: number | undefined;
  /** What is wrong with the connection string, where that is the reason. */
  readonly problem: ConnectionStringProblem | undefined;

  constructor(reason: CallingErrorReason, message: string, details: CallingErrorDetails = {}) {
    super(message);
    this.name = 'CallingError';
    this.reason = reason;
    this.operation = details.operation;
    this.status = details.status;
    this.code = details.code;
    this.trace = details.trace ?? {};
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.problem = details.problem;
  }

  /**
   * True for a calling error, with that reason where one is given. Works across bundles, each of which
   * has a class of its own.
   */
  static is(error: unknown, reason?: CallingErrorReason): error is CallingError {
    return (
      error instanceof Error &&
      error.name === 'CallingError' &&
      (reason === undefined || ('reason' in error && error.reason === reason))
    );
  }
}
