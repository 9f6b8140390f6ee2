import { isDateFolder } from '../../recording/blobName.ts';
import type { RecordingFilter } from '../../storage/dateList.ts';

/**
 * Reads what a person types as a filter: dates (`2026-11-22`, `20261122`), ranges (`2026-11-01..2026-11-22`,
 * either end open), and the start of a call ID, in any order, with spaces between.
 * @returns undefined when something in it is none of these
 */
export function parseFilter(text: string): RecordingFilter | undefined {
  let filter: RecordingFilter = {};
  for (const word of text.trim().split(/\s+/).filter(Boolean)) {
    const range = parseRange(word);
    if (range) filter = { ...filter, ...range };
    else if (/^[^/\\\p{Cc}]+$/u.test(word) && !word.includes('..') && filter.callIdStart === undefined) {
      filter = { ...filter, callIdStart: word };
    } else return undefined;
  }
  if (filter.from && filter.to && filter.from > filter.to)
    return { ...filter, from: filter.to, to: filter.from };
  return filter;
}

function parseRange(word: string): RecordingFilter | undefined {
  const single = parseDate(word);
  if (single) return { from: single, to: single };
  const [start, end, ...more] = word.split('..');
  if (start === undefined || end === undefined || more.length > 0 || start + end === '') return undefined;
  const from = parseDate(start);
  const to = parseDate(end);
  if ((start !== '' && !from) || (end !== '' && !to)) return undefined;
  return { ...(from ? { from } : {}), ...(to ? { to } : {}) };
}

function parseDate(text: string): string | undefined {
  const digits = /^\d{4}-\d{2}-\d{2}$/.test(text) ? text.replaceAll('-', '') : text;
  return /^\d{8}$/.test(digits) && isDateFolder(digits) ? digits : undefined;
}

/** The last so many days up to today, in UTC as the date folders are. */
export function lastDays(days: number, now = new Date()): RecordingFilter {
  const day = (ago: number): string =>
    new Date(now.getTime() - ago * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
  return { from: day(days - 1), to: day(0) };
}
