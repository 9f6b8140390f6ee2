import type { ConnectionStringProblem } from '../connection/string.ts';
import { type CallingErrorReason, type Outcome, outcomeOf } from './reasons.ts';

/** What was asked of the Call Recording service. */
export type CallingOperation = 'start' | 'getState' | 'pause' | 'resume' | 'stop' | 'download' | 'delete';

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

/** What answered in the place of the service; each part is cut and without secrets. */
export interface OtherAnswer {
  readonly contentType?: string;
  /** The `Server` header. */
  readonly server?: string;
  /** The title of a web page. */
  readonly title?: string;
}

export interface CallingErrorDetails {
  readonly operation?: CallingOperation | undefined;
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly trace?: RequestTrace | undefined;
  readonly retryAt?: number | undefined;
  readonly said?: string | undefined;
  readonly answeredBy?: OtherAnswer | undefined;
  readonly problem?: ConnectionStringProblem | undefined;
}

/** A failure of the Call Recording service, classified by reason. Its message holds no secret. */
export class CallingError extends Error {
  readonly reason: CallingErrorReason;
  /** What was asked for, where anything was. */
  readonly operation: CallingOperation | undefined;
  /** HTTP status, where the service answered. */
  readonly status: number | undefined;
  /** The service's error code, such as `8522`. */
  readonly code: string | undefined;
  readonly trace: RequestTrace;
  /** Until when the service asks to wait, in ms since 1970, where it said so. */
  readonly retryAt: number | undefined;
  /** What the service said of it, whole but for secrets. */
  readonly said: string | undefined;
  /** What answered, where it was not the service. */
  readonly answeredBy: OtherAnswer | undefined;
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
    this.retryAt = details.retryAt;
    this.said = details.said;
    this.answeredBy = details.answeredBy;
    this.problem = details.problem;
  }

  /** Whether the service may have done it all the same. */
  get outcome(): Exclude<Outcome, 'done'> {
    return outcomeOf(this.reason);
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
