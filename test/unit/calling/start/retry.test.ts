import assert from 'node:assert/strict';
import { startAgain } from '../../../../src/calling/start/retry.ts';

describe('startAgain', () => {
  it('is the same start while nobody knows whether the service took the first', () => {
    for (const reason of [
      'timedOut',
      'brokenConnection',
      'internalError',
      'serverError',
      'cancelled',
    ] as const)
      assert.equal(startAgain(reason), 'same', reason);
  });

  it('is a new start where the first was refused, and none where it is of no use', () => {
    assert.equal(startAgain('callNotEstablished'), 'new');
    for (const reason of ['callNotFound', 'alreadyRecording', 'signInFailed', 'invalidRequest'] as const)
      assert.equal(startAgain(reason), undefined, reason);
  });
});
