import type { PlayableFile, Stretch } from '../inspectorView.ts';

/** A place in the recording: a media file, and ms from its start. */
export interface Position {
  readonly file: string;
  readonly ms: number;
}

/**
 * The media files of a recording as one tape. Knows how long each is as far as metadata or player
 * said so; unplayable files have no length.
 */
export class Playlist {
  readonly files: readonly PlayableFile[];
  private readonly stretches: readonly Stretch[];
  private readonly measuredMs: ReadonlyMap<string, number>;

  /** @param measuredMs lengths that the player read from the files, which outrank the expected ones */
  constructor(
    files: readonly PlayableFile[],
    stretches: readonly Stretch[],
    measuredMs: ReadonlyMap<string, number>,
  ) {
    this.files = files.filter((file) => file.unplayable === undefined);
    this.stretches = stretches;
    this.measuredMs = measuredMs;
  }

  get totalMs(): number {
    return this.files.reduce((sum, file) => sum + this.lengthOf(file), 0);
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
      if (file.file === position.file) return before + clamp(position.ms, 0, this.lengthOf(file));
      before += this.lengthOf(file);
    }
    return before;
  }

  /** The place after so many ms of tape, from the first to the last moment. */
  atTape(tapeMs: number): Position | undefined {
    let left = Math.max(0, tapeMs);
    for (const file of this.files) {
      const length = this.lengthOf(file);
      if (left < length) return { file: file.file, ms: left };
      left -= length;
    }
    const last = this.files.at(-1);
    return last && { file: last.file, ms: this.lengthOf(last) };
  }

  /** The time at which the position was recorded, on the axis of the timeline. */
  clockMs(position: Position): number | undefined {
    const own = this.stretches.filter((stretch) => stretch.file === position.file);
    const stretch = own.findLast(({ mediaStartMs }) => mediaStartMs <= position.ms) ?? own[0];
    if (!stretch) return undefined;
    const since = Math.max(0, position.ms - stretch.mediaStartMs);
    return Math.min(stretch.startMs + since, stretch.endMs);
  }

  /** What was recorded at a time; in a gap or pause the start of what comes next, after the end the end. */
  atClock(clockMs: number): Position | undefined {
    const playable = this.stretches.filter((stretch) => this.has(stretch.file));
    const stretch = playable.find(({ endMs }) => clockMs < endMs);
    if (stretch) {
      const since = Math.max(0, clockMs - stretch.startMs);
      return { file: stretch.file, ms: stretch.mediaStartMs + since };
    }
    const last = playable.at(-1);
    return last ? { file: last.file, ms: last.mediaStartMs + last.endMs - last.startMs } : this.start;
  }

  private lengthOf(file: PlayableFile): number {
    return this.measuredMs.get(file.file) ?? file.durationMs ?? 0;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
