import { positionAtClock, positionAtMedia } from '../../../../recording/timeline/playback.ts';
import type { Timeline } from '../../../../recording/timeline/timeline.ts';
import type { PlayableFile } from '../../page/data.ts';

/** A place in the recording: a media file, and ms from its start. */
export interface Position {
  readonly file: string;
  readonly ms: number;
}

/** Before the extension has sent any chunk. */
export const emptyTimeline: Timeline = {
  axis: 'elapsed',
  startMs: 0,
  endMs: 0,
  chunks: [],
  stretches: [],
  pauses: [],
  gaps: [],
  overlaps: [],
  lanes: [],
};

/**
 * The media files of a recording as one tape. Knows how long each is as far as metadata or player
 * said so; empty files have no length.
 */
export class Playlist {
  readonly files: readonly PlayableFile[];
  readonly #timeline: Timeline;
  readonly #measuredMs: ReadonlyMap<string, number>;

  /** @param measuredMs lengths that the player read from the files, which outrank the expected ones */
  constructor(files: readonly PlayableFile[], timeline: Timeline, measuredMs: ReadonlyMap<string, number>) {
    this.files = files.filter((file) => file.sizeBytes > 0);
    this.#timeline = timeline;
    this.#measuredMs = measuredMs;
  }

  get totalMs(): number {
    return this.files.reduce((sum, file) => sum + this.#lengthOf(file), 0);
  }

  /** Where the tape begins; undefined where nothing can be played. */
  get start(): Position | undefined {
    const first = this.files[0];
    return first && { file: first.file, ms: 0 };
  }

  has(file: string): boolean {
    return this.files.some((one) => one.file === file);
  }

  /** The file that follows; undefined at the end. */
  after(file: string): PlayableFile | undefined {
    const index = this.files.findIndex((one) => one.file === file);
    return index < 0 ? undefined : this.files[index + 1];
  }

  /** ms of tape before the position. */
  tapeMs(position: Position): number {
    let before = 0;
    for (const file of this.files) {
      if (file.file === position.file) return before + clamp(position.ms, 0, this.#lengthOf(file));
      before += this.#lengthOf(file);
    }
    return before;
  }

  /** The place after the given ms of tape, from the first to the last moment. */
  atTape(tapeMs: number): Position | undefined {
    let left = Math.max(0, tapeMs);
    for (const file of this.files) {
      const length = this.#lengthOf(file);
      if (left < length) return { file: file.file, ms: left };
      left -= length;
    }
    const last = this.files.at(-1);
    return last && { file: last.file, ms: this.#lengthOf(last) };
  }

  /** The time at which the position was recorded, on the axis of the timeline. */
  clockMs(position: Position): number | undefined {
    const { chunks } = this.#timeline;
    const at = chunks.findIndex((chunk) => chunk.file === position.file);
    const chunk = chunks[at];
    if (!chunk) return undefined;
    const beforeMs = chunks.slice(0, at).reduce((sum, one) => sum + one.mediaMs, 0);
    return positionAtMedia(this.#timeline, beforeMs + clamp(position.ms, 0, chunk.mediaMs))?.clockMs;
  }

  /** What was recorded at a time; where nothing was, or it cannot be played, the start of what comes next. */
  atClock(clockMs: number): Position | undefined {
    const found = positionAtClock(this.#timeline, clockMs);
    if (!found) return this.start;
    const { chunkIndex, chunkMediaMs } = found;
    const file = this.files.find((one) => one.chunkIndex >= chunkIndex);
    if (!file) return this.atTape(Infinity);
    return { file: file.file, ms: file.chunkIndex === chunkIndex ? chunkMediaMs : 0 };
  }

  #lengthOf(file: PlayableFile): number {
    return this.#measuredMs.get(file.file) ?? file.durationMs ?? 0;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
