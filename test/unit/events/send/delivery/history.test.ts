import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Delivery } from '../../../../../src/events/send/delivery/delivery.ts';
import { addDelivery, longestHistory, readHistory } from '../../../../../src/events/send/delivery/history.ts';
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

  it('stays small, however large events and answers are', () => {
    const huge = delivery('x', { event: { ...delivery('').event, subject: 'x'.repeat(300_000) } });
    assert.deepEqual(addDelivery([], huge), []);
    const [attempt] = delivery('').attempts;
    assert.ok(attempt);
    const handshake = { outcome: attempt.outcome, hints: [] };
    const attempts = Array.from({ length: 30 }, () => attempt);
    const [kept] = addDelivery([], delivery('y', { attempts, handshake }));
    assert.equal(kept?.attempts.length, 5);
    assert.ok(JSON.stringify(kept).length < 64 * 1024);
    const outcome = kept.attempts[0]?.outcome;
    assert.ok(outcome?.kind === 'answer' && outcome.truncated);
    assert.deepEqual(kept.handshake?.outcome, outcome);
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
