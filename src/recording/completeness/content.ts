import type { RecordingFile } from '../call.ts';
import type { Chunk } from '../chunks.ts';
import { namedFormat } from '../formats.ts';
import { estimateDurationMs } from '../mediaLength.ts';
import type { MetadataNote } from '../metadata/note.ts';
import type { Problem } from './problem.ts';

/** What in the files of one chunk does not fit together. */
export function checkChunkContent(chunk: Chunk): Problem[] {
  const file = chunk.metadataFiles[0];
  return [
    ...(file ? [...checkReading(chunk, file), ...checkNumber(chunk, file)] : []),
    ...checkDocumentIds(chunk),
    ...checkFormat(chunk),
    ...checkLength(chunk),
  ];
}

function checkReading(chunk: Chunk, file: RecordingFile): Problem[] {
  const about = { file: file.name, chunkIndex: chunk.chunkIndex };
  // An empty file is told as that.
  if (chunk.error && file.sizeBytes > 0) {
    return [{ code: 'unreadableMetadata', severity: 'error', ...about, params: { error: chunk.error } }];
  }
  const byCode = new Map<string, { note: MetadataNote; count: number }>();
  for (const note of chunk.notes) {
    const known = byCode.get(note.code);
    if (known) known.count += 1;
    else byCode.set(note.code, { note, count: 1 });
  }
  return [...byCode.values()].map((params) => ({
    code: 'oddMetadata',
    severity: params.note.severity,
    ...about,
    params,
  }));
}

function checkNumber(chunk: Chunk, file: RecordingFile): Problem[] {
  const { chunkIndex, metadata } = chunk;
  const inside = metadata?.chunkIndex;
  if (inside === undefined || inside === chunkIndex) return [];
  const params = { inName: chunkIndex, inside };
  return [{ code: 'chunkIndexDiffers', severity: 'error', file: file.name, chunkIndex, params }];
}

function checkDocumentIds(chunk: Chunk): Problem[] {
  const inside = chunk.metadata?.documentId;
  if (inside === undefined) return [];
  return [...chunk.metadataFiles, ...chunk.mediaFiles].flatMap((file): Problem[] => {
    const inName = file.blob.documentId;
    if (inName === undefined || inName.toLowerCase() === inside.toLowerCase()) return [];
    const about = { file: file.name, chunkIndex: chunk.chunkIndex };
    return [{ code: 'documentIdDiffers', severity: 'warning', ...about, params: { inName, inside } }];
  });
}

function checkFormat(chunk: Chunk): Problem[] {
  const inside = chunk.metadata?.format?.value;
  if (inside === undefined) return [];
  return chunk.mediaFiles.flatMap((file): Problem[] => {
    const inName = namedFormat(file.blob.kind, file.blob.extension).format;
    if (inName === undefined || inName === inside) return [];
    const about = { file: file.name, chunkIndex: chunk.chunkIndex };
    return [{ code: 'formatDiffers', severity: 'warning', ...about, params: { inName, inside } }];
  });
}

/** The length of the media, measured or told by the size of a WAV, against the one that the metadata tells. */
function checkLength(chunk: Chunk): Problem[] {
  const { media, metadata, mediaDurationMs: measured, chunkIndex } = chunk;
  const metadataMs = metadata?.chunkDurationMs;
  if (!media || media.sizeBytes === 0 || metadataMs === undefined) return [];
  const bySize = metadata?.audio?.channels === undefined ? undefined : wavLength(media, chunk);
  const mediaMs = measured ?? bySize;
  if (mediaMs === undefined) return [];
  const pausedMs = metadata?.pauses.reduce((total, pause) => total + pause.durationMs, 0) ?? 0;
  // It is not documented whether the duration counts pauses, or the media holds them.
  const fits = [metadataMs, metadataMs - pausedMs, metadataMs + pausedMs].some((expectedMs) =>
    isNear(mediaMs, expectedMs),
  );
  if (fits) return [];
  const code = measured === undefined ? 'mediaSizeDiffers' : 'mediaDurationDiffers';
  const params = { mediaMs, metadataMs };
  return [
    { code, severity: mediaMs < metadataMs ? 'error' : 'warning', file: media.name, chunkIndex, params },
  ];
}

function wavLength(media: RecordingFile, chunk: Chunk): number | undefined {
  return media.blob.extension === 'wav' ? estimateDurationMs(media, chunk.metadata) : undefined;
}

/** Within two seconds or one percent, which encoders that write whole frames and header values stay in. */
export function isNear(ms: number, expectedMs: number): boolean {
  return Math.abs(ms - expectedMs) <= Math.max(2_000, expectedMs / 100);
}
