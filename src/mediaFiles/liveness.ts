import { type Chunk, isFull } from '../recording/chunks.ts';
import { maxChunkDurationMs } from '../recording/metadata/metadata.ts';
import type { Recording } from '../recording/call.ts';

const minute = 60_000;
/** After this time without a new file, only a chunk that ended because it was full can have a successor. */
const quietMs = 30 * minute;
/** Files of one chunk are written one after the other, within this time. */
const writingMs = 3 * minute;

/** How a recording may still change. */
export interface Liveness {
  /** New files may come. */
  readonly isLive: boolean;
  /** Files are being written right now. */
  readonly isGrowing: boolean;
  /** When to look again, in ms from now; absent where nothing is to be expected. */
  readonly lookAgainMs?: number;
}

export const notLive: Liveness = { isLive: false, isGrowing: false };

/** Whether new files are to be expected, from when the youngest was written and whether the last chunk was full. */
export function livenessOf(recording: Recording, chunks: readonly Chunk[], nowMs: number): Liveness {
  const youngest = recording.files.reduce((last, file) => Math.max(last, file.lastModified.getTime()), 0);
  const ageMs = nowMs - youngest;
  const isLive = ageMs < quietMs || (isFull(chunks.at(-1)) && ageMs < maxChunkDurationMs + quietMs);
  if (!isLive) return notLive;
  return { isLive, isGrowing: ageMs < writingMs, lookAgainMs: ageMs < writingMs ? 5_000 : 20_000 };
}
