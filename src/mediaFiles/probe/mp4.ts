import type { MediaMeasure } from '../../recording/mediaLength.ts';
import { type Box, boxesIn, findBox } from './boxes.ts';
import { type Bytes, viewOf } from './bytes.ts';
import { type Tracks, addFragment, readTracks, tracksMs } from './mp4Fragments.ts';

/** Boxes that an MP4 can begin with. */
const firstBoxes = ['ftyp', 'styp', 'moov', 'mdat', 'free', 'skip', 'wide', 'pnot', 'uuid', 'sidx', 'moof'];

/** What was met on the way over the boxes of a file. */
interface Found {
  index?: Box;
  tracks?: Tracks;
  isFragmented: boolean;
  /** Bytes of media that boxes claim, and that are there. */
  claimedBytes: number;
  presentBytes: number;
}

/**
 * The length of an MP4 by its index, or by its fragments, as far as their media is in the file.
 * @returns undefined where the content is no MP4
 */
export async function measureMp4(bytes: Bytes): Promise<MediaMeasure | undefined> {
  const { sizeBytes } = bytes;
  const found: Found = { isFragmented: false, claimedBytes: 0, presentBytes: 0 };
  let isFirst = true;
  let fragment: Box | undefined;
  for await (const box of boxesIn(bytes, 0, sizeBytes)) {
    if (isFirst && !firstBoxes.includes(box.type)) return undefined;
    isFirst = false;
    const isWhole = box.endByte <= sizeBytes;
    if (box.type === 'moov') {
      if (!isWhole) break;
      found.index ??= box;
      if (await findBox(bytes, box, 'mvex')) {
        found.isFragmented = true;
        found.tracks ??= await readTracks(bytes, box);
      }
    } else if (box.type === 'moof') {
      fragment = isWhole ? box : undefined;
    } else if (box.type === 'mdat') {
      const claimed = box.endByte - box.contentByte;
      const present = Math.min(box.endByte, sizeBytes) - box.contentByte;
      found.claimedBytes += claimed;
      found.presentBytes += present;
      const share = claimed === 0 ? 1 : present / claimed;
      if (fragment && found.tracks) await addFragment(bytes, fragment, found.tracks, share);
      fragment = undefined;
    }
  }
  return isFirst ? undefined : lengthOf(bytes, found);
}

async function lengthOf(bytes: Bytes, found: Found): Promise<MediaMeasure> {
  const { index, tracks, isFragmented, claimedBytes, presentBytes } = found;
  if (!index) return { kind: 'unplayable', why: 'noIndex' };
  const isCut = presentBytes < claimedBytes;
  if (isFragmented && tracks) {
    const durationMs = tracksMs(tracks);
    return isCut ? { kind: 'measured', durationMs, header: 'cut' } : { kind: 'measured', durationMs };
  }
  if (claimedBytes === 0) return { kind: 'unplayable', why: 'noSound' };
  const durationMs = await indexedMs(bytes, index);
  if (durationMs === undefined) return { kind: 'unknown', why: 'unsupported' };
  return isCut
    ? { kind: 'measured', durationMs: (durationMs * presentBytes) / claimedBytes, header: 'cut' }
    : { kind: 'measured', durationMs };
}

/** The length in the movie header; undefined where it has none. */
async function indexedMs(bytes: Bytes, index: Box): Promise<number | undefined> {
  const header = await findBox(bytes, index, 'mvhd');
  if (!header) return undefined;
  const content = await bytes.upTo(header.contentByte, Math.min(32, header.endByte - header.contentByte));
  const isLong = content[0] === 1;
  if (content.length < (isLong ? 32 : 20)) return undefined;
  const view = viewOf(content);
  const [timescale, duration] = isLong
    ? [view.getUint32(20), Number(view.getBigUint64(24))]
    : [view.getUint32(12), view.getUint32(16)];
  const isOpen = duration === 0 || duration === (isLong ? 2 ** 64 : 0xffff_ffff);
  return timescale === 0 || isOpen ? undefined : (duration / timescale) * 1000;
}
