import type { LocalCall } from './calls.ts';
import { newDocumentId, newGuid, type ByteSource } from './ids.ts';
import {
  type ChunkFacts,
  type FormatChoice,
  type Participant,
  recordingFolder,
  recordingPath,
} from '../files/layout.ts';
import { mediaTraits } from '../media/spec.ts';
import { type StartOrder, mostChannels } from './startRequest.ts';
import { type ChunkLimit, type EndedChunk, RecordingTimeline } from './timeline.ts';
import type { ExportTarget, ExportedChunk } from './chunkExport.ts';

/** How long or how large a chunk may become. */
export interface ChunkSettings {
  /** Of recorded time; 4 hours unless told, which is also the most. */
  readonly chunkSeconds?: number | undefined;
  /** Of media; no limit unless told. A chunk is never shorter than a tenth of a second. */
  readonly chunkBytes?: number | undefined;
}

/** What the service allows. More would not fit into a WAV file of five channels for long. */
export const longestChunkSeconds = 4 * 3600;
/** Shorter chunks would come faster than they can be written. */
const shortestChunkMs = 100;

/** A recording that runs. */
export interface LocalRecording {
  readonly recordingId: string;
  readonly call: LocalCall;
  readonly order: StartOrder;
  /** ms since 1970. */
  readonly startedMs: number;
  readonly channels: number;
  readonly participants: readonly Participant[];
  readonly timeline: RecordingTimeline;
  readonly target: ExportTarget;
  /** What has become of the chunks so far. */
  readonly exports: Promise<ExportedChunk>[];
}

/** @param source makes the recording folder's GUID */
export function newRecording(
  recordingId: string,
  call: LocalCall,
  order: StartOrder,
  startedMs: number,
  settings: ChunkSettings,
  source: ByteSource,
): LocalRecording {
  const participants = assignChannels(call, order);
  const channels =
    order.format.channel === 'mixed'
      ? 1
      : Math.max(1, ...participants.map((each) => (each.channel ?? 0) + 1));
  const path = recordingPath({
    prefix: order.destination?.prefix ?? '',
    startedMs,
    callId: call.callId,
    folder: recordingFolder(recordingId, newGuid(source)),
  });
  return {
    recordingId,
    call,
    order,
    startedMs,
    channels,
    participants,
    timeline: new RecordingTimeline(startedMs, chunkLimit(order.format, channels, settings), order.isPaused),
    target: { path, ...(order.destination ? { containerUrl: order.destination.containerUrl } : {}) },
    exports: [],
  };
}

/** What the metadata of a chunk will say. */
export function factsOf(
  recording: LocalRecording,
  chunk: EndedChunk,
  resourceId: string,
  source: ByteSource,
): ChunkFacts {
  return {
    resourceId,
    callId: recording.call.callId,
    documentId: newDocumentId(source),
    index: chunk.index,
    startedMs: chunk.startedMs,
    durationMs: Math.round(chunk.durationMs),
    pauses: chunk.pauses,
    format: recording.order.format,
    channels: recording.channels,
    participants: recording.participants,
  };
}

function chunkLimit(
  format: FormatChoice,
  channels: number,
  { chunkSeconds = longestChunkSeconds, chunkBytes = Infinity }: ChunkSettings,
): ChunkLimit {
  const timeMs = Math.min(chunkSeconds, longestChunkSeconds) * 1000;
  const sizeMs = (chunkBytes / mediaTraits(format.format, channels).bytesPerSecond) * 1000;
  return sizeMs < timeMs
    ? { durationMs: Math.max(shortestChunkMs, Math.floor(sizeMs)), endReason: 'chunkMaximumSizeExceeded' }
    : { durationMs: timeMs, endReason: 'chunkMaximumTimeExceeded' };
}

/** First those with a channel of their own, then those whose order was given, then all others; five at most. */
function assignChannels(call: LocalCall, { format, channelOf, channelOrder }: StartOrder): Participant[] {
  const everyone = [...new Set([...channelOf.keys(), ...channelOrder, ...call.participants])];
  if (format.channel === 'mixed') return everyone.map((participantId) => ({ participantId }));
  const free = Array.from({ length: mostChannels }, (_, channel) => channel).filter(
    (channel) => ![...channelOf.values()].includes(channel),
  );
  return everyone.map((participantId) => {
    const channel = channelOf.get(participantId) ?? free.shift();
    return channel === undefined ? { participantId } : { participantId, channel };
  });
}
