import { EventEmitter } from 'node:events';
import pLimit from 'p-limit';
import {
  type ActiveRecording,
  type Landing,
  type StartPlace,
  newRecording,
  withRecordedTime,
  withState,
  withUnknownState,
} from './recording.ts';
import { SharedRecordings, type StateStore } from './shared.ts';
import { type RecordingStep, type StepKind, mergeSteps, newStep } from './steps.ts';
import { UnresolvedStarts } from './unresolved.ts';
import { CallingError, type RequestTrace } from '../failures/callingError.ts';
import { outcomeOf } from '../failures/reasons.ts';
import type { Clock } from '../../base/clock.ts';
import type { ControlAnswer, RecordingControl, StartAttempt } from '../recordingControl.ts';
import type { StartRequest } from '../start/request.ts';

export interface ActiveRecordingsOptions {
  readonly store: StateStore;
  /**
   * The client of a resource. Only for a command may it show a sign-in dialog.
   * Rejects with a `CallingError` where there is none.
   */
  readonly controlOf: (resourceId: string, purpose: 'command' | 'poll') => Promise<RecordingControl>;
  readonly clock: Clock;
  /** Time between two questions for the state while the list is visible; default: 10,000. */
  readonly paceMs?: number;
}

/** What came of pause, resume or stop. */
export interface ControlResult extends ControlAnswer {
  readonly recording: ActiveRecording;
}

interface Events {
  /** The list or something in it changed. */
  changed: [];
  /** This window saw that a recording ended. Other windows get `changed` only. */
  ended: [recording: ActiveRecording];
}

/**
 * The recordings that were started here. They outlive a reload; two windows that share the store see the
 * same. The state is asked for while the list is visible, never when it is hidden.
 */
export class ActiveRecordings implements Disposable {
  readonly events = new EventEmitter<Events>();
  readonly unresolved = new UnresolvedStarts();
  readonly #options: ActiveRecordingsOptions;
  readonly #paceMs: number;
  readonly #shared: SharedRecordings;
  readonly #asking = new Map<string, Promise<void>>();
  readonly #limit = pLimit(4);
  #visible = false;
  #cancelTimer: (() => void) | undefined;

  constructor(options: ActiveRecordingsOptions) {
    this.#options = options;
    this.#paceMs = options.paceMs ?? 10_000;
    this.#shared = new SharedRecordings(options.store, () => options.clock.now());
  }

  /** Latest started first. */
  list(): readonly ActiveRecording[] {
    return this.#shared.list();
  }

  get(recordingId: string): ActiveRecording | undefined {
    const recording = this.#shared.get(recordingId);
    return recording?.removed === true ? undefined : recording;
  }

  /**
   * Starts a recording and keeps it. A start whose outcome is not known is kept in `unresolved`.
   * Rejects with a `CallingError`.
   */
  async start(
    place: StartPlace,
    request: StartRequest,
    attempt: StartAttempt,
    signal?: AbortSignal,
  ): Promise<ActiveRecording> {
    try {
      const control = await this.#options.controlOf(place.resourceId, 'command');
      const answer = await control.start(request, attempt, signal);
      this.unresolved.resolve(place.resourceId, request.call);
      return this.#keep(newRecording(place, request, answer, 'started', this.#options.clock.now()));
    } catch (error) {
      if (CallingError.is(error) && outcomeOf(error.reason) === 'unknown')
        this.unresolved.keep({ place, request, attempt });
      throw error;
    }
  }

  /**
   * Puts a recording on the list that runs already, after asking the service for its state.
   * @param request what is known or assumed of it
   */
  async takeUp(
    place: StartPlace,
    request: StartRequest,
    recordingId: string,
    signal?: AbortSignal,
  ): Promise<ActiveRecording> {
    const known = this.get(recordingId);
    if (known) return known;
    const control = await this.#options.controlOf(place.resourceId, 'command');
    const answer = await control.getState(recordingId, signal);
    this.unresolved.resolve(place.resourceId, request.call);
    return this.#keep(
      newRecording(place, request, { ...answer, recordingId }, 'takenUp', this.#options.clock.now()),
    );
  }

  pause(recordingId: string, signal?: AbortSignal): Promise<ControlResult> {
    return this.#control(recordingId, 'paused', (control) => control.pause(recordingId, signal));
  }

  resume(recordingId: string, signal?: AbortSignal): Promise<ControlResult> {
    return this.#control(recordingId, 'active', (control) => control.resume(recordingId, signal));
  }

  stop(recordingId: string, signal?: AbortSignal): Promise<ControlResult> {
    return this.#control(recordingId, 'ended', (control) => control.stop(recordingId, signal));
  }

