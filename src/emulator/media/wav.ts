import { repeatLoop } from './repeatLoop.ts';
import { sampleRate } from './spec.ts';

const notes = [262, 330, 392, 523, 440];
const bytesPerSample = 2;
const headerBytes = 44;
const fadeSamples = 480;
const loops = new Map<number, Uint8Array>();

/**
 * A wav file of 16 bit PCM at 16 kHz in pieces: a note a second, the second channel at 1.5 times
 * the pitch of the first, the third at twice, and so on.
 * @see https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html
 */
export function* wavPieces(durationMs: number, channels: number, firstNote: number): Iterable<Uint8Array> {
  const frameBytes = channels * bytesPerSample;
  const dataBytes = Math.round((durationMs * sampleRate) / 1000) * frameBytes;
  yield wavHeader(dataBytes, channels);
  yield* repeatLoop(
    toneLoop(channels),
    (firstNote % notes.length) * sampleRate * frameBytes,
    dataBytes,
    sampleRate * frameBytes,
  );
}

function wavHeader(dataBytes: number, channels: number): Uint8Array {
  const header = Buffer.alloc(headerBytes);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(headerBytes - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * channels * bytesPerSample, 28);
  header.writeUInt16LE(channels * bytesPerSample, 32);
  header.writeUInt16LE(bytesPerSample * 8, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

/** One second of each note, as interleaved samples. */
function toneLoop(channels: number): Uint8Array {
  const known = loops.get(channels);
  if (known) return known;
  const samples = new Int16Array(notes.length * sampleRate * channels);
  let at = 0;
  for (const note of notes) {
    for (let i = 0; i < sampleRate; i++) {
      const loudness = Math.min(1, i / fadeSamples, (sampleRate - 1 - i) / fadeSamples) * 9_000;
      for (let channel = 0; channel < channels; channel++) {
        const hertz = Math.round(note * (1 + channel / 2));
        samples[at++] = Math.round(Math.sin((2 * Math.PI * hertz * i) / sampleRate) * loudness);
      }
    }
  }
  const loop = new Uint8Array(samples.buffer);
  loops.set(channels, loop);
  return loop;
}
