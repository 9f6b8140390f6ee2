import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseChunkMetadata } from '../../../../src/recording/metadata/metadata.ts';
import { chunksOf } from '../../../../src/recording/chunks.ts';
import {
  positionAtClock,
  positionAtMedia,
  totalMediaMs,
} from '../../../../src/recording/timeline/playback.ts';
import { type Timeline, buildTimeline } from '../../../../src/recording/timeline/timeline.ts';
import { timelineLines } from '../../../../src/recording/timeline/words.ts';
import { at, chunkText, folder, madeRecording, recordingOf, recordingStartMs } from '../fixtures.ts';

/** Seconds into the recording. */
function s(ms: number): number {
  return (ms - recordingStartMs) / 1000;
}

function spans(list: readonly { startMs: number; endMs: number }[]): [number, number][] {
  return list.map(({ startMs, endMs }) => [s(startMs), s(endMs)]);
}

function paused(...pauses: [startS: number, durationS: number][]): object {
  return {
    pauseResumeIntervals: pauses.map(([startS, durationS]) => ({
      startTime: at(startS),
      duration: durationS * 1000,
    })),
  };
}

function timelineOf(...args: Parameters<typeof madeRecording>): Timeline {
  return buildTimeline(madeRecording(...args).chunks);
}

function stretches(timeline: Timeline): [number, number, number][] {
  return timeline.stretches.map((stretch) => [
    s(stretch.startMs),
    s(stretch.endMs),
    stretch.mediaStartMs / 1000,
  ]);
}

