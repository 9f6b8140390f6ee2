// Which zone times are shown in. Each bundle has a copy of this module: the choice is kept where all find it.
const key = Symbol.for('callRecordings.timeZone');
const shared = globalThis as { [key]?: string | undefined };
const formatters = new Map<string, Intl.DateTimeFormat>();
/** Asked for once: a long list of rows needs it a thousand times, and each answer takes up to 0.1 ms. */
let systemZone: string | undefined;

/**
 * Sets the zone in which all times are shown.
 * @param zone `local` (that of this process), `UTC`, or a name of the IANA database such as `Europe/Berlin`
 * @returns false for a zone that is not known; times are local then
 */
export function setTimeZone(zone: string): boolean {
  const known = zone === 'local' ? undefined : knownZone(zone);
  shared[key] = known;
  return zone === 'local' || known !== undefined;
}

/** The zone in which times are shown, as the IANA database names it: `UTC`, `Europe/Berlin`. */
export function timeZone(): string {
  return shared[key] ?? (systemZone ??= new Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** A moment on the clock on the wall. */
export interface WallClock {
  /** `2026-11-22` */
  readonly day: string;
  /** `14:05:11` */
  readonly time: string;
  /** How far the zone is from UTC at that moment: `UTC`, `UTC+1`, `UTC-3:30`. */
  readonly offset: string;
}

/** What the clock on the wall shows at a moment; undefined for an invalid date. */
export function wallClock(moment: Date, zone = timeZone()): WallClock | undefined {
  if (Number.isNaN(moment.getTime())) return undefined;
  if (zone === 'UTC') {
    const [day = '', time = ''] = moment.toISOString().split(/[T.]/);
    return { day, time, offset: 'UTC' };
  }
  const parts = new Map(
    formatter(zone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  const [year, month, date] = [parts.get('year') ?? '', parts.get('month'), parts.get('day')];
  const [hour, minute, second] = [parts.get('hour'), parts.get('minute'), parts.get('second')];
  return {
    day: `${year.padStart(4, '0')}-${month}-${date}`,
    time: `${hour}:${minute}:${second}`,
    offset: (parts.get('timeZoneName') ?? '').replace('GMT', 'UTC').replace('\u2212', '-'),
  };
}

/** How far the clock on the wall is ahead of UTC at a moment, in ms; 0 for an invalid date. */
export function zoneOffsetMs(moment: Date): number {
  const clock = wallClock(moment);
  return clock ? Date.parse(`${clock.day}T${clock.time}Z`) - Math.floor(moment.getTime() / 1000) * 1000 : 0;
}

function knownZone(zone: string): string | undefined {
  // The first use of `Intl` takes some 10 ms: not at activation for a zone that needs none.
  if (zone === 'UTC') return zone;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

function formatter(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone);
  if (known) return known;
  const two = '2-digit';
  const made = new Intl.DateTimeFormat('en-US', {
    calendar: 'iso8601',
    year: 'numeric',
    month: two,
    day: two,
    hour: two,
    minute: two,
    second: two,
    hourCycle: 'h23',
    timeZoneName: 'shortOffset',
    timeZone: zone,
  });
  formatters.set(zone, made);
  return made;
}
