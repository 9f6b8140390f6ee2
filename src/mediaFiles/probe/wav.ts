import type { MediaMeasure } from '../../recording/mediaLength.ts';
import { type Bytes, textOf, viewOf } from './bytes.ts';

interface Format {
  /** Bytes of one second, by the header. */
  readonly bytesPerSecond: number;
  readonly isPcm: boolean;
}

/** A real file has a handful of chunks. */
const maxChunks = 64;
const unknownSize = 0xffff_ffff;
/** PCM, floating point, A-law, µ-law, and PCM with an extended header. */
const pcmTags: readonly number[] = [1, 3, 6, 7, 0xfffe];

/**
 * The length of a WAV, from its header and from how many bytes of sound are there.
 * @returns undefined where the content is no WAV
 * @see https://www.mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html
 * @see https://tech.ebu.ch/docs/tech/tech3306.pdf (RF64)
 */
export async function measureWav(bytes: Bytes): Promise<MediaMeasure | undefined> {
  const head = await bytes.upTo(0, 12);
  if (!/^(?:RIFF|RF64|BW64)$/.test(textOf(head, 0, 4)) || textOf(head, 8, 4) !== 'WAVE') return undefined;
  let format: Format | undefined;
  let largeSize: number | undefined;
  for (let at = 12, chunk = 0; chunk < maxChunks; chunk++) {
    const header = await bytes.upTo(at, 8);
    if (header.length < 8) break;
    const size = viewOf(header).getUint32(4, true);
    const start = at + 8;
    switch (textOf(header, 0, 4)) {
      case 'fmt ':
        format = readFormat(await bytes.upTo(start, 16));
        break;
      case 'ds64':
        largeSize = readLargeSize(await bytes.upTo(start, 24));
        break;
      case 'data':
        return lengthOf(format, size === unknownSize ? (largeSize ?? 0) : size, bytes.sizeBytes - start);
    }
    // Chunks begin at even places.
    at = start + size + (size % 2);
  }
  return format ? { kind: 'unplayable', why: 'noSound' } : { kind: 'unknown', why: 'unsupported' };
}

function readFormat(bytes: Uint8Array): Format | undefined {
  if (bytes.length < 16) return undefined;
  const view = viewOf(bytes);
  const [rateHz, blockBytes] = [view.getUint32(4, true), view.getUint16(12, true)];
  const isPcm = pcmTags.includes(view.getUint16(0, true));
  const bytesPerSecond = isPcm ? rateHz * blockBytes : view.getUint32(8, true);
  return bytesPerSecond > 0 ? { bytesPerSecond, isPcm } : undefined;
}

function readLargeSize(bytes: Uint8Array): number | undefined {
  return bytes.length < 16 ? undefined : Number(viewOf(bytes).getBigUint64(8, true));
}

/** A size of 0 is what a writer puts in before it knows better: the header was then never finished. */
function lengthOf(format: Format | undefined, claimed: number, present: number): MediaMeasure {
  if (!format) return { kind: 'unknown', why: 'unsupported' };
  const isUnfinished = claimed === 0 && present > 0;
  const isCut = claimed > present;
  const soundBytes = isUnfinished || isCut ? present : claimed;
  const durationMs = (soundBytes / format.bytesPerSecond) * 1000;
  if (!format.isPcm && !isCut) return { kind: 'estimated', durationMs };
  if (isUnfinished) return { kind: 'measured', durationMs, header: 'unfinished' };
  return isCut ? { kind: 'measured', durationMs, header: 'cut' } : { kind: 'measured', durationMs };
}
