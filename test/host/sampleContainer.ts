import { type ByteSource, newGuid, seededSource } from '../../src/emulator/service/ids.ts';
import {
  type SampleFile,
  type SampleRecording,
  mp3,
  mp4,
  sampleFiles,
  sampleParticipants,
  unmixed,
  wav,
} from './sampleRecording.ts';

export interface SampleContainerOptions {
  /** How many date folders, at least 1; default: 64. */
  readonly dates?: number;
  /** The newest day, as `YYYY-MM-DD`; default: 2026-11-20. */
  readonly newest?: string;
  /** Before each date folder: empty, or ending in `/`. */
  readonly prefix?: string;
  /** Whether blobs that are no recordings are among them; default: true. */
  readonly otherFiles?: boolean;
}

const dayMs = 86_400_000;

/**
 * A container as a busy one looks: two to five calls on each date, all formats, several recordings a call,
 * several chunks a recording, half of the names with a document ID. The same options give the same files.
 */
export async function* sampleRecordings(options: SampleContainerOptions = {}): AsyncIterable<SampleFile> {
  const prefix = options.prefix ?? '';
  const newest = Date.parse(`${options.newest ?? '2026-11-20'}T00:00:00Z`);
  const source = seededSource(`container ${prefix}`);
  for (let index = 0; index < (options.dates ?? 64); index++) {
    // Not each day has calls: one of seven has none.
    const dayStart = newest - (index + Math.floor(index / 6)) * dayMs;
    for (const recording of recordingsOfDay(dayStart, prefix, index, source)) {
      yield* await sampleFiles(recording, source);
    }
  }
  if (options.otherFiles ?? true) yield* otherFiles(prefix, newest);
}

function* recordingsOfDay(
  dayStart: number,
  prefix: string,
  index: number,
  source: ByteSource,
): Iterable<SampleRecording> {
  const calls = 2 + (index % 4);
  for (let call = 0; call < calls; call++) {
    const callId = newGuid(source);
    const startedMs = dayStart + 8.25 * 3_600_000 + call * 5_400_000 + index * 61_234 + 0.6875;
    const people = 2 + ((index + call) % 2);
    const participants = sampleParticipants(people, source);
    const base = { prefix, callId, participants, documentIds: (index + call) % 2 === 0 };
    yield { ...base, startedMs, ...contentOf(index + call * 3, people) };
    if ((index + call) % 5 === 0) {
      yield { ...base, startedMs: startedMs + 900_000, ...contentOf(index + call + 1, people) };
    }
  }
}

/** Five kinds of recordings in turn. */
function contentOf(turn: number, channels: number): Pick<SampleRecording, 'format' | 'chunks' | 'channels'> {
  switch (turn % 5) {
    case 0:
      return { format: mp3, chunks: [{ durationMs: 1800 }] };
    case 1:
      return {
        format: mp3,
        chunks: [
          { durationMs: 900, pauses: [{ afterMs: 500, durationMs: 5220 }] },
          { durationMs: 900, ...(turn % 2 === 0 ? {} : { gapBeforeMs: 2000 }) },
          { durationMs: 1440 },
        ],
      };
    case 2:
      return { format: wav, chunks: [{ durationMs: 1000 }] };
    case 3:
      return { format: unmixed, channels, chunks: [{ durationMs: 500 }] };
    default:
      return { format: mp4, chunks: [{ durationMs: 1000 }] };
  }
}

function* otherFiles(prefix: string, newest: number): Iterable<SampleFile> {
  const date = new Date(newest).toISOString().slice(0, 10).replaceAll('-', '');
  const names = [
    `${prefix}README.txt`,
    `${prefix}logs/export.log`,
    `${prefix}${date}/notes.txt`,
    `${prefix}${date}/report/summary.csv`,
    `${prefix}20261399/not-a-date/eyJQbGF0-x/0-audiomp3.mp3`,
  ];
  for (const name of names) {
    yield { name, content: Buffer.from(`Not a recording: ${name}\n`), contentType: 'text/plain' };
  }
}
