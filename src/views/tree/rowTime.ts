import * as l10n from '@vscode/l10n';
import { formatDate, formatDay, formatTime } from '../../base/display.ts';
import { type Call, type Recording, firstWritten } from '../../recording/call.ts';

/** What the rows of one date show as the time: all of them when they started, or all when they were written. */
export type RowTime =
  | { readonly kind: 'start'; /** In ms since 1970. */ readonly ms: number }
  /** The metadata of the first chunk is missing, cannot be read, or does not say. */
  | { readonly kind: 'unknown' }
  /** The start is being read. */
  | { readonly kind: 'pending' }
  /** When the first file was written, in ms since 1970: when the first chunk ended, not when it began. */
  | { readonly kind: 'written'; readonly ms: number };

/** When the first file of a recording was written. */
export function writtenTime(recording: Recording): RowTime {
  return { kind: 'written', ms: firstWritten(recording) };
}

/** The time for what is drawn only once: where the start is still being read, when the first file was written. */
export function timeForNow(time: RowTime, recording: Recording): RowTime {
  return time.kind === 'pending' ? writtenTime(recording) : time;
}

/** The time of a call: that of its earliest recording, as far as known. */
export function callTime(times: readonly RowTime[]): RowTime {
  const timed = times.filter((time) => 'ms' in time);
  if (timed.length > 0) return timed.reduce((first, time) => (time.ms < first.ms ? time : first));
  return times.find((time) => time.kind === 'pending') ?? { kind: 'unknown' };
}

/** `09:00`, with month and day where the time falls outside of its date folder. */
export function timeText(time: RowTime, date: string, withSeconds = false): string {
  switch (time.kind) {
    case 'unknown':
      return l10n.t('start not known');
    case 'pending':
      return '--:--';
    case 'start':
    case 'written': {
      const moment = new Date(time.ms);
      const day = formatDay(moment);
      const clock = formatTime(moment, withSeconds);
      if (day === formatDate(date)) return clock;
      return `${day.slice(0, 4) === date.slice(0, 4) ? day.slice(5) : day} ${clock}`;
    }
  }
}

/** The time for a screen reader; empty while it is being read. */
export function spokenTime(time: RowTime, date: string): string {
  if (time.kind === 'pending') return '';
  const text = timeText(time, date);
  return time.kind === 'written' ? l10n.t('written {0}', text) : text;
}

/** The calls of a date, newest first, and in each the recordings in order. */
export function inOrderOfTime(calls: readonly Call[], timeOf: (recording: Recording) => RowTime): Call[] {
  const msOf = (recording: Recording): number => {
    const time = timeOf(recording);
    return time.kind === 'start' ? time.ms : firstWritten(recording);
  };
  return calls
    .map((call) => {
      const recordings = call.recordings.toSorted((a, b) => msOf(a) - msOf(b));
      return { call: { ...call, recordings }, ms: Math.min(...recordings.map(msOf)) };
    })
    .toSorted((a, b) => b.ms - a.ms)
    .map(({ call }) => call);
}
