import type { Stretch } from '../chunkSpan.ts';
import type { Timeline } from './timeline.ts';

/** A moment of a recording, as the player and as the clock know it. */
export interface PlaybackPosition {
  /** ms of media over all chunks, as if they were one file. */
  readonly mediaMs: number;
  readonly chunkIndex: number;
  /** ms from the start of the chunk's media file. */
  readonly chunkMediaMs: number;
  /** On the axis of the timeline. */
  readonly clockMs: number;
  /** False where the clock time asked for is not recorded; the position is then that of what comes next. */
  readonly isRecorded: boolean;
}

/** Length of all media, in ms. */
export function totalMediaMs(timeline: Timeline): number {
  return timeline.chunks.reduce((sum, chunk) => sum + chunk.mediaMs, 0);
}

/** The moment that plays after the given ms of media; undefined where nothing is recorded. */
export function positionAtMedia(timeline: Timeline, mediaMs: number): PlaybackPosition | undefined {
  const wanted = Math.min(Math.max(0, mediaMs), totalMediaMs(timeline));
  let beforeMs = 0;
  let found: { stretch: Stretch; beforeMs: number } | undefined;
  for (const stretch of timeline.stretches) {
    if (beforeMs > wanted) break;
    found = { stretch, beforeMs };
    beforeMs += lengthOf(stretch);
    if (wanted < beforeMs) break;
  }
  if (!found) return undefined;
  return inStretch(found.stretch, found.beforeMs, wanted - found.beforeMs, true);
}

/**
 * The moment that was recorded at a clock time. In a pause or gap, or before the start, it is the start of
 * what comes next; after the end it is the end. Undefined where nothing is recorded.
 */
export function positionAtClock(timeline: Timeline, clockMs: number): PlaybackPosition | undefined {
  let beforeMs = 0;
  let next: { stretch: Stretch; beforeMs: number } | undefined;
  let last: { stretch: Stretch; beforeMs: number } | undefined;
  for (const stretch of timeline.stretches) {
    if (clockMs >= stretch.startMs && clockMs < stretch.endMs) {
      return inStretch(stretch, beforeMs, clockMs - stretch.startMs, true);
    }
    const here = { stretch, beforeMs };
    if (stretch.startMs > clockMs && (!next || stretch.startMs < next.stretch.startMs)) next = here;
    if (!last || stretch.endMs >= last.stretch.endMs) last = here;
    beforeMs += lengthOf(stretch);
  }
  if (next) return inStretch(next.stretch, next.beforeMs, 0, false);
  return (
    last && inStretch(last.stretch, last.beforeMs, lengthOf(last.stretch), clockMs === last.stretch.endMs)
  );
}

function inStretch(
  stretch: Stretch,
  beforeMs: number,
  sinceMs: number,
  isRecorded: boolean,
): PlaybackPosition {
  return {
    mediaMs: beforeMs + sinceMs,
    chunkIndex: stretch.chunkIndex,
    chunkMediaMs: stretch.mediaStartMs + sinceMs,
    clockMs: stretch.startMs + sinceMs,
    isRecorded,
  };
}

function lengthOf(stretch: Stretch): number {
  return stretch.endMs - stretch.startMs;
}
