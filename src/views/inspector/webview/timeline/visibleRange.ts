import type { TimeSpan } from '../../../../recording/chunkSpan.ts';
import type { TimeScale } from './scale.ts';

/** What part of the whole time is on view: a window of `viewPx`, moved over `wholePx`. */
export interface TimelineWindow {
  readonly scale: TimeScale;
  /** Width of the whole timeline at this zoom. */
  readonly wholePx: number;
}

/** Browsers lay out no wider element. */
const maxWholePx = 8_000_000;
/** Closer than this nothing is to be seen any more. */
const maxPxPerSecond = 400;

/** How far one can zoom in: from 1, where the whole is on view. */
export function maxZoom(lengthMs: number, viewPx: number): number {
  const width = Math.min(maxWholePx, (lengthMs / 1000) * maxPxPerSecond);
  return Math.max(1, width / Math.max(1, viewPx));
}

/** The window at a zoom and scroll position. */
export function windowAt(whole: TimeSpan, viewPx: number, zoom: number, scrollPx: number): TimelineWindow {
  const wholePx = Math.max(1, viewPx) * zoom;
  const msPerPx = Math.max(1, whole.endMs - whole.startMs) / wholePx;
  const startMs = whole.startMs + Math.min(Math.max(0, scrollPx), wholePx - viewPx) * msPerPx;
  return { scale: { startMs, endMs: startMs + viewPx * msPerPx, widthPx: viewPx }, wholePx };
}

/** The scroll position that shows a time at a share of the view, 0 left to 1 right. */
export function scrollTo(whole: TimeSpan, viewPx: number, zoom: number, ms: number, share: number): number {
  const wholePx = viewPx * zoom;
  const px = ((ms - whole.startMs) / Math.max(1, whole.endMs - whole.startMs)) * wholePx;
  return Math.min(Math.max(0, px - share * viewPx), wholePx - viewPx);
}

/**
 * The spans that are on view, those within the same pixel drawn as one: however many there are, no more
 * than there are pixels.
 */
export function spansOnView<T extends TimeSpan>(spans: readonly T[], scale: TimeScale): T[] {
  const msPerPx = (scale.endMs - scale.startMs) / Math.max(1, scale.widthPx);
  const drawn: T[] = [];
  let endMs = -Infinity;
  for (const span of spans) {
    if (span.endMs < scale.startMs || span.startMs > scale.endMs) continue;
    if (span.endMs <= endMs + msPerPx && span.endMs - span.startMs < msPerPx) continue;
    drawn.push(span);
    endMs = Math.max(span.endMs, span.startMs);
  }
  return drawn;
}
