import type { RecordingFile } from '../call.ts';
import type { Chunk } from '../chunks.ts';
import { namedFormat } from '../formats.ts';
import { estimateDurationMs } from '../mediaLength.ts';
import type { MetadataNote } from '../metadata/note.ts';
import type { Problem } from './problem.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';

/** What in the files of one chunk does not fit together. */
export function checkChunkContent(chunk: Chunk): Problem[] {
  const file = chunk.metadataFiles[0];
  return [
    ...(file ? [...checkReading(chunk, file), ...checkNumber(chunk, file)] : []),
    ...checkDocumentIds(chunk),
    ...checkFormat(chunk),
    ...checkMedia(chunk),
    ...checkLength(chunk),
  ];
}

function checkReading(chunk: Chunk, file: RecordingFile): Problem[] {
  const about = { file: file.name, chunkIndex: chunk.chunkIndex };
  // Empty files are reported as `emptyFile`.
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

/** What measuring the media says of it beside its length; an empty file is a problem of its own. */
function checkMedia({ media, measure, chunkIndex }: Chunk): Problem[] {
  if (!media || media.sizeBytes === 0 || !measure) return [];
  const about = { file: media.name, chunkIndex };
  switch (measure.kind) {
    case 'measured':
      if (measure.header === 'cut') {
        return [{ code: 'cutMedia', severity: 'error', ...about, params: { mediaMs: measure.durationMs } }];
      }
      return measure.header === 'unfinished'
        ? [{ code: 'unfinishedHeader', severity: 'warning', ...about, params: {} }]
        : [];
    case 'estimated':
      return [{ code: 'unmeasuredMedia', severity: 'info', ...about, params: { why: 'estimated' } }];
    case 'unplayable': {
      const { why, looksLike } = measure;
      const params = withoutUndefined({ why, looksLike, format: media.blob.extension.toUpperCase() });
      return [{ code: 'unplayableMedia', severity: 'error', ...about, params }];
    }
    case 'unknown':
      return [{ code: 'unmeasuredMedia', severity: 'info', ...about, params: { why: measure.why } }];
  }
}

/** The length of the media, measured or calculated from the size of a WAV, compared with that of the metadata. */
function checkLength(chunk: Chunk): Problem[] {
  const { media, metadata, measure, mediaDurationMs: measured, chunkIndex } = chunk;
  const metadataMs = metadata?.chunkDurationMs;
  if (!media || media.sizeBytes === 0 || metadataMs === undefined) return [];
  // What is no media has no length, and what is cut off is reported as that.
  if (measure?.kind === 'unplayable' || (measure?.kind === 'measured' && measure.header === 'cut')) return [];
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
