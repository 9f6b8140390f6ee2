import { isMetadata } from './blobName.ts';
import { playableExtension } from './formats.ts';
import type { Recording, RecordingFile } from './call.ts';
import {
  type ChunkMetadata,
  type ChunkMetadataError,
  type ChunkMetadataResult,
  maxChunkDurationMs,
} from './metadata/metadata.ts';
import type { MetadataNote } from './metadata/note.ts';
import type { ChunksElsewhere } from './completeness/otherDate.ts';
import { type MediaMeasure, measuredMs } from './mediaLength.ts';
import { withoutUndefined } from '../base/withoutUndefined.ts';

/** What was read of the files of a recording so far, by full file name. */
export interface ReadFiles {
  /** Results of `parseChunkMetadata`; a file that was not read yet is absent. */
  readonly metadata?: ReadonlyMap<string, ChunkMetadataResult>;
  /** What measuring gave; a file that was not measured yet is absent. */
  readonly measures?: ReadonlyMap<string, MediaMeasure>;
  /** Chunks that were found in the folders of other dates. */
  readonly elsewhere?: readonly ChunksElsewhere[];
}

/** One chunk of a recording: its files, and what is known of them. */
export interface Chunk {
  /** As the file names say. */
  readonly chunkIndex: number;
  /** More than one where files were doubled. */
  readonly metadataFiles: readonly RecordingFile[];
  readonly mediaFiles: readonly RecordingFile[];
  /** The media file that stands for the chunk: the first that is not empty and of a kind that is played, else the first. */
  readonly media?: RecordingFile;
  /** Of the first metadata file that could be read; absent too while none was. */
  readonly metadata?: ChunkMetadata;
  readonly notes: readonly MetadataNote[];
  /** Why the metadata could not be read, where no file of it could. */
  readonly error?: ChunkMetadataError;
  /** What measuring `media` gave; absent while it was not measured. */
  readonly measure?: MediaMeasure;
  /** Length of `media` where it was measured, not estimated. */
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

/** Cut because it had the longest length that a chunk may have: another follows, unless the call ended there. */
export function isFull(chunk: Chunk | undefined): boolean {
  return (chunk?.metadata?.chunkDurationMs ?? 0) >= maxChunkDurationMs - 60_000;
}

function toChunk(chunkIndex: number, files: readonly RecordingFile[], read: ReadFiles): Chunk {
  const metadataFiles = files.filter((file) => isMetadata(file.blob));
  const mediaFiles = files.filter((file) => !isMetadata(file.blob));
  const filled = mediaFiles.filter((file) => file.sizeBytes > 0);
  const media =
    filled.find((file) => playableExtension(file.name) !== undefined) ?? filled[0] ?? mediaFiles[0];
  const results = metadataFiles.flatMap((file) => read.metadata?.get(file.name) ?? []);
  const readable = results.find((result) => 'metadata' in result);
  const failed = readable ? undefined : results.find((result) => 'error' in result);
  const measure = media && read.measures?.get(media.name);
  return withoutUndefined({
    chunkIndex,
    metadataFiles,
    mediaFiles,
    media,
    metadata: readable?.metadata,
    notes: readable?.notes ?? [],
    error: failed?.error,
    measure,
    mediaDurationMs: measuredMs(measure),
  });
}
