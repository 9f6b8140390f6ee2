import * as l10n from '@vscode/l10n';
import { eventDurationText } from '../event/recordingEventDuration.ts';
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
    eventDurationText(span.endMs - span.startMs),
  );
}

/** A clock time in UTC, with the date where it is not that of the start; or how long after the start. */
function momentText(timeline: Timeline, ms: number): string {
  if (timeline.axis === 'elapsed') return eventDurationText(ms - timeline.startMs);
  const [start, moment] = [isoOf(timeline.startMs), isoOf(ms)];
  const isSameDay = ms !== timeline.startMs && start.slice(0, 10) === moment.slice(0, 10);
  return `${isSameDay ? moment.slice(11, 19) : moment.slice(0, 19).replace('T', ' ')} UTC`;
}

/** ISO 8601; times beyond the calendar are taken as its end. */
function isoOf(ms: number): string {
  return new Date(Math.max(-8.64e15, Math.min(8.64e15, ms))).toISOString();
}

function spanOf({ startMs, endMs }: TimeSpan): TimeSpan {
  return { startMs, endMs };
}
