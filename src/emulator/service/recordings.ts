import type { EventGridEvent } from '../../recording/event/event.ts';
import type { SessionEndReason } from '../../recording/event/reasons.ts';
import type { Callbacks } from './callbacks.ts';
import type { LocalCall, LocalCalls } from './calls.ts';
import type { ChunkExport } from './chunkExport.ts';
import type { Clock } from '../../base/clock.ts';
import type { Faults } from './faults.ts';
import { fileStatusEvent } from './fileStatusEvent.ts';
import { type ByteSource, newGuid, newRecordingId } from './ids.ts';
import {
  type ChunkSettings,
  type LocalRecording,
  type RecordedChunk,
  type RecordingEnd,
  type RecordingState,
  factsOf,
  newRecording,
  restoreRecording,
  stateOfRecording,
} from './localRecording.ts';
import type { Log } from '../../base/log.ts';
import { alreadyRecorded, callNotFound, cannotJoin, notEstablished, recordingNotFound } from './errors.ts';
import type { StartRequest } from './startRequest.ts';
import type { EndedChunk } from './timeline.ts';

/** The body of an answer about a recording. */
export interface RecordingStateBody {
  readonly recordingId: string;
  readonly recordingState: 'active' | 'inactive';
  readonly recordingKind: 'azureCommunicationServices';
}

export interface RecordingServiceParts {
  readonly clock: Clock;
  readonly calls: LocalCalls;
  readonly faults: Faults;
  readonly chunkExport: ChunkExport;
  readonly callbacks: Callbacks;
  readonly chunks: ChunkSettings;
  readonly resourceId: string;
  readonly source: ByteSource;
  readonly log: Log;
  /** Called after each change of what `state()` gives. */
  readonly onChange: () => void;
  /** Gets `RecordingFileStatusUpdated` when all files of a recording have landed. */
  readonly onEvent: (event: EventGridEvent) => void;
}

/** Starts, controls and ends recordings. Every method throws a `ServiceError` where the service would refuse. */
export class RecordingService {
  readonly #parts: RecordingServiceParts;
  readonly #running = new Map<string, LocalRecording>();
  /** Those that have ended, until their files have landed. */
  readonly #ending = new Map<string, LocalRecording>();
  readonly #timers = new Map<string, () => void>();
  readonly #background = new Set<Promise<void>>();

  constructor(parts: RecordingServiceParts) {
    this.#parts = parts;
  }