describe('timeline', () => {
  it('places chunks one after another on the clock', () => {
    const timeline = timelineOf([chunkText(0, 0, 60), chunkText(1, 60, 30)]);
    assert.equal(timeline.axis, 'clock');
    assert.deepEqual(spans([timeline]), [[0, 90]]);
    assert.deepEqual(spans(timeline.chunks), [
      [0, 60],
      [60, 90],
    ]);
    assert.deepEqual([timeline.gaps, timeline.overlaps, timeline.pauses, timeline.lanes], [[], [], [], []]);
    assert.equal(timeline.chunks[1]?.file, `${folder}1-audiomp3.mp3`);
    assert.deepEqual(
      timeline.chunks.map((chunk) => chunk.isEstimated),
      [false, false],
    );
  });

  it('finds gaps and overlaps between chunks, not what is only inexact', () => {
    const timeline = timelineOf([
      chunkText(0, 0, 60),
      chunkText(1, 65, 30),
      chunkText(2, 90, 10),
      chunkText(3, 100.4, 1),
    ]);
    assert.deepEqual(
      timeline.gaps.map(({ startMs, endMs, between }) => [s(startMs), s(endMs), ...between]),
      [[60, 65, 0, 1]],
    );
    assert.deepEqual(
      timeline.overlaps.map(({ startMs, endMs, between }) => [s(startMs), s(endMs), ...between]),
      [[90, 95, 1, 2]],
    );
  });

  it('finds no gap after a chunk that is within another', () => {
    const timeline = timelineOf([chunkText(0, 0, 100), chunkText(1, 10, 10), chunkText(2, 100, 10)]);
    assert.deepEqual(timeline.gaps, []);
    assert.deepEqual(spans(timeline.overlaps), [[10, 20]]);
  });

  it('counts pauses beside the duration', () => {
    const timeline = timelineOf([chunkText(0, 0, 60, paused([10, 5], [30, 20]))]);
    assert.deepEqual(stretches(timeline), [
      [0, 10, 0],
      [15, 30, 10],
      [50, 85, 25],
    ]);
    assert.deepEqual(spans(timeline.pauses), [
      [10, 15],
      [30, 50],
    ]);
    assert.equal(totalMediaMs(timeline), 60_000);
  });

  it('sees from the length of the media that the duration counts pauses', () => {
    const timeline = timelineOf([chunkText(0, 0, 60, paused([10, 20]))], [40]);
    assert.deepEqual(stretches(timeline), [
      [0, 10, 0],
      [30, 60, 10],
    ]);
  });

  it('sees from the next chunk that the duration counts pauses', () => {
    const timeline = timelineOf([chunkText(0, 0, 60, paused([10, 20])), chunkText(1, 60, 5)]);
    assert.deepEqual(stretches(timeline), [
      [0, 10, 0],
      [30, 60, 10],
      [60, 65, 0],
    ]);
    assert.deepEqual(timeline.overlaps, []);
  });

  it('sees from the next chunk and the length of the media that pauses are silence', () => {
    const timeline = timelineOf([chunkText(0, 0, 60, paused([10, 20])), chunkText(1, 60, 5)], [60]);
    assert.deepEqual(stretches(timeline), [
      [0, 60, 0],
      [60, 65, 0],
    ]);
    assert.deepEqual(spans(timeline.pauses), [[10, 30]]);
  });

  it('takes a pause at the start and at the end', () => {
    const timeline = timelineOf([chunkText(0, 0, 60, paused([0, 10], [70, 5]))]);
    assert.deepEqual(stretches(timeline), [[10, 70, 0]]);
    assert.deepEqual(spans(timeline.chunks), [[0, 75]]);
  });

  it('puts pauses in order, joins those that overlap and leaves out those elsewhere', () => {
    const timeline = timelineOf([
      chunkText(0, 0, 60, paused([40, 5], [10, 5], [12, 8], [-100, 5], [5000, 5])),
    ]);
    assert.deepEqual(spans(timeline.pauses), [
      [10, 20],
      [40, 45],
    ]);
    assert.equal(totalMediaMs(timeline), 60_000);
  });

  it('follows the media where it is shorter than its metadata says', () => {
    const timeline = timelineOf([chunkText(0, 0, 60), chunkText(1, 60, 60)], [20, 60]);
    assert.deepEqual(spans(timeline.gaps), [[20, 60]]);
  });

  it('places chunks without metadata by their neighbours, and says that it guessed', () => {
    const size = { '0-audiomp3.mp3': 6000 * 10, '2-audiomp3.mp3': 6000 * 7 };
    const timeline = timelineOf([undefined, chunkText(1, 60, 30), undefined], [], size);
    assert.deepEqual(spans(timeline.chunks), [
      [50, 60],
      [60, 90],
      [90, 97],
    ]);
    assert.deepEqual(
      timeline.chunks.map((chunk) => chunk.isEstimated),
      [true, false, true],
    );
  });

  it('counts from zero where no time is known', () => {
    const timeline = timelineOf([undefined, undefined], [10, 5]);
    assert.equal(timeline.axis, 'elapsed');
    assert.deepEqual([timeline.startMs, timeline.endMs], [0, 15_000]);
  });

  it('takes the length of a WAV from its size', () => {
    const recording = recordingOf({ '0-audiowav.wav': 44 + 32_000 * 2 * 3 });
    assert.equal(buildTimeline(chunksOf(recording)).endMs, 6000);
  });

  it('is empty without chunks', () => {
    const timeline = buildTimeline([]);
    assert.deepEqual([timeline.startMs, timeline.endMs, timeline.chunks], [0, 0, []]);
    assert.equal(positionAtMedia(timeline, 0), undefined);
    assert.equal(positionAtClock(timeline, 0), undefined);
    assert.deepEqual(timelineLines(timeline), []);
  });

  it('has a lane for each channel of an unmixed recording', () => {
    const info = (channels: number) => ({
      recordingInfo: {
        contentType: 'audio',
        channelType: 'unmixed',
        format: 'wav',
        audioConfiguration: { channels },
      },
    });
    const [a, b, c] = ['4:+1', '4:+2', '4:+3'];
    const timeline = timelineOf([
      chunkText(0, 0, 60, {
        ...info(3),
        participants: [
          { participantId: b, channel: 1 },
          { participantId: a, channel: 0 },
        ],
      }),
      chunkText(1, 60, 60, {
        ...info(2),
        participants: [{ participantId: c, channel: 1 }, { participantId: 'x' }],
      }),
    ]);
    assert.deepEqual(
      timeline.lanes.map((lane) => [
        lane.channel,
        lane.participants.map((one) => one.rawId),
        spans(lane.stretches),
      ]),
      [
        [
          0,
          [a],
          [
            [0, 60],
            [60, 120],
          ],
        ],
        [
          1,
          [b, c],
          [
            [0, 60],
            [60, 120],
          ],
        ],
        [2, [], [[0, 60]]],
        [undefined, ['x'], [[60, 120]]],
      ],
    );
  });

  it('limits the lanes that hostile metadata can make', () => {
    const participants = Array.from({ length: 10_000 }, (_, i) => ({ participantId: `4:+${i}`, channel: i }));
    const recordingInfo = { channelType: 'unmixed', audioConfiguration: { channels: 1e9 } };
    const timeline = timelineOf([chunkText(0, 0, 60, { participants, recordingInfo })]);
    assert.ok(timeline.lanes.length <= 32);
  });

  it('is described in words, in order of time', () => {
    const timeline = timelineOf([
      chunkText(0, 0, 60, paused([10, 5])),
      chunkText(1, 70, 30),
      chunkText(2, 90, 86_400),
    ]);
    assert.deepEqual(
      timelineLines(timeline).map((line) => line.text),
      [
        'Chunk 0: 2026-01-12 09:00:00 UTC to 09:01:05 UTC, 1 min 5 s',
        'Paused: 09:00:10 UTC to 09:00:15 UTC, 5 s',
        'Nothing recorded between chunks 0 and 1: 09:01:05 UTC to 09:01:10 UTC, 5 s',
        'Chunk 1: 09:01:10 UTC to 09:01:40 UTC, 30 s',
        'Chunk 2: 09:01:30 UTC to 2026-01-13 09:01:30 UTC, 24 h 0 min',
        'Chunks 1 and 2 overlap: 09:01:30 UTC to 09:01:40 UTC, 10 s',
      ],
    );
    assert.equal(
      timelineLines(timelineOf([undefined], [5]))[0]?.text,
      'Chunk 0, time estimated: 0 s to 5 s, 5 s',
    );
  });
});

