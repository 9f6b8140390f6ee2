import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { isDateFolder } from '../../recording/blobName.ts';
import type { RecordingFilter } from './filter.ts';

/**
 * Reads what a person types as a filter: dates (`2026-11-22`, `20261122`), months (`2026-11`), ranges of them
 * (`2026-11-01..2026-11-22`, either end open), and the start of a call ID, in any order, with spaces between.
 * @returns undefined when something in it is none of these
 */
export function parseFilter(text: string): RecordingFilter | undefined {
  let filter: RecordingFilter = {};
  for (const word of text.trim().split(/\s+/).filter(Boolean)) {
    const range = parseRange(word);
    if (range) filter = { ...filter, ...range };
    else if (isCallIdStart(word) && filter.callIdStart === undefined) {
      filter = { ...filter, callIdStart: word };
    } else return undefined;
  }
  const { from, to } = filter;
  return from && to && from > to ? { ...filter, from: to, to: from } : filter;
}

/** No call ID begins like a date that the calendar does not have. */
function isCallIdStart(word: string): boolean {
  return /^[^/\\\p{Cc}]+$/u.test(word) && !word.includes('..') && !/^\d{4}-\d{2}(?:-\d{2})?$/.test(word);
}

interface Days {
  readonly from: string;
  readonly to: string;
}

function parseRange(word: string): RecordingFilter | undefined {
  const single = parseDays(word);
  if (single) return single;
  const [start, end, ...more] = word.split('..');
  if (start === undefined || end === undefined || more.length > 0 || start + end === '') return undefined;
  const first = parseDays(start);
  const last = parseDays(end);
  if ((start !== '' && !first) || (end !== '' && !last)) return undefined;
  if (first && last && first.from > last.to) return { from: last.from, to: first.to };
  return withoutUndefined({ from: first?.from, to: last?.to });
}

/** A day or a month. */
function parseDays(text: string): Days | undefined {
  if (/^\d{4}-\d{2}$/.test(text)) {
    const [year, month] = [Number(text.slice(0, 4)), Number(text.slice(5))];
    const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
    const [from, to] = [`${text}-01`, `${text}-${lastDay}`].map((day) => day.replaceAll('-', ''));
    return from && to && isDateFolder(from) ? { from, to } : undefined;
  }
  const digits = /^\d{4}-\d{2}-\d{2}$/.test(text) ? text.replaceAll('-', '') : text;
  return isDateFolder(digits) ? { from: digits, to: digits } : undefined;
}

/** The given number of days up to today, in UTC as the date folders are. */
export function lastDays(days: number, now = new Date()): RecordingFilter {
  const day = (ago: number): string =>
    new Date(now.getTime() - ago * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
  return { from: day(days - 1), to: day(0) };
}
