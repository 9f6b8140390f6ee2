import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { Recording } from '../call.ts';
import type { Chunk } from '../chunks.ts';
import { playableExtension } from '../formats.ts';
import { checkChunkContent } from './content.ts';
import { checkTimes } from './times.ts';
import type { ChunksElsewhere } from './otherDate.ts';
import type { Problem } from './problem.ts';
import { isGuid } from '../identifier/recordingId.ts';
import { type Timeline, buildTimeline } from '../timeline/timeline.ts';

/** What else is known of the recording that it is checked against. */
export interface CheckOptions {
  /** Of the same chunks, where it is there already. */
  readonly timeline?: Timeline;
  /** `recordingDurationMs` of the recording's event. */
  readonly expectedDurationMs?: number;
  /** Chunks of the recording that were found in the folders of other dates. */
  readonly elsewhere?: readonly ChunksElsewhere[] | undefined;
  /** True while more files may come: what may only be late is then no problem. */
  readonly isGrowing?: boolean;
}

/**
 * Finds what is missing from a recording and what in it does not fit, errors first. What was not read yet
 * is not complained about; with names alone, only names are checked.
 */
export function checkRecording(
  recording: Recording,
  chunks: readonly Chunk[],
  options: CheckOptions = {},
): readonly Problem[] {
  const isGrowing = options.isGrowing ?? false;
  const problems = [
    ...checkNumbers(chunks, options.elsewhere ?? []),
    ...chunks.flatMap((chunk) => [...checkFiles(chunk, isGrowing), ...checkChunkContent(chunk)]),
    ...checkIds(recording, chunks),
    ...checkTimes(
      chunks,
      options.timeline ?? buildTimeline(chunks),
      isGrowing ? undefined : options.expectedDurationMs,
    ),
  ];
  return problems.sort((a, b) => rank[a.severity] - rank[b.severity]);
}

const rank = { error: 0, warning: 1, info: 2 };

function checkNumbers(chunks: readonly Chunk[], elsewhere: readonly ChunksElsewhere[]): Problem[] {
  const problems: Problem[] = elsewhere.map(({ date, chunkIndexes }) => ({
    code: 'chunksOnOtherDate',
    severity: 'info',
    params: { date, first: chunkIndexes[0] ?? 0, last: chunkIndexes.at(-1) ?? 0 },
  }));
  const others = elsewhere.flatMap(({ chunkIndexes }) => chunkIndexes);
  const numbers = [...new Set([...chunks.map(({ chunkIndex }) => chunkIndex), ...others])];
  let expected = 0;
  for (const chunkIndex of numbers.sort((a, b) => a - b)) {
    if (chunkIndex > expected) {
      const params = { first: expected, last: chunkIndex - 1 };
      problems.push({ code: 'missingChunks', severity: 'error', params });
    }
    expected = chunkIndex + 1;
  }
  return problems;
}

function checkFiles(chunk: Chunk, isGrowing: boolean): Problem[] {
  const { chunkIndex, metadataFiles, mediaFiles } = chunk;
  const problems: Problem[] = [];
  const [metadata, media] = [metadataFiles[0], mediaFiles[0]];
  if (!isGrowing && !metadata && media) {
    problems.push({
      code: 'mediaWithoutMetadata',
      severity: 'warning',
      file: media.name,
      chunkIndex,
      params: {},
    });
  }
  if (!isGrowing && metadata && !media) {
    problems.push({
      code: 'metadataWithoutMedia',
      severity: 'error',
      file: metadata.name,
      chunkIndex,
      params: {},
    });
  }
  for (const { name, blob } of mediaFiles) {
    if (playableExtension(name) !== undefined) continue;
    const params = { extension: blob.extension };
    problems.push({ code: 'unknownMediaKind', severity: 'warning', file: name, chunkIndex, params });
  }
  const byKind = new Map<string, string>();
  for (const file of [...metadataFiles, ...mediaFiles]) {
    const about = { file: file.name, chunkIndex };
    if (file.sizeBytes === 0) problems.push({ code: 'emptyFile', severity: 'error', ...about, params: {} });
    const kind = `${file.blob.kind.toLowerCase()}.${file.blob.extension}`;
    const other = byKind.get(kind);
    if (other === undefined) byKind.set(kind, file.name);
    else problems.push({ code: 'repeatedFile', severity: 'warning', ...about, params: { kind, other } });
  }
  const kinds = new Set(mediaFiles.map((file) => file.blob.kind.toLowerCase()));
  if (kinds.size > 1) {
    problems.push({
      code: 'severalMedia',
      severity: 'info',
      chunkIndex,
      params: { kinds: [...kinds].join(', ') },
    });
  }
  return problems;
}

function checkIds(recording: Recording, chunks: readonly Chunk[]): Problem[] {
  const problems: Problem[] = [];
  const documents = new Map<string, number>();
  let firstCallId: string | undefined;
  for (const chunk of chunks) {
    const { chunkIndex, metadata } = chunk;
    const file = chunk.metadataFiles[0]?.name;
    const about = { ...withoutUndefined({ file }), chunkIndex };
    const { documentId, callId } = metadata ?? {};
    if (documentId !== undefined) {
      const other = documents.get(documentId.toLowerCase());
      if (other === undefined) documents.set(documentId.toLowerCase(), chunkIndex);
      else
        problems.push({
          code: 'documentIdRepeated',
          severity: 'error',
          ...about,
          params: { documentId, other },
        });
    }
    if (callId === undefined) continue;
    if (firstCallId === undefined) {
      firstCallId = callId;
      if (!sameId(callId, recording.callId)) {
        // A folder that is no GUID may be a server call ID, which the metadata does not hold.
        const severity = isGuid(recording.callId) ? 'warning' : 'info';
        const params = { folder: recording.callId, inside: callId };
        problems.push({ code: 'callIdDiffers', severity, ...about, params });
      }
    } else if (!sameId(callId, firstCallId)) {
      const params = { first: firstCallId, inside: callId };
      problems.push({ code: 'callIdsDisagree', severity: 'error', ...about, params });
    }
  }
  return problems;
}

function sameId(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