  /** Asks for the state of one recording, or of all that have not ended. Never rejects. */
  async refresh(recordingId?: string): Promise<void> {
    if (this.#shared.read()) this.events.emit('changed');
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

  /** Takes a recording off the list, in all windows. A recording in progress continues. */
  forget(recordingId: string): void {
    this.#change(recordingId, (recording) => ({ ...recording, removed: true }));
  }

  /** Keeps the name of the call folder, which an event named. */
  setCallId(recordingId: string, callId: string): void {
    this.#change(recordingId, (recording) => ({ ...recording, callId }));
  }

  setLanding(recordingId: string, landing: Landing): void {
    const kind = landing.kind === 'landed' || landing.kind === 'missing' ? landing.kind : undefined;
    const recordedMs = landing.kind === 'landed' ? landing.recordedMs : undefined;
    this.#change(recordingId, (recording, now) => {
      const timed = recordedMs === undefined ? recording : withRecordedTime(recording, recordedMs);
      const changed = { ...timed, landing };
      return kind === undefined ? changed : withStep(changed, newStep(kind, now));
    });
  }

  /** Notes that an event said that the files did not reach their container. */
  noteExportFailure(recordingId: string): void {
    this.#change(recordingId, (recording, now) =>
      recording.steps?.some(({ kind }) => kind === 'exportFailed')
        ? recording
        : withStep(recording, newStep('exportFailed', now)),
    );
  }

  [Symbol.dispose](): void {
    this.setVisible(false);
    this.events.removeAllListeners();
  }

  async #control(
    recordingId: string,
    state: 'active' | 'paused' | 'ended',
    send: (control: RecordingControl) => Promise<ControlAnswer>,
  ): Promise<ControlResult> {
    const recording = this.#shared.get(recordingId);
    if (!recording) throw new CallingError('recordingNotFound', 'No such recording was started here');
    const answer = await send(await this.#options.controlOf(recording.resourceId, 'command'));
    const ended = answer.outcome === 'alreadyEnded';
    this.#learn(recordingId, ended ? 'ended' : state, ended ? 'service' : 'us', answer.trace);
    return { ...answer, recording: this.#shared.get(recordingId) ?? recording };
  }

  async #tick(): Promise<void> {
    await this.refresh();
    if (!this.#visible || this.#cancelTimer) return;
    this.#cancelTimer = this.#options.clock.after(this.#paceMs, () => {
      this.#cancelTimer = undefined;
      void this.#tick();
    });
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
    const asked = this.#shared.get(recordingId);
    if (!asked || asked.state === 'ended') return;
    try {
      const control = await this.#options.controlOf(asked.resourceId, 'poll');
      const { state, trace } = await control.getState(recordingId);
      if (this.#isStill(asked))
        this.#learn(recordingId, state === 'active' ? 'active' : 'paused', 'service', trace);
    } catch (error) {
      if (!this.#isStill(asked)) return;
      if (CallingError.is(error, 'recordingNotFound') || CallingError.is(error, 'callNotFound'))
        this.#learn(recordingId, 'ended', 'service', error.trace);
      else {
        const because = CallingError.is(error) ? error.reason : 'unknown';
        this.#change(recordingId, (recording, now) => {
          const changed = withUnknownState(recording, because, now);
          return changed === recording
            ? recording
            : withStep(
                changed,
                newStep('stateUnknown', now, CallingError.is(error) ? error.trace : {}, because),
              );
        });
      }
    }
  }

  /** False when a command changed the recording while the answer was on its way: the answer is old then. */
  #isStill(asked: ActiveRecording): boolean {
    return this.#shared.get(asked.recordingId) === asked;
  }

  #learn(
    recordingId: string,
    state: 'active' | 'paused' | 'ended',
    by: 'us' | 'service',
    trace: RequestTrace,
  ): void {
    // Another window may have made the change meanwhile, and knows when.
    if (this.#shared.read()) this.events.emit('changed');
    const before = this.#shared.get(recordingId);
    if (!before) return;
    const now = this.#options.clock.now();
    const after = withState(before, state, by, now);
    if (after === before) return;
    if (after.state !== before.state) {
      this.#put(withStep(after, newStep(stepKindOf(state, by), now, trace)));
      if (after.state === 'ended') this.events.emit('ended', this.#shared.get(recordingId) ?? after);
    } else this.#shared.noteSighting(after);
  }

  #change(recordingId: string, change: (recording: ActiveRecording, now: number) => ActiveRecording): void {
    const recording = this.#shared.get(recordingId);
    if (!recording) return;
    const now = this.#options.clock.now();
    const changed = change(recording, now);
    if (changed !== recording) this.#put({ ...changed, changedAt: now });
  }

  #keep(recording: ActiveRecording): ActiveRecording {
    this.#put(recording);
    return recording;
  }

  #put(recording: ActiveRecording): void {
    this.#shared.put(recording);
    this.events.emit('changed');
  }
}

function withStep(recording: ActiveRecording, step: RecordingStep): ActiveRecording {
  return { ...recording, steps: mergeSteps(recording.steps, [step]) };
}

function stepKindOf(state: 'active' | 'paused' | 'ended', by: 'us' | 'service'): StepKind {
  const kinds = {
    us: { active: 'resumed', paused: 'paused', ended: 'stopped' },
    service: { active: 'seenActive', paused: 'seenPaused', ended: 'seenEnded' },
  } as const;
  return kinds[by][state];
}
