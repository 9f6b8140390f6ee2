import type { Timeline } from '../../../../recording/timeline/timeline.ts';
import type { ChunkSpan, TimeSpan } from '../../../../recording/chunkSpan.ts';
import type { TimelineLine } from '../../../../recording/timeline/words.ts';
import type { TimelineView } from '../../page/data.ts';
import { zoneOffsetMs } from '../../../../base/timeZone.ts';
import { clockLength } from '../../../../base/text/duration.ts';
import { svg } from '../parts/dom.ts';
import { type TimeScale, freePx, spanPx, ticks, toPx } from './scale.ts';
import { localClock, localDay, localOffset } from '../parts/words.ts';
import { spansOnView } from './visibleRange.ts';

const axisHeight = 20;
const chunkHeight = 30;
/** Height of a channel's lane; the style sheet gives its label the same. */
const laneHeight = 26;
const tickGapPx = 90;
/** About the width of a letter of the axis. */
const letterPx = 5;
/** About the width of a digit of a chunk's number, and the room beside the number. */
const boldLetterPx = 9;
const labelGapPx = 6;

/** Height of the drawing in pixels. */
export function drawingHeight(lanes: number): number {
  return axisHeight + chunkHeight + lanes * laneHeight;
}

/** Draws what is on view: axis, chunks with gaps, overlaps and pauses, a lane for each channel. */
export function drawTimeline(
  { timeline, lines, lanes, marks }: TimelineView,
  scale: TimeScale,
): SVGElement[] {
  const wholeHeight = chunkHeight + lanes.length * laneHeight;
  const linesOf = (kind: TimelineLine['kind']): TimelineLine[] => lines.filter((line) => line.kind === kind);
  const pauses = spansOnView(linesOf('pause'), scale);
  return [
    ...axis(timeline, scale),
    ...bars(linesOf('gap'), scale, axisHeight, wholeHeight, 'gap'),
    ...bars(linesOf('chunk'), scale, axisHeight, chunkHeight, 'chunk'),
    ...(['unplayable', 'noMetadata'] as const).flatMap((kind) =>
      bars(
        marks.filter((mark) => mark.kind === kind),
        scale,
        axisHeight,
        chunkHeight,
        kind,
      ),
    ),
    ...spansOnView(timeline.chunks, scale).flatMap((chunk) => chunkLabel(chunk, pauses, scale)),
    ...lanes.flatMap(({ channel = lanes.length, stretches }, row) =>
      bars(
        stretches,
        scale,
        axisHeight + chunkHeight + row * laneHeight + 2,
        laneHeight - 4,
        `lane lane${channel % 5}`,
      ),
    ),
    ...bars(linesOf('pause'), scale, axisHeight, wholeHeight, 'pause'),
    ...bars(linesOf('overlap'), scale, axisHeight, chunkHeight, 'overlap'),
  ];
}

/** The hatching of chunks that are not whole, for the drawing and its legend. */
export function hatching(): SVGElement {
  return svg(
    'defs',
    {},
    ...(['unplayable', 'noMetadata'] as const).map((kind) =>
      svg(
        'pattern',
        {
          id: `hatch-${kind}`,
          width: 8,
          height: 8,
          patternUnits: 'userSpaceOnUse',
          patternTransform: `rotate(${kind === 'unplayable' ? 45 : -45})`,
        },
        svg('rect', { class: `hatch ${kind}`, width: 4, height: 8 }),
      ),
    ),
  );
}

function axis({ axis: kind, startMs }: Timeline, scale: TimeScale): SVGElement[] {
  const zoneMs = kind === 'clock' ? -zoneOffsetMs(new Date(startMs)) : startMs;
  const marks = ticks(scale, tickGapPx, zoneMs);
  const stepMs = (marks[1] ?? Infinity) - (marks[0] ?? 0);
  return marks.flatMap((ms, at) => {
    const x = toPx(scale, ms);
    const label =
      kind === 'clock' ? clockLabel(ms, stepMs, zoneMs) : clockLength(ms - startMs, stepMs < 1000);
    // The zone is said once.
    const text = kind === 'clock' && at === 0 ? `${label} ${localOffset(ms)}` : label;
    const fits = x + 3 + text.length * letterPx <= scale.widthPx;
    return [
      svg('line', { class: 'tick', x1: x, x2: x, y1: axisHeight - 5, y2: axisHeight }),
      ...(fits ? [svg('text', { class: 'tickLabel', x: x + 3, y: axisHeight - 6 }, text)] : []),
    ];
  });
}

function clockLabel(ms: number, stepMs: number, zoneMs: number): string {
  if ((ms - zoneMs) % 86_400_000 === 0) return localDay(ms);
  return localClock(ms, stepMs < 60_000, stepMs < 1000);
}

function bars(
  spans: readonly (TimeSpan & { readonly text?: string })[],
  scale: TimeScale,
  y: number,
  height: number,
  className: string,
): SVGElement[] {
  return spansOnView(spans, scale).map((span) => {
    const { x, width } = spanPx(scale, span.startMs, span.endMs);
    // What is far out of view is cut: SVG loses precision with huge numbers.
    const left = Math.max(-10, x);
    const right = Math.min(scale.widthPx + 10, x + width);
    return svg(
      'rect',
      { class: className, x: left, y, width: Math.max(1, right - left), height },
      span.text === undefined ? undefined : svg('title', {}, span.text),
    );
  });
}

function chunkLabel(chunk: ChunkSpan, pauses: readonly TimeSpan[], scale: TimeScale): SVGElement[] {
  const text = String(chunk.chunkIndex);
  const left = freePx(chunk, pauses, scale, text.length * boldLetterPx + 2 * labelGapPx);
  if (left === undefined) return [];
  const y = axisHeight + chunkHeight / 2 + 4;
  return [svg('text', { class: 'chunkLabel', x: left + labelGapPx, y }, text)];
}
