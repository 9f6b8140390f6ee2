import { timeZone, wallClock } from '../../../../base/timeZone.ts';

/** A time in the zone that times are shown in, to the tenth of a second: `2026-11-22 14:05:11.4 UTC+1`. */
export function localTime(ms: number): string {
  const clock = wallClock(new Date(ms));
  return clock ? `${clock.day} ${clock.time}${tenth(ms)} ${clock.offset}` : '?';
}

/** A time in UTC as `2026-11-22 14:05:11.437 UTC`. */
export function utcTime(ms: number): string {
  const time = new Date(ms);
  if (Number.isNaN(time.getTime())) return '?';
  return `${time.toISOString().replace('T', ' ').replace('Z', '')} UTC`;
}

/** A time in the zone that times are shown in, and in UTC where that is another. */
export function bothTimes(ms: number): [string, string?] {
  return timeZone() === 'UTC' ? [utcTime(ms)] : [localTime(ms), utcTime(ms)];
}

/** The time of day in the zone that times are shown in: `14:05`, `14:05:11` or `14:05:11.4`. */
export function localClock(ms: number, withSeconds: boolean, withTenths = false): string {
  const clock = wallClock(new Date(ms));
  if (!clock) return '?';
  return withSeconds ? clock.time + (withTenths ? tenth(ms) : '') : clock.time.slice(0, 5);
}

/** A day in the zone that times are shown in: `2026-11-22`. */
export function localDay(ms: number): string {
  return wallClock(new Date(ms))?.day ?? '?';
}

/** How far the zone that times are shown in is from UTC at a moment: `UTC+1`. */
export function localOffset(ms: number): string {
  return wallClock(new Date(ms))?.offset ?? '';
}

function tenth(ms: number): string {
  return `.${Math.floor(new Date(ms).getUTCMilliseconds() / 100)}`;
}
