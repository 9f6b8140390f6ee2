// Writes media/emulator/: the encoded loops that the local service makes its media of. Needs ffmpeg with
// libmp3lame and libx264; run it only to change how they sound or look: `npm exec node test/host/makeTones.ts`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './paths.ts';

const target = join(root, 'media', 'emulator');
const notes = [262, 330, 392, 523, 440];
const sampleRate = 16_000;

function ffmpeg(input: Buffer, ...args: string[]): Buffer {
  return execFileSync('ffmpeg', ['-v', 'error', ...args], { input, maxBuffer: 100_000_000 });
}

/** Each note for the given time, faded at both ends, as 16 bit samples. */
function tones(seconds: number): Buffer {
  const count = seconds * sampleRate;
  const samples = notes.flatMap((hertz) =>
    Array.from({ length: count }, (_, i) => {
      const loudness = Math.min(1, i / 480, (count - 1 - i) / 480) * 0.28 * 32_767;
      const phase = (2 * Math.PI * hertz * i) / sampleRate;
      return Math.trunc(loudness * (Math.sin(phase) + 0.25 * Math.sin(2 * phase)));
    }),
  );
  return Buffer.from(Int16Array.from(samples).buffer);
}

const rawAudio = ['-f', 's16le', '-ar', String(sampleRate), '-ac', '1'];

/** 125 frames that need no other frame, after the two that the encoder fills with its delay. */
function mp3Loop(): Buffer {
  const encoding = ['-c:a', 'libmp3lame', '-b:a', '48k', '-reservoir', '0', '-write_xing', '0'];
  const mp3 = ffmpeg(
    tones(0.9),
    ...rawAudio,
    '-i',
    '-',
    ...encoding,
    '-id3v2_version',
    '0',
    '-f',
    'mp3',
    '-',
  );
  return mp3.subarray(2 * 216, 127 * 216);
}

type Colour = readonly [number, number, number];
const width = 320;
const height = 180;
const tiles: readonly Colour[] = [
  [52, 101, 164],
  [78, 154, 6],
  [196, 160, 0],
  [164, 60, 60],
  [117, 80, 123],
];

/** A tile for each participant, of which the one that sounds is lit, and a bar that runs once in the loop. */
function picture(frame: number): Buffer {
  const pixels = Buffer.alloc(width * height * 3);
  const fill = (x: number, y: number, w: number, h: number, colour: Colour) => {
    const row = Buffer.from(
      Array.from({ length: w }, () => colour.map((c) => Math.min(255, Math.trunc(c)))).flat(),
    );
    for (let line = y; line < y + h; line++) row.copy(pixels, (line * width + x) * 3);
  };
  fill(0, 0, width, height, [24, 28, 36]);
  for (const [index, [r, g, b]] of tiles.entries()) {
    const isLit = index === Math.trunc(frame / 16 / 1.6) % tiles.length;
    const light = isLit ? 1.35 : 0.45;
    fill(14 + index * 60, 50, 52, 60, [r * light, g * light, b * light]);
    if (isLit) fill(14 + index * 60, 114, 52, 4, [240, 240, 240]);
  }
  fill(14, 146, 292, 6, [60, 66, 78]);
  fill(14, 146, 2 + Math.trunc((290 * frame) / 127), 6, [220, 224, 230]);
  return pixels;
}

/** 8 s, of which each second begins with a picture that needs no other. */
function mp4Loop(): void {
  const folder = mkdtempSync(join(tmpdir(), 'tones-'));
  const sound = join(folder, 'sound');
  writeFileSync(sound, tones(1.6));
  const frames = Buffer.concat(Array.from({ length: 128 }, (_, frame) => picture(frame)));
  const rawVideo = ['-f', 'rawvideo', '-pix_fmt', 'rgb24', '-s', `${width}x${height}`, '-r', '16'];
  const video =
    '-c:v libx264 -profile:v baseline -pix_fmt yuv420p -crf 24 -preset veryslow -bf 0 -g 16 -keyint_min 16 ' +
    '-sc_threshold 0 -x264-params stitchable=1';
  const audio =
    '-c:a aac -b:a 48k -map_metadata -1 -fflags +bitexact -flags:v +bitexact -flags:a +bitexact -y';
  ffmpeg(
    frames,
    ...[...rawVideo, '-i', '-', ...rawAudio, '-i', sound],
    ...[...video.split(' '), ...audio.split(' '), join(target, 'tones.mp4')],
  );
  rmSync(folder, { recursive: true });
}

writeFileSync(join(target, 'tones.mp3'), mp3Loop());
mp4Loop();
