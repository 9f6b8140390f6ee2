import assert from 'node:assert/strict';
import { rangesText } from '../../../../src/base/text/ranges.ts';

describe('rangesText', () => {
  it('puts three and more in a row together, in order and once', () => {
    assert.equal(rangesText([6, 0, 2, 1, 4, 3, 7, 6]), '0–4, 6, 7');
    assert.equal(rangesText([5]), '5');
    assert.equal(rangesText([]), '');
  });
});
