import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mediaBytes } from '../../src/emulator/media/media.ts';
import { probeBudget, probeMedia } from '../../src/mediaFiles/probe/probe.ts';
import { hostileBytes, hostileText, noParsers, otherParsers, problemOf } from './fuzzing.ts';
import { threadMs } from './growth.ts';
import { RangedStore } from './mediaFiles/rangedStore.ts';
import { limits, outsideFunctions, type TextFunction } from './textFunctions.ts';

/** The same inputs each time, unless another seed is given; a failure prints the seed that it was found with. */
const seed = Number(process.env['FUZZ_SEED'] ?? 20260107);
/** Inputs for each parser. */
const runs = Number(process.env['FUZZ_RUNS'] ?? 150);
/** No other thread of work may be held up for longer, in ms. */
const maxBlockedMs = 100;

/** @throws with the smallest input that was found, and the seed */
function assertUnharmed(one: TextFunction, endOnFailure = false): void {
  fc.assert(
    fc.property(hostileText, (text) => {
      const problem = problemOf(one, text.slice(0, limits[one.name]));
      if (problem !== undefined) throw new Error(problem);
    }),
    { seed, numRuns: runs, endOnFailure, includeErrorInReport: true },
  );
}

describe(`Hostile input, from seed ${seed}`, function () {
  this.timeout(Math.max(120_000, runs * 4_000));
  let parsers: readonly TextFunction[] = [];
  let unknown: readonly string[] = [];

  before(async () => {
    const { called, uncalled } = await outsideFunctions();
    parsers = [...called, ...otherParsers];
    unknown = uncalled.map(({ name }) => name);
  });

  it('is tried on each function that takes a text or bytes, also on new ones', () => {
    const others = otherParsers.map(({ name }) => name);
    assert.deepEqual(
      unknown.filter((name) => !others.includes(name) && !noParsers.includes(name)),
      [],
      'say in fuzzing.ts how to call it, or that it takes nothing from outside',
    );
    assert.deepEqual(
      noParsers.filter((name) => !unknown.includes(name)),
      [],
    );
    assert.ok(parsers.length > 200, `${parsers.length}`);
  });

  it('would be found to make a parser throw or hang', () => {
    const throws = { name: 'throws', run: (text: string) => decodeURIComponent(text) };
    assert.throws(() => assertUnharmed(throws), /seed: \d+[^]*URI malformed/);
    const slow = {
      name: 'slow',
      run: (text: string) => {
        const until = threadMs() + (text.includes('\0') ? 150 : 0);
        while (threadMs() < until);
      },
    };
    assert.throws(() => assertUnharmed(slow, true), /seed: \d+[^]*took \d+ ms/);
  });

  it('makes no parser throw anything but its own refusal, or take long', () => {
    const failed = parsers.flatMap((one) => {
      try {
        assertUnharmed(one);
        return [];
      } catch (error) {
        return [`${one.name}: ${error instanceof Error ? error.message : String(error)}`];
      }
    });
    assert.deepEqual(failed, [], failed.join('\n\n'));
  });

  for (const format of ['wav', 'mp3', 'mp4'] as const) {
    it(`in ${format} neither starves the host, nor is read beyond the budget, nor fails the probe`, async () => {
      const made = Buffer.from(await mediaBytes({ format, durationMs: 5_000 }));
      const found = new Set<string>();
      await fc.assert(
        fc.asyncProperty(hostileBytes(made), async (content) => {
          // A busy machine holds up timers by itself: what counts is the time on a processor, and the best of three.
          let blockedMs = Infinity;
          for (let round = 0; round < 3 && blockedMs >= maxBlockedMs; round += 1)
            blockedMs = Math.min(blockedMs, await probeBlocks(`0-audio${format}.${format}`, content, found));
          assert.ok(blockedMs < maxBlockedMs, `blocked for ${blockedMs} ms`);
        }),
        { seed, numRuns: runs, includeErrorInReport: true },
      );
      // Both are in: what still can be measured, and what can not.
      assert.ok(found.size > 1, [...found].join());
    });
  }
});

/**
 * Probes a file, while a timer ticks, and notes what was found. @returns for how many ms of work the timer was held up at most
 */
async function probeBlocks(name: string, content: Uint8Array, found: Set<string>): Promise<number> {
  const store = new RangedStore([{ name, content }]);
  let [blockedMs, last] = [0, threadMs()];
  const tick = (): void => {
    blockedMs = Math.max(blockedMs, threadMs() - last);
    last = threadMs();
  };
  const timer = setInterval(tick, 1);
  try {
    const file = { name, sizeBytes: content.length, lastModified: new Date(0) };
    found.add((await probeMedia(store, file, new AbortController().signal)).kind);
    tick();
  } finally {
    clearInterval(timer);
  }
  assert.ok(store.requests.length <= probeBudget.reads, `${store.requests.length} reads`);
  assert.ok(store.bytes <= probeBudget.bytes, `${store.bytes} bytes`);
  return blockedMs;
}
