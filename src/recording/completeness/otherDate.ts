import { isDateFolder } from '../blobName.ts';
import type { Recording } from '../call.ts';
import { isLoose } from '../looseFiles.ts';

/** Chunks of a recording that are in the folder of the day before or after. */
export interface ChunksElsewhere {
  /** Of the recording folder there, with prefix, ending in `/`. */
  readonly path: string;
  readonly date: string;
  /** In order. */
  readonly chunkIndexes: readonly number[];
}

const dayMs = 24 * 60 * 60_000;

/**
 * Where the other chunks of a recording may be: under the same call and recording folder on the day after and
 * before. Whether the service begins a new date folder at midnight is not documented.
 * @returns none where no chunk is missing from the first to the last, and none may follow
 */
export function otherDatePaths(recording: Recording): readonly { path: string; date: string }[] {
  if (isLoose(recording) || !isDateFolder(recording.date)) return [];
  const { date, path } = recording;
  const [year, month, day] = [date.slice(0, 4), date.slice(4, 6), date.slice(6)];
  const time = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  const below = `${recording.callId}/${recording.folder}/`;
  const prefix = path.slice(0, path.length - below.length - date.length - 1);
  return [time + dayMs, time - dayMs].map((other) => {
    const otherDate = new Date(other).toISOString().slice(0, 10).replaceAll('-', '');
    return { path: `${prefix}${otherDate}/${below}`, date: otherDate };
  });
}

/** True where numbers of chunks are missing before the last one, so that looking elsewhere is worth a request. */
export function hasMissingChunks(recording: Recording): boolean {
  const indexes = new Set(recording.files.map(({ blob }) => blob.chunkIndex));
  return recording.files.length > 0 && Math.max(...indexes) + 1 > indexes.size;
}
