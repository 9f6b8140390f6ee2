import { timeZone } from '../../../../base/timeZone.ts';

/** A time in the zone that times are shown in and the user's language, to the tenth of a second. */
export function localTime(ms: number): string {
  return format(ms, {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 1,
    timeZoneName: 'shortOffset',
  });
}

/** A time in UTC as `2026-11-22 14:05:11.437 UTC`. */
export function utcTime(ms: number): string {
  const time = new Date(ms);
  if (Number.isNaN(time.getTime())) return '?';
  return `${time.toISOString().replace('T', ' ').replace('Z', '')} UTC`;
}

/** The time of day in the zone that times are shown in. */
export function localClock(ms: number, withSeconds: boolean, withTenths = false): string {
  return format(ms, {
    hour: 'numeric',
    minute: '2-digit',
    ...(withSeconds ? { second: '2-digit' } : {}),
    ...(withTenths ? { fractionalSecondDigits: 1 } : {}),
  });
}

/** A day in the zone that times are shown in. */
export function localDay(ms: number): string {
  return format(ms, { month: 'short', day: 'numeric' });
}

function format(ms: number, options: Intl.DateTimeFormatOptions): string {
  const time = new Date(ms);
  if (Number.isNaN(time.getTime())) return '?';
  const text = new Intl.DateTimeFormat(undefined, { ...options, timeZone: timeZone() }).format(time);
  return text.replace('GMT', 'UTC');
}
