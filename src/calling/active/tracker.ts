import { EventEmitter } from 'node:events';
import pLimit from 'p-limit';
import { type ActiveRecording, type Landing, withState, withUnknownState } from './recording.ts';
import { mergeRecordings, worthRemembering } from './merge.ts';
import { toActiveRecordings } from './parse.ts';
import { CallingError } from '../failures/callingError.ts';
import type { Clock } from '../../base/clock.ts';
import type { ControlAnswer, RecordingControl, StartAttempt } from '../recordingControl.ts';
import type { StartRequest } from '../start/request.ts';

/** Keeps values across reloads, as `vscode.Memento` does. Another window may write to it too. */
export interface StateStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

export interface ActiveRecordingsOptions {
  readonly store: StateStore;
  /**
   * The client of a resource. Only for a command may it show a sign-in dialog.
   * Rejects with a `CallingError` where there is none.
   */
  readonly controlOf: (resourceId: string, purpose: 'command' | 'poll') => Promise<RecordingControl>;
  readonly clock: Clock;
  /** Time between two questions for the state while the list is visible; 10,000 unless told. */
  readonly paceMs?: number;
}

export interface StartPlace {
  readonly resourceId: string;
  /** The connected container that the files go to. */
  readonly containerId?: string;
  /** The name of the call folder, where it is known before. */
  readonly callId?: string;
}

/** What came of pause, resume or stop. */
export interface SteerResult extends ControlAnswer {
  readonly recording: ActiveRecording;
}

interface Events {
  /** The list or something in it changed. */
  changed: [];
  /** This window saw that a recording ended. Other windows hear `changed` only. */
  ended: [recording: ActiveRecording];
}

const storeKey = 'callRecordings.activeRecordings';
/** A sighting is written down when the last one written is so old, in ms. */
const writeSightingAfterMs = 30_000;

/**
 * The recordings that were started here. They outlive a reload; two windows that share the store see the
 * same. The state is asked for while the list is visible, never when it is hidden.
 */
export class ActiveRecordings implements Disposable {
  readonly events = new EventEmitter<Events>();
  readonly #options: ActiveRecordingsOptions;
  readonly #paceMs: number;
  readonly #asking = new Map<string, Promise<void>>();
  readonly #limit = pLimit(4);
  #recordings: ReadonlyMap<string, ActiveRecording> = new Map();
  #visible = false;
  #cancelTimer: (() => void) | undefined;

  constructor(options: ActiveRecordingsOptions) {
    this.#options = options;
    this.#paceMs = options.paceMs ?? 10_000;
    this.#readStore();
  }

  /** Latest started first. */
  list(): readonly ActiveRecording[] {
    return worthRemembering(this.#recordings.values(), this.#options.clock.now()).filter(
      (recording) => recording.removed !== true,
    );
  }

  get(recordingId: string): ActiveRecording | undefined {
    const recording = this.#recordings.get(recordingId);
    return recording?.removed === true ? undefined : recording;
  }

  /** Starts a recording and keeps it. Rejects with a `CallingError`. */
  async start(
    place: StartPlace,
    request: StartRequest,
    attempt: StartAttempt,
    signal?: AbortSignal,
  ): Promise<ActiveRecording> {
    const control = await this.#options.controlOf(place.resourceId, 'command');
    const answer = await control.start(request, attempt, signal);
    const now = this.#options.clock.now();
    const { call, content, channel, format, destination } = request;
    const recording: ActiveRecording = {
      ...place,
      ...{ call, content, channel, format, destination },
      recordingId: answer.recordingId,
      startedAt: now,
      clockAheadMs: clockAhead(answer.trace.date, now),
      state: answer.state === 'inactive' ? 'paused' : 'active',
      recordedMs: 0,
      ...(answer.state === 'inactive' ? {} : { runningSince: now }),
      seenAt: now,
      changedAt: now,
    };
    this.#put(recording);
    return recording;
  }

  pause(recordingId: string, signal?: AbortSignal): Promise<SteerResult> {
    return this.#steer(recordingId, 'paused', (control) => control.pause(recordingId, signal));
  }

  resume(recordingId: string, signal?: AbortSignal): Promise<SteerResult> {
    return this.#steer(recordingId, 'active', (control) => control.resume(recordingId, signal));
  }

  stop(recordingId: string, signal?: AbortSignal): Promise<SteerResult> {
    return this.#steer(recordingId, 'ended', (control) => control.stop(recordingId, signal));
  }

