import assert from 'node:assert/strict';
import { replay, type ReplayItem, type ReplayResult } from '../../../../src/events/replay/replay.ts';
import { replayReport } from '../../../../src/events/replay/report.ts';
import { findSample } from '../../../../src/recording/event/samples/samples.ts';
import { FakeClock } from '../../base/fakeClock.ts';

const event = findSample('mp3')?.event('eventGrid');
assert.ok(event);
const items = (count: number): readonly ReplayItem[] =>
  Array.from({ length: count }, (_, index) => ({
    key: String(index),
    label: `Recording ${index}`,
    event: () => Promise.resolve(event),
  }));
const sent = { delivered: true, attempts: 1, durationMs: 5, text: 'Delivered.' };
const common = { explain: String, signal: new AbortController().signal };

describe('replay', () => {
  it('sends each event once, no more at a time than allowed', async () => {
    let [running, most] = [0, 0];
    const results = await replay(items(50), {
      ...common,
      parallel: 4,
      send: async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        return sent;
      },
    });
    assert.equal(new Set(results.map(({ key }) => key)).size, 50);
    assert.equal(most, 4);
  });

  it('begins no more in a second than allowed', async () => {
    const clock = new FakeClock();
    let count = 0;
    const running = replay(items(5), {
      ...common,
      clock,
      perSecond: 2,
      send: () => {
        count += 1;
        return Promise.resolve(sent);
      },
    });
    for (const expected of [1, 2, 3]) {
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(count, expected);
      clock.advance(500);
    }
    clock.advance(5_000);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal((await running).length, 5);
  });

  it('is taken up after a cancel: what was delivered is not sent again', async () => {
    const cancel = new AbortController();
    const seen: string[] = [];
    const send = (): Promise<typeof sent> => Promise.resolve(sent);
    const first = await replay(items(10), {
      ...common,
      signal: cancel.signal,
      parallel: 1,
      send,
      onResult: ({ key }) => {
        seen.push(key);
        if (seen.length === 4) cancel.abort();
      },
    });
    assert.equal(first.length, 4);
    const rest = await replay(items(10), { ...common, send, done: new Set(seen) });
    assert.deepEqual(rest.map(({ key }) => key).sort(), ['4', '5', '6', '7', '8', '9']);
  });

  it('distinguishes an event that could not be built from one that was refused, and continues', async () => {
    const [broken, fine] = items(2);
    assert.ok(broken && fine);
    const results = await replay([{ ...broken, event: () => Promise.reject(new Error('gone')) }, fine], {
      ...common,
      send: () => Promise.resolve(sent),
    });
    assert.deepEqual(
      results.map(({ delivered, text }) => [delivered, text]),
      [
        [false, 'Error: gone'],
        [true, 'Delivered.'],
      ],
    );
  });
});

describe('replayReport', () => {
  it('puts what was not delivered first, and makes no Markdown of what others wrote', () => {
    const result = (key: string, changes: Partial<ReplayResult>): ReplayResult => ({
      key,
      label: key,
      ...sent,
      ...changes,
    });
    const text = replayReport(
      {
        target: 'http://localhost/',
        results: [result('good', {}), result('bad', { delivered: false, text: '[x](command:y) | 500' })],
        total: 3,
        deliveredBefore: 7,
        durationMs: 1_500,
      },
      new Date('2026-01-07T10:00:00Z'),
    );
    assert.ok(text.indexOf('| bad |') < text.indexOf('| good |'));
    assert.match(text, /Delivered: 1 of 3/);
    assert.match(text, /not sent again: 7\n/);
    assert.match(text, /cancelled: 1\./);
    assert.ok(text.includes('\\[x\\]\\(command:y\\) \\| 500'));
  });
});
