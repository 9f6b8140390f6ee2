import type { CallingErrorReason } from '../failures/callingError.ts';
import type { StartRequest } from '../start/request.ts';

/** What is known of a recording. `unknown`: the service did not answer when last asked. */
export type ActiveState = 'active' | 'paused' | 'ended' | 'unknown';

/** What came of waiting for the files of a recording that has ended. */
export type Landing =
  /** `by` is the process that looks for them. */
  | { readonly kind: 'waiting'; readonly by?: number }
  /** `path` is the recording folder in the container. */
  | { readonly kind: 'landed'; readonly path: string }
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
  /** When the service last told its state. */
  readonly seenAt: number;
  /** When anything of it last changed but `seenAt`: the newer of two copies counts. */
  readonly changedAt: number;
  readonly endedAt?: number;
  /** True where it ended long after it was last seen, so that `recordedMs` is the least it can be. */
  readonly lengthUncertain?: boolean;
  readonly landing?: Landing;
  /** Taken off the list; kept for a while, so that no other window brings it back. */
  readonly removed?: boolean;
}

/** How far the last sighting may lie back for the recorded time still to count as known, in ms. */
const certainForMs = 60_000;

/** The recorded time without pauses at that moment, in ms. It stands still while the state is unknown. */
export function elapsedMs(recording: ActiveRecording, now: number): number {
  const until = recording.state === 'unknown' ? recording.seenAt : now;
  const running = recording.runningSince === undefined ? 0 : until - recording.runningSince;
  return recording.recordedMs + Math.max(running, 0);
}

/**
 * The recording after its state was heard.
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
  if (state === 'active') return { ...seen, runningSince: runningSince ?? now };
  const changedAt = by === 'us' ? now : recording.seenAt;
  const stopped = {
    ...seen,
    recordedMs:
      recording.recordedMs + (runningSince === undefined ? 0 : Math.max(changedAt - runningSince, 0)),
  };
  if (state === 'paused') return stopped;
  const uncertain = runningSince !== undefined && now - changedAt > certainForMs;
  return {
    ...stopped,
    endedAt: now,
    ...(uncertain ? { lengthUncertain: true } : {}),
    ...(recording.containerId === undefined ? {} : { landing: { kind: 'waiting' } }),
  };
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
