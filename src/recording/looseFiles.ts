import { fileName, parseBlobName } from './blobName.ts';
import type { Recording, StoredFile } from './call.ts';

/**
 * The files of a folder that is in no date and call folder, as a download leaves it, taken as one
 * recording; undefined where none of them is a chunk's.
 * @param path of the folder, ending in `/`
 */
export function looseRecording(path: string, files: readonly StoredFile[]): Recording | undefined {
  const chunkFiles = files.flatMap((file) => {
    if (file.name.slice(0, -fileName(file.name).length) !== path) return [];
    const blob = parseBlobName(`20000101/call/recording/${fileName(file.name)}`);
    return blob ? [{ ...file, blob: { ...blob, date: '', callId: '', recordingFolder: path } }] : [];
  });
  if (chunkFiles.length === 0) return undefined;
  return {
    path,
    date: '',
    callId: '',
    folder: fileName(path.slice(0, -1)),
    files: chunkFiles.sort((a, b) => a.blob.chunkIndex - b.blob.chunkIndex),
  };
}

/** True where the recording is in no call folder. */
export function isLoose(recording: Recording): boolean {
  return recording.callId === '';
}
