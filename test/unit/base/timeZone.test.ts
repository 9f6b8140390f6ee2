import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatDay, formatMoment, formatTime, formatZonedTime } from '../../../src/base/display.ts';
import { setTimeZone, timeZone, wallClock, zoneOffsetMs } from '../../../src/base/timeZone.ts';

const winter = new Date('2026-11-22T23:30:05Z');
const summer = new Date('2026-06-22T23:30:05Z');

describe('The zone that times are shown in', () => {
  afterEach(() => setTimeZone('local'));

  it('is that of the process by default', () => {
    assert.equal(timeZone(), new Intl.DateTimeFormat().resolvedOptions().timeZone);
  });

  it('is said with each moment, as it was on that day', () => {
    setTimeZone('Europe/Berlin');
    assert.equal(formatMoment(winter), '2026-11-23 00:30:05 UTC+1');
    assert.equal(formatZonedTime(summer), '01:30 UTC+2');
    setTimeZone('UTC');
    assert.equal(formatMoment(winter), '2026-11-22 23:30:05 UTC');
    assert.equal(formatTime(winter), '23:30');
    setTimeZone('America/St_Johns');
    assert.equal(formatZonedTime(winter), '20:00 UTC-3:30');
    assert.equal(formatDay(winter), '2026-11-22');
  });

  it('is taken in any spelling of the database, and local where the database has no such zone', () => {
    assert.ok(setTimeZone('europe/berlin'));
    assert.equal(timeZone(), 'Europe/Berlin');
    for (const unknown of ['Europe/Berln', '', 'Mars', '../UTC', 'a'.repeat(10_000)]) {
      assert.equal(setTimeZone(unknown), false);
      assert.equal(timeZone(), 'UTC');
    }
  });

  it('shows any moment without throwing, and an invalid one as unknown', () => {
    assert.equal(formatMoment(new Date(NaN)), '?');
    assert.equal(wallClock(new Date(NaN)), undefined);
    const zones = fc.constantFrom('UTC', 'Asia/Kathmandu', 'Pacific/Apia', 'America/New_York');
    fc.assert(
      fc.property(zones, fc.date({ noInvalidDate: true }), (zone, moment) => {
        setTimeZone(zone);
        assert.match(formatTime(moment), /^\d\d:\d\d$/);
      }),
    );
  });

  it('leads back to the moment by its offset', () => {
    setTimeZone('Asia/Kathmandu');
    assert.equal(zoneOffsetMs(winter), 5.75 * 3_600_000);
    setTimeZone('America/New_York');
    assert.equal(zoneOffsetMs(summer), -4 * 3_600_000);
    assert.equal(zoneOffsetMs(new Date(winter.getTime() + 999)), -5 * 3_600_000);
  });
});
