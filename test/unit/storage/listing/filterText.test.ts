import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { RecordingFilter } from '../../../../src/storage/listing/filter.ts';
import { lastDays, parseFilter } from '../../../../src/storage/listing/filterText.ts';

describe('Filter as typed', () => {
  const readings: readonly (readonly [string, RecordingFilter])[] = [
    ['', {}],
    ['2026-11-22', { from: '20261122', to: '20261122' }],
    ['20261122', { from: '20261122', to: '20261122' }],
    ['2026-02', { from: '20260201', to: '20260228' }],
    ['2024-02', { from: '20240201', to: '20240229' }],
    ['2026-11-01..2026-11-22', { from: '20261101', to: '20261122' }],
    ['20261122..20261101', { from: '20261101', to: '20261122' }],
    ['2026-11..2026-02', { from: '20260201', to: '20261130' }],
    ['2026-11-01..', { from: '20261101' }],
    ['2026-11-22.. ..2026-11-01', { from: '20261101', to: '20261122' }],
    ['..2026-11', { to: '20261130' }],
    [' 7c62  2026-11-22 ', { from: '20261122', to: '20261122', callIdStart: '7c62' }],
    ['12345678', { callIdStart: '12345678' }],
    ['aHR0cHM6=', { callIdStart: 'aHR0cHM6=' }],
  ];
  for (const [text, filter] of readings) {
    it(`reads "${text}"`, () => assert.deepEqual(parseFilter(text), filter));
  }

  for (const text of [
    '2026-11-31',
    '2026-13',
    '2026-11-31..',
    '..',
    'a/b',
    'a\\b',
    'a b',
    'a..b',
    '1..2..3',
  ]) {
    it(`refuses "${text}"`, () => assert.equal(parseFilter(text), undefined));
  }

  it('takes anything without throwing, and gives ranges that are not upside down', () => {
    const part = fc.constantFrom(
      '2026-11',
      '2026-02-29',
      '20261120',
      '20260101',
      '..',
      ' ',
      '7c62',
      '/',
      '-',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(part).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (typed) => {
        const filter = parseFilter(typed);
        assert.ok(!filter?.from || !filter.to || filter.from <= filter.to);
      }),
    );
  });

  it('counts the last days up to today', () => {
    assert.deepEqual(lastDays(7, new Date('2026-03-03T23:59:59Z')), { from: '20260225', to: '20260303' });
  });
});
