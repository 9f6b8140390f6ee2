import assert from 'node:assert/strict';
import { once } from 'node:events';
import { inParallel } from '../../../src/base/inParallel.ts';

const never = new AbortController().signal;

describe('work in parallel', () => {
  it('is done for every item, a few at a time', async () => {
    let running = 0;
    let mostRunning = 0;
    const done: number[] = [];
    await inParallel([1, 2, 3, 4, 5], 2, never, async (item) => {
      mostRunning = Math.max(mostRunning, ++running);
      await new Promise(setImmediate);
      running--;
      done.push(item);
    });
    assert.deepEqual(done, [1, 2, 3, 4, 5]);
    assert.equal(mostRunning, 2);
  });

  it('ends with the first failure, when what is under way has heard of it and ended', async () => {
    const ended: string[] = [];
    const work = inParallel(['slow', 'bad', 'late'], 2, never, async (item, signal) => {
      if (item === 'bad') throw new Error('bad');
      await once(signal, 'abort');
      ended.push(item);
      throw new Error('told to end');
    });
    await assert.rejects(work, { message: 'bad' });
    assert.deepEqual(ended, ['slow']);
  });

  it('ends when it is cancelled, also where the work does not listen', async () => {
    const abort = new AbortController();
    const begun: number[] = [];
    const work = inParallel([1, 2, 3], 1, abort.signal, (item) => {
      begun.push(item);
      abort.abort();
      return Promise.resolve();
    });
    await assert.rejects(work, { name: 'AbortError' });
    assert.deepEqual(begun, [1]);
  });
});
