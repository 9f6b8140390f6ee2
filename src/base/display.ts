import * as l10n from '@vscode/l10n';
import { language, numberText } from './text/language.ts';
import { wallClock } from './timeZone.ts';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size in words: `812 B`, `1.2 MB`. Powers of 1,000. */
export function formatSize(sizeBytes: number): string {
  if (sizeBytes < 1000) return `${sizeBytes} B`;
  const power = Math.min(Math.floor(Math.log10(sizeBytes) / 3), units.length - 1);
  return numberText(sizeBytes / 1000 ** power, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  });
}

/** `YYYYMMDD` as `2026-11-22`. */
export function formatDate(date: string): string {
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
}

/** The weekday of `YYYYMMDD`, with today and yesterday named. The date folder is taken as UTC. */
export function formatWeekday(date: string, now = new Date()): string {
  const day = new Date(`${formatDate(date)}T00:00:00Z`);
  const weekday = new Intl.DateTimeFormat(language(), { weekday: 'long', timeZone: 'UTC' }).format(day);
  const today = now.toISOString().slice(0, 10);
  const yesterday = new Date(now.getTime() - 86_400_000).toISOString().slice(0, 10);
  if (formatDate(date) === today) return l10n.t('{0}, today', weekday);
  if (formatDate(date) === yesterday) return l10n.t('{0}, yesterday', weekday);
  return weekday;
}

/** Time of day as `14:05` or `14:05:11`, in the zone that times are shown in. */
export function formatTime(time: Date, withSeconds = false): string {
  return wallClock(time)?.time.slice(0, withSeconds ? 8 : 5) ?? '?';
}

/** Time of day with the zone: `14:05 UTC+1`. */
export function formatZonedTime(time: Date): string {
  const clock = wallClock(time);
  return clock ? `${clock.time.slice(0, 5)} ${clock.offset}` : '?';
}

/** A moment as `2026-11-22 14:05:11 UTC+1`. */
export function formatMoment(time: Date): string {
  const clock = wallClock(time);
  return clock ? `${clock.day} ${clock.time} ${clock.offset}` : '?';
}

/** The day of a moment as `2026-11-22`, in the zone that times are shown in. */
export function formatDay(time: Date): string {
  return wallClock(time)?.day ?? '?';
}

/**
 * A name from a blob, fit for one line: control characters, and those that turn the direction of text and
 * so can make a name look like another, are shown as `�`.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu, '\ufffd');
}

/** An ID cut so that it can be distinguished from others and read aloud: the first 8 characters of a GUID, else both ends. */
export function shortId(id: string): string {
  const text = printable(id);
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(text)) return `${text.slice(0, 8)}…`;
  // A letter of two code units that was cut in half is left out.
  return text.length <= 16 ? text : `${text.slice(0, 8)}…${text.slice(-6)}`.replace(/\p{Cs}/gu, '');
}
