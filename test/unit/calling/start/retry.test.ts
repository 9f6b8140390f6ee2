import assert from 'node:assert/strict';
import { outcomeOf } from '../../../../src/calling/failures/reasons.ts';
import type { CallingErrorReason } from '../../../../src/calling/failures/reasons.ts';
import { startAgain } from '../../../../src/calling/start/retry.ts';

const now = Date.UTC(2026, 0, 7);
const failed = (reason: CallingErrorReason, retryAt?: number) => ({
  reason,
  outcome: outcomeOf(reason),
  retryAt,
});

describe('startAgain', () => {
  it('is the same start while nobody knows whether the service took the first', () => {
    for (const reason of [
      'timedOut',
      'brokenConnection',
      'brokenAnswer',
      'internalError',
      'serverError',
      'cancelled',
    ] as const)
      assert.equal(startAgain(failed(reason), now), 'same', reason);
  });

  it('is a new start where the first was refused, and none where it is of no use', () => {
    assert.equal(startAgain(failed('callNotEstablished'), now), 'new');
    for (const reason of [
      'callNotFound',
      'alreadyRecording',
      'signInFailed',
      'invalidRequest',
      'badAnswer',
    ] as const)
      assert.equal(startAgain(failed(reason), now), undefined, reason);
  });

  it('is not offered where the service asks to wait for hours', () => {
    assert.equal(startAgain(failed('throttled', now + 86_400_000), now), undefined);
    assert.equal(startAgain(failed('throttled', now + 30_000), now), 'same');
  });
});
