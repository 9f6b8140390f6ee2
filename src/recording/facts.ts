import { type Recording, sizeOf } from './call.ts';
import type { Chunk } from './chunks.ts';
import { type NamedFormat, namedFormat } from './formats.ts';
import type { Participant } from './metadata/participants.ts';
import { totalMediaMs } from './timeline/playback.ts';
import { type Timeline, buildTimeline } from './timeline/timeline.ts';
import { withoutUndefined } from '../base/withoutUndefined.ts';

/** Someone who took part in any chunk of a recording. */
export interface RecordingParticipant extends Omit<Participant, 'channel'> {
  /** Channels that held this participant, in order; mostly one, none when mixed. */
  readonly channels: readonly number[];
}

/** The document ID of a chunk. */
export interface ChunkDocument {
  readonly chunkIndex: number;
  readonly documentId: string;
}

/** Width and height of the picture. */
export interface Resolution {
  readonly longerSidePx: number;
  readonly shorterSidePx: number;
}

/** What is known of a recording as a whole. Values that all chunks should share are lists of the distinct ones. */
export interface RecordingFacts {
  readonly path: string;
  /** Call ID as the folder has it. */
  readonly callFolder: string;
  /** Call IDs as the metadata has them. */
  readonly callIds: readonly string[];
  readonly resourceIds: readonly string[];
  /** In ms since 1970; absent where no chunk gives its start. */
  readonly startMs?: number;
  /** End of the last chunk, in ms since 1970; absent where no chunk gives its start. */
  readonly endMs?: number;
  /** From start to end, pauses and gaps counted, in ms. */
  readonly spanMs: number;
  /** Length of all media, in ms. */
  readonly recordedMs: number;
  /** Total of all pauses, in ms. */
  readonly pausedMs: number;
  readonly pauseCount: number;
  /** Total of the time between chunks that is not recorded, in ms. */
  readonly gapsMs: number;
  /** True where some times are guessed. */
  readonly isEstimated: boolean;
  readonly chunkCount: number;
  /** Chunks whose metadata could be read. */
  readonly chunksWithMetadata: number;
  readonly sizeBytes: number;
  readonly mediaBytes: number;
  /** From the metadata, else from the file names; as far as known. */
  readonly format: NamedFormat;
  /** As `format`, in the words of the files where a word is not known. */
  readonly rawFormat: { readonly content?: string; readonly channel?: string; readonly format?: string };
  readonly sampleRatesHz: readonly number[];
  readonly audioBitRates: readonly number[];
  readonly channelCounts: readonly number[];
  readonly resolutions: readonly Resolution[];
  readonly frameRates: readonly number[];
  readonly videoBitRates: readonly number[];
  readonly participants: readonly RecordingParticipant[];
  readonly documents: readonly ChunkDocument[];
}

/**
 * Combines what the chunks of a recording say.
 * @param timeline of the same chunks, where it is there already
 */
export function recordingFacts(
  recording: Recording,
  chunks: readonly Chunk[],
  timeline: Timeline = buildTimeline(chunks),
): RecordingFacts {
  const metadata = chunks.flatMap((chunk) => chunk.metadata ?? []);
  const isClock = timeline.axis === 'clock';
  const media = chunks.flatMap((chunk) => chunk.mediaFiles);
  return withoutUndefined({
    path: recording.path,
    callFolder: recording.callId,
    callIds: distinct(metadata.map((chunk) => chunk.callId)),
    resourceIds: distinct(metadata.map((chunk) => chunk.resourceId)),
    startMs: isClock ? timeline.startMs : undefined,
    endMs: isClock ? timeline.endMs : undefined,
    spanMs: timeline.endMs - timeline.startMs,
    recordedMs: totalMediaMs(timeline),
    pausedMs: sum(metadata.flatMap((chunk) => chunk.pauses.map((pause) => pause.durationMs))),
    pauseCount: sum(metadata.map((chunk) => chunk.pauses.length)),
    gapsMs: sum(timeline.gaps.map((gap) => gap.endMs - gap.startMs)),
    isEstimated: timeline.chunks.some((chunk) => chunk.isEstimated),
    chunkCount: chunks.length,
    chunksWithMetadata: metadata.length,
    sizeBytes: sizeOf(recording),
    mediaBytes: sum(media.map((file) => file.sizeBytes)),
    ...formatOf(chunks),
    sampleRatesHz: distinct(metadata.map((chunk) => chunk.audio?.sampleRateHz)),
    audioBitRates: distinct(metadata.map((chunk) => chunk.audio?.bitRate)),
    channelCounts: distinct(metadata.map((chunk) => chunk.audio?.channels)),
    resolutions: resolutionsOf(chunks),
    frameRates: distinct(metadata.map((chunk) => chunk.video?.frameRate)),
    videoBitRates: distinct(metadata.map((chunk) => chunk.video?.bitRate)),
    participants: participantsOf(chunks),
    documents: chunks.flatMap((chunk) => documentOf(chunk) ?? []),
  });
}

function formatOf(chunks: readonly Chunk[]): Pick<RecordingFacts, 'format' | 'rawFormat'> {
  const { metadata } =
    chunks.find((chunk) => chunk.metadata?.format !== undefined) ??
    chunks.find((chunk) => chunk.metadata) ??
    {};
  const blob = chunks.find((chunk) => chunk.media)?.media?.blob;
  const named: NamedFormat = blob ? namedFormat(blob.kind, blob.extension) : {};
  const { contentType, channelType, format } = metadata ?? {};
  return {
    format: withoutUndefined({
      content: contentType ? contentType.value : named.content,
      channel: channelType ? channelType.value : named.channel,
      format: format ? format.value : named.format,
    }),
    rawFormat: withoutUndefined({
      content: contentType?.raw ?? named.content,
      channel: channelType?.raw ?? named.channel,
      format: format?.raw ?? named.format,
    }),
  };
}

function resolutionsOf(chunks: readonly Chunk[]): Resolution[] {
  const found = new Map<string, Resolution>();
  for (const { metadata } of chunks) {
    const { longerSidePx, shorterSidePx } = metadata?.video ?? {};
    if (longerSidePx === undefined || shorterSidePx === undefined) continue;
    found.set(`${longerSidePx}×${shorterSidePx}`, { longerSidePx, shorterSidePx });
  }
  return [...found.values()];
}

function participantsOf(chunks: readonly Chunk[]): RecordingParticipant[] {
  const found = new Map<string, { participant: Participant; channels: Set<number> }>();
  for (const participant of chunks.flatMap((chunk) => chunk.metadata?.participants ?? [])) {
    const known = found.get(participant.rawId) ?? { participant, channels: new Set<number>() };
    if (participant.channel !== undefined) known.channels.add(participant.channel);
    found.set(participant.rawId, known);
  }
  return [...found.values()].map(({ participant: { rawId, kind }, channels }) => ({
    rawId,
    kind,
    channels: [...channels].sort((a, b) => a - b),
  }));
}

function documentOf(chunk: Chunk): ChunkDocument | undefined {
  const named = [...chunk.metadataFiles, ...chunk.mediaFiles].find(
    (file) => file.blob.documentId !== undefined,
  );
  const documentId = chunk.metadata?.documentId ?? named?.blob.documentId;
  return documentId === undefined ? undefined : { chunkIndex: chunk.chunkIndex, documentId };
}

function distinct<T>(values: readonly (T | undefined)[]): T[] {
  return [...new Set(values.filter((value) => value !== undefined))];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
