import { type JsonProblem, byteOrderMark, parseJson } from './jsonProblem.ts';
import {
  type Fields,
  type Instant,
  fieldValue,
  fieldsOf,
  listField,
  numberField,
  textField,
  timeField,
} from './fields.ts';
import { type MetadataNote, MetadataNotes } from './note.ts';
import { type Participant, readParticipants } from './participants.ts';
import { type RecordingInfo, readRecordingInfo } from '../info.ts';
import { type DecodedText, decodeText, isUnusualEncoding } from '../../base/text/decode.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';

/** A stretch in which the recording was paused. */
export interface Pause {
  /** ISO 8601, exactly as the file has it. */
  readonly start: string;
  /** In ms since 1970; absent where `start` is no time. */
  readonly startMs?: number;
  readonly durationMs: number;
}

/** What the metadata file of one chunk says, in any variant of the schema. */
export interface ChunkMetadata extends RecordingInfo {
  /** The immutable ID of the Communication Services resource, a GUID. */
  readonly resourceId?: string;
  readonly callId?: string;
  readonly documentId?: string;
  /** Place of the chunk in the recording, from 0. */
  readonly chunkIndex?: number;
  /** ISO 8601, exactly as the file has it. */
  readonly chunkStart?: string;
  /** In ms since 1970; absent where `chunkStart` is no time. */
  readonly chunkStartMs?: number;
  readonly chunkDurationMs?: number;
  readonly pauses: readonly Pause[];
  readonly participants: readonly Participant[];
  /** Version of the schema, where the file names one. */
  readonly version?: string;
}

/** Why a text could not be read as chunk metadata, and where in it. */
export type ChunkMetadataError =
  | JsonProblem
  | {
      readonly code: 'notAnObject' | 'tooLarge';
      readonly offset: number;
      readonly line: number;
      readonly column: number;
    };

/** Chunk metadata with remarks on what is odd in it, or why there is none. */
export type ChunkMetadataResult =
  | { readonly metadata: ChunkMetadata; readonly notes: readonly MetadataNote[] }
  | { readonly error: ChunkMetadataError };

/** A longer text, in UTF-16 units, is not read: a real file has a few thousand. */
export const maxMetadataLength = 10 * 1024 * 1024;

/** The documented longest chunk, in ms. */
export const maxChunkDurationMs = 4 * 60 * 60 * 1000;

const atStart = { offset: 0, line: 1, column: 1 };

const knownFields = [
  'resourceId',
  'callId',
  'chunkDocumentId',
  'chunkIndex',
  'chunkStartTime',
  'chunkDuration',
  'pauseResumeIntervals',
  'recordingInfo',
  'participants',
  'version',
];

/**
 * Reads a chunk metadata file in every variant that is known; never throws.
 *
 * Offsets in an error count from after a byte order mark.
 * @param source content of the file; a text may begin with a byte order mark
 * @see https://learn.microsoft.com/azure/communication-services/concepts/voice-video-calling/call-recording
 */
export function parseChunkMetadata(source: string | Uint8Array | DecodedText): ChunkMetadataResult {
  if (sizeOf(source) > maxMetadataLength) return { error: { code: 'tooLarge', ...atStart } };
  const { text, encoding } = decoded(source);
  const notes = new MetadataNotes();
  const isMarked = text.startsWith(byteOrderMark);
  if (isMarked || encoding === 'utf-8-bom') notes.add('byteOrderMark', []);
  if (isUnusualEncoding(encoding)) notes.add('otherEncoding', [], encoding);
  const parsed = parseJson(isMarked ? text.slice(1) : text);
  if ('problem' in parsed) return { error: parsed.problem };
  const fields = fieldsOf(parsed.value, [], knownFields, notes);
  if (!fields) return { error: { code: 'notAnObject', ...atStart } };
  return { metadata: readMetadata(fields, notes), notes: notes.list() };
}

function sizeOf(source: string | Uint8Array | DecodedText): number {
  return typeof source === 'string' || source instanceof Uint8Array ? source.length : source.text.length;
}

function decoded(source: string | Uint8Array | DecodedText): DecodedText {
  if (typeof source === 'string') return { text: source, encoding: 'utf-8' };
  return source instanceof Uint8Array ? decodeText(source) : source;
}

function readMetadata(fields: Fields, notes: MetadataNotes): ChunkMetadata {
  const start = timeField(fields, 'chunkStartTime', { ifMissing: 'warning' });
  const durationMs = numberField(fields, 'chunkDuration', { ifMissing: 'warning' });
  if (durationMs !== undefined && durationMs > maxChunkDurationMs) {
    notes.add('overFourHours', ['chunkDuration'], durationMs);
  }
  const info = readRecordingInfo(fields, notes);
  const version = fieldValue(fields, 'version');
  if (version) notes.add('versionField', version.path, version.value);
  return withoutUndefined({
    resourceId: textField(fields, 'resourceId', { ifMissing: 'info' }),
    callId: textField(fields, 'callId', { ifMissing: 'warning' }),
    documentId: textField(fields, 'chunkDocumentId', { ifMissing: 'warning' }),
    chunkIndex: numberField(fields, 'chunkIndex', { ifMissing: 'warning', whole: true }),
    chunkStart: start?.text,
    chunkStartMs: start?.ms,
    chunkDurationMs: durationMs,
    pauses: readPauses(fields, notes, start, durationMs),
    ...info,
    participants: readParticipants(fields, notes, info.channelType?.value),
    version: typeof version?.value === 'string' ? version.value : undefined,
  });
}

function readPauses(
  fields: Fields,
  notes: MetadataNotes,
  chunkStart: Instant | undefined,
  chunkDurationMs = Infinity,
): Pause[] {
  let pausedMs = 0;
  return listField(fields, 'pauseResumeIntervals', { ifMissing: 'info' }).flatMap((item, index) => {
    const path = ['pauseResumeIntervals', index];
    const pause = fieldsOf(item, path, ['startTime', 'duration'], notes);
    if (!pause) {
      notes.add('wrongType', path, item);
      return [];
    }
    const start = timeField(pause, 'startTime', { ifMissing: 'warning' });
    const durationMs = numberField(pause, 'duration', { ifMissing: 'warning' });
    if (!start || durationMs === undefined) return [];
    // Whether the chunk's duration counts its pauses is not documented: take it as not counting them.
    const sinceStart = (start.ms ?? NaN) - (chunkStart?.ms ?? NaN);
    if (sinceStart < 0 || sinceStart > chunkDurationMs + pausedMs) {
      notes.add('pauseOutsideChunk', path, start.text);
    }
    pausedMs += durationMs;
    return [withoutUndefined({ start: start.text, startMs: start.ms, durationMs })];
  });
}
