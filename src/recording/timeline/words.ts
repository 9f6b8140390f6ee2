import * as l10n from '@vscode/l10n';
import { formatDay, formatMoment } from '../../base/display.ts';
import { durationText } from '../../base/text/duration.ts';
import type { TimeSpan } from '../chunkSpan.ts';
import type { Timeline } from './timeline.ts';

/** One thing on a timeline in words. */
export interface TimelineLine extends TimeSpan {
  readonly kind: 'chunk' | 'pause' | 'gap' | 'overlap';
  readonly text: string;
}

/** The timeline for those who do not see it drawn: one line for each chunk, pause, gap and overlap, in order of time. */
export function timelineLines(timeline: Timeline): readonly TimelineLine[] {
  const lines: TimelineLine[] = [
    ...timeline.chunks.map((chunk) => ({
      ...spanOf(chunk),
      kind: 'chunk' as const,
      text: chunk.isEstimated
        ? l10n.t('Chunk {0}, time estimated: {1}', chunk.chunkIndex, spanText(timeline, chunk))
        : l10n.t('Chunk {0}: {1}', chunk.chunkIndex, spanText(timeline, chunk)),
    })),
    ...timeline.pauses.map((pause) => ({
      ...spanOf(pause),
      kind: 'pause' as const,
      text: l10n.t('Paused: {0}', spanText(timeline, pause)),
    })),
    ...timeline.gaps.map((gap) => ({
      ...spanOf(gap),
      kind: 'gap' as const,
      text: l10n.t(
        'Nothing recorded between chunks {0} and {1}: {2}',
        ...gap.between,
        spanText(timeline, gap),
      ),
    })),
    ...timeline.overlaps.map((overlap) => ({
      ...spanOf(overlap),
      kind: 'overlap' as const,
      text: l10n.t('Chunks {0} and {1} overlap: {2}', ...overlap.between, spanText(timeline, overlap)),
    })),
  ];
  return lines.sort((a, b) => a.startMs - b.startMs);
}

function spanText(timeline: Timeline, span: TimeSpan): string {
  return l10n.t(
    '{0} to {1}, {2}',
    momentText(timeline, span.startMs),
    momentText(timeline, span.endMs),
    durationText(span.endMs - span.startMs),
  );
}

/** A clock time with its zone, with the date where it is not that of the start; or how long after the start. */
function momentText(timeline: Timeline, ms: number): string {
  if (timeline.axis === 'elapsed') return durationText(ms - timeline.startMs);
  const [start, moment] = [withinCalendar(timeline.startMs), withinCalendar(ms)];
  const isSameDay = ms !== timeline.startMs && formatDay(start) === formatDay(moment);
  return isSameDay ? formatMoment(moment).slice(formatDay(moment).length + 1) : formatMoment(moment);
}

/** Times beyond the calendar are taken as its end. */
function withinCalendar(ms: number): Date {
  return new Date(Math.max(-8.64e15, Math.min(8.64e15, ms)));
}

function spanOf({ startMs, endMs }: TimeSpan): TimeSpan {
  return { startMs, endMs };
}