describe('playback', () => {
  const timeline = timelineOf([chunkText(0, 0, 60, paused([10, 5])), chunkText(1, 100, 30)]);
  const position = (found: ReturnType<typeof positionAtClock>) =>
    found && [
      found.mediaMs / 1000,
      found.chunkIndex,
      found.chunkMediaMs / 1000,
      s(found.clockMs),
      found.isRecorded,
    ];

  const byMedia: [mediaS: number, expected: unknown[]][] = [
    [-5, [0, 0, 0, 0, true]],
    [0, [0, 0, 0, 0, true]],
    [9, [9, 0, 9, 9, true]],
    [10, [10, 0, 10, 15, true]],
    [59, [59, 0, 59, 64, true]],
    [60, [60, 1, 0, 100, true]],
    [89, [89, 1, 29, 129, true]],
    [90, [90, 1, 30, 130, true]],
    [1000, [90, 1, 30, 130, true]],
  ];
  for (const [mediaS, expected] of byMedia) {
    it(`finds the clock time of ${mediaS} s of media`, () => {
      assert.deepEqual(position(positionAtMedia(timeline, mediaS * 1000)), expected);
    });
  }

  const byClock: [clockS: number, expected: unknown[]][] = [
    [-1, [0, 0, 0, 0, false]],
    [0, [0, 0, 0, 0, true]],
    [9.5, [9.5, 0, 9.5, 9.5, true]],
    [12, [10, 0, 10, 15, false]],
    [15, [10, 0, 10, 15, true]],
    [80, [60, 1, 0, 100, false]],
    [129, [89, 1, 29, 129, true]],
    [130, [90, 1, 30, 130, true]],
    [5000, [90, 1, 30, 130, false]],
  ];
  for (const [clockS, expected] of byClock) {
    it(`finds what was recorded at ${clockS} s`, () => {
      assert.deepEqual(position(positionAtClock(timeline, recordingStartMs + clockS * 1000)), expected);
    });
  }

  /** Chunks with pauses and gaps, none overlapping. */
  const made = fc
    .array(
      fc.record({
        gapS: fc.integer({ min: 0, max: 100 }),
        parts: fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 })), {
          maxLength: 4,
        }),
        lastS: fc.integer({ min: 1, max: 100 }),
      }),
      { minLength: 1, maxLength: 5 },
    )
    .map((chunks) => {
      let clock = 0;
      const texts = chunks.map(({ gapS, parts, lastS }, index) => {
        clock += gapS;
        const start = clock;
        const pauses = parts.map(([recordedS, pausedS]): [number, number] => {
          const from = clock + recordedS;
          clock = from + pausedS;
          return [from, pausedS];
        });
        clock += lastS;
        const durationS = lastS + parts.reduce((sum, [recordedS]) => sum + recordedS, 0);
        return chunkText(index, start, durationS, paused(...pauses));
      });
      return buildTimeline(madeRecording(texts).chunks);
    });

  it('maps media to clock and back', () => {
    fc.assert(
      fc.property(made, fc.double({ min: 0, max: 1, noNaN: true }), (one, share) => {
        const mediaMs = share * totalMediaMs(one);
        const there = positionAtMedia(one, mediaMs);
        assert.ok(there);
        const back = positionAtClock(one, there.clockMs);
        assert.ok(back);
        assert.ok(Math.abs(back.mediaMs - mediaMs) < 0.01, `${back.mediaMs} ${mediaMs}`);
        assert.equal(back.isRecorded, true);
      }),
      { numRuns: 500 },
    );
  });

  it('goes forward with the clock, through all of it', () => {
    fc.assert(
      fc.property(
        made,
        fc.array(fc.double({ min: -0.1, max: 1.1, noNaN: true }), { minLength: 2 }),
        (one, shares) => {
          const times = shares
            .sort((a, b) => a - b)
            .map((share) => one.startMs + share * (one.endMs - one.startMs));
          const found = times.map((time) => positionAtClock(one, time)?.mediaMs ?? NaN);
          for (const [index, mediaMs] of found.entries()) {
            assert.ok(mediaMs >= (found[index - 1] ?? 0) && mediaMs <= totalMediaMs(one) + 0.01);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('keeps the length of the media, its order and finite times, whatever the metadata says', () => {
    const number = fc.oneof(fc.nat(100_000), fc.constantFrom(1e300, 0.5, 0));
    const time = fc.oneof(
      fc.integer({ min: -500, max: 500 }).map(at),
      fc.constantFrom('x', '9999-12-31T23:59:59Z', '1901-01-01T00:00:00Z'),
    );
    const chunk = fc.record({
      chunkStartTime: time,
      chunkDuration: number,
      pauseResumeIntervals: fc.array(fc.record({ startTime: time, duration: number })),
    });
    const measured = fc.option(fc.nat(200), { nil: undefined });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.option(chunk, { nil: undefined }), measured), { minLength: 1, maxLength: 6 }),
        (chunks) => {
          const one = timelineOf(
            chunks.map(([value]) => value && JSON.stringify(value)),
            chunks.map(([, seconds]) => seconds),
          );
          assert.ok(Number.isFinite(one.startMs) && Number.isFinite(one.endMs) && one.startMs <= one.endMs);
          for (const span of one.chunks) {
            const recorded = span.stretches.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
            assert.ok(Math.abs(recorded - span.mediaMs) < 1);
            let [clockMs, mediaMs] = [span.startMs, 0];
            for (const stretch of span.stretches) {
              assert.ok(
                stretch.startMs >= clockMs && stretch.endMs > stretch.startMs && stretch.endMs <= span.endMs,
              );
              assert.ok(Math.abs(stretch.mediaStartMs - mediaMs) < 1);
              clockMs = stretch.endMs;
              mediaMs += stretch.endMs - stretch.startMs;
            }
          }
          assert.equal(
            timelineLines(one).length,
            one.chunks.length + one.pauses.length + one.gaps.length + one.overlaps.length,
          );
        },
      ),
      {
        numRuns: 500,
        examples: [
          [
            [
              [
                {
                  chunkStartTime: 'x',
                  chunkDuration: 1e300,
                  pauseResumeIntervals: [{ startTime: '9999-12-31T23:59:59Z', duration: 0.5 }],
                },
                undefined,
              ],
              [
                { chunkStartTime: '9999-12-31T23:59:59Z', chunkDuration: 1e300, pauseResumeIntervals: [] },
                undefined,
              ],
            ],
          ],
        ],
      },
    );
  });
});

