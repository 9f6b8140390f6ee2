/** How many recordings a made-up container holds. */
export interface NamespaceShape {
  /** Date folders, ending at `lastDate`. */
  readonly dates: number;
  /** `YYYYMMDD` */
  readonly lastDate: string;
  /** Calls of a date, one recording of two blobs each. */
  readonly callsPerDate: number;
  /** Dates with another number of calls. */
  readonly exceptions?: Readonly<Record<string, number>>;
}

/** A container of any size whose names are computed when asked for, in order. */
export interface SyntheticNamespace {
  readonly blobCount: number;
  /** Oldest first. */
  readonly dates: readonly string[];
  /** The blob name at a position in order of name. */
  nameAt(position: number): string;
  /** The first position whose name is not before the text. */
  lowerBound(text: string): number;
  callId(date: string, index: number): string;
}

const blobsPerCall = 2;

export function makeNamespace(shape: NamespaceShape): SyntheticNamespace {
  const dates = datesUntil(shape.lastDate, shape.dates);
  const calls = dates.map((date) => shape.exceptions?.[date] ?? shape.callsPerDate);
  const starts: number[] = [];
  let blobCount = 0;
  for (const count of calls) {
    starts.push(blobCount);
    blobCount += count * blobsPerCall;
  }

  function nameAt(position: number): string {
    const day = lastAtMost(starts, position);
    const inDay = position - (starts[day] ?? 0);
    const call = Math.floor(inDay / blobsPerCall);
    const file = inDay % blobsPerCall === 0 ? '0-acsmetadata.json' : '0-audiomp3.mp3';
    return `${dates[day] ?? ''}/${callIdAt(day, call)}/${recordingFolderAt(day, call)}/${file}`;
  }

  function callIdAt(day: number, call: number): string {
    // The first digits rise with the position, so that names are in order; the rest is noise.
    const rising = Math.floor((call * 0x100000000) / (calls[day] ?? 1));
    return guid(rising, day, call);
  }

  return {
    blobCount,
    dates,
    nameAt,
    lowerBound(text) {
      let low = 0;
      let high = blobCount;
      while (low < high) {
        const middle = Math.floor((low + high) / 2);
        if (nameAt(middle) < text) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    callId: (date, index) => callIdAt(dates.indexOf(date), index),
  };
}

function recordingFolderAt(day: number, call: number): string {
  return `eyJQbGF0-${guid(noise(day, call, 9), day, call + 1)}`;
}

function guid(first: number, day: number, call: number): string {
  const hex = [first, ...[1, 2, 3].map((salt) => noise(day, call, salt))]
    .map((part) => part.toString(16).padStart(8, '0'))
    .join('');
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([from, to]) => hex.slice(from, to))
    .join('-');
}

/** 32 bits that look random and are the same each time. */
function noise(day: number, call: number, salt: number): number {
  let bits = Math.imul(day + 1, 0x9e3779b1) ^ Math.imul(call + 1, 0x85ebca6b) ^ Math.imul(salt, 0xc2b2ae35);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  bits = Math.imul(bits ^ (bits >>> 12), 0x297a2d39);
  return (bits ^ (bits >>> 15)) >>> 0;
}

function lastAtMost(starts: readonly number[], position: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

function datesUntil(last: string, count: number): string[] {
  const end = Date.UTC(Number(last.slice(0, 4)), Number(last.slice(4, 6)) - 1, Number(last.slice(6)));
  return Array.from({ length: count }, (_, index) =>
    new Date(end - (count - 1 - index) * 86_400_000).toISOString().slice(0, 10).replaceAll('-', ''),
  );
}
