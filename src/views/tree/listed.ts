import type { Call, Recording } from '../../recording/call.ts';
import type { DayList } from '../../storage/listing/day.ts';
import type { Listing } from '../../storage/listing/listing.ts';
import type * as Listings from './listingRows.ts';
import type { DateNode } from './node.ts';

/** What reads the rows below a container is loaded when the first one is expanded. */
export const loadListings = (): Promise<typeof Listings> => import('./listingRows.ts');

/** What was read for a row, and how much of it was shown when its rows were last asked for. */
export interface Reading {
  readonly listing: Listing;
  shownVersion: number;
}

/** What was read so far, by the ID of its row. */
export type Readings = ReadonlyMap<string, { readonly listing: Listing }>;

/** What was read of a date so far. */
export function listedDay(readings: Readings, node: DateNode): DayList | undefined {
  const listing = readings.get(node.id)?.listing;
  return listing && isDay(listing) && listing.hasItems() ? listing : undefined;
}

/** The recording at a path as it was listed last. */
export function listedRecording(
  readings: Readings,
  containerId: string,
  path: string,
): { readonly dateId: string; readonly call: Call; readonly recording: Recording } | undefined {
  for (const [dateId, { listing }] of readings) {
    if (!isDay(listing) || !`${containerId}/${path}`.startsWith(dateId)) continue;
    const call = listing.calls.find((one) => path.startsWith(one.path));
    const recording = call?.recordings.find((one) => one.path === path);
    if (call && recording) return { dateId, call, recording };
  }
  return undefined;
}

/** Its class is loaded with the first listing, in a bundle of its own. */
function isDay(listing: Listing): listing is DayList {
  return listing.kind === 'day';
}