  /** Asks for the state of one recording, or of all that have not ended. Never rejects. */
  async refresh(recordingId?: string): Promise<void> {
    this.#readStore();
    const ids =
      recordingId === undefined ? this.list().map((recording) => recording.recordingId) : [recordingId];
    // A question that is on its way was asked before what this refresh is to show.
    await Promise.all(ids.map((id) => this.#asking.get(id)?.then(() => this.#ask(id)) ?? this.#ask(id)));
  }

  /** While the list is visible the state is asked for at once and then at a gentle pace. */
  setVisible(visible: boolean): void {
    if (visible === this.#visible) return;
    this.#visible = visible;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    if (visible) void this.#tick();
  }

  /** Takes a recording off the list, in all windows. It goes on if it has not ended. */
  forget(recordingId: string): void {
    this.#change(recordingId, (recording) => ({ ...recording, removed: true }));
  }

  /** Keeps the name of the call folder, heard from an event. */
  setCallId(recordingId: string, callId: string): void {
    this.#change(recordingId, (recording) => ({ ...recording, callId }));
  }

  setLanding(recordingId: string, landing: Landing): void {
    this.#change(recordingId, (recording) => ({ ...recording, landing }));
  }

  [Symbol.dispose](): void {
    this.setVisible(false);
    this.events.removeAllListeners();
  }

  async #steer(
    recordingId: string,
    state: 'active' | 'paused' | 'ended',
    send: (control: RecordingControl) => Promise<ControlAnswer>,
  ): Promise<SteerResult> {
    const recording = this.#recordings.get(recordingId);
    if (!recording) throw new CallingError('recordingNotFound', 'No such recording was started here');
    const answer = await send(await this.#options.controlOf(recording.resourceId, 'command'));
    const ended = answer.outcome === 'alreadyEnded';
    this.#hear(recordingId, ended ? 'ended' : state, ended ? 'service' : 'us');
    return { ...answer, recording: this.#recordings.get(recordingId) ?? recording };
  }

  async #tick(): Promise<void> {
    await this.refresh();
    if (!this.#visible || this.#cancelTimer) return;
    this.#cancelTimer = this.#options.clock.setTimer(() => {
      this.#cancelTimer = undefined;
      void this.#tick();
    }, this.#paceMs);
  }

  /** One question at a time for each recording. */
  #ask(recordingId: string): Promise<void> {
    const asked =
      this.#asking.get(recordingId) ??
      this.#limit(() => this.#askService(recordingId)).finally(() => this.#asking.delete(recordingId));
    this.#asking.set(recordingId, asked);
    return asked;
  }

  async #askService(recordingId: string): Promise<void> {
    const asked = this.#recordings.get(recordingId);
    if (!asked || asked.state === 'ended') return;
    try {
      const control = await this.#options.controlOf(asked.resourceId, 'poll');
      const { state } = await control.getState(recordingId);
      if (this.#isStill(asked)) this.#hear(recordingId, state === 'active' ? 'active' : 'paused', 'service');
    } catch (error) {
      if (!this.#isStill(asked)) return;
      if (CallingError.is(error, 'recordingNotFound') || CallingError.is(error, 'callNotFound'))
        this.#hear(recordingId, 'ended', 'service');
      else {
        const because = CallingError.is(error) ? error.reason : 'unknown';
        this.#change(recordingId, (recording, now) => withUnknownState(recording, because, now));
      }
    }
  }

  /** False when a command changed the recording while the answer was on its way: the answer is old then. */
  #isStill(asked: ActiveRecording): boolean {
    return this.#recordings.get(asked.recordingId) === asked;
  }

  #hear(recordingId: string, state: 'active' | 'paused' | 'ended', by: 'us' | 'service'): void {
    const before = this.#recordings.get(recordingId);
    if (!before) return;
    const after = withState(before, state, by, this.#options.clock.now());
    if (after === before) return;
    if (after.state !== before.state) {
      this.#put(after);
      if (after.state === 'ended') this.events.emit('ended', after);
    } else this.#noteSighting(before, after);
  }

  /** A mere sighting is no change: it is written down seldom. */
  #noteSighting(before: ActiveRecording, after: ActiveRecording): void {
    const written = toActiveRecordings(this.#options.store.get(storeKey)).find(
      ({ recordingId }) => recordingId === before.recordingId,
    );
    this.#recordings = new Map(this.#recordings).set(after.recordingId, after);
    if (after.seenAt - (written?.seenAt ?? 0) >= writeSightingAfterMs) this.#writeStore();
  }

  #change(recordingId: string, change: (recording: ActiveRecording, now: number) => ActiveRecording): void {
    const recording = this.#recordings.get(recordingId);
    if (!recording) return;
    const now = this.#options.clock.now();
    const changed = change(recording, now);
    if (changed !== recording) this.#put({ ...changed, changedAt: now });
  }

  #put(recording: ActiveRecording): void {
    this.#recordings = new Map(this.#recordings).set(recording.recordingId, recording);
    this.#writeStore();
    this.events.emit('changed');
  }

  #readStore(): void {
    const before = this.#recordings;
    this.#recordings = mergeRecordings(
      before.values(),
      toActiveRecordings(this.#options.store.get(storeKey)),
    );
    const changed =
      before.size !== this.#recordings.size ||
      [...this.#recordings].some(([id, recording]) => before.get(id)?.changedAt !== recording.changedAt);
    if (changed) this.events.emit('changed');
  }

  /** Reads before it writes, so that what another window wrote stays. */
  #writeStore(): void {
    const { store, clock } = this.#options;
    const merged = mergeRecordings(this.#recordings.values(), toActiveRecordings(store.get(storeKey)));
    this.#recordings = merged;
    // A store that cannot be written to loses the list at the next reload, and no more than that.
    void Promise.resolve(store.update(storeKey, worthRemembering(merged.values(), clock.now()))).catch(
      () => undefined,
    );
  }
}

/** Clocks within a second of each other count as the same: the service tells its own in whole seconds. */
function clockAhead(date: string | undefined, now: number): number {
  const aheadMs = Date.parse(date ?? '') - now;
  return Math.abs(aheadMs) > 1_500 ? aheadMs : 0;
}
