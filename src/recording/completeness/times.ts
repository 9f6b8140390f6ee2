import type { Chunk } from '../chunks.ts';
import type { ChunkSpan } from '../chunkSpan.ts';
import { isNear } from './content.ts';
import type { NamedFormat } from '../formats.ts';
import { totalMediaMs } from '../timeline/playback.ts';
import type { Problem } from './problem.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';

// Chunks follow each other within the time that it takes to open the next file.
const minGapMs = 2_000;

type BorderProblem = Extract<Problem, { readonly code: 'gap' | 'overlap' }>;

/**
 * What does not fit between the chunks of a recording: gaps, overlaps, order, totals and formats.
 * @param expectedDurationMs `recordingDurationMs` of the recording's event, where it is known
 */
export function checkTimes(
  chunks: readonly Chunk[],
  timeline: Timeline,
  expectedDurationMs: number | undefined,
): Problem[] {
  return [
    ...(timeline.axis === 'clock' ? checkClock(timeline) : []),
    ...checkExpected(chunks, timeline, expectedDurationMs),
    ...checkFormats(chunks),
  ];
}

function checkClock(timeline: Timeline): Problem[] {
  const borders = checkBorders(timeline);
  return [...borders, ...checkOrder(timeline), ...checkSum(timeline, borders)];
}

function checkBorders(timeline: Timeline): BorderProblem[] {
  const chunks = new Map(timeline.chunks.map((chunk) => [chunk.chunkIndex, chunk]));
  const both = [
    ...timeline.gaps.map((border) => ({ code: 'gap' as const, ...border })),
    ...timeline.overlaps.map((border) => ({ code: 'overlap' as const, ...border })),
  ];
  return both
    .filter(({ startMs, endMs, between: [before, after] }) => {
      return (
        endMs - startMs >= minGapMs &&
        chunks.get(before)?.isEstimated === false &&
        chunks.get(after)?.isStartKnown === true
      );
    })
    .map(({ code, startMs, endMs, between: [before, after] }) => ({
      code,
      severity: 'warning',
      chunkIndex: after,
      params: { before, after, lengthMs: endMs - startMs },
    }));
}

function checkOrder(timeline: Timeline): Problem[] {
  let latest: ChunkSpan | undefined;
  return timeline.chunks.flatMap((chunk): Problem[] => {
    const before = latest;
    if (!before || chunk.startMs >= before.startMs) {
      latest = chunk;
      return [];
    }
    const params = { before: before.chunkIndex, after: chunk.chunkIndex };
    return [{ code: 'outOfOrder', severity: 'warning', chunkIndex: chunk.chunkIndex, params }];
  });
}

/** @param borders reported already, so the sum allows for them */
function checkSum(timeline: Timeline, borders: readonly BorderProblem[]): Problem[] {
  // One chunk alone fits by definition, and what is estimated proves nothing.
  if (timeline.chunks.length < 2 || timeline.chunks.some((chunk) => chunk.isEstimated)) return [];
  const spanMs = timeline.endMs - timeline.startMs;
  const recordedMs = timeline.stretches.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  const silentMs = timeline.chunks.reduce((sum, chunk) => sum + silentIn(chunk), 0);
  const pausedMs = timeline.pauses.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0) - silentMs;
  const betweenMs = borders.reduce(
    (sum, { code, params: { lengthMs } }) => sum + (code === 'gap' ? lengthMs : -lengthMs),
    0,
  );
  if (isNear(recordedMs + pausedMs + betweenMs, spanMs)) return [];
  return [{ code: 'sumDiffers', severity: 'warning', params: { recordedMs, pausedMs, spanMs } }];
}

/** Pauses that the media holds as silence count as recorded already. */
function silentIn(chunk: ChunkSpan): number {
  if (chunk.stretches.length !== 1 || chunk.mediaMs < chunk.endMs - chunk.startMs) return 0;
  return chunk.pauses.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

function checkExpected(
  chunks: readonly Chunk[],
  timeline: Timeline,
  expectedMs: number | undefined,
): Problem[] {
  if (expectedMs === undefined || chunks.length === 0 || timeline.chunks.some((chunk) => chunk.mediaMs === 0))
    return [];
  const recordedMs = totalMediaMs(timeline);
  const pausedMs = timeline.pauses.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
  if (isNear(recordedMs, expectedMs) || isNear(recordedMs + pausedMs, expectedMs)) return [];
  const severity = recordedMs < expectedMs ? 'error' : 'warning';
  return [{ code: 'expectedDurationDiffers', severity, params: { expectedMs, recordedMs } }];
}

function checkFormats(chunks: readonly Chunk[]): Problem[] {
  const told = chunks.flatMap(({ chunkIndex, metadata, metadataFiles }) => {
    const inside: NamedFormat = withoutUndefined({
      content: metadata?.contentType?.value,
      channel: metadata?.channelType?.value,
      format: metadata?.format?.value,
    });
    const file = metadataFiles[0]?.name;
    return file === undefined || keyOf(inside) === '' ? [] : [{ chunkIndex, file, inside }];
  });
  const [first, ...others] = told;
  if (!first) return [];
  return others
    .filter(({ inside }) => keyOf(inside) !== keyOf(first.inside))
    .map(({ chunkIndex, file, inside }) => ({
      code: 'formatsDisagree',
      severity: 'warning',
      file,
      chunkIndex,
      params: { first: first.inside, inside },
    }));
}

function keyOf({ content, channel, format }: NamedFormat): string {
  return [content, channel, format].filter((word) => word !== undefined).join(' ');
}
