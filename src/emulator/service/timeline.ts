import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { ChunkEndReason } from '../../recording/event/reasons.ts';
import type { PauseInterval } from '../files/layout.ts';

/** How much one chunk may hold, and what it is called when it is full. */
export interface ChunkLimit {
  /** Of recorded time: pauses do not count. */
  readonly durationMs: number;
  readonly endReason: ChunkEndReason;
}

export interface EndedChunk {
  /** From 0. */
  readonly index: number;
  /** ms since 1970. */
  readonly startedMs: number;
  /** Of recorded time. */
  readonly durationMs: number;
  readonly pauses: readonly PauseInterval[];
  readonly endReason: ChunkEndReason;
}

/** A timeline as it is kept over a restart of the service. */
export interface TimelineState {
  readonly index: number;
  readonly chunkStartedMs: number;
  readonly recordedMs: number;
  readonly endedChunksMs: number;
  readonly activeSinceMs?: number;
  readonly pausedSinceMs?: number;
  readonly pauses: readonly PauseInterval[];
}

/** The course of one recording: what is recorded when, and where one chunk ends and the next begins. */
export class RecordingTimeline {
  readonly #limit: ChunkLimit;
  #index = 0;
  #chunkStartedMs: number;
  /** Recorded in this chunk before `#activeSinceMs`. */
  #recordedMs = 0;
  #endedChunksMs = 0;
  #activeSinceMs: number | undefined;
  #pausedSinceMs: number | undefined;
  #pauses: PauseInterval[] = [];

  /** All times in ms since 1970, and never before an earlier one. */
  constructor(nowMs: number, limit: ChunkLimit, isPaused: boolean) {
    this.#limit = limit;
    this.#chunkStartedMs = nowMs;
    if (isPaused) this.#pausedSinceMs = nowMs;
    else this.#activeSinceMs = nowMs;
  }

  /** The same timeline as it was kept. */
  static restore(state: TimelineState, limit: ChunkLimit): RecordingTimeline {
    const timeline = new RecordingTimeline(state.chunkStartedMs, limit, true);
    timeline.#index = state.index;
    timeline.#recordedMs = state.recordedMs;
    timeline.#endedChunksMs = state.endedChunksMs;
    timeline.#activeSinceMs = state.activeSinceMs;
    timeline.#pausedSinceMs = state.pausedSinceMs;
    timeline.#pauses = [...state.pauses];
    return timeline;
  }

  get state(): TimelineState {
    return withoutUndefined({
      index: this.#index,
      chunkStartedMs: this.#chunkStartedMs,
      recordedMs: this.#recordedMs,
      endedChunksMs: this.#endedChunksMs,
      activeSinceMs: this.#activeSinceMs,
      pausedSinceMs: this.#pausedSinceMs,
      pauses: this.#pauses,
    });
  }

  get isPaused(): boolean {
    return this.#activeSinceMs === undefined;
  }

  /** When the chunk is full, unless it is paused before; undefined while paused. */
  get chunkFullMs(): number | undefined {
    if (this.#activeSinceMs === undefined) return undefined;
    return this.#activeSinceMs + this.#limit.durationMs - this.#recordedMs;
  }

  /** Recorded in all, without pauses. */
  recordedMs(nowMs: number): number {
    const running = this.#activeSinceMs === undefined ? 0 : nowMs - this.#activeSinceMs;
    return this.#endedChunksMs + this.#recordedMs + running;
  }

  /** Gives the chunks that have become full by now. */
  advance(nowMs: number): EndedChunk[] {
    const ended: EndedChunk[] = [];
    for (let fullMs = this.chunkFullMs; fullMs !== undefined && fullMs <= nowMs; fullMs = this.chunkFullMs) {
      ended.push(this.#endChunk(this.#limit.durationMs, this.#limit.endReason));
      this.#chunkStartedMs = fullMs;
      this.#activeSinceMs = fullMs;
    }
    return ended;
  }

  /** Pausing what is paused changes nothing. */
  pause(nowMs: number): EndedChunk[] {
    const ended = this.advance(nowMs);
    if (this.#activeSinceMs !== undefined) {
      this.#recordedMs += nowMs - this.#activeSinceMs;
      this.#activeSinceMs = undefined;
      this.#pausedSinceMs = nowMs;
    }
    return ended;
  }

  /** Resuming what runs changes nothing. */
  resume(nowMs: number): EndedChunk[] {
    const ended = this.advance(nowMs);
    if (this.#activeSinceMs === undefined) {
      this.#closePause(nowMs);
      this.#activeSinceMs = nowMs;
    }
    return ended;
  }

  /** Gives the last chunks; nothing may be asked of the timeline afterwards. */
  end(nowMs: number): EndedChunk[] {
    const ended = this.pause(nowMs);
    this.#closePause(nowMs);
    // A chunk became full at this very moment: there is nothing after it.
    const isEmpty = this.#recordedMs === 0 && this.#index > 0 && this.#pauses.length === 0;
    return isEmpty ? ended : [...ended, this.#endChunk(this.#recordedMs, 'sessionEnded')];
  }

  #closePause(nowMs: number): void {
    const startedMs = this.#pausedSinceMs;
    this.#pausedSinceMs = undefined;
    if (startedMs !== undefined && nowMs > startedMs) {
      this.#pauses.push({ startedMs, durationMs: nowMs - startedMs });
    }
  }

  #endChunk(durationMs: number, endReason: ChunkEndReason): EndedChunk {
    const chunk: EndedChunk = {
      index: this.#index++,
      startedMs: this.#chunkStartedMs,
      durationMs,
      pauses: this.#pauses,
      endReason,
    };
    this.#endedChunksMs += durationMs;
    this.#recordedMs = 0;
    this.#pauses = [];
    return chunk;
  }
}
