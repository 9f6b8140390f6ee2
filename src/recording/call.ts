import { type RecordingBlobName, isMetadata, parseBlobName } from './blobName.ts';

/** A blob or file as a listing gives it. */
export interface StoredFile {
  /** Full name in the container, `/` between segments, no leading `/`. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly lastModified: Date;
  readonly contentType?: string;
}

/** A stored file whose name says that it belongs to a recording. */
export interface RecordingFile extends StoredFile {
  readonly blob: RecordingBlobName;
}

/** One recording: the files of one recording folder, in order of chunk, metadata before media. */
export interface Recording {
  /** Container path of the folder, with prefix, ending in `/`. */
  readonly path: string;
  readonly date: string;
  readonly callId: string;
  readonly folder: string;
  readonly files: readonly RecordingFile[];
}

/** One call of one day: its recordings in the order they were written. */
export interface Call {
  /** Container path of the folder, with prefix, ending in `/`. */
  readonly path: string;
  readonly date: string;
  readonly callId: string;
  readonly recordings: readonly Recording[];
}

/** What a listing of a day holds. */
export interface Day {
  readonly calls: readonly Call[];
  /** Files that are no part of a recording. */
  readonly otherFiles: readonly StoredFile[];
}

/**
 * Groups the files of a day into calls and recordings, calls in order of first appearance.
 * @param prefix what comes before the date folder, empty or ending in `/`
 */
export function groupDay(files: Iterable<StoredFile>, prefix: string): Day {
  const calls = new Map<string, Map<string, RecordingFile[]>>();
  const otherFiles: StoredFile[] = [];
  for (const file of files) {
    const blob = parseBlobName(file.name, prefix);
    if (!blob) {
      otherFiles.push(file);
      continue;
    }
    const call = `${prefix}${blob.date}/${blob.callId}/`;
    const recording = `${call}${blob.recordingFolder}/`;
    const recordings = calls.get(call) ?? new Map<string, RecordingFile[]>();
    calls.set(call, recordings);
    recordings.set(recording, [...(recordings.get(recording) ?? []), { ...file, blob }]);
  }
  return {
    calls: [...calls].flatMap(([path, recordings]) => toCall(path, recordings) ?? []),
    otherFiles,
  };
}

function toCall(path: string, recordings: ReadonlyMap<string, RecordingFile[]>): Call | undefined {
  const sorted = [...recordings]
    .flatMap(([folder, files]) => toRecording(folder, files) ?? [])
    .sort((a, b) => firstWritten(a) - firstWritten(b));
  const first = sorted[0];
  return first && { path, date: first.date, callId: first.callId, recordings: sorted };
}

function toRecording(path: string, files: RecordingFile[]): Recording | undefined {
  const sorted = files.sort(
    (a, b) =>
      a.blob.chunkIndex - b.blob.chunkIndex ||
      Number(isMetadata(b.blob)) - Number(isMetadata(a.blob)) ||
      (a.name < b.name ? -1 : 1),
  );
  const blob = sorted[0]?.blob;
  return blob && { path, date: blob.date, callId: blob.callId, folder: blob.recordingFolder, files: sorted };
}

/** When the first file of the recording was written, in ms since 1970. */
export function firstWritten(recording: Recording): number {
  return Math.min(...recording.files.map((file) => file.lastModified.getTime()));
}

/** Bytes of all files of the recording. */
export function sizeOf(recording: Recording): number {
  return recording.files.reduce((sum, file) => sum + file.sizeBytes, 0);
}

/** How many different chunk numbers the recording has. */
export function chunkCount(recording: Recording): number {
  return new Set(recording.files.map((file) => file.blob.chunkIndex)).size;
}
