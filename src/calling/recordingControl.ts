import type { RequestTrace } from './failures/callingError.ts';
import type { StartRequest } from './start/request.ts';

/** The state of a recording as the service gives it. A paused one is `inactive`; one that has ended is not found. */
export interface RecordingAnswer {
  readonly recordingId: string;
  /** `active` or `inactive`; other words are passed on. */
  readonly state: string;
  readonly trace: RequestTrace;
}

/** What came of pause, resume or stop. That the recording had ended before is no failure. */
export interface ControlAnswer {
  readonly outcome: 'done' | 'alreadyEnded';
  readonly trace: RequestTrace;
}

/** Marks a start, so that the service sees a repeated one as the same. */
export interface StartAttempt {
  /** A GUID. */
  readonly requestId: string;
  /** When it was first sent, in ms since 1970. */
  readonly firstSent: number;
}

/** Starts and controls recordings of one resource. Every method rejects with a `CallingError`. */
export interface RecordingControl {
  /** Repeated with the same attempt, it starts no second recording. */
  start(request: StartRequest, attempt: StartAttempt, signal?: AbortSignal): Promise<RecordingAnswer>;
  /** Rejects with `recordingNotFound` once the recording has ended. */
  getState(recordingId: string, signal?: AbortSignal): Promise<RecordingAnswer>;
  pause(recordingId: string, signal?: AbortSignal): Promise<ControlAnswer>;
  resume(recordingId: string, signal?: AbortSignal): Promise<ControlAnswer>;
  stop(recordingId: string, signal?: AbortSignal): Promise<ControlAnswer>;
}
