import assert from 'node:assert/strict';
import { ranMs } from '../../../src/views/ranMs.ts';

describe('The clock of what ran', () => {
  it('goes on while code runs, no faster than the wall', () => {
    const wallMs = performance.now();
    const startedMs = ranMs();
    while (ranMs() - startedMs < 5 && performance.now() - wallMs < 10_000);
    assert.ok(ranMs() - startedMs >= 5);
    assert.ok(ranMs() - startedMs <= performance.now() - wallMs);
  });
});
