import type { EventGridEvent } from '../../recording/event/event.ts';
import type { SessionEndReason } from '../../recording/event/reasons.ts';
import type { Callbacks } from './callbacks.ts';
import type { LocalCall, LocalCalls } from './calls.ts';
import type { ChunkExport } from './chunkExport.ts';
import type { Clock } from '../clock.ts';
import type { Faults } from './faults.ts';
import { fileStatusEvent } from './fileStatusEvent.ts';
import { type ByteSource, newGuid, newRecordingId } from './ids.ts';
import { type ChunkSettings, type LocalRecording, factsOf, newRecording } from './localRecording.ts';
import type { Log } from '../log.ts';
import {
  alreadyRecorded,
  callNotFound,
  cannotJoin,
  notEstablished,
  recordingNotFound,
} from './errors.ts';
import type { StartOrder } from './startRequest.ts';
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
  /** Gets `RecordingFileStatusUpdated` when all files of a recording have landed. */
  readonly onEvent: (event: EventGridEvent) => void;
}

/** Starts, steers and ends recordings. Every method throws a `ServiceError` where the service would refuse. */
export class RecordingService {
  readonly #parts: RecordingServiceParts;
  readonly #running = new Map<string, LocalRecording>();
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

  start(order: StartOrder): RecordingStateBody {
    const { calls, clock, faults, chunks, source } = this.#parts;
    const call = calls.find(order.call);
    if (!call) throw order.call.kind === 'callConnectionId' ? callNotFound() : cannotJoin();
    if (call.state === 'ended') throw callNotFound();
    if (call.state === 'connecting') throw notEstablished();
    if ([...this.#running.values()].some((each) => each.call.callId === call.callId)) throw alreadyRecorded();
    const recording = newRecording(newRecordingId(source), call, order, clock.now(), chunks, source);
    if (faults.take('startFails')) {
      this.#call(recording, (callbacks, subject) => callbacks.startFailed(subject, clock.now()));
      return stateOf(recording);
    }
    this.#running.set(recording.recordingId, recording);
    this.#waitForFullChunk(recording);
    this.#tellState(recording);
    const ends = faults.take('callEnds');
    if (ends) calls.endLater(call.callId, ends.seconds ?? 0);
    return stateOf(recording);
  }

  state(recordingId: string): RecordingStateBody {
    return stateOf(this.#find(recordingId));
  }

  /** Pausing what is paused changes nothing. */
  pause(recordingId: string): void {
    const recording = this.#find(recordingId);
    if (recording.timeline.isPaused) return;
    this.#export(recording, recording.timeline.pause(this.#parts.clock.now()));
    this.#waitForFullChunk(recording);
    this.#tellState(recording);
  }

  /** Resuming what runs changes nothing. */
  resume(recordingId: string): void {
    const recording = this.#find(recordingId);
    if (!recording.timeline.isPaused) return;
    this.#export(recording, recording.timeline.resume(this.#parts.clock.now()));
    this.#waitForFullChunk(recording);
    this.#tellState(recording);
  }

  /** Answers at once; the files land afterwards. */
  stop(recordingId: string): void {
    // No real event shows what the service says of an explicit stop.
    this.#end(this.#find(recordingId), 'initiatorLeft');
  }

  callEnded(call: LocalCall): void {
    for (const recording of this.#running.values()) {
      if (recording.call.callId === call.callId) this.#end({ ...recording, call }, 'callEnded');
    }
  }

  /** Ends all that runs, and waits until its files have landed. */
  async close(): Promise<void> {
    for (const recording of this.#running.values()) this.#end(recording, 'callEnded');
    await this.whenIdle();
  }

  /** Resolves when all files have landed and all callbacks are sent, or given up. */
  async whenIdle(): Promise<void> {
    while (this.#background.size > 0) await Promise.all(this.#background);
  }

  #find(recordingId: string): LocalRecording {
    const recording = this.#running.get(recordingId);
    if (!recording) throw recordingNotFound();
    return recording;
  }

  #end(recording: LocalRecording, sessionEndReason: SessionEndReason): void {
    const { clock, onEvent, source } = this.#parts;
    this.#running.delete(recording.recordingId);
    this.#timers.get(recording.recordingId)?.();
    this.#timers.delete(recording.recordingId);
    this.#export(recording, recording.timeline.end(clock.now()));
    this.#tellState(recording);
    this.#later(async () => {
      const { recordingId, call, startedMs } = recording;
      const chunks = await Promise.all(recording.exports);
      const landed = {
        recordingId,
        call,
        startedMs,
        format: recording.order.format,
        chunks,
        sessionEndReason,
      };
      onEvent(fileStatusEvent(landed, newGuid(source), clock.now()));
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
    const { chunkExport, resourceId, source } = this.#parts;
    for (const chunk of ended) {
      const facts = factsOf(recording, chunk, resourceId, source);
      // One after the other, so that faults strike the chunks in order.
      const before = recording.exports.at(-1) ?? Promise.resolve();
      const exported = before.then(() => chunkExport.export(recording.target, facts, chunk.endReason));
      recording.exports.push(exported);
      this.#later(() => exported);
    }
  }

  #tellState(recording: LocalRecording): void {
    const { clock } = this.#parts;
    const now = clock.now();
    const isActive = this.#running.has(recording.recordingId) && !recording.timeline.isPaused;
    this.#call(recording, (callbacks, subject) =>
      callbacks.stateChanged(subject, isActive ? 'active' : 'inactive', now),
    );
  }

  #call(
    { recordingId, call, startedMs, order: { callbackUrl } }: LocalRecording,
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

function stateOf({ recordingId, timeline }: LocalRecording): RecordingStateBody {
  return {
    recordingId,
    recordingState: timeline.isPaused ? 'inactive' : 'active',
    recordingKind: 'azureCommunicationServices',
  };
}
