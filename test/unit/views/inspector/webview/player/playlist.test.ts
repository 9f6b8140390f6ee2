import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ChunkSpan } from '../../../../../../src/recording/chunkSpan.ts';
import type { Timeline } from '../../../../../../src/recording/timeline/timeline.ts';
import type { PlayableFile } from '../../../../../../src/views/inspector/page/data.ts';
import { Playlist, emptyTimeline } from '../../../../../../src/views/inspector/webview/player/playlist.ts';
import { spanPx, ticks, toMs, toPx } from '../../../../../../src/views/inspector/webview/timeline/scale.ts';

const file = (name: string, more: Partial<PlayableFile> = {}): PlayableFile => ({
  file: name,
  chunkIndex: 0,
  media: 'audio',
  sizeBytes: 1000,
  ...more,
});

const span = (chunkIndex: number, name: string, stretches: [number, number, number][]): ChunkSpan => ({
  chunkIndex,
  file: name,
  startMs: stretches[0]?.[0] ?? 0,
  endMs: stretches.at(-1)?.[1] ?? 0,
  mediaMs: stretches.reduce((sum, [start, end]) => sum + end - start, 0),
  pauses: [],
  stretches: stretches.map(([startMs, endMs, mediaStartMs]) => ({
    chunkIndex,
    file: name,
    startMs,
    endMs,
    mediaStartMs,
  })),
  isEstimated: false,
  isStartKnown: true,
});
const timelineOf = (...chunks: ChunkSpan[]): Timeline => ({
  ...emptyTimeline,
  axis: 'clock',
  chunks,
  stretches: chunks.flatMap((chunk) => chunk.stretches),
});

/** Two chunks of 10 s with a gap of 5 s between them; in the first a pause of 2 s after 4 s. */
const timeline = timelineOf(
  span(0, 'a', [
    [1000, 5000, 0],
    [7000, 13_000, 4000],
  ]),
  span(1, 'b', [[18_000, 28_000, 0]]),
);
const files = [file('a', { durationMs: 10_000 }), file('b', { durationMs: 10_000, chunkIndex: 1 })];
const playlist = new Playlist(files, timeline, new Map());

describe('playlist', () => {
  it('plays chunks as one tape across their borders', () => {
    assert.equal(playlist.totalMs, 20_000);
    assert.deepEqual(playlist.atTape(9999), { file: 'a', ms: 9999 });
    assert.deepEqual(playlist.atTape(10_000), { file: 'b', ms: 0 });
    assert.deepEqual(playlist.atTape(99_999), { file: 'b', ms: 10_000 });
    assert.deepEqual(playlist.atTape(-5), { file: 'a', ms: 0 });
    assert.equal(playlist.tapeMs({ file: 'b', ms: 500 }), 10_500);
    assert.equal(playlist.after('a')?.file, 'b');
    assert.equal(playlist.after('b'), undefined);
  });

  it('knows when each moment was recorded, over pauses and gaps', () => {
    const clock = (name: string, ms: number): number | undefined => playlist.clockMs({ file: name, ms });
    assert.equal(clock('a', 3999), 4999);
    assert.equal(clock('a', 4000), 7000);
    assert.equal(clock('a', 9_999), 12_999);
    assert.equal(clock('b', 12_000), 28_000, 'media longer than its metadata says');
    assert.equal(clock('b', 0), 18_000);
    assert.equal(clock('c', 0), undefined);
  });

  it('finds what was recorded at a time, and in pauses and gaps what comes next', () => {
    assert.deepEqual(playlist.atClock(0), { file: 'a', ms: 0 });
    assert.deepEqual(playlist.atClock(4000), { file: 'a', ms: 3000 });
    assert.deepEqual(playlist.atClock(6000), { file: 'a', ms: 4000 });
    assert.deepEqual(playlist.atClock(15_000), { file: 'b', ms: 0 });
    assert.deepEqual(playlist.atClock(99_000), { file: 'b', ms: 10_000 });
  });

  it('finds back to every time that was recorded', () => {
    const moments = fc.oneof(
      fc.integer({ min: 1000, max: 4999 }),
      fc.integer({ min: 7000, max: 12_999 }),
      fc.integer({ min: 18_000, max: 27_999 }),
    );
    fc.assert(
      fc.property(moments, (clockMs) => {
        const position = playlist.atClock(clockMs);
        assert.ok(position);
        assert.equal(playlist.clockMs(position), clockMs);
        assert.deepEqual(playlist.atTape(playlist.tapeMs(position)), position);
      }),
    );
  });

  it('leaves out what cannot be played, and believes the player about lengths', () => {
    const some = new Playlist(
      [
        file('a', { durationMs: 10_000, sizeBytes: 0 }),
        file('b', { chunkIndex: 1 }),
        file('c', { durationMs: 10_000, chunkIndex: 2 }),
      ],
      timeline,
      new Map([['b', 3000]]),
    );
    assert.equal(some.totalMs, 13_000);
    assert.deepEqual(some.start, { file: 'b', ms: 0 });
    assert.deepEqual(some.atClock(2000), { file: 'b', ms: 0 }, 'the next that can be played');
    assert.equal(new Playlist([], emptyTimeline, new Map()).start, undefined);
    assert.equal(new Playlist([], timeline, new Map()).atClock(5), undefined);
  });
});

describe('time scale', () => {
  const scale = { startMs: 1_000_000, endMs: 1_060_000, widthPx: 600 };

  it('goes there and back, and stays within its ends', () => {
    assert.equal(toPx(scale, 1_030_000), 300);
    assert.equal(toMs(scale, 300), 1_030_000);
    assert.equal(toMs(scale, -9), 1_000_000);
    assert.equal(toMs(scale, 9999), 1_060_000);
    assert.deepEqual(spanPx(scale, 1_000_000, 1_000_001), { x: 0, width: 1 });
  });

  it('marks round times', () => {
    assert.deepEqual(
      ticks(scale, 100),
      [1_000_000, 1_010_000, 1_020_000, 1_030_000, 1_040_000, 1_050_000, 1_060_000],
    );
  });

  it('has few marks for any length, and ends', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e12 }), fc.integer({ min: 0, max: 1e10 }), (startMs, length) => {
        const marks = ticks({ startMs, endMs: startMs + length, widthPx: 800 }, 80);
        assert.ok(marks.length <= 12, `${marks.length}`);
        for (const mark of marks) assert.ok(mark >= startMs && mark <= startMs + length);
      }),
    );
  });
});
