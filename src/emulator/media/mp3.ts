import { readLoop } from './assets.ts';
import { repeatLoop } from './repeatLoop.ts';

/** MPEG-2 Layer III at 16 kHz and 48 kbit/s: 576 samples in 216 bytes, never padded. */
const frameBytes = 216;
const frameMs = 36;
const framesPerNote = 25;
const framesPerLoop = 125;

/** An mp3 file in pieces: as many whole frames as come nearest to the duration, at least one. */
export async function mp3Pieces(durationMs: number, firstNote: number): Promise<Iterable<Uint8Array>> {
  const loop = await readLoop('tones.mp3');
  const frames = Math.max(1, Math.round(durationMs / frameMs));
  const start = ((firstNote * framesPerNote) % framesPerLoop) * frameBytes;
  return repeatLoop(loop, start, frames * frameBytes, loop.byteLength);
}
