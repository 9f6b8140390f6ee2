import { withoutUndefined } from '../../base/withoutUndefined.ts';
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
import { type StartRequest, mostChannels } from './startRequest.ts';
import { type ChunkLimit, type EndedChunk, RecordingTimeline, type TimelineState } from './timeline.ts';
import type { ExportTarget, ExportedChunk } from './chunkExport.ts';
import type { ChunkEndReason, SessionEndReason } from '../../recording/event/reasons.ts';

/** How long or how large a chunk may become. */
export interface ChunkSettings {
  /** Of recorded time; default: 4 hours, which is also the most. */
  readonly chunkSeconds?: number | undefined;
  /** Of media; default: no limit. A chunk is never shorter than a tenth of a second. */
  readonly chunkBytes?: number | undefined;
}

/** What the service allows. More would not fit into a WAV file of five channels for long. */
export const longestChunkSeconds = 4 * 3600;
/** Shorter chunks would come faster than they can be written. */
const shortestChunkMs = 100;

/** A chunk that has ended, and what has become of it. */
export interface RecordedChunk {
  readonly facts: ChunkFacts;
  readonly endReason: ChunkEndReason;
  /** Absent until its files are where they belong. */
  exported?: ExportedChunk;
}

/** How a recording ended. */
export interface RecordingEnd {
  readonly reason: SessionEndReason;
  /** ID of the event that is sent when all files have landed. */
  readonly eventId: string;
}

/** A recording that runs, or whose files have not landed yet. */
export interface LocalRecording {
  readonly recordingId: string;
  readonly call: LocalCall;
  readonly request: StartRequest;
  /** ms since 1970. */
  readonly startedMs: number;
  readonly channels: number;
  readonly participants: readonly Participant[];
  readonly timeline: RecordingTimeline;
  readonly target: ExportTarget;
  readonly chunks: RecordedChunk[];
  /** The export of each chunk. */
  readonly exports: Promise<ExportedChunk>[];
  readonly end?: RecordingEnd;
}

/** A recording as it is kept over a restart of the service. */
export interface RecordingState extends Pick<
  LocalRecording,
  'recordingId' | 'startedMs' | 'channels' | 'participants' | 'target' | 'chunks' | 'end'
> {
  readonly callId: string;
  readonly request: Omit<StartRequest, 'channelOf'>;
  readonly timeline: TimelineState;
}

/** What is kept of a recording. */
export function stateOfRecording(recording: LocalRecording): RecordingState {
  const { recordingId, call, request, startedMs, channels, participants, timeline, target, chunks, end } =
    recording;
  const { call: locator, format, isPaused, callbackUrl, destination, channelOrder } = request;
  return {
    ...{ recordingId, callId: call.callId, startedMs, channels, participants, target, chunks },
    timeline: timeline.state,
    request: {
      ...{ call: locator, format, isPaused, channelOrder },
      ...withoutUndefined({ callbackUrl, destination }),
    },
    ...withoutUndefined({ end }),
  };
}

/** The recording that was kept. Its participants say which channel is whose. */
export function restoreRecording(
  state: RecordingState,
  call: LocalCall,
  settings: ChunkSettings,
): LocalRecording {
  const { recordingId, request, startedMs, channels, participants, timeline, target, chunks, end } = state;
  const limit = chunkLimit(request.format, channels, settings);
  return {
    ...{ recordingId, call, startedMs, channels, participants, target, chunks },
    ...withoutUndefined({ end }),
    request: { ...request, channelOf: new Map() },
    timeline: RecordingTimeline.restore(timeline, limit),
    exports: [],
  };
}

/** @param source makes the recording folder's GUID */
export function newRecording(
  recordingId: string,
  call: LocalCall,
  request: StartRequest,
  startedMs: number,
  settings: ChunkSettings,
  source: ByteSource,
): LocalRecording {
  const participants = assignChannels(call, request);
  const channels =
    request.format.channel === 'mixed'
      ? 1
      : Math.max(1, ...participants.map((each) => (each.channel ?? 0) + 1));
  const path = recordingPath({
    prefix: request.destination?.prefix ?? '',
    startedMs,
    callId: call.callId,
    folder: recordingFolder(recordingId, newGuid(source)),
  });
  return {
    recordingId,
    call,
    request,
    startedMs,
    channels,
    participants,
    timeline: new RecordingTimeline(
      startedMs,
      chunkLimit(request.format, channels, settings),
      request.isPaused,
    ),
    target: { path, ...withoutUndefined({ containerUrl: request.destination?.containerUrl }) },
    chunks: [],
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
    format: recording.request.format,
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

/** First those with a channel of their own, then those whose request was given, then all others; five at most. */
function assignChannels(call: LocalCall, { format, channelOf, channelOrder }: StartRequest): Participant[] {
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
