import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { HttpOutcome } from '../../../../../src/events/send/http/exchange.ts';
import {
  eventGridPolicy,
  isDelivered,
  nextAttempt,
  noRetries,
} from '../../../../../src/events/send/delivery/retrySchedule.ts';

function answer(status: number): HttpOutcome {
  return { kind: 'answer', status, statusText: '', headers: {}, body: '', truncated: false, durationMs: 1 };
}

const timedOut: HttpOutcome = { kind: 'failure', reason: 'timedOut', code: '', durationMs: 30_000 };

describe('retry schedule', () => {
  it('counts 200 to 204 as delivered, and nothing else', () => {
    const delivered = Array.from({ length: 500 }, (_, index) => index + 100).filter((status) =>
      isDelivered(answer(status)),
    );
    assert.deepEqual(delivered, [200, 201, 202, 203, 204]);
    assert.equal(isDelivered(timedOut), false);
  });

  it('waits longer each time, and at least what a status asks for', () => {
    const delays = Array.from({ length: 11 }, (_, index) =>
      nextAttempt(timedOut, index + 1, 0, eventGridPolicy),
    );
    assert.deepEqual(
      delays.map((next) => next.kind === 'retry' && next.delayMs / 1000),
      [10, 30, 60, 300, 600, 1800, 3600, 10_800, 21_600, 43_200, 43_200],
    );
    assert.deepEqual(nextAttempt(answer(503), 1, 0, eventGridPolicy), { kind: 'retry', delayMs: 30_000 });
    assert.deepEqual(nextAttempt(answer(408), 2, 0, eventGridPolicy), { kind: 'retry', delayMs: 120_000 });
    assert.deepEqual(nextAttempt(answer(404), 1, 0, eventGridPolicy), { kind: 'retry', delayMs: 10_000 });
  });

  it('stops when attempts or time are used up, and where another attempt cannot help', () => {
    assert.deepEqual(nextAttempt(timedOut, 1, 0, noRetries), { kind: 'stop', reason: 'attemptsUsedUp' });
    assert.deepEqual(nextAttempt(timedOut, 1, 24 * 3_600_000, eventGridPolicy), {
      kind: 'stop',
      reason: 'tooOld',
    });
    assert.deepEqual(nextAttempt(answer(401), 1, 0, eventGridPolicy), {
      kind: 'stop',
      reason: 'finalStatus',
    });
    const badRequest = { ...timedOut, reason: 'badRequest' } as const;
    assert.deepEqual(nextAttempt(badRequest, 1, 0, eventGridPolicy), {
      kind: 'stop',
      reason: 'cannotBeSent',
    });
  });

  it('ends, whatever happens', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 205, max: 599 }), { minLength: 31, maxLength: 31 }),
        (statuses) => {
          let age = 0;
          const stop = statuses.findIndex((status, index) => {
            const next = nextAttempt(answer(status), index + 1, age, eventGridPolicy);
            age += next.kind === 'retry' ? next.delayMs : 0;
            return next.kind === 'stop';
          });
          assert.ok(stop >= 0 && age <= eventGridPolicy.timeToLiveMs);
        },
      ),
    );
  });
});
