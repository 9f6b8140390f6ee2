import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { type Recording, type StoredFile, groupDay } from '../../../src/recording/call.ts';
import {
  type ChunkMetadata,
  type ChunkMetadataResult,
  parseChunkMetadata,
} from '../../../src/recording/metadata/metadata.ts';
import { type Chunk, chunksOf } from '../../../src/recording/chunks.ts';
import type { MetadataNote, MetadataNoteCode } from '../../../src/recording/metadata/note.ts';

/** Files of test/fixtures/metadata; the first two are as the service wrote them. */
export const metadataFixtures = [
  '2021-swapped',
  '2022-mp4',
  'variant-dummy',
  'variant-telephony',
  'unmixed-wav',
] as const;

export function fixtureText(name: (typeof metadataFixtures)[number]): string {
  return readFileSync(new URL(`../../fixtures/metadata/${name}.json`, import.meta.url), 'utf8');
}

/** The metadata of a text that must be readable. */
export function metadataOf(text: string): ChunkMetadata {
  return readable(text).metadata;
}

export function notesOf(text: string): readonly MetadataNote[] {
  return readable(text).notes;
}

export function codesOf(text: string): MetadataNoteCode[] {
  return notesOf(text).map((note) => note.code);
}

function readable(text: string): Extract<ChunkMetadataResult, { metadata: ChunkMetadata }> {
  const result = parseChunkMetadata(text);
  if ('error' in result) throw new Error(`not readable: ${result.error.code} at ${result.error.offset}`);
  return result;
}

export const folder =
  '20260112/f954192d-52ef-4385-85e3-50662ca971ae/eyJQbGF0-7e89d543-26f6-483f-a841-d49157639d03/';

export function storedFile(name: string, sizeBytes = 1000, lastModifiedMs = 0): StoredFile {
  return { name, sizeBytes, lastModified: new Date(lastModifiedMs) };
}

/** The one recording that the files make up; names are below `folder`. */
export function recordingOf(files: Readonly<Record<string, number>>): Recording {
  const stored = Object.entries(files).map(([name, size]) => storedFile(`${folder}${name}`, size));
  const recording = groupDay(stored, '').calls[0]?.recordings[0];
  if (!recording) throw new Error('no recording');
  return recording;
}

/** Metadata of a chunk that starts `startS` seconds into the recording and lasts `durationS`. */
export function chunkText(index: number, startS: number, durationS: number, more: object = {}): string {
  return JSON.stringify({
    resourceId: 'e333a5b5-c1e4-4984-b752-447bf92d10b7',
    callId: 'f954192d-52ef-4385-85e3-50662ca971ae',
    chunkDocumentId: `0-eus-d12-${String(index).padStart(32, '0')}`,
    chunkIndex: index,
    chunkStartTime: at(startS),
    chunkDuration: durationS * 1000,
    pauseResumeIntervals: [],
    recordingInfo: {
      contentType: 'audio',
      channelType: 'mixed',
      format: 'mp3',
      audioConfiguration: { sampleRate: 16000, bitRate: 48000, channels: 1 },
    },
    participants: [{ participantId: '4:+15551234567' }],
    ...more,
  });
}

export const recordingStartMs = Date.parse('2026-01-12T09:00:00Z');

/** The time this many seconds into the recording, as ISO 8601. */
export function at(seconds: number): string {
  return new Date(recordingStartMs + seconds * 1000).toISOString();
}

export interface MadeRecording {
  readonly recording: Recording;
  readonly chunks: readonly Chunk[];
}

/** A recording with one mp3 and one metadata file for each text; `measuredS` are lengths of the media. */
export function madeRecording(
  texts: readonly (string | undefined)[],
  measuredS: readonly (number | undefined)[] = [],
  sizes: Readonly<Record<string, number>> = {},
): MadeRecording {
  const names = texts.flatMap((_, index) => [`${index}-acsmetadata.json`, `${index}-audiomp3.mp3`]);
  const recording = recordingOf({ ...Object.fromEntries(names.map((name) => [name, 1000])), ...sizes });
  const metadata = new Map(
    texts.flatMap((text, index) =>
      text === undefined ? [] : [[`${folder}${index}-acsmetadata.json`, parseChunkMetadata(text)] as const],
    ),
  );
  const measures = new Map(
    measuredS.flatMap((seconds, index) =>
      seconds === undefined
        ? []
        : [
            [
              `${folder}${index}-audiomp3.mp3`,
              { kind: 'measured', durationMs: seconds * 1000 } as const,
            ] as const,
          ],
    ),
  );
  return { recording, chunks: chunksOf(recording, { metadata, measures }) };
}

/** Texts that are nearly JSON: pieces of its grammar in any order. */
export const nearJson = fc
  .array(
    fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"a"',
        '"\\u00e9"',
        '"',
        '\\',
        '1',
        '-',
        '.5',
        'e9',
        '01',
        'true',
        'nul',
        'null',
      ],
      ...[' ', '\n', '\r\n', '\t', '//', '/* */', "'", '\u00a0', '\u0001', '\ufeff', '"\\x"', '"\n"'],
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));
