import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readIsoTime } from '../../../../src/base/time/iso.ts';

const read = (text: string): string | undefined => {
  const time = readIsoTime(text);
  return time && `${new Date(time.ms).toISOString()}${time.hasZone ? '' : ' assumed'}`;
};

describe('readIsoTime', () => {
  it('reads a time without a zone as UTC, whatever the zone of this computer', () => {
    const before = process.env['TZ'];
    process.env['TZ'] = 'America/Los_Angeles';
    try {
      for (const text of ['2026-01-07T11:13:04', '2026-01-07T11:13:04.0000000', '2026-01-07 11:13:04'])
        assert.equal(read(text), '2026-01-07T11:13:04.000Z assumed');
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });

  it('takes every spelling of a zone', () => {
    for (const text of [
      '11:13:04Z',
      '11:13:04.0z',
      '12:13:04+01:00',
      '12:13:04+0100',
      '12:13:04+01',
      '11:13:04-00:00',
    ])
      assert.equal(read(`2026-01-07T${text}`), '2026-01-07T11:13:04.000Z');
  });

  it('takes nothing else for a time', () => {
    for (const text of [
      '',
      '2026',
      '0001-01-01T00:00:00Z',
      '2026-13-01T00:00:00Z',
      '07/01/2026',
      'now',
      '2026-01-07T11:13:04 PM',
    ])
      assert.equal(read(text), undefined, text);
    fc.assert(fc.property(fc.string(), (text) => void readIsoTime(text)));
  });
});
