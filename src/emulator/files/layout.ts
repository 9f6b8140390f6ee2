import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { RecordingFormat } from '../../recording/formats.ts';
import { metadataKind } from '../../recording/blobName.ts';
import { mediaTraits } from '../media/spec.ts';

/** The parts of the names of a recording's files. */
export interface RecordingPlace {
  /** Before the date folder: empty, or ending in `/`. */
  readonly prefix: string;
  /** ms since 1970; its UTC day is the date folder. */
  readonly startedMs: number;
  readonly callId: string;
  /** The recording folder, as `recordingFolder` makes it. */
  readonly folder: string;
}

/** A stretch of time for which a recording was paused. */
export interface PauseInterval {
  readonly startedMs: number;
  readonly durationMs: number;
}

export interface Participant {
  /** Raw ID (MRI), such as `8:acs:…` or `4:+1555…`. */
  readonly participantId: string;
  /** Which channel of the file holds the voice; only where channels are not mixed. */
  readonly channel?: number;
}

/** A legal combination of content, channel and format type, by its words alone. */
export type FormatChoice = Pick<RecordingFormat, 'content' | 'channel' | 'format'>;

/** What one chunk's metadata says. */
export interface ChunkFacts {
  readonly resourceId: string;
  readonly callId: string;
  readonly documentId: string;
  readonly index: number;
  readonly startedMs: number;
  /** Length of the media: pauses are not in it. */
  readonly durationMs: number;
  readonly pauses: readonly PauseInterval[];
  readonly format: FormatChoice;
  /** Channels of the file. */
  readonly channels: number;
  readonly participants: readonly Participant[];
}

/**
 * The recording folder: the first 8 characters of the recording ID, `-`, and a GUID.
 * @see https://learn.microsoft.com/azure/communication-services/quickstarts/call-automation/call-recording/bring-your-own-storage
 */
export function recordingFolder(recordingId: string, guid: string): string {
  return `${recordingId.slice(0, 8)}-${guid}`;
}

/** Container path of a recording's folder, ending in `/`. */
export function recordingPath(place: RecordingPlace): string {
  const date = new Date(place.startedMs).toISOString().slice(0, 10).replaceAll('-', '');
  return `${place.prefix}${date}/${place.callId}/${place.folder}/`;
}

/** `0-acsmetadata.documentId.json`, or without the document ID as users report it. */
export function metadataFileName(index: number, documentId?: string): string {
  return chunkFileName(index, metadataKind, documentId, 'json');
}

/**
 * `0-audiomp3.documentId.mp3`, or without the document ID. `audiovideomp4` is by analogy: no source shows
 * the name of a video.
 */
export function mediaFileName(index: number, format: FormatChoice, documentId?: string): string {
  const kind = `${format.content.toLowerCase()}${format.format}`;
  return chunkFileName(index, kind, documentId, format.format);
}

function chunkFileName(
  index: number,
  kind: string,
  documentId: string | undefined,
  extension: string,
): string {
  return [`${index}-${kind}`, ...(documentId === undefined ? [] : [documentId]), extension].join('.');
}

/**
 * ISO 8601 with the seven fractional digits of the service.
 * @param ms since 1970; fractions are kept to 1/16 ms; anything finer may be rounding error
 */
export function serviceTime(ms: number): string {
  const whole = Math.floor(ms);
  const ticks = String(Math.floor((ms - whole) * 16) * 625).padStart(4, '0');
  return new Date(whole).toISOString().replace('Z', `${ticks}Z`);
}

/**
 * Chunk metadata as the service writes it.
 * @see https://learn.microsoft.com/azure/communication-services/concepts/voice-video-calling/call-recording
 */
export function chunkMetadata(chunk: ChunkFacts): object {
  const traits = mediaTraits(chunk.format.format, chunk.channels);
  return {
    resourceId: chunk.resourceId,
    callId: chunk.callId,
    chunkDocumentId: chunk.documentId,
    chunkIndex: chunk.index,
    chunkStartTime: serviceTime(chunk.startedMs),
    chunkDuration: Math.round(chunk.durationMs),
    pauseResumeIntervals: chunk.pauses.map((pause) => ({
      startTime: serviceTime(pause.startedMs),
      duration: Math.round(pause.durationMs),
    })),
    recordingInfo: {
      contentType: chunk.format.content,
      channelType: chunk.format.channel,
      format: chunk.format.format,
      audioConfiguration: {
        sampleRate: traits.sampleRate,
        bitRate: traits.audioBitRate,
        channels: chunk.channels,
      },
      ...withoutUndefined({ videoConfiguration: traits.video }),
    },
    participants: chunk.participants,
  };
}
