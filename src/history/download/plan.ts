import { createHash } from 'node:crypto';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { EventChunk, RecordingFileStatusUpdated } from '../../recording/event/event.ts';

/** A file to fetch, and where it goes. */
export interface PlannedFile {
  readonly url: string;
  /** Below the chosen folder, as the service would have written it into a container. */
  readonly name: string;
}

/** What is fetched from Communication Services' own storage for one event. */
export interface DownloadPlan {
  /** The recording folder, ending in `/`. */
  readonly folder: string;
  /** Metadata first, in order of chunk. */
  readonly files: readonly PlannedFile[];
  readonly deleteUrls: readonly string[];
  /** Until when the storage keeps the files, ms since 1970; undefined where the event has no time. */
  readonly keptUntil?: number;
}

const keptMs = 24 * 3_600_000;

/** Plans the files of an event as the service would have laid them out; undefined where none is in that storage. */
export function planDownload(event: RecordingFileStatusUpdated): DownloadPlan | undefined {
  const chunks = event.chunks.filter(({ content }) => content?.kind === 'acsStorage');
  if (chunks.length === 0) return undefined;
  const folder = folderOf(event);
  const format = event.formatType ?? 'mp4';
  const kind = `${(event.contentType ?? (format === 'mp4' ? 'audioVideo' : 'audio')).toLowerCase()}${format}`;
  const keptUntil = event.envelope.time && event.envelope.time.getTime() + keptMs;
  return {
    folder,
    files: chunks.flatMap((chunk, position) => chunkFiles(chunk, position, folder, kind, format)),
    deleteUrls: chunks.flatMap((chunk) => (chunk.delete?.kind === 'acsStorage' ? [chunk.delete.url] : [])),
    ...withoutUndefined({ keptUntil }),
  };
}

/**
 * The recording folder: the first 8 characters of the recording ID and a GUID. The service's GUID is not known: one
 * that is derived from the recording ID gives the same folder each time.
 */
export function derivedFolder(recordingId: string): string {
  const hex = createHash('sha256').update(`callrecordings:${recordingId}`).digest('hex');
  // Version 8 of RFC 9562 is for values that are derived in a way of one's own.
  const guid = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `${recordingId.slice(0, 8)}-${guid.join('-')}`;
}

function folderOf({ subject, recordingId, startTime, envelope, chunks }: RecordingFileStatusUpdated): string {
  const id = recordingId ?? subject?.recordingId ?? chunks[0]?.documentId ?? 'unknown-recording';
  const day = (startTime ?? envelope.time ?? new Date(0)).toISOString().slice(0, 10).replaceAll('-', '');
  const call = (subject?.callId ?? 'unknown-call').replaceAll('/', '_');
  return `${day}/${call}/${derivedFolder(id).replaceAll('/', '_')}/`;
}

function chunkFiles(
  { index, documentId, content, metadata }: EventChunk,
  position: number,
  folder: string,
  kind: string,
  extension: string,
): readonly PlannedFile[] {
  const number = index ?? position;
  const id = documentId === undefined ? '' : `.${documentId.replaceAll('/', '_')}`;
  return [
    ...(metadata?.kind === 'acsStorage'
      ? [{ url: metadata.url, name: `${folder}${number}-acsmetadata${id}.json` }]
      : []),
    ...(content ? [{ url: content.url, name: `${folder}${number}-${kind}${id}.${extension}` }] : []),
  ];
}
