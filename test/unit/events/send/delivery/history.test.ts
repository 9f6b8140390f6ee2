import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Delivery } from '../../../../../src/events/send/delivery/delivery.ts';
import {
  addDelivery,
  largestHistory,
  longestHistory,
  readHistory,
} from '../../../../../src/events/send/delivery/history.ts';
import { deliveryDocument } from '../../../../../src/events/send/delivery/document.ts';
import { findSample } from '../../../../../src/recording/event/samples/samples.ts';

function delivery(id: string, changes: Partial<Delivery> = {}): Delivery {
  const event = findSample('mp3')?.event('eventGrid');
  assert.ok(event);
  return {
    id,
    time: '2026-01-14T10:00:00.000Z',
    shownUrl: 'http://localhost/?code=***',
    url: 'http://localhost/',
    schema: 'eventGrid',
    event,
    attempts: [
      {
        time: '2026-01-14T10:00:00.000Z',
        outcome: {
          kind: 'answer',
          status: 200,
          statusText: 'OK',
          headers: {},
          body: 'x'.repeat(10_000),
          truncated: false,
          durationMs: 3,
        },
      },
    ],
    delivered: true,
    durationMs: 3,
    ...changes,
  };
}

describe('history of deliveries', () => {
  it('puts the newest first and forgets the oldest', () => {
    let history: readonly Delivery[] = [];
    for (let number = 0; number <= longestHistory; number++)
      history = addDelivery(history, delivery(String(number)));
    assert.equal(history.length, longestHistory);
    assert.equal(history[0]?.id, String(longestHistory));
    assert.equal(history.at(-1)?.id, '1');
    assert.equal(addDelivery(history, delivery('7')).length, longestHistory);
  });

  it('keeps neither headers nor bodies of answers, nor keys in addresses', () => {
    const [attempt] = delivery('').attempts;
    assert.ok(attempt?.outcome.kind === 'answer');
    const outcome = { ...attempt.outcome, headers: { location: 'canary' }, body: 'canary' };
    const attempts = Array.from({ length: 30 }, () => ({ ...attempt, outcome }));
    const url = 'https://hooks.contoso.com/canarycanarycanary1';
    const stored = delivery('y', { attempts, handshake: { outcome, failure: 'notJson' }, url });
    for (const kept of [addDelivery([], stored), readHistory([stored])]) {
      assert.equal(kept[0]?.attempts.length, 5);
      assert.equal(JSON.stringify(kept).includes('canary'), false);
      assert.match(deliveryDocument(kept[0]), /HTTP\/1\.1 200 OK[^]*until the window is closed/);
    }
  });

  it('stays below what VS Code warns of, however large events are', () => {
    const event = { ...delivery('').event, subject: 'x'.repeat(100_000) };
    assert.deepEqual(
      addDelivery([], delivery('x', { event: { ...event, subject: 'x'.repeat(300_000) } })),
      [],
    );
    let history: readonly Delivery[] = [];
    for (let number = 0; number < 10; number++)
      history = addDelivery(history, delivery(String(number), { event }));
    assert.equal(history[0]?.id, '9');
    assert.ok(history.length === 2 && JSON.stringify(history).length < largestHistory);
  });

  it('is read back as it was stored', () => {
    const history = addDelivery(addDelivery([], delivery('a')), delivery('b'));
    assert.deepEqual(readHistory(JSON.parse(JSON.stringify(history))), history);
  });

  it('takes anything that may be stored, and can show what it takes', () => {
    assert.deepEqual(readHistory(undefined), []);
    const odd = fc.array(
      fc.record({
        id: fc.oneof(fc.string(), fc.jsonValue()),
        attempts: fc.oneof(fc.jsonValue(), fc.constant(delivery('').attempts)),
        event: fc.oneof(fc.jsonValue(), fc.constant(delivery('').event)),
      }),
    );
    fc.assert(
      fc.property(odd, (changes) => {
        const stored = changes.map((change) => ({ ...delivery('a'), ...change }));
        for (const each of readHistory(stored)) assert.notEqual(deliveryDocument(each), '');
      }),
    );
  });
});
