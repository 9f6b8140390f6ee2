import type { MediaMeasure } from '../../recording/mediaLength.ts';
import { type Bytes, textOf, viewOf } from './bytes.ts';
import { type Mp3Frame, frameAt, frameHeaderBytes, isSameStream } from './mp3Frame.ts';

/** Read at once while frames are counted. */
const blockBytes = 256 * 1024;
/** How far behind a tag the first frame is looked for. */
const searchBytes = 64 * 1024;
/** Frames in a row that prove that a sync word is none by chance. */
const proofFrames = 3;
/** Places of a long file that are looked at. */
const samplePlaces = 16;
const sampleBytes = 8 * 1024;
/** Kept of the budget for tags and the first frame. */
const reservedBytes = 128 * 1024;

/** Where the frames are, and the first of them. */
interface Sound {
  readonly startByte: number;
  readonly endByte: number;
  readonly first: Mp3Frame;
}

/** What an encoder notes in a first frame that holds no sound. */
interface Info {
  readonly frames?: number | undefined;
  readonly bytes?: number | undefined;
}

/**
 * The length of an MP3. Frames are counted where all of the file fits into the budget; of a longer one the
 * encoder's own count is taken where it fits the size, else a rate that does not change.
 * @returns undefined where no frames are found
 */
export async function measureMp3(bytes: Bytes): Promise<MediaMeasure | undefined> {
  const sound = await findSound(bytes);
  if (!sound) return undefined;
  const info = await readInfo(bytes, sound);
  const startByte = sound.startByte + (info ? sound.first.lengthBytes : 0);
  if (sound.endByte - startByte <= bytes.budgetBytes - reservedBytes) {
    return counted(await countFrames(bytes, { ...sound, startByte }), sound.first, info);
  }
  return byInfo(info, sound) ?? (await byRate(bytes, { ...sound, startByte }));
}

function counted(frames: number, { samples, sampleRateHz }: Mp3Frame, info?: Info): MediaMeasure {
  const durationMs = ((frames * samples) / sampleRateHz) * 1000;
  // Encoders may count the frame of their note too.
  const isCut = info?.frames !== undefined && info.frames > frames + 1 && info.frames > frames * 1.01;
  return isCut ? { kind: 'measured', durationMs, header: 'cut' } : { kind: 'measured', durationMs };
}

function byInfo(info: Info | undefined, { startByte, endByte, first }: Sound): MediaMeasure | undefined {
  if (info?.frames === undefined || info.frames === 0 || info.bytes === undefined) return undefined;
  const durationMs = ((info.frames * first.samples) / first.sampleRateHz) * 1000;
  const share = (endByte - startByte) / info.bytes;
  if (share > 0.99 && share < 1.01) return { kind: 'measured', durationMs };
  return share < 1 ? { kind: 'measured', durationMs: durationMs * share, header: 'cut' } : undefined;
}

/** Frames at places all over the file: where all have one rate, the size gives the approximate length. */
async function byRate(bytes: Bytes, { startByte, endByte, first }: Sound): Promise<MediaMeasure> {
  const step = (endByte - startByte - sampleBytes) / (samplePlaces - 1);
  const rates = new Set<number>();
  for (let place = 0; place < samplePlaces; place++) {
    const at = Math.floor(startByte + place * step);
    const block = await bytes.upTo(at, sampleBytes);
    for (let next = nextFrame(block, 0, first); next !== undefined; next = nextFrame(block, next, first)) {
      const frame = frameAt(block, next);
      if (!frame) break;
      rates.add(frame.bitRate);
      next += frame.lengthBytes;
    }
  }
  const [rate, ...others] = rates;
  if (rate === undefined || others.length > 0) return { kind: 'unknown', why: 'budget' };
  return { kind: 'estimated', durationMs: ((endByte - startByte) * 8000) / rate };
}

async function countFrames(bytes: Bytes, { startByte, endByte, first }: Sound): Promise<number> {
  let frames = 0;
  let at = startByte;
  while (at + frameHeaderBytes <= endByte) {
    const block = await bytes.upTo(at, Math.min(blockBytes, endByte - at));
    const start = at;
    while (at - start + frameHeaderBytes <= block.length) {
      const frame = frameAt(block, at - start);
      if (frame && isSameStream(frame, first)) {
        if (at + frame.lengthBytes <= endByte) frames += 1;
        at += frame.lengthBytes;
        continue;
      }
      // Damage: on with the next frame, which may be in the next block.
      const next = nextFrame(block, at - start + 1, first);
      at = next === undefined ? Math.max(at + 1, start + block.length - frameHeaderBytes + 1) : start + next;
    }
  }
  return frames;
}

