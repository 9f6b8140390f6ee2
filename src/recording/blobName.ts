/** The parts of the name of one blob of a recording, below the container's prefix. */
export interface RecordingBlobName {
  /** `YYYYMMDD`, as the service wrote it. */
  readonly date: string;
  /** Second segment: the call ID; mostly a GUID, but any string is taken. */
  readonly callId: string;
  /** Third segment: documented as the first 8 characters of the recording ID, `-`, and a GUID. */
  readonly recordingFolder: string;
  /** Position of the chunk in the recording, from 0. */
  readonly chunkIndex: number;
  /** What the blob holds, in the service's word: `acsmetadata`, `audiomp3`, `audiowav`, … */
  readonly kind: string;
  /** Present where the service put the document ID into the name. */
  readonly documentId?: string;
  /** Lower case, without the dot. */
  readonly extension: string;
}

export const metadataKind = 'acsmetadata';

const chunkFile = /^(\d{1,9})-([A-Za-z][A-Za-z0-9]*)(?:\.([^/]+))?\.([A-Za-z0-9]{1,8})$/;

/**
 * Takes a blob name apart: `[prefix]YYYYMMDD/callId/recordingFolder/[chunk]-kind[.documentId].ext`.
 *
 * Both forms that users report are taken, with and without a document ID, and any media kind.
 * @param prefix what comes before the date folder, empty or ending in `/`
 * @returns undefined when the blob is no file of a recording
 * @see https://learn.microsoft.com/azure/communication-services/quickstarts/call-automation/call-recording/bring-your-own-storage
 */
export function parseBlobName(name: string, prefix = ''): RecordingBlobName | undefined {
  if (!name.startsWith(prefix)) return undefined;
  const [date, callId, recordingFolder, file, ...deeper] = name.slice(prefix.length).split('/');
  if (!date || !callId || !recordingFolder || !file || deeper.length > 0 || !isDateFolder(date))
    return undefined;
  const [, index, kind, documentId, extension] = chunkFile.exec(file) ?? [];
  if (index === undefined || kind === undefined || extension === undefined) return undefined;
  return {
    date,
    callId,
    recordingFolder,
    chunkIndex: Number(index),
    kind,
    ...(documentId === undefined ? {} : { documentId }),
    extension: extension.toLowerCase(),
  };
}

/** True for `YYYYMMDD` that is a day of the calendar. */
export function isDateFolder(folder: string): boolean {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(folder) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return (
    date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day) && Number(year) >= 1000
  );
}

/** The last segment of a blob name. */
export function fileName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** True where the blob is the chunk metadata, false where it is media. */
export function isMetadata(blob: RecordingBlobName): boolean {
  return blob.kind.toLowerCase() === metadataKind;
}
