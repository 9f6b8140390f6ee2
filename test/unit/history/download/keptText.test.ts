import assert from 'node:assert/strict';
import { keptText, missingText } from '../../../../src/history/download/keptText.ts';

describe('missingText and keptText', () => {
  const now = Date.UTC(2026, 0, 7, 12);

  it('distinguish a file that expired from one that was deleted or never was there', () => {
    assert.match(missingText(now - 1, now), /24 hours ended 2026-01-07 11:59:59 UTC/);
    assert.match(missingText(now + 3_600_000, now), /end only in 1 h.*deleted, or another resource/);
  });

  it('count down the hours that are left', () => {
    assert.match(keptText(now + 2 * 3_600_000, now) ?? '', /another 2 h/);
    assert.match(keptText(now + 60_000, now) ?? '', /another 1 min/);
    assert.equal(keptText(now, now), undefined);
    assert.equal(keptText(undefined, now), undefined);
  });
});
