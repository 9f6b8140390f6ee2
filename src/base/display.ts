import * as l10n from '@vscode/l10n';

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** A size in words of the user's language: `812 B`, `1.2 MB`. Powers of 1,000. */
export function formatSize(sizeBytes: number, locale?: string): string {
  if (sizeBytes < 1000) return `${sizeBytes} B`;
  const power = Math.min(Math.floor(Math.log10(sizeBytes) / 3), units.length - 1);
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(sizeBytes / 1000 ** power);
}

/** `YYYYMMDD` as `2026-11-22`. */
export function formatDate(date: string): string {
  return `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
}

/** The weekday of `YYYYMMDD`, with today and yesterday named. The date folder is taken as UTC. */
export function formatWeekday(date: string, now = new Date(), locale?: string): string {
  const day = new Date(`${formatDate(date)}T00:00:00Z`);
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(day);
  const today = now.toISOString().slice(0, 10);
  const yesterday = new Date(now.getTime() - 86_400_000).toISOString().slice(0, 10);
  if (formatDate(date) === today) return l10n.t('{0}, today', weekday);
  if (formatDate(date) === yesterday) return l10n.t('{0}, yesterday', weekday);
  return weekday;
}

/** Time of day in UTC as `14:05`. Date folders are UTC too, so times and dates fit together. */
export function formatTime(time: Date): string {
  return Number.isNaN(time.getTime()) ? '?' : time.toISOString().slice(11, 16);
}

/** A moment as `2026-11-22 14:05:11 UTC`. */
export function formatMoment(time: Date): string {
  return Number.isNaN(time.getTime()) ? '?' : `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** A duration as `4:05` or `1:04:05`. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.round(durationMs / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (part: number): string => String(part).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/**
 * A name from a blob, fit for one line: control characters, and those that turn the direction of text and
 * so can make a name look like another, are shown as `�`.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu, '\ufffd');
}
