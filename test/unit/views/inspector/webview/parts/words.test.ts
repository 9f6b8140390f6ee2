import assert from 'node:assert/strict';
import { setTimeZone } from '../../../../../../src/base/timeZone.ts';
import {
  bothTimes,
  localClock,
  localDay,
  localOffset,
  localTime,
} from '../../../../../../src/views/inspector/webview/parts/words.ts';

describe('times in the inspector', () => {
  const moment = Date.UTC(2026, 10, 20, 14, 12, 33, 987);

  afterEach(() => setTimeZone('local'));

  it('shows 24 hours and the zone as the rest of the extension does', () => {
    setTimeZone('UTC');
    assert.equal(localTime(moment), '2026-11-20 14:12:33.9 UTC');
    setTimeZone('America/St_Johns');
    assert.equal(localTime(moment), '2026-11-20 10:42:33.9 UTC-3:30');
    assert.equal(localTime(NaN), '?');
  });

  it('shows a time twice only where the zone is not UTC', () => {
    setTimeZone('UTC');
    assert.deepEqual(bothTimes(moment), ['2026-11-20 14:12:33.987 UTC']);
    setTimeZone('Europe/Berlin');
    assert.deepEqual(bothTimes(moment), ['2026-11-20 15:12:33.9 UTC+1', '2026-11-20 14:12:33.987 UTC']);
  });

  it('marks the time axis with as much as the marks need', () => {
    setTimeZone('Europe/Berlin');
    assert.equal(localClock(moment, false), '15:12');
    assert.equal(localClock(moment, true), '15:12:33');
    assert.equal(localClock(moment, true, true), '15:12:33.9');
    assert.equal(localDay(Date.UTC(2026, 10, 20, 23)), '2026-11-21');
    assert.equal(localOffset(moment), 'UTC+1');
  });
});
