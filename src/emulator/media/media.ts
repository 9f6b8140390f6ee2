import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { MediaSpec } from './spec.ts';
import { mp3Pieces } from './mp3.ts';
import { wavPieces } from './wav.ts';

/**
 * A playable file in memory; for long ones use `writeMedia`.
 * Rejects when a loop of `media/emulator/` cannot be read.
 */
export async function mediaBytes(spec: MediaSpec): Promise<Uint8Array> {
  const pieces = await piecesOf(spec);
  if (pieces) return new Uint8Array(Buffer.concat([...pieces]));
  const { mp4Bytes } = await import('./mp4Writer.ts');
  return mp4Bytes(spec.durationMs);
}

/** Writes a playable file of any length to disk, piece by piece. Rejects with Node's error when the disk fails. */
export async function writeMedia(path: string, spec: MediaSpec): Promise<void> {
  const pieces = await piecesOf(spec);
  if (pieces) {
    await pipeline(Readable.from(pieces), createWriteStream(path));
    return;
  }
  const { writeMp4File } = await import('./mp4Writer.ts');
  await writeMp4File(path, spec.durationMs);
}

async function piecesOf(spec: MediaSpec): Promise<Iterable<Uint8Array> | undefined> {
  switch (spec.format) {
    case 'wav':
      return wavPieces(spec.durationMs, spec.channels ?? 1, spec.firstNote ?? 0);
    case 'mp3':
      return mp3Pieces(spec.durationMs, spec.firstNote ?? 0);
    case 'mp4':
      return undefined;
  }
}
