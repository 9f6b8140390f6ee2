import {
  type ByteSource,
  newDocumentId,
  newGuid,
  newRecordingId,
  newUserId,
} from '../../src/emulator/service/ids.ts';
import {
  type ChunkFacts,
  type Participant,
  type FormatChoice,
  chunkMetadata,
  mediaFileName,
  metadataFileName,
  recordingFolder,
  recordingPath,
} from '../../src/emulator/files/layout.ts';
import { mediaBytes } from '../../src/emulator/media/media.ts';
import { mediaTraits } from '../../src/emulator/media/spec.ts';

/** A file of a container, ready to be written. */
export interface SampleFile {
  readonly name: string;
  readonly content: Uint8Array;
  readonly contentType: string;
}

export interface SampleChunk {
  /** Length of the media; multiples of 36 ms for mp3 and of 8 s for mp4 come out exact. */
  readonly durationMs: number;
  /** The gap before this chunk, in ms, without a pause. */
  readonly gapBeforeMs?: number;
  readonly pauses?: readonly { readonly afterMs: number; readonly durationMs: number }[];
}

export interface SampleRecording {
  readonly prefix?: string;
  readonly startedMs: number;
  readonly callId: string;
  readonly format: FormatChoice;
  /** Channels of an unmixed wav. */
  readonly channels?: number;
  readonly chunks: readonly SampleChunk[];
  /** Whether the names hold the document ID. */
  readonly documentIds: boolean;
  readonly participants: readonly string[];
}

export const resourceId = 'e333a5b5-c1e4-4984-b752-447bf92d10b7';

export const mp4: FormatChoice = { content: 'audioVideo', channel: 'mixed', format: 'mp4' };
export const mp3: FormatChoice = { content: 'audio', channel: 'mixed', format: 'mp3' };
export const wav: FormatChoice = { content: 'audio', channel: 'mixed', format: 'wav' };
export const unmixed: FormatChoice = { content: 'audio', channel: 'unmixed', format: 'wav' };

/** Raw IDs of the given number of participants, the last of several a telephone. */
export function sampleParticipants(count: number, source: ByteSource): string[] {
  return Array.from({ length: count }, (_, index) =>
    index > 0 && index === count - 1 ? '4:+14255550123' : newUserId(resourceId, source),
  );
}

/** All files of a recording as the service would leave them, metadata before media. */
export async function sampleFiles(recording: SampleRecording, source: ByteSource): Promise<SampleFile[]> {
  const folder = recordingFolder(newRecordingId(source), newGuid(source));
  const path = recordingPath({ prefix: '', ...recording, folder });
  const files: SampleFile[] = [];
  for (const [index, facts] of chunkFacts(recording, source).entries()) {
    const documentId = recording.documentIds ? facts.documentId : undefined;
    files.push(jsonFile(path + metadataFileName(index, documentId), chunkMetadata(facts)), {
      name: path + mediaFileName(index, recording.format, documentId),
      content: await media(facts),
      contentType: mediaTraits(recording.format.format, facts.channels).contentType,
    });
  }
  return files;
}

/** A file of JSON in one line, as the service writes it. */
export function jsonFile(name: string, value: unknown): SampleFile {
  return { name, content: Buffer.from(JSON.stringify(value)), contentType: 'application/json' };
}

function chunkFacts(recording: SampleRecording, source: ByteSource): ChunkFacts[] {
  const channels = recording.format.channel === 'unmixed' ? (recording.channels ?? 2) : 1;
  let at = recording.startedMs;
  return recording.chunks.map((chunk, index) => {
    const startedMs = at + (chunk.gapBeforeMs ?? 0);
    let paused = 0;
    const pauses = (chunk.pauses ?? []).map(({ afterMs, durationMs }) => {
      const pause = { startedMs: startedMs + afterMs + paused, durationMs };
      paused += durationMs;
      return pause;
    });
    at = startedMs + chunk.durationMs + paused;
    return {
      resourceId,
      callId: recording.callId,
      documentId: newDocumentId(source),
      index,
      startedMs,
      durationMs: chunk.durationMs,
      pauses,
      format: recording.format,
      channels,
      participants: participantsOf(recording),
    };
  });
}

function participantsOf(recording: SampleRecording): Participant[] {
  return recording.participants.map((participantId, channel) =>
    recording.format.channel === 'unmixed' ? { participantId, channel } : { participantId },
  );
}

const made = new Map<string, Promise<Uint8Array>>();

/** The same media serves many recordings. */
function media(facts: ChunkFacts): Promise<Uint8Array> {
  const spec = {
    format: facts.format.format,
    channels: facts.channels,
    durationMs: facts.durationMs,
    firstNote: facts.index,
  };
  const key = JSON.stringify(spec);
  const bytes = made.get(key) ?? mediaBytes(spec);
  made.set(key, bytes);
  return bytes;
}
