import { withoutUndefined } from '../base/withoutUndefined.ts';
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

const dateLength = 'YYYYMMDD'.length;
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
  // By position, not by split: a day can have hundreds of thousands of names.
  const dateEnd = prefix.length + dateLength;
  const callEnd = name.indexOf('/', dateEnd + 1);
  const folderEnd = name.indexOf('/', callEnd + 1);
  if (name[dateEnd] !== '/' || callEnd <= dateEnd + 1 || folderEnd <= callEnd + 1) return undefined;
  const date = name.slice(prefix.length, dateEnd);
  if (!isDateFolder(date)) return undefined;
  const [, index, kind, documentId, extension] = chunkFile.exec(name.slice(folderEnd + 1)) ?? [];
  if (index === undefined || kind === undefined || extension === undefined) return undefined;
  return {
    date,
    callId: name.slice(dateEnd + 1, callEnd),
    recordingFolder: name.slice(callEnd + 1, folderEnd),
    chunkIndex: Number(index),
    kind,
    ...withoutUndefined({ documentId }),
    extension: extension.toLowerCase(),
  };
}

/** True for `YYYYMMDD` that is a day of the calendar, from the year 1000 on. */
export function isDateFolder(folder: string): boolean {
  if (!/^[1-9]\d{7}$/.test(folder)) return false;
  const [year, month, day] = [
    Number(folder.slice(0, 4)),
    Number(folder.slice(4, 6)),
    Number(folder.slice(6)),
  ];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(month, year);
}

function daysOf(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** The last segment of a blob name. */
export function fileName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** True where the blob is the chunk metadata, false where it is media. */
export function isMetadata(blob: RecordingBlobName): boolean {
  return blob.kind === metadataKind || blob.kind.toLowerCase() === metadataKind;
}
