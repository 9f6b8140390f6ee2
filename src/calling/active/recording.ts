import type { CallingErrorReason } from '../failures/reasons.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { RecordingAnswer } from '../recordingControl.ts';
import type { StartRequest } from '../start/request.ts';
import { callName } from './callName.ts';
import { type RecordingStep, newStep } from './steps.ts';

/** What is known of a recording. `unknown`: the service did not answer when last asked. */
export type ActiveState = 'active' | 'paused' | 'ended' | 'unknown';

/** What came of waiting for the files of a recording that has ended. */
export type Landing =
  /** `by` is the process that looks for them. */
  | { readonly kind: 'waiting'; readonly by?: number }
  /**
   * `path` is the recording folder in the container. `recordedMs` is the recorded time without pauses as the
   * files give it; absent where some may still come.
   */
  | { readonly kind: 'landed'; readonly path: string; readonly recordedMs?: number }
  | { readonly kind: 'missing' }
  | { readonly kind: 'cancelled' };

/** A recording that was started here. Times are in ms since 1970; nothing of it is secret. */
export interface ActiveRecording extends Pick<
  StartRequest,
  'call' | 'content' | 'channel' | 'format' | 'destination'
> {
  readonly recordingId: string;
  /** The resource that it was started with. */
  readonly resourceId: string;
  /** The container that the files go to, where it is one that is connected. */
  readonly containerId?: string;
  /** The name of its call folder, once it is known. */
  readonly callId?: string;
  /** What the call is called from start to end. */
  readonly name?: string;
  readonly startedAt: number;
  /** How far the service's clock was ahead of this computer's at the start, in ms; behind when negative. */
  readonly clockAheadMs: number;
  readonly state: ActiveState;
  /** Why the state is unknown. */
  readonly unknownBecause?: CallingErrorReason;
  /** Recorded up to `runningSince`, without pauses. */
  readonly recordedMs: number;
  /** Since when it records; absent while it is paused and after its end. */
  readonly runningSince?: number;
  /** When the service last gave its state. */
  readonly seenAt: number;
  /** When anything of it last changed but `seenAt`: the newer of two copies counts. */
  readonly changedAt: number;
  readonly endedAt?: number;
  /** True where it changed at a time that is not known within a minute: `recordedMs` is the least it can be. */
  readonly lengthUncertain?: boolean;
  /** True where it changed at a time that is known within a minute: `recordedMs` may be some seconds short. */
  readonly lengthEstimated?: boolean;
  readonly landing?: Landing;
  /** What happened to it, in order. */
  readonly steps?: readonly RecordingStep[];
  /** Taken off the list; kept for a while, so that no other window brings it back. */
  readonly removed?: boolean;
}

/** Where a recording is started, and what is known of it before. */
export interface StartPlace {
  readonly resourceId: string;
  /** The connected container that the files go to. */
  readonly containerId?: string;
  /** The name of the call folder, where it is known before. */
  readonly callId?: string;
}

/** A recording as its start, or the first question for its state, was answered. */
export function newRecording(
  place: StartPlace,
  request: StartRequest,
  answer: RecordingAnswer,
  kind: 'started' | 'takenUp',
  now: number,
): ActiveRecording {
  const { call, content, channel, format, destination } = request;
  const isPaused = answer.state === 'inactive';
  return withoutUndefined({
    ...place,
    ...{ call, content, channel, format, destination },
    recordingId: answer.recordingId,
    name: callName(withoutUndefined({ call, callId: place.callId })),
    startedAt: now,
    clockAheadMs: clockAhead(answer.trace.date, now),
    state: isPaused ? ('paused' as const) : ('active' as const),
    recordedMs: 0,
    runningSince: isPaused ? undefined : now,
    // It ran before, for an unknown time.
    lengthUncertain: kind === 'takenUp' ? (true as const) : undefined,
    ...{ seenAt: now, changedAt: now },
    steps: [newStep(kind === 'started' && isPaused ? 'startedPaused' : kind, now, answer.trace)],
  });
}

/** Clocks within a second of each other count as the same: the service gives its own in whole seconds. */
function clockAhead(date: string | undefined, now: number): number {
  const aheadMs = Date.parse(date ?? '') - now;
  return Math.abs(aheadMs) > 1_500 ? aheadMs : 0;
}

/** How far the last sighting may lie back for the recorded time to count as exact, and as about right, in ms. */
const exactForMs = 1_000;
const estimatedForMs = 60_000;

/** The recorded time without pauses at that moment, in ms. It does not grow while the state is unknown. */
export function elapsedMs(recording: ActiveRecording, now: number): number {
  const until = recording.state === 'unknown' ? recording.seenAt : now;
  const running = recording.runningSince === undefined ? 0 : until - recording.runningSince;
  return recording.recordedMs + Math.max(running, 0);
}

/**
 * The recording after its state became known.
 * @param by `us`: the state is the outcome of our own command, so it changed just now. `service`: it may have
 * changed at any time since it was last seen, so time counts up to that moment only.
 */
export function withState(
  recording: ActiveRecording,
  state: Exclude<ActiveState, 'unknown'>,
  by: 'us' | 'service',
  now: number,
): ActiveRecording {
  if (recording.state === 'ended') return recording;
  if (recording.state === state) return { ...recording, seenAt: now };
  const { runningSince, ...seen } = { ...recording, state, seenAt: now, changedAt: now };
  delete seen.unknownBecause;
  const changedAt = by === 'us' ? now : recording.seenAt;
  if (state === 'active')
    return {
      ...seen,
      runningSince: runningSince ?? now,
      ...doubt(runningSince === undefined, now - changedAt),
    };
  const stopped = {
    ...seen,
    recordedMs:
      recording.recordedMs + (runningSince === undefined ? 0 : Math.max(changedAt - runningSince, 0)),
    ...doubt(runningSince !== undefined, now - changedAt),
  };
  if (state === 'paused') return stopped;
  return {
    ...stopped,
    endedAt: now,
    ...withoutUndefined({
      landing: recording.containerId === undefined ? undefined : ({ kind: 'waiting' } as const),
    }),
  };
}

/** How well the recorded time is known after it began or ceased to grow some time within the last `unseenMs`. */
function doubt(
  hasChanged: boolean,
  unseenMs: number,
): Pick<ActiveRecording, 'lengthUncertain' | 'lengthEstimated'> {
  if (!hasChanged || unseenMs <= exactForMs) return {};
  return unseenMs > estimatedForMs ? { lengthUncertain: true } : { lengthEstimated: true };
}

/** Whether a recording folder is one that ended here and whose files are all known to be there. */
export function isLandedWhole(
  recordings: readonly ActiveRecording[],
  containerId: string,
  path: string,
): boolean {
  return recordings.some(
    ({ containerId: id, landing }) =>
      id === containerId &&
      landing?.kind === 'landed' &&
      landing.path === path &&
      landing.recordedMs !== undefined,
  );
}

/** The recording with the recorded time that its files give. */
export function withRecordedTime(recording: ActiveRecording, recordedMs: number): ActiveRecording {
  const known = { ...recording, recordedMs };
  delete known.lengthUncertain;
  delete known.lengthEstimated;
  return known;
}

/** The recording after the service could not be asked for its state. */
export function withUnknownState(
  recording: ActiveRecording,
  because: CallingErrorReason,
  now: number,
): ActiveRecording {
  if (recording.state === 'ended') return recording;
  if (recording.state === 'unknown' && recording.unknownBecause === because) return recording;
  return { ...recording, state: 'unknown', unknownBecause: because, changedAt: now };
}
