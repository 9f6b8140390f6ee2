import assert from 'node:assert/strict';
import type { Recording } from '../../../../src/recording/call.ts';
import { type RowTime, timeForNow, writtenTime } from '../../../../src/views/tree/rowTime.ts';

describe('the time in a pick', () => {
  const files = [{ name: '0-audiomp3.mp3', sizeBytes: 1, lastModified: new Date(5000) }];
  const recording = { date: '20261120', files } as unknown as Recording;

  it('is when the first file was written, where the start is still being read', () => {
    assert.deepEqual(timeForNow({ kind: 'pending' }, recording), writtenTime(recording));
    assert.equal(writtenTime(recording).kind, 'written');
  });

  it('is that of the row otherwise', () => {
    for (const time of [{ kind: 'start', ms: 1 }, { kind: 'unknown' }] satisfies RowTime[])
      assert.equal(timeForNow(time, recording), time);
  });
});
