import type { Chunk } from '../chunks.ts';
import { type ChunkSpan, type Stretch, type TimeSpan, chunkLength, layOutChunk } from '../chunkSpan.ts';
import { type TimelineLane, lanesOf } from './lanes.ts';

/** Nothing recorded between two chunks, or twice. */
export interface ChunkBorder extends TimeSpan {
  /** Numbers of the chunks before and after. */
  readonly between: readonly [number, number];
}

/** A recording laid out in time. */
export interface Timeline {
  /** `clock`: times are ms since 1970. `elapsed`: no clock time is known, times are ms since the start. */
  readonly axis: 'clock' | 'elapsed';
  readonly startMs: number;
  readonly endMs: number;
  /** In order of chunk number, which is the order of play. */
  readonly chunks: readonly ChunkSpan[];
  /** Of all chunks, in order of play. */
  readonly stretches: readonly Stretch[];
  readonly pauses: readonly TimeSpan[];
  readonly gaps: readonly ChunkBorder[];
  readonly overlaps: readonly ChunkBorder[];
  /** One for each channel of an unmixed recording; none otherwise. */
  readonly lanes: readonly TimelineLane[];
}

// Less than this between chunks is how exactly their times are written, no loss.
const minBorderMs = 500;

/**
 * Lays the chunks of a recording out on one time axis. Chunks without a start follow the one before them.
 * @param chunks in order of number
 */
export function buildTimeline(chunks: readonly Chunk[]): Timeline {
  const starts = chunks.map((chunk) => chunk.metadata?.chunkStartMs);
  const lengths = chunks.map((chunk, at) => chunkLength(chunk, nextStart(starts, at)));
  const axis = starts.some((start) => start !== undefined) ? 'clock' : 'elapsed';
  const spans: ChunkSpan[] = [];
  for (const [at, length] of lengths.entries()) {
    const start = starts[at];
    spans.push(layOutChunk(length, start ?? spans.at(-1)?.endMs ?? 0, start !== undefined));
  }
  if (axis === 'clock') placeLeading(spans, starts, lengths);
  const stretches = spans.flatMap((span) => span.stretches);
  return {
    axis,
    startMs: spans.reduce((first, span) => Math.min(first, span.startMs), spans[0]?.startMs ?? 0),
    endMs: spans.reduce((last, span) => Math.max(last, span.endMs), spans[0]?.endMs ?? 0),
    chunks: spans,
    stretches,
    pauses: spans.flatMap((span) => span.pauses),
    ...bordersOf(spans),
    lanes: lanesOf(chunks, stretches),
  };
}

/** Chunks before the first with a known start end where the next one begins. */
function placeLeading(
  spans: ChunkSpan[],
  starts: readonly (number | undefined)[],
  lengths: readonly ReturnType<typeof chunkLength>[],
): void {
  const first = starts.findIndex((start) => start !== undefined);
  for (let at = first - 1; at >= 0; at--) {
    const [length, span, next] = [lengths[at], spans[at], spans[at + 1]];
    if (length && span && next) {
      spans[at] = layOutChunk(length, next.startMs - (span.endMs - span.startMs), false);
    }
  }
}

function nextStart(starts: readonly (number | undefined)[], at: number): number | undefined {
  const [own, next] = [starts[at], starts[at + 1]];
  return next !== undefined && (own === undefined || next > own) ? next : undefined;
}

function bordersOf(chunks: readonly ChunkSpan[]): Pick<Timeline, 'gaps' | 'overlaps'> {
  const gaps: ChunkBorder[] = [];
  const overlaps: ChunkBorder[] = [];
  let before: ChunkSpan | undefined;
  for (const chunk of [...chunks].sort((a, b) => a.startMs - b.startMs)) {
    if (before) {
      const between = [before.chunkIndex, chunk.chunkIndex] as const;
      const gapMs = chunk.startMs - before.endMs;
      if (gapMs >= minBorderMs) gaps.push({ startMs: before.endMs, endMs: chunk.startMs, between });
      if (-gapMs >= minBorderMs) {
        overlaps.push({ startMs: chunk.startMs, endMs: Math.min(before.endMs, chunk.endMs), between });
      }
    }
    if (!before || chunk.endMs > before.endMs) before = chunk;
  }
  return { gaps, overlaps };
}
