import { isMetadata } from './blobName.ts';
import type { Recording, RecordingFile } from './call.ts';
import type { ChunkMetadata, ChunkMetadataError, ChunkMetadataResult } from './metadata/metadata.ts';
import type { MetadataNote } from './metadata/note.ts';
import { withoutUndefined } from '../base/withoutUndefined.ts';

/** What was read of the files of a recording so far, by full file name. */
export interface ReadFiles {
  /** Results of `parseChunkMetadata`; a file that was not read yet is absent. */
  readonly metadata?: ReadonlyMap<string, ChunkMetadataResult>;
  /** Lengths of media as their headers tell, in ms; a file that was not measured is absent. */
  readonly mediaDurationMs?: ReadonlyMap<string, number>;
}

/** One chunk of a recording: its files, and what is known of them. */
export interface Chunk {
  /** As the file names say. */
  readonly chunkIndex: number;
  /** More than one where files were doubled. */
  readonly metadataFiles: readonly RecordingFile[];
  readonly mediaFiles: readonly RecordingFile[];
  /** The media file that stands for the chunk: the first that is not empty, else the first. */
  readonly media?: RecordingFile;
  /** Of the first metadata file that could be read; absent too while none was. */
  readonly metadata?: ChunkMetadata;
  readonly notes: readonly MetadataNote[];
  /** Why the metadata could not be read, where no file of it could. */
  readonly error?: ChunkMetadataError;
  /** Measured length of `media`. */
  readonly mediaDurationMs?: number;
}

/** The chunks of a recording in order of number. */
export function chunksOf(recording: Recording, read: ReadFiles = {}): readonly Chunk[] {
  const byIndex = new Map<number, RecordingFile[]>();
  for (const file of recording.files) {
    const files = byIndex.get(file.blob.chunkIndex);
    if (files) files.push(file);
    else byIndex.set(file.blob.chunkIndex, [file]);
  }
  return [...byIndex]
    .sort(([a], [b]) => a - b)
    .map(([chunkIndex, files]) => toChunk(chunkIndex, files, read));
}

function toChunk(chunkIndex: number, files: readonly RecordingFile[], read: ReadFiles): Chunk {
  const metadataFiles = files.filter((file) => isMetadata(file.blob));
  const mediaFiles = files.filter((file) => !isMetadata(file.blob));
  const media = mediaFiles.find((file) => file.sizeBytes > 0) ?? mediaFiles[0];
  const results = metadataFiles.flatMap((file) => read.metadata?.get(file.name) ?? []);
  const readable = results.find((result) => 'metadata' in result);
  const failed = readable ? undefined : results.find((result) => 'error' in result);
  const measured = media && read.mediaDurationMs?.get(media.name);
  return withoutUndefined({
    chunkIndex,
    metadataFiles,
    mediaFiles,
    media,
    metadata: readable?.metadata,
    notes: readable?.notes ?? [],
    error: failed?.error,
    mediaDurationMs: isLength(measured) ? measured : undefined,
  });
}

function isLength(ms: number | undefined): boolean {
  return ms !== undefined && Number.isFinite(ms) && ms >= 0;
}
