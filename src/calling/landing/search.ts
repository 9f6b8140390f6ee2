import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { isMetadata } from '../../recording/blobName.ts';
import { type Recording, type StoredFile, firstWritten, groupDay } from '../../recording/call.ts';
import { type ChunkMetadata, parseChunkMetadata } from '../../recording/metadata/metadata.ts';
import { chunksOf, isFull } from '../../recording/chunks.ts';
import type { MediaFormat } from '../../recording/formats.ts';
import { callFolderNames } from '../../recording/identifier/callNames.ts';
import { totalMediaMs } from '../../recording/timeline/playback.ts';
import { buildTimeline } from '../../recording/timeline/timeline.ts';
import { mayBeFolderOf } from '../../recording/identifier/recordingId.ts';

/** What landing needs of a store of recordings. */
export interface LandingStore {
  listFiles(
    prefix: string,
    options?: { readonly continuation?: string; readonly signal?: AbortSignal },
  ): Promise<{ readonly files: readonly StoredFile[]; readonly continuation?: string }>;
  read(name: string, range?: undefined, signal?: AbortSignal): Promise<Uint8Array>;
}

/** The recording whose files are awaited. Times are in ms since 1970. */
export interface LandingTarget {
  /** Before the date folders: empty, or ending in `/`. */
  readonly prefix: string;
  readonly recordingId: string;
  /** The name of the call folder, where it is known. */
  readonly callId?: string;
  /** The ID that the call was started by: some see the call folder named after the server call ID. */
  readonly startedBy: string;
  /** When the start was answered, by the service's clock. */
  readonly startedAt: number;
  /** Recording folders that are known to be those of others. */
  readonly others?: readonly string[];
  readonly format: MediaFormat;
  /** How long it recorded without pauses, where that is certain. */
  readonly recordedMs?: number;
}

/** What one look into the container found. */
export interface Sighting {
  readonly recording: Recording;
  /** By what it was recognised. */
  readonly by: 'callId' | 'startTime';
  /** True when every chunk so far has its metadata and its media, and they are as long as was recorded. */
  readonly complete: boolean;
  /** Recorded time without pauses, as the metadata give it; absent where one does not, or more may come. */
  readonly recordedMs?: number;
}

export interface SearchResult {
  readonly sighting?: Sighting;
  /** True where a day has more files than are looked through. */
  readonly tooManyFiles: boolean;
}

/** The clocks of storage and service may differ by so much, in ms. */
const clockToleranceMs = 2 * 60_000;
/** A recording begins at most this long after its start was answered, in ms; its clock's error before. */
const beginsWithinMs = 2 * 60_000;
const beginsEarlyMs = 5_000;
/** Pages of 1,000 files that are looked through for a day. */
const maxPages = 5;
/** Recordings whose metadata is read to find the one that was started when ours was. */
const maxCandidates = 30;

/**
 * Looks once for a recording: under the names that its call folder may have, else among all that was written
 * since it was started. In which time zone the date folder counts is not documented: all days that it can be
 * are looked into, UTC first.
 */
export async function findLanded(
  store: LandingStore,
  target: LandingTarget,
  now: number,
  signal: AbortSignal,
): Promise<SearchResult> {
  const days = dateFolders(target.startedAt, now);
  for (const day of days)
    for (const name of folderNames(target)) {
      const { recordings } = await recordingsBelow(store, target, `${day}/${name}/`, signal);
      const found = await pick(store, target, recordings, 'callId', signal);
      if (found) return { sighting: found, tooManyFiles: false };
    }
  if (target.callId !== undefined) return { tooManyFiles: false };
  let tooManyFiles = false;
  for (const day of days) {
    const { recordings, truncated } = await recordingsBelow(store, target, `${day}/`, signal);
    tooManyFiles ||= truncated;
    const found = await pick(store, target, recordings, 'startTime', signal);
    if (found) return { sighting: found, tooManyFiles };
  }
  return { tooManyFiles };
}

function folderNames({ callId, startedBy }: LandingTarget): readonly string[] {
  return callFolderNames(callId === undefined ? { serverCallId: startedBy } : { callId });
}

/** The date folders that a recording of that time may be in, the likeliest first. */
export function dateFolders(startedAt: number, now: number): readonly string[] {
  const dayMs = 24 * 3_600_000;
  const halfDays = Math.min(Math.max(Math.ceil((now - startedAt) / (dayMs / 2)), 0), 20) + 2;
  const times = [
    startedAt,
    now,
    ...Array.from({ length: halfDays }, (_, i) => startedAt + ((i - 1) * dayMs) / 2),
  ];
  // Time zones reach from 12 hours behind UTC to 14 ahead of it.
  return [...new Set([...times, now + 14 * 3_600_000].map(dateFolder))];
}

function dateFolder(time: number): string {
  return new Date(time).toISOString().slice(0, 10).replaceAll('-', '');
}

