import { type RecordingBlobName, isMetadata, parseBlobName } from './blobName.ts';

/** A blob or file as a listing gives it. */
export interface StoredFile {
  /** Full name in the container, `/` between segments, no leading `/`. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly lastModified: Date;
  readonly contentType?: string;
  /** Absent in the hot tier, and where there are no tiers. */
  readonly tier?: AccessTier;
  /** True while the blob is on its way out of the archive tier. */
  readonly isRehydrating?: boolean;
  /** True while a program holds a lease: no one else can change or delete the blob. */
  readonly isLeased?: boolean;
}

/**
 * Tiers from which reading costs more, or is not possible at once: `Archive`.
 * @see https://learn.microsoft.com/azure/storage/blobs/access-tiers-overview
 */
export type AccessTier = 'Cool' | 'Cold' | 'Archive';

/** True where a file cannot be read before it is rehydrated. */
export function isArchived(file: StoredFile): boolean {
  return file.tier === 'Archive';
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
  const recordings = new Map<string, RecordingFile[]>();
  const otherFiles: StoredFile[] = [];
  let [path, group]: [string | undefined, RecordingFile[]] = [undefined, []];
  for (const file of files) {
    const blob = parseBlobName(file.name, prefix);
    if (!blob) {
      otherFiles.push(file);
      continue;
    }
    // A listing is in order of name, so that most files follow one of their own recording.
    const folder = file.name.slice(0, file.name.lastIndexOf('/') + 1);
    if (folder !== path) {
      path = folder;
      group = recordings.get(folder) ?? [];
      recordings.set(folder, group);
    }
    group.push({ ...file, blob });
  }
  return { calls: toCalls(recordings), otherFiles };
}

function toCalls(folders: ReadonlyMap<string, RecordingFile[]>): Call[] {
  const calls = new Map<string, { recording: Recording; written: number }[]>();
  for (const [path, files] of folders) {
    const recording = toRecording(path, files);
    if (!recording) continue;
    const callPath = path.slice(0, path.length - recording.folder.length - 1);
    const entry = { recording, written: firstWritten(recording) };
    const siblings = calls.get(callPath);
    if (siblings) siblings.push(entry);
    else calls.set(callPath, [entry]);
  }
  return [...calls].flatMap(([path, entries]) => {
    const recordings = entries.sort((a, b) => a.written - b.written).map((entry) => entry.recording);
    const first = recordings[0];
    return first ? [{ path, date: first.date, callId: first.callId, recordings }] : [];
  });
}

function toRecording(path: string, files: RecordingFile[]): Recording | undefined {
  const sorted = files.sort(
    (a, b) =>
      a.blob.chunkIndex - b.blob.chunkIndex ||
      Number(isMetadata(b.blob)) - Number(isMetadata(a.blob)) ||
      Number(a.name > b.name) - Number(a.name < b.name),
  );
  const blob = sorted[0]?.blob;
  return blob && { path, date: blob.date, callId: blob.callId, folder: blob.recordingFolder, files: sorted };
}

/** When the first file of the recording was written, in ms since 1970. */
export function firstWritten(recording: Recording): number {
  return recording.files.reduce((first, file) => Math.min(first, file.lastModified.getTime()), Infinity);
}

/** Bytes of all files of the recording. */
export function sizeOf(recording: Recording): number {
  return recording.files.reduce((sum, file) => sum + file.sizeBytes, 0);
}

/** How many different chunk numbers the recording has. */
export function chunkCount(recording: Recording): number {
  return new Set(recording.files.map((file) => file.blob.chunkIndex)).size;
}
