import type { Chunk } from './chunks.ts';
import { estimateDurationMs, estimatedMs } from './mediaLength.ts';
import { withoutUndefined } from '../base/withoutUndefined.ts';

/** A span of time, in ms since 1970, or since the start of the recording where no clock time is known. */
export interface TimeSpan {
  readonly startMs: number;
  readonly endMs: number;
}

/** A span that is recorded without a break in one media file. */
export interface Stretch extends TimeSpan {
  readonly chunkIndex: number;
  /** Full name of the media file. */
  readonly file?: string;
  /** Where the stretch begins in the media file, in ms. */
  readonly mediaStartMs: number;
}

/** Where a chunk is in time. */
export interface ChunkSpan extends TimeSpan {
  readonly chunkIndex: number;
  /** Full name of the media file that stands for the chunk. */
  readonly file?: string;
  /** Length of the media. */
  readonly mediaMs: number;
  /** Pauses within the chunk, in order, none overlapping another. */
  readonly pauses: readonly TimeSpan[];
  /** What is recorded between the pauses, in order. */
  readonly stretches: readonly Stretch[];
  /** True where the metadata gives the start. */
  readonly isStartKnown: boolean;
  /** True where start or length had to be guessed from other chunks or from the size of the media. */
  readonly isEstimated: boolean;
}

/** How long a chunk lasts and what is in it, before its start is settled. */
export interface ChunkLength {
  readonly chunk: Chunk;
  readonly mediaMs: number;
  /** True where the pauses are silence in the media instead of being absent from it. */
  readonly hasSilentPauses: boolean;
  readonly isEstimated: boolean;
}

// Clocks of the machines that write one recording need not agree to the millisecond.
const toleranceMs = 1_000;

// Some three years: a longer duration is nonsense and would leave no room for the rest on an axis.
const maxPlausibleMs = 1e11;

/**
 * How long the media of a chunk is.
 *
 * It is not documented whether `chunkDuration` counts the pauses of the chunk, nor whether the media holds
 * them as silence. Taken here: neither, so that a chunk lasts its duration and its pauses together. That
 * changes where there is evidence: a measured media length that is nearer to the duration less the pauses
 * means that the duration counts them; a next chunk that starts where the duration without pauses ends
 * means so too, and that a media of the full duration holds them as silence.
 * @param nextStartMs when the next chunk starts, where that is known
 */
export function chunkLength(chunk: Chunk, nextStartMs: number | undefined): ChunkLength {
  const { metadata } = chunk;
  const measured = plausible(chunk.mediaDurationMs);
  const duration = plausible(metadata?.chunkDurationMs);
  const pausedMs = totalOf(placedPauses(chunk));
  if (duration === undefined) {
    const mediaMs = measured ?? guessedMs(chunk, nextStartMs, pausedMs);
    return { chunk, mediaMs, hasSilentPauses: false, isEstimated: measured === undefined };
  }
  const apart = { chunk, mediaMs: measured ?? duration, hasSilentPauses: false, isEstimated: false };
  if (pausedMs === 0 || pausedMs > duration) return apart;
  if (measured !== undefined && Math.abs(measured - (duration - pausedMs)) < Math.abs(measured - duration)) {
    return apart;
  }
  const endMs = (metadata?.chunkStartMs ?? NaN) + duration;
  const nextSaysCounted =
    nextStartMs !== undefined &&
    endMs + pausedMs > nextStartMs + toleranceMs &&
    endMs <= nextStartMs + toleranceMs;
  if (!nextSaysCounted) return apart;
  return measured === undefined
    ? { ...apart, mediaMs: duration - pausedMs }
    : { ...apart, hasSilentPauses: true };
}

/** Lays a chunk out from its start. */
export function layOutChunk(length: ChunkLength, startMs: number, isStartKnown: boolean): ChunkSpan {
  const { chunk, mediaMs } = length;
  const { chunkIndex, media } = chunk;
  const pauses: TimeSpan[] = [];
  const stretches: Stretch[] = [];
  let [clockMs, recordedMs] = [startMs, 0];
  const record = (ms: number) => {
    // Less than the resolution of a time in ms since 1970 counts as nothing.
    if (clockMs + ms <= clockMs) return;
    stretches.push(
      withoutUndefined({
        chunkIndex,
        file: media?.name,
        startMs: clockMs,
        endMs: clockMs + ms,
        mediaStartMs: recordedMs,
      }),
    );
    clockMs += ms;
    recordedMs += ms;
  };
  for (const pause of placedPauses(chunk)) {
    const untilPause = pause.startMs - clockMs;
    if (pause.endMs <= startMs || untilPause > mediaMs - recordedMs + toleranceMs) continue;
    if (length.hasSilentPauses) {
      pauses.push({ startMs: Math.max(pause.startMs, startMs), endMs: pause.endMs });
      continue;
    }
    record(Math.min(untilPause, mediaMs - recordedMs));
    const pauseStartMs = Math.max(pause.startMs, clockMs);
    pauses.push({ startMs: pauseStartMs, endMs: pause.endMs });
    clockMs = pause.endMs;
  }
  record(mediaMs - recordedMs);
  const isEstimated = length.isEstimated || !isStartKnown;
  return withoutUndefined({
    chunkIndex,
    file: media?.name,
    startMs,
    endMs: clockMs,
    mediaMs,
    pauses,
    stretches,
    isStartKnown,
    isEstimated,
  });
}

/** Pauses whose time is known, in order, those that overlap made one. */
function placedPauses(chunk: Chunk): TimeSpan[] {
  const merged: { startMs: number; endMs: number }[] = [];
  const placed = (chunk.metadata?.pauses ?? [])
    .flatMap(({ startMs, durationMs }) =>
      startMs === undefined || !plausible(durationMs) ? [] : [{ startMs, endMs: startMs + durationMs }],
    )
    .sort((a, b) => a.startMs - b.startMs);
  for (const pause of placed) {
    const last = merged.at(-1);
    if (last && pause.startMs <= last.endMs) last.endMs = Math.max(last.endMs, pause.endMs);
    else merged.push(pause);
  }
  return merged;
}

function guessedMs(chunk: Chunk, nextStartMs: number | undefined, pausedMs: number): number {
  const guess =
    plausible(estimatedMs(chunk.measure)) ?? (chunk.media && estimateDurationMs(chunk.media, chunk.metadata));
  if (guess !== undefined) return guess;
  const untilNext = (nextStartMs ?? NaN) - (chunk.metadata?.chunkStartMs ?? NaN) - pausedMs;
  return untilNext > 0 ? untilNext : 0;
}

function plausible(ms: number | undefined): number | undefined {
  return ms !== undefined && ms <= maxPlausibleMs ? ms : undefined;
}

function totalOf(spans: readonly TimeSpan[]): number {
  return spans.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}
