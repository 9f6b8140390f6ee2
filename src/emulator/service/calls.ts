import { trimEnd } from '../../base/base64.ts';
import type { Clock } from '../../base/clock.ts';
import { invalidRequest } from './errors.ts';
import { type ByteSource, newGuid, newServerCallId, newUserId } from './ids.ts';

export type CallState = 'connecting' | 'established' | 'ended';

/** A call that exists in the local service alone. */
export interface LocalCall {
  /** Names the folder of the call's recordings; the service calls it correlation ID too. */
  readonly callId: string;
  readonly serverCallId: string;
  readonly callConnectionId: string;
  readonly groupCallId: string;
  readonly roomId: string;
  /** Raw IDs. */
  readonly participants: readonly string[];
  readonly state: CallState;
  /** ms since 1970. */
  readonly startedMs: number;
}

export interface NewCall {
  /** Raw IDs; default: those of `participantCount` new users. */
  readonly participants?: readonly string[];
  /** Default: 2. */
  readonly participantCount?: number;
  readonly groupCallId?: string;
  readonly roomId?: string;
  /** True for a call that has not been answered yet: it cannot be recorded before `connect`. */
  readonly connecting?: boolean;
  /** When the call ends by itself. */
  readonly endAfterSeconds?: number;
}

/** How a start names the call. */
export interface CallLocator {
  readonly kind: 'serverCallId' | 'groupCallId' | 'roomId' | 'callConnectionId';
  readonly id: string;
}

/** Of all; where those in progress leave no room, none can be made. */
export const mostCalls = 10_000;
/** Beyond that, calls that have ended are forgotten, the oldest first. */
export const mostEndedCalls = 1_000;

/** The calls as they are kept over a restart of the service. */
export interface CallsState {
  readonly calls: readonly LocalCall[];
  /** Call IDs, and when the call ends by itself, in ms since 1970. */
  readonly endings: readonly (readonly [callId: string, endsMs: number])[];
}

export interface CallsParts {
  readonly clock: Clock;
  readonly source: ByteSource;
  readonly resourceId: string;
  /** Called with each call that ends. */
  readonly onEnded: (call: LocalCall) => void;
  /** IDs of calls that must not be forgotten, although they have ended. */
  readonly inUse: () => ReadonlySet<string>;
  /** Called after each change of what `state()` gives. */
  readonly onChange: () => void;
}

/** The calls of the local service. */
export class LocalCalls {
  readonly #clock: Clock;
  readonly #source: ByteSource;
  readonly #resourceId: string;
  readonly #onEnded: (call: LocalCall) => void;
  readonly #inUse: () => ReadonlySet<string>;
  readonly #onChange: () => void;
  readonly #calls = new Map<string, LocalCall>();
  /** IDs of those that have ended, the first first. */
  readonly #ended = new Set<string>();
  /** When calls end by themselves, in ms since 1970. */
  readonly #endings = new Map<string, number>();
  /** Call IDs by each other ID of the call, without padding, the oldest first. */
  readonly #byOtherId = new Map<string, readonly string[]>();

  constructor(parts: CallsParts) {
    this.#clock = parts.clock;
    this.#source = parts.source;
    this.#resourceId = parts.resourceId;
    this.#onEnded = parts.onEnded;
    this.#inUse = parts.inUse;
    this.#onChange = parts.onChange;
  }

