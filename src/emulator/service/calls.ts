import type { Clock } from '../clock.ts';
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
  /** Raw IDs; two users unless told. */
  readonly participants?: readonly string[];
  /** So many users instead. */
  readonly participantCount?: number;
  readonly groupCallId?: string;
  readonly roomId?: string;
  /** True for a call that nobody has answered yet: it cannot be recorded before `connect`. */
  readonly connecting?: boolean;
  /** The call ends by itself after so long. */
  readonly endAfterSeconds?: number;
}

/** How a start names the call. */
export interface CallLocator {
  readonly kind: 'serverCallId' | 'groupCallId' | 'roomId' | 'callConnectionId';
  readonly id: string;
}

/** The calls of the local service. */
export class LocalCalls {
  readonly #clock: Clock;
  readonly #source: ByteSource;
  readonly #resourceId: string;
  readonly #onEnded: (call: LocalCall) => void;
  readonly #calls = new Map<string, LocalCall>();

  /** @param onEnded is told of each call that ends */
  constructor(clock: Clock, source: ByteSource, resourceId: string, onEnded: (call: LocalCall) => void) {
    this.#clock = clock;
    this.#source = source;
    this.#resourceId = resourceId;
    this.#onEnded = onEnded;
  }

  list(): readonly LocalCall[] {
    return [...this.#calls.values()];
  }

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
    this.#calls.set(call.callId, call);
    if (wanted.endAfterSeconds !== undefined) this.endLater(call.callId, wanted.endAfterSeconds);
    return call;
  }

  /** The call that any of its IDs names. */
  byAnyId(id: string): LocalCall | undefined {
    return this.#calls.get(id) ?? this.#latest((call) => idsOf(call).includes(withoutPadding(id)));
  }

  /** The call that a start names; server call IDs are the same with and without padding. */
  find({ kind, id }: CallLocator): LocalCall | undefined {
    return this.#latest((call) => withoutPadding(call[kind]) === withoutPadding(id));
  }

  /** The call is answered and can be recorded. */
  connect(callId: string): LocalCall | undefined {
    const call = this.#calls.get(callId);
    return call?.state === 'connecting' ? this.#change(call, 'established') : call;
  }

  end(callId: string): LocalCall | undefined {
    const call = this.#calls.get(callId);
    if (!call || call.state === 'ended') return call;
    const ended = this.#change(call, 'ended');
    this.#onEnded(ended);
    return ended;
  }

  endLater(callId: string, seconds: number): void {
    this.#clock.after(seconds * 1000, () => this.end(callId));
  }

  /** Groups and rooms have one call after the other: the one that goes on counts, else the last. */
  #latest(isWanted: (call: LocalCall) => boolean): LocalCall | undefined {
    const calls = this.list().filter(isWanted);
    return calls.findLast(({ state }) => state !== 'ended') ?? calls.at(-1);
  }

  #change(call: LocalCall, state: CallState): LocalCall {
    const changed = { ...call, state };
    this.#calls.set(call.callId, changed);
    return changed;
  }
}

function idsOf(call: LocalCall): string[] {
  return [call.serverCallId, call.callConnectionId, call.groupCallId, call.roomId].map(withoutPadding);
}

function withoutPadding(id: string): string {
  return id.replace(/=+$/, '');
}