async function recordingsBelow(
  store: LandingStore,
  { prefix, startedAt, others = [] }: LandingTarget,
  folder: string,
  signal: AbortSignal,
): Promise<{ readonly recordings: readonly Recording[]; readonly truncated: boolean }> {
  const files: StoredFile[] = [];
  let continuation: string | undefined;
  for (let page = 0; page < maxPages; page++) {
    const read = await store.listFiles(`${prefix}${folder}`, {
      signal,
      ...withoutUndefined({ continuation }),
    });
    files.push(...read.files);
    continuation = read.continuation;
    if (continuation === undefined) break;
  }
  const recordings = groupDay(files, prefix).calls.flatMap((call) => call.recordings);
  return {
    recordings: recordings.filter(
      (recording) =>
        firstWritten(recording) >= startedAt - clockToleranceMs && !others.includes(recording.path),
    ),
    truncated: continuation !== undefined,
  };
}

/** Of several new recordings, that which was started nearest to the time when ours was. */
async function pick(
  store: LandingStore,
  target: LandingTarget,
  recordings: readonly Recording[],
  by: Sighting['by'],
  signal: AbortSignal,
): Promise<Sighting | undefined> {
  const likely = recordings.filter((recording) => hasFormat(recording, target.format));
  const own = likely.filter(({ folder }) => mayBeFolderOf(folder, target.recordingId));
  const candidates = [...(own.length > 0 ? own : likely)]
    .sort((a, b) => firstWritten(b) - firstWritten(a))
    .slice(0, maxCandidates);
  const measured = await Promise.all(
    candidates.map(async (recording) => {
      const metadata = await firstMetadata(store, recording, signal);
      return { recording, laterMs: (metadata?.chunkStartMs ?? NaN) - target.startedAt };
    }),
  );
  const [nearest] = measured
    .filter(({ laterMs }) =>
      by === 'callId'
        ? !(laterMs < -clockToleranceMs)
        : laterMs >= -beginsEarlyMs && laterMs <= beginsWithinMs,
    )
    .sort((a, b) => distance(a.laterMs) - distance(b.laterMs));
  return (
    nearest && {
      recording: nearest.recording,
      by,
      ...(await measureOf(store, nearest.recording, target, signal)),
    }
  );
}

function distance(laterMs: number): number {
  return Number.isNaN(laterMs) ? Number.MAX_SAFE_INTEGER : Math.abs(laterMs);
}

function hasFormat(recording: Recording, format: MediaFormat): boolean {
  const media = recording.files.filter(({ blob }) => !isMetadata(blob));
  return media.length === 0 || media.some(({ blob }) => blob.extension === format);
}

async function measureOf(
  store: LandingStore,
  recording: Recording,
  target: LandingTarget,
  signal: AbortSignal,
): Promise<Pick<Sighting, 'complete' | 'recordedMs'>> {
  if (!hasPairs(recording)) return { complete: false };
  const read = recording.files
    .filter(({ blob }) => isMetadata(blob))
    .map(async ({ name }) => {
      const text = await store.read(name, undefined, signal);
      return [name, parseChunkMetadata(text)] as const;
    });
  const chunks = chunksOf(recording, { metadata: new Map(await Promise.all(read)) });
  const timeline = buildTimeline(chunks);
  const lengthMs = totalMediaMs(timeline);
  const expectedMs = target.recordedMs ?? 0;
  const complete = lengthMs >= expectedMs - Math.max(expectedMs / 10, 5_000);
  const isKnown = complete && timeline.chunks.every(({ isEstimated }) => !isEstimated);
  return { complete, ...(isKnown && !isFull(chunks.at(-1)) ? { recordedMs: lengthMs } : {}) };
}

/** True when every chunk up to the last has its metadata and its media. */
function hasPairs({ files }: Recording): boolean {
  const has = (index: number, metadata: boolean): boolean =>
    files.some(
      ({ blob, sizeBytes }) => blob.chunkIndex === index && isMetadata(blob) === metadata && sizeBytes > 0,
    );
  const last = Math.max(...files.map(({ blob }) => blob.chunkIndex));
  for (let index = 0; index <= last; index++) if (!has(index, true) || !has(index, false)) return false;
  return true;
}

function firstMetadata(
  store: LandingStore,
  recording: Recording,
  signal: AbortSignal,
): Promise<ChunkMetadata | undefined> {
  const file = recording.files.find(({ blob }) => blob.chunkIndex === 0 && isMetadata(blob));
  return file ? metadataOf(store, file.name, signal) : Promise.resolve(undefined);
}

async function metadataOf(
  store: LandingStore,
  name: string,
  signal: AbortSignal,
): Promise<ChunkMetadata | undefined> {
  const parsed = parseChunkMetadata(await store.read(name, undefined, signal));
  return 'metadata' in parsed ? parsed.metadata : undefined;
}
