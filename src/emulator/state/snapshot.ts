import type { EventGridEvent } from '../../recording/event/event.ts';
import type { Repeatability, RepeatedRequest } from '../api/repeatability.ts';
import type { CallsState, LocalCalls } from '../service/calls.ts';
import type { Fault, Faults } from '../service/faults.ts';
import type { RecordingState } from '../service/localRecording.ts';
import type { RecordingService } from '../service/recordings.ts';

/** Who the service is: the same after a restart, so that clients keep working with what they have. */
export interface ServiceIdentity {
  /** Base64. */
  readonly key: string;
  readonly resourceId: string;
  /** How often a service was started with this state. */
  readonly run: number;
}

/** All of a service that outlives it. */
export interface ServiceState extends ServiceIdentity, CallsState {
  /** What its clock showed last, in ms since 1970. */
  readonly nowMs: number;
  readonly recordings: readonly RecordingState[];
  readonly faults: readonly Fault[];
  readonly events: readonly EventGridEvent[];
  /** Missing where an older version wrote the state. */
  readonly repeated?: readonly RepeatedRequest[];
}

/** The parts of a service that have a state. */
export interface StatefulParts {
  readonly calls: LocalCalls;
  readonly service: RecordingService;
  readonly faults: Faults;
  readonly events: EventGridEvent[];
  readonly repeatability: Repeatability;
}

/** What is to be kept now. */
export function takeSnapshot(identity: ServiceIdentity, nowMs: number, parts: StatefulParts): ServiceState {
  return {
    ...identity,
    nowMs,
    ...parts.calls.state(),
    recordings: parts.service.state(),
    faults: parts.faults.list(),
    events: parts.events,
    repeated: parts.repeatability.state(),
  };
}

/** True for an access key in base64 of at least 16 bytes. */
export function isAccessKey(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9+/]{22,1000}={0,2}$/.test(value);
}

/** Tells a state from other JSON, as far as the lists and the identity go. */
export function isServiceState(json: unknown): json is ServiceState {
  const state = Object(json) as Readonly<Record<string, unknown>>;
  return (
    ['calls', 'endings', 'recordings', 'faults', 'events'].every((name) => Array.isArray(state[name])) &&
    isAccessKey(state['key']) &&
    typeof state['resourceId'] === 'string' &&
    Number.isFinite(state['run']) &&
    isTime(state['nowMs']) &&
    (state['calls'] as readonly unknown[]).every((call) =>
      isTime((Object(call) as Readonly<Record<string, unknown>>)['startedMs']),
    ) &&
    (state['repeated'] === undefined || Array.isArray(state['repeated']))
  );
}

/** A moment that has a date, in ms since 1970. */
function isTime(value: unknown): boolean {
  return typeof value === 'number' && !Number.isNaN(new Date(value).getTime());
}

/** Brings the parts to where an earlier run left them. Throws where the parts do not fit together. */
export function restoreSnapshot(state: ServiceState, parts: StatefulParts): void {
  for (const fault of state.faults) parts.faults.add(fault);
  parts.events.push(...state.events);
  parts.repeatability.restore(state.repeated ?? []);
  parts.calls.restore(state);
  parts.service.restore(state.recordings, state.nowMs);
}