/** The next place in a block where frames of the stream follow each other. */
function nextFrame(block: Uint8Array, from: number, first: Mp3Frame): number | undefined {
  for (let at = block.indexOf(0xff, from); at >= 0; at = block.indexOf(0xff, at + 1)) {
    const frame = frameAt(block, at);
    if (!frame || !isSameStream(frame, first)) continue;
    const next = frameAt(block, at + frame.lengthBytes);
    if (next ? isSameStream(next, first) : at + frame.lengthBytes >= block.length) return at;
  }
  return undefined;
}

/** Looks behind the tags for frames that follow each other. */
async function findSound(bytes: Bytes): Promise<Sound | undefined> {
  const tagEnd = await endOfTags(bytes);
  const endByte = await startOfEndTag(bytes);
  const head = await bytes.upTo(tagEnd, Math.min(searchBytes, endByte - tagEnd));
  for (let at = head.indexOf(0xff); at >= 0; at = head.indexOf(0xff, at + 1)) {
    const first = frameAt(head, at);
    if (first && isProved(head, at, first, tagEnd + head.length >= endByte)) {
      return { startByte: tagEnd + at, endByte, first };
    }
  }
  return undefined;
}

/** @param isWhole true where nothing comes behind these bytes: a last frame may then be cut */
function isProved(bytes: Uint8Array, at: number, first: Mp3Frame, isWhole: boolean): boolean {
  let place = at;
  for (let frames = 0; frames < proofFrames; frames++) {
    if (place + frameHeaderBytes > bytes.length) return isWhole && frames > 0;
    const frame = frameAt(bytes, place);
    if (!frame || !isSameStream(frame, first)) return false;
    place += frame.lengthBytes;
  }
  return true;
}

/** Behind the ID3v2 tags at the start. @see https://id3.org/id3v2.4.0-structure */
async function endOfTags(bytes: Bytes): Promise<number> {
  let at = 0;
  for (let tag = 0; tag < 8; tag++) {
    const head = await bytes.upTo(at, 10);
    if (head.length < 10 || textOf(head, 0, 3) !== 'ID3') break;
    const size = head.subarray(6).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
    const footer = ((head[5] ?? 0) & 0x10) === 0 ? 0 : 10;
    at += 10 + size + footer;
  }
  return Math.min(at, bytes.sizeBytes);
}

/** Before the ID3v1 tag at the end, where there is one. */
async function startOfEndTag(bytes: Bytes): Promise<number> {
  const { sizeBytes } = bytes;
  if (sizeBytes < 128) return sizeBytes;
  const tag = await bytes.upTo(sizeBytes - 128, 3);
  return textOf(tag) === 'TAG' ? sizeBytes - 128 : sizeBytes;
}

/** @see http://gabriel.mp3-tech.org/mp3infotag.html */
async function readInfo(bytes: Bytes, { startByte, first }: Sound): Promise<Info | undefined> {
  const frame = await bytes.upTo(startByte, Math.min(first.lengthBytes, 256));
  const sideBytes = first.version === 3 ? (first.isMono ? 17 : 32) : first.isMono ? 9 : 17;
  const at = frameHeaderBytes + sideBytes;
  if (/^(?:Xing|Info)$/.test(textOf(frame, at, 4)) && frame.length >= at + 16) {
    const view = viewOf(frame);
    const flags = view.getUint32(at + 4);
    const hasFrames = (flags & 1) !== 0;
    const info = { frames: hasFrames ? view.getUint32(at + 8) : undefined };
    const bytesAt = at + (hasFrames ? 12 : 8);
    return (flags & 2) === 0 ? info : { ...info, bytes: view.getUint32(bytesAt) };
  }
  if (textOf(frame, 36, 4) === 'VBRI' && frame.length >= 54) {
    const view = viewOf(frame);
    return { bytes: view.getUint32(46), frames: view.getUint32(50) };
  }
  return undefined;
}