  list(): readonly LocalCall[] {
    return [...this.#calls.values()];
  }

  /** @throws ServiceError where too many calls are in progress */
  create(wanted: NewCall = {}): LocalCall {
    const startedMs = this.#clock.now();
    const room = BigInt(`0x${Buffer.from(this.#source(7)).toString('hex')}`) % 90_000_000_000_000n;
    const users = Array.from({ length: wanted.participantCount ?? 2 }, () =>
      newUserId(this.#resourceId, this.#source),
    );
    const call: LocalCall = {
      callId: newGuid(this.#source),
      serverCallId: newServerCallId(startedMs, this.#source),
      callConnectionId: newGuid(this.#source),
      groupCallId: wanted.groupCallId ?? newGuid(this.#source),
      roomId: wanted.roomId ?? `990${10_000_000_000_000n + room}`,
      participants: wanted.participants ?? users,
      state: wanted.connecting === true ? 'connecting' : 'established',
      startedMs,
    };
    this.#makeRoom();
    this.#add(call);
    if (wanted.endAfterSeconds !== undefined) this.endLater(call.callId, wanted.endAfterSeconds);
    this.#onChange();
    return call;
  }

  /** The call that any of its IDs names. */
  byAnyId(id: string): LocalCall | undefined {
    return this.#calls.get(id) ?? this.#latest(id, () => true);
  }

  /** The call that a start names; server call IDs are the same with and without padding. */
  find({ kind, id }: CallLocator): LocalCall | undefined {
    return this.#latest(id, (call) => withoutPadding(call[kind]) === withoutPadding(id));
  }

  /** The call is answered and can be recorded. */
  connect(callId: string): LocalCall | undefined {
    const call = this.#calls.get(callId);
    return call?.state === 'connecting' ? this.#change(call, 'established') : call;
  }

  end(callId: string): LocalCall | undefined {
    const call = this.#calls.get(callId);
    if (!call || call.state === 'ended') return call;
    this.#endings.delete(callId);
    const ended = this.#change(call, 'ended');
    this.#onEnded(ended);
    return ended;
  }

  endLater(callId: string, seconds: number): void {
    const endsMs = this.#clock.now() + seconds * 1000;
    this.#endings.set(callId, endsMs);
    this.#clock.after(seconds * 1000, () => this.end(callId));
  }

  /** All calls, to continue with after a restart. */
  state(): CallsState {
    return { calls: this.list(), endings: [...this.#endings] };
  }

  /** Goes on with the calls of an earlier run; call once the service is ready for those that end. */
  restore({ calls, endings }: CallsState): void {
    for (const call of calls) this.#add(call);
    for (const [callId, endsMs] of endings) {
      this.endLater(callId, Math.max(0, endsMs - this.#clock.now()) / 1000);
    }
  }

  /** Groups and rooms have one call after the other: the one in progress counts, else the last. */
  #latest(id: string, isWanted: (call: LocalCall) => boolean): LocalCall | undefined {
    const calls = [...(this.#byOtherId.get(withoutPadding(id)) ?? [])]
      .flatMap((callId) => this.#calls.get(callId) ?? [])
      .filter(isWanted);
    return calls.findLast(({ state }) => state !== 'ended') ?? calls.at(-1);
  }

  #makeRoom(): void {
    const isFull = (): boolean => this.#calls.size >= mostCalls;
    if (!isFull() && this.#ended.size <= mostEndedCalls) return;
    const inUse = this.#inUse();
    for (const callId of this.#ended) {
      if (!isFull() && this.#ended.size <= mostEndedCalls) break;
      if (!inUse.has(callId)) this.#forget(callId);
    }
    if (isFull()) throw invalidRequest(`there are ${mostCalls} calls in progress; end some first.`);
  }

  #forget(callId: string): void {
    const call = this.#calls.get(callId);
    this.#calls.delete(callId);
    this.#ended.delete(callId);
    for (const id of call ? otherIds(call) : []) {
      const others = this.#byOtherId.get(id)?.filter((each) => each !== callId) ?? [];
      if (others.length > 0) this.#byOtherId.set(id, others);
      else this.#byOtherId.delete(id);
    }
  }

  #add(call: LocalCall): void {
    this.#calls.set(call.callId, call);
    if (call.state === 'ended') this.#ended.add(call.callId);
    for (const id of otherIds(call)) {
      this.#byOtherId.set(id, [...(this.#byOtherId.get(id) ?? []), call.callId]);
    }
  }

  #change(call: LocalCall, state: CallState): LocalCall {
    const changed = { ...call, state };
    this.#calls.set(call.callId, changed);
    if (state === 'ended') this.#ended.add(call.callId);
    this.#onChange();
    return changed;
  }
}

function otherIds(call: LocalCall): string[] {
  return [call.serverCallId, call.callConnectionId, call.groupCallId, call.roomId].map(withoutPadding);
}

function withoutPadding(id: string): string {
  return trimEnd(id, '=');
}