describe('chunks', () => {
  it('take the first readable metadata and the first media with content', () => {
    const recording = recordingOf({
      '0-acsmetadata.a.json': 5,
      '0-acsmetadata.b.json': 5,
      '0-audiomp3.a.mp3': 0,
      '0-audiomp3.b.mp3': 7,
      '3-audiomp3.mp3': 0,
    });
    const metadata = new Map([
      [`${folder}0-acsmetadata.a.json`, parseChunkMetadata('{')],
      [`${folder}0-acsmetadata.b.json`, parseChunkMetadata('{"callId":"b"}')],
    ]);
    const measures = new Map([
      [`${folder}0-audiomp3.b.mp3`, { kind: 'measured', durationMs: 12 } as const],
      [`${folder}3-audiomp3.mp3`, { kind: 'measured', durationMs: NaN } as const],
    ]);
    const [first, second] = chunksOf(recording, { metadata, measures });
    assert.equal(first?.metadata?.callId, 'b');
    assert.equal(first.error, undefined);
    assert.equal(first.media?.name, `${folder}0-audiomp3.b.mp3`);
    assert.equal(first.mediaDurationMs, 12);
    assert.deepEqual([first.metadataFiles.length, first.mediaFiles.length], [2, 2]);
    assert.deepEqual(
      [second?.chunkIndex, second?.media?.sizeBytes, second?.mediaDurationMs],
      [3, 0, undefined],
    );
  });

  it('say why metadata could not be read', () => {
    const recording = recordingOf({ '0-acsmetadata.json': 5 });
    const metadata = new Map([[`${folder}0-acsmetadata.json`, parseChunkMetadata('{')]]);
    assert.equal(chunksOf(recording, { metadata })[0]?.error?.code, 'truncated');
    assert.equal(chunksOf(recording)[0]?.error, undefined);
  });
});
