import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type ChunkLimit,
  type EndedChunk,
  RecordingTimeline,
} from '../../../../src/emulator/service/timeline.ts';

const limit: ChunkLimit = { durationMs: 1000, endReason: 'chunkMaximumTimeExceeded' };

describe('timeline of a recording', () => {
  it('is one chunk while nothing is full', () => {
    const timeline = new RecordingTimeline(5000, limit, false);
    assert.deepEqual(timeline.end(5999), [
      { index: 0, startedMs: 5000, durationMs: 999, pauses: [], endReason: 'sessionEnded' },
    ]);
  });

  it('begins the next chunk at the moment the last one is full, however late it is asked', () => {
    const timeline = new RecordingTimeline(0, limit, false);
    assert.deepEqual(
      timeline.advance(2500).map(({ startedMs, durationMs }) => [startedMs, durationMs]),
      [
        [0, 1000],
        [1000, 1000],
      ],
    );
    assert.equal(timeline.chunkFullMs, 3000);
    assert.equal(timeline.recordedMs(2500), 2500);
    assert.deepEqual(timeline.end(2500), [
      { index: 2, startedMs: 2000, durationMs: 500, pauses: [], endReason: 'sessionEnded' },
    ]);
  });

  it('has no empty chunk at the end', () => {
    const timeline = new RecordingTimeline(0, limit, false);
    assert.equal(timeline.end(1000).length, 1);
  });

  it('does not count pauses, and keeps them', () => {
    const timeline = new RecordingTimeline(0, limit, false);
    timeline.pause(300);
    assert.equal(timeline.isPaused, true);
    assert.equal(timeline.chunkFullMs, undefined);
    timeline.pause(400);
    timeline.resume(5300);
    timeline.resume(5400);
    assert.equal(timeline.chunkFullMs, 6000);
    timeline.pause(5500);
    assert.deepEqual(timeline.end(5600), [
      {
        index: 0,
        startedMs: 0,
        durationMs: 500,
        pauses: [
          { startedMs: 300, durationMs: 5000 },
          { startedMs: 5500, durationMs: 100 },
        ],
        endReason: 'sessionEnded',
      },
    ]);
  });

  it('may begin paused', () => {
    const timeline = new RecordingTimeline(100, limit, true);
    assert.equal(timeline.isPaused, true);
    timeline.resume(400);
    const [chunk] = timeline.end(900);
    assert.deepEqual(chunk?.pauses, [{ startedMs: 100, durationMs: 300 }]);
    assert.equal(chunk.durationMs, 500);
  });

  it('loses no time and counts none twice, whatever happens when', () => {
    const step = fc.record({ afterMs: fc.nat(3000), act: fc.constantFrom('pause', 'resume', 'advance') });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.boolean(), (steps, isPaused) => {
        const timeline = new RecordingTimeline(0, limit, isPaused);
        const chunks: EndedChunk[] = [];
        let now = 0;
        for (const { afterMs, act } of steps) {
          now += afterMs;
          if (act === 'pause') chunks.push(...timeline.pause(now));
          else if (act === 'resume') chunks.push(...timeline.resume(now));
          else chunks.push(...timeline.advance(now));
        }
        const recordedMs = timeline.recordedMs(now);
        chunks.push(...timeline.end(now));
        const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
        const media = sum(chunks.map((chunk) => chunk.durationMs));
        const pauses = sum(chunks.flatMap((chunk) => chunk.pauses.map((pause) => pause.durationMs)));
        assert.equal(media, recordedMs);
        assert.equal(media + pauses, now);
        let at = 0;
        for (const [index, chunk] of chunks.entries()) {
          assert.equal(chunk.index, index);
          assert.equal(chunk.startedMs, at);
          assert.ok(chunk.durationMs <= limit.durationMs);
          at += chunk.durationMs + sum(chunk.pauses.map((pause) => pause.durationMs));
        }
      }),
    );
  });
});
