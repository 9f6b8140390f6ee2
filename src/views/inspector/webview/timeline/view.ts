import * as l10n from '@vscode/l10n';
import type { Timeline } from '../../../../recording/timeline/timeline.ts';
import type { TimelineView } from '../../page/data.ts';
import { html, iconButton, on, show, svg } from '../parts/dom.ts';
import { icons } from '../parts/icons.ts';
import { toMs, toPx } from './scale.ts';
import { drawTimeline, drawingHeight, hatching } from './drawing.ts';
import { Legend } from './legend.ts';
import { type TimelineWindow, maxZoom, scrollTo, windowAt } from './visibleRange.ts';

const zoomStep = 1.5;

/** What the timeline reports to the view. */
export interface TimelineEvents {
  /** A place was pointed at. */
  readonly seek: (clockMs: number) => void;
  readonly zoomed: (zoom: number) => void;
}

/**
 * The drawn timeline: a window over the whole recording with a playhead. It is the slider of the player
 * for mouse, keyboard and screen reader.
 */
export class TimelineElement {
  readonly element: HTMLElement;
  /** The slider, to be named and given keys by the player. */
  readonly slider: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #spacer = html('div', { class: 'spacer' });
  readonly #drawing = svg('svg', { 'aria-hidden': 'true' });
  readonly #spans = svg('g');
  readonly #playhead = svg('line', { class: 'playhead', y1: 0 });
  readonly #events: TimelineEvents;
  readonly #legend = new Legend();
  #view: TimelineView | undefined;
  #zoom = 1;
  #clockMs: number | undefined;

  constructor(events: TimelineEvents) {
    this.#events = events;
    this.#drawing.append(hatching(), this.#spans, this.#playhead);
    this.slider = html('div', { class: 'slider', role: 'slider', tabindex: 0 }, this.#drawing);
    this.#scroller = html('div', { class: 'scroller' }, this.#spacer, this.slider);
    this.element = html(
      'div',
      { class: 'timeline' },
      html(
        'div',
        { class: 'zoom', role: 'group', 'aria-label': l10n.t('Zoom of the timeline') },
        iconButton(l10n.t('Zoom out (−)'), icons.zoomOut, () => this.zoomBy(1 / zoomStep)),
        iconButton(l10n.t('Zoom in (+)'), icons.zoomIn, () => this.zoomBy(zoomStep)),
        iconButton(l10n.t('Show the whole recording (0)'), icons.fit, () => this.zoomTo(1)),
      ),
      this.#scroller,
      this.#legend.element,
    );
    this.#listen();
  }

  update(view: TimelineView): void {
    this.#view = view;
    this.#legend.update(view);
    this.zoomTo(this.#zoom);
  }

  /** Moves the playhead; while playing the window follows it. */
  showPlayhead(clockMs: number | undefined, isPlaying: boolean): void {
    this.#clockMs = clockMs;
    const window = this.#window();
    if (clockMs === undefined || !window) return;
    const isOnView = clockMs >= window.scale.startMs && clockMs <= window.scale.endMs;
    if (isPlaying && !isOnView && this.#timeline) {
      this.#scroller.scrollLeft = scrollTo(this.#timeline, this.#viewPx, this.#zoom, clockMs, 0.1);
    }
    this.#movePlayhead();
  }

  /** Zooms around a time, the playhead where none is given, or the middle where the playhead is out of sight. */
  zoomBy(factor: number, aroundMs?: number): void {
    this.zoomTo(this.#zoom * factor, aroundMs);
    this.#events.zoomed(this.#zoom);
  }

  zoomTo(zoom: number, aroundMs = this.#clockMs): void {
    const window = this.#window();
    if (!this.#timeline || !window) return;
    const { startMs, endMs } = window.scale;
    const isOnView = aroundMs !== undefined && aroundMs >= startMs && aroundMs <= endMs;
    const centre = isOnView ? aroundMs : (startMs + endMs) / 2;
    const share = (centre - startMs) / Math.max(1, endMs - startMs);
    this.#zoom = Math.min(
      Math.max(1, zoom),
      maxZoom(this.#timeline.endMs - this.#timeline.startMs, this.#viewPx),
    );
    this.#spacer.style.width = `${this.#viewPx * this.#zoom}px`;
    this.#scroller.scrollLeft = scrollTo(this.#timeline, this.#viewPx, this.#zoom, centre, share);
    this.#draw();
  }

  get #timeline(): Timeline | undefined {
    return this.#view?.timeline;
  }

  get #viewPx(): number {
    return Math.max(1, this.#scroller.clientWidth);
  }

  #window(): TimelineWindow | undefined {
    return this.#timeline && windowAt(this.#timeline, this.#viewPx, this.#zoom, this.#scroller.scrollLeft);
  }

  #draw(): void {
    const window = this.#window();
    if (!this.#view || !window) return;
    const height = drawingHeight(this.#view.lanes.length);
    this.slider.style.width = `${this.#viewPx}px`;
    this.#drawing.setAttribute('width', String(this.#viewPx));
    this.#drawing.setAttribute('height', String(height));
    this.#playhead.setAttribute('y2', String(height));
    show(this.#spans, ...drawTimeline(this.#view, window.scale));
    this.#movePlayhead();
  }

  #movePlayhead(): void {
    const window = this.#window();
    if (!window) return;
    const x = this.#clockMs === undefined ? -10 : toPx(window.scale, this.#clockMs);
    const bounded = String(Math.min(Math.max(-10, x), window.scale.widthPx + 10));
    this.#playhead.setAttribute('x1', bounded);
    this.#playhead.setAttribute('x2', bounded);
  }

  #listen(): void {
    new ResizeObserver(() => this.zoomTo(this.#zoom)).observe(this.#scroller);
    this.#scroller.addEventListener('scroll', () => this.#draw());
    const timeAt = (event: MouseEvent): number | undefined => {
      const window = this.#window();
      return window && toMs(window.scale, event.clientX - this.#drawing.getBoundingClientRect().left);
    };
    const point = (event: PointerEvent): void => {
      const clockMs = timeAt(event);
      if (clockMs !== undefined) this.#events.seek(clockMs);
    };
    on(this.slider, {
      pointerdown: (event) => {
        if (event.button !== 0) return;
        this.slider.setPointerCapture(event.pointerId);
        point(event);
      },
      pointermove: (event) => {
        if (this.slider.hasPointerCapture(event.pointerId)) point(event);
      },
    });
    this.#scroller.addEventListener(
      'wheel',
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        this.zoomBy(event.deltaY < 0 ? zoomStep : 1 / zoomStep, timeAt(event));
      },
      { passive: false },
    );
  }
}