  /** Those that run, the oldest first. */
  list(): readonly LocalRecording[] {
    for (const recording of this.#running.values()) this.#advance(recording);
    return [...this.#running.values()];
  }

  /** The calls of those whose files have not landed. */
  callIds(): ReadonlySet<string> {
    return new Set([...this.#running.values(), ...this.#ending.values()].map(({ call }) => call.callId));
  }

  /** The call that a start may record now. */
  checkStart({ call: { kind, id } }: StartRequest): LocalCall {
    const call = this.#parts.calls.find({ kind, id });
    if (!call) throw kind === 'callConnectionId' ? callNotFound() : cannotJoin();
    if (call.state === 'ended') throw callNotFound();
    if (call.state === 'connecting') throw notEstablished();
    if (this.#ofCall(call)) throw alreadyRecorded();
    return call;
  }

  start(request: StartRequest): RecordingStateBody {
    const { calls, clock, faults, chunks, source } = this.#parts;
    const call = this.checkStart(request);
    const recording = newRecording(newRecordingId(source), call, request, clock.now(), chunks, source);
    if (faults.take('startFails')) {
      this.#call(recording, (callbacks, subject) => callbacks.startFailed(subject, clock.now()));
      return stateBody(recording);
    }
    this.#running.set(recording.recordingId, recording);
    this.#waitForFullChunk(recording);
    this.#announce(recording);
    const ends = faults.take('callEnds');
    if (ends) calls.endLater(call.callId, ends.seconds ?? 0);
    return stateBody(recording);
  }

  stateOf(recordingId: string): RecordingStateBody {
    return stateBody(this.#find(recordingId));
  }

  /** Pausing what is paused changes nothing. */
  pause(recordingId: string): void {
    const recording = this.#find(recordingId);
    if (recording.timeline.isPaused) return;
    this.#export(recording, recording.timeline.pause(this.#parts.clock.now()));
    this.#waitForFullChunk(recording);
    this.#announce(recording);
  }

  /** Resuming what runs changes nothing. */
  resume(recordingId: string): void {
    const recording = this.#find(recordingId);
    if (!recording.timeline.isPaused) return;
    this.#export(recording, recording.timeline.resume(this.#parts.clock.now()));
    this.#waitForFullChunk(recording);
    this.#announce(recording);
  }

  /** Answers at once; the files land afterwards. */
  stop(recordingId: string): void {
    // No real event shows what the service says of an explicit stop.
    this.#end(this.#find(recordingId), 'initiatorLeft');
  }

  callEnded(call: LocalCall): void {
    const recording = this.#ofCall(call);
    if (recording) this.#end({ ...recording, call }, 'callEnded');
  }

  /** Ends all that runs, and waits until its files have landed. */
  async close(): Promise<void> {
    for (const recording of this.#running.values()) this.#end(recording, 'callEnded');
    await this.whenIdle();
  }

  /** All recordings that have not landed, to continue with after a restart. */
  state(): readonly RecordingState[] {
    return [...this.#running.values(), ...this.#ending.values()].map(stateOfRecording);
  }

  /**
   * Continues recordings of an earlier run; what did not land then is exported again.
   * @param stoppedMs when that run ended, in ms since 1970: the time since then counts as a pause
   */
  restore(states: readonly RecordingState[], stoppedMs: number): void {
    const { calls, chunks, clock } = this.#parts;
    for (const state of states) {
      const call = calls.byAnyId(state.callId);
      if (!call) throw new Error(`the call of recording ${state.recordingId} is missing`);
      const recording = restoreRecording(state, call, chunks);
      for (const chunk of recording.chunks) this.#exportChunk(recording, chunk);
      if (recording.end) this.#land(recording, recording.end);
      else {
        this.#running.set(recording.recordingId, recording);
        if (!recording.timeline.isPaused) {
          this.#export(recording, recording.timeline.pause(stoppedMs));
          recording.timeline.resume(clock.now());
        }
        this.#waitForFullChunk(recording);
      }
    }
  }

  /** Stops without ending what runs, so that a later run can continue with it. */
  async suspend(): Promise<void> {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
    await this.whenIdle();
  }

  /** Resolves when all files have landed and all callbacks are sent, or given up. */
  async whenIdle(): Promise<void> {
    while (this.#background.size > 0) await Promise.all(this.#background);
  }

  #ofCall({ callId }: LocalCall): LocalRecording | undefined {
    for (const recording of this.#running.values()) if (recording.call.callId === callId) return recording;
    return undefined;
  }

  #find(recordingId: string): LocalRecording {
    const recording = this.#running.get(recordingId);
    if (!recording) throw recordingNotFound();
    return recording;
  }

  #end(recording: LocalRecording, reason: SessionEndReason): void {
    const { clock, source } = this.#parts;
    this.#running.delete(recording.recordingId);
    this.#timers.get(recording.recordingId)?.();
    this.#timers.delete(recording.recordingId);
    this.#export(recording, recording.timeline.end(clock.now()));
    const end = { reason, eventId: newGuid(source) };
    this.#land({ ...recording, end }, end);
    this.#announce(recording);
  }

  /** Sends the event when all files are where they belong. */
  #land(recording: LocalRecording, { reason, eventId }: RecordingEnd): void {
    const { clock, onChange, onEvent } = this.#parts;
    const { recordingId, call, startedMs, request, exports } = recording;
    this.#ending.set(recordingId, recording);
    this.#later(async () => {
      const chunks = await Promise.all(exports);
      const { format } = request;
      const landed = { recordingId, call, startedMs, format, chunks, sessionEndReason: reason };
      onEvent(fileStatusEvent(landed, eventId, clock.now()));
      this.#ending.delete(recordingId);
      onChange();
    });
  }

  #waitForFullChunk(recording: LocalRecording): void {
    const { clock } = this.#parts;
    const fullMs = recording.timeline.chunkFullMs;
    this.#timers.get(recording.recordingId)?.();
    this.#timers.delete(recording.recordingId);
    if (fullMs === undefined) return;
    const cancel = clock.after(fullMs - clock.now(), () => {
      this.#advance(recording);
      this.#waitForFullChunk(recording);
    });
    this.#timers.set(recording.recordingId, cancel);
  }

  #advance(recording: LocalRecording): void {
    this.#export(recording, recording.timeline.advance(this.#parts.clock.now()));
  }

  #export(recording: LocalRecording, ended: readonly EndedChunk[]): void {
    const { resourceId, source } = this.#parts;
    for (const each of ended) {
      const facts = factsOf(recording, each, resourceId, source);
      const chunk: RecordedChunk = { facts, endReason: each.endReason };
      recording.chunks.push(chunk);
      this.#exportChunk(recording, chunk);
    }
  }

  #exportChunk(recording: LocalRecording, chunk: RecordedChunk): void {
    const { chunkExport, onChange } = this.#parts;
    // One after the other, so that faults strike the chunks in order.
    const before = recording.exports.at(-1) ?? Promise.resolve();
    const exported = before.then(async () => {
      chunk.exported ??= await chunkExport.export(recording.target, chunk.facts, chunk.endReason);
      onChange();
      return chunk.exported;
    });
    recording.exports.push(exported);
    this.#later(() => exported);
  }

  #announce(recording: LocalRecording): void {
    this.#parts.onChange();
    const { clock } = this.#parts;
    const now = clock.now();
    const isActive = this.#running.has(recording.recordingId) && !recording.timeline.isPaused;
    this.#call(recording, (callbacks, subject) =>
      callbacks.stateChanged(subject, isActive ? 'active' : 'inactive', now),
    );
  }

  #call(
    { recordingId, call, startedMs, request: { callbackUrl } }: LocalRecording,
    send: (callbacks: Callbacks, subject: Parameters<Callbacks['startFailed']>[0]) => Promise<void>,
  ): void {
    if (callbackUrl === undefined) return;
    this.#later(() => send(this.#parts.callbacks, { recordingId, call, startedMs, callbackUrl }));
  }

  #later(work: () => Promise<unknown>): void {
    const done = work().then(
      () => undefined,
      (error: unknown) => {
        this.#parts.log(`Failed in the background: ${String(error)}`);
      },
    );
    const tracked: Promise<void> = done.finally(() => this.#background.delete(tracked));
    this.#background.add(tracked);
  }
}

function stateBody({ recordingId, timeline }: LocalRecording): RecordingStateBody {
  return {
    recordingId,
    recordingState: timeline.isPaused ? 'inactive' : 'active',
    recordingKind: 'azureCommunicationServices',
  };
}
