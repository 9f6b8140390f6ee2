import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseRange } from '../../../../src/storage/transfer/rangeHeader.ts';

describe('range header', () => {
  const cases: [string | undefined, unknown][] = [
    [undefined, { kind: 'whole' }],
    ['bytes=0-', { kind: 'part', offset: 0, count: 100 }],
    ['bytes=0-0', { kind: 'part', offset: 0, count: 1 }],
    ['bytes=90-200', { kind: 'part', offset: 90, count: 10 }],
    ['Bytes=-10', { kind: 'part', offset: 90, count: 10 }],
    ['bytes=-500', { kind: 'part', offset: 0, count: 100 }],
    ['bytes=100-', { kind: 'unsatisfiable' }],
    ['bytes=-0', { kind: 'unsatisfiable' }],
    ['bytes=5-4', { kind: 'whole' }],
    ['bytes=-', { kind: 'whole' }],
    ['bytes=0-1,3-4', { kind: 'whole' }],
    ['items=0-1', { kind: 'whole' }],
    ['bytes=99999999999999999999-', { kind: 'whole' }],
  ];
  for (const [header, expected] of cases) {
    it(`${header ?? 'absent'} of 100 bytes`, () => {
      assert.deepEqual(parseRange(header, 100), expected);
    });
  }

  it('never leaves the file', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(1_000_000), (first, last, size) => {
        const range = parseRange(`bytes=${first}-${last}`, size);
        if (range.kind !== 'part') return;
        assert.ok(range.offset >= 0 && range.count > 0 && range.offset + range.count <= size);
      }),
    );
  });

  it('accepts any text without throwing', () => {
    fc.assert(fc.property(fc.string(), fc.nat(), (header, size) => void parseRange(header, size)));
  });
});
