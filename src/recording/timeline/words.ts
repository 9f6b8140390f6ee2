import * as l10n from '@vscode/l10n';
import { formatDay, formatMoment } from '../../base/display.ts';
import { durationText } from '../../base/text/duration.ts';
import type { TimeSpan } from '../chunkSpan.ts';
import type { Timeline } from './timeline.ts';

/** One thing on a timeline in words. */
export interface TimelineLine extends TimeSpan {
  readonly kind: 'chunk' | 'pause' | 'gap' | 'overlap';
  /** `Chunk 0` */
  readonly what: string;
  /** The same with its times: `Chunk 0: 2026-11-22 14:05:11 UTC+1 to 14:06:11 UTC+1, 1 min`. */
  readonly text: string;
}

/** The timeline for those who do not see it drawn: one line for each chunk, pause, gap and overlap, in order of time. */
export function timelineLines(timeline: Timeline): readonly TimelineLine[] {
  const line = (kind: TimelineLine['kind'], span: TimeSpan, what: string): TimelineLine => ({
    ...spanOf(span),
    ...{ kind, what, text: `${what}: ${spanText(timeline, span)}` },
  });
  const lines = [
    ...timeline.chunks.map((chunk) =>
      line(
        'chunk',
        chunk,
        chunk.isEstimated
          ? l10n.t('Chunk {0}, time estimated', chunk.chunkIndex)
          : l10n.t('Chunk {0}', chunk.chunkIndex),
      ),
    ),
    ...timeline.pauses.map((pause) => line('pause', pause, l10n.t('Paused'))),
    ...timeline.gaps.map((gap) =>
      line('gap', gap, l10n.t('Nothing recorded between chunks {0} and {1}', ...gap.between)),
    ),
    ...timeline.overlaps.map((overlap) =>
      line('overlap', overlap, l10n.t('Chunks {0} and {1} overlap', ...overlap.between)),
    ),
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
