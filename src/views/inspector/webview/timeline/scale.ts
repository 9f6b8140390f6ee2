import type { TimeSpan } from '../../../../recording/chunkSpan.ts';

/** Steps between marks of a time axis, in seconds. */
const steps = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200,
  86_400,
];

/** A straight line from time to pixels. */
export interface TimeScale {
  readonly startMs: number;
  readonly endMs: number;
  readonly widthPx: number;
}

/** Pixels from the left end; not bounded. */
export function toPx(scale: TimeScale, ms: number): number {
  return ((ms - scale.startMs) / lengthMs(scale)) * scale.widthPx;
}

/** The time at a place, within the scale's ends. */
export function toMs(scale: TimeScale, px: number): number {
  const share = Math.min(1, Math.max(0, px / Math.max(1, scale.widthPx)));
  return scale.startMs + share * lengthMs(scale);
}

/** A place and width that can be seen: never narrower than a pixel. */
export function spanPx(scale: TimeScale, startMs: number, endMs: number): { x: number; width: number } {
  const x = toPx(scale, startMs);
  return { x, width: Math.max(1, toPx(scale, endMs) - x) };
}

/**
 * The first place on view in a span where this many pixels are covered by nothing; undefined where there is none.
 * @param covers in order of time
 */
export function freePx(
  span: TimeSpan,
  covers: readonly TimeSpan[],
  scale: TimeScale,
  widthPx: number,
): number | undefined {
  const end = Math.min(scale.widthPx, toPx(scale, span.endMs));
  let left = Math.max(0, toPx(scale, span.startMs));
  for (const { startMs, endMs } of covers) {
    if (endMs <= span.startMs || startMs >= span.endMs) continue;
    if (toPx(scale, startMs) - left >= widthPx) break;
    left = Math.max(left, toPx(scale, endMs));
  }
  return end - left >= widthPx ? left : undefined;
}

/** Times for the marks of the axis: round ones, at least so far apart. */
export function ticks(scale: TimeScale, minGapPx: number, originMs = 0): number[] {
  const msPerPx = lengthMs(scale) / Math.max(1, scale.widthPx);
  const wanted = (minGapPx * msPerPx) / 1000;
  const days = Math.ceil(wanted / 86_400) * 86_400;
  const stepMs = (steps.find((step) => step >= wanted) ?? days) * 1000;
  const marks: number[] = [];
  for (let n = Math.ceil((scale.startMs - originMs) / stepMs); ; n++) {
    const at = originMs + n * stepMs;
    if (at > scale.endMs || marks.length > 1000) return marks;
    marks.push(at);
  }
}

function lengthMs(scale: TimeScale): number {
  return Math.max(1, scale.endMs - scale.startMs);
}
