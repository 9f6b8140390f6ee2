import { type Box, boxesIn, findBox } from './boxes.ts';
import { type Bytes, viewOf } from './bytes.ts';

/** A track of a fragmented MP4, and how much of it the fragments so far hold. */
interface Track {
  readonly timescale: number;
  /** For a sample without its own value. */
  defaultDuration: number;
  duration: number;
}

/** By track ID. */
export type Tracks = Map<number, Track>;

/** One box is not read beyond this. */
const maxBoxBytes = 256 * 1024;

/** The tracks of an index, with no fragment counted yet. */
export async function readTracks(bytes: Bytes, index: Box): Promise<Tracks> {
  const tracks: Tracks = new Map();
  for await (const box of boxesIn(bytes, index.contentByte, index.endByte)) {
    if (box.type !== 'trak') continue;
    const header = await contentOf(bytes, await findBox(bytes, box, 'tkhd'));
    const media = await findBox(bytes, box, 'mdia');
    const mediaHeader = media && (await contentOf(bytes, await findBox(bytes, media, 'mdhd')));
    const id = header && uint32(header, header[0] === 1 ? 20 : 12);
    const timescale = mediaHeader && uint32(mediaHeader, mediaHeader[0] === 1 ? 20 : 12);
    if (id !== undefined && timescale) tracks.set(id, { timescale, defaultDuration: 0, duration: 0 });
  }
  await readDefaults(bytes, index, tracks);
  return tracks;
}

async function readDefaults(bytes: Bytes, index: Box, tracks: Tracks): Promise<void> {
  const extension = await findBox(bytes, index, 'mvex');
  if (!extension) return;
  for await (const box of boxesIn(bytes, extension.contentByte, extension.endByte)) {
    if (box.type !== 'trex') continue;
    const content = (await contentOf(bytes, box)) ?? new Uint8Array(0);
    const track = tracks.get(uint32(content, 4) ?? -1);
    if (track) track.defaultDuration = uint32(content, 12) ?? 0;
  }
}

/** Counts a fragment. @param share of its media that is in the file, 0 to 1 */
export async function addFragment(bytes: Bytes, fragment: Box, tracks: Tracks, share: number): Promise<void> {
  for await (const box of boxesIn(bytes, fragment.contentByte, fragment.endByte)) {
    if (box.type !== 'traf') continue;
    const header = await contentOf(bytes, await findBox(bytes, box, 'tfhd'));
    const track = header && tracks.get(uint32(header, 4) ?? -1);
    if (!track) continue;
    const defaultDuration = ownDefault(header) ?? track.defaultDuration;
    for await (const run of boxesIn(bytes, box.contentByte, box.endByte)) {
      if (run.type !== 'trun') continue;
      const content = await contentOf(bytes, run);
      if (content) track.duration += runDuration(content, defaultDuration) * share;
    }
  }
}

/** The longest track in ms. */
export function tracksMs(tracks: Tracks): number {
  const lengths = [...tracks.values()].map(({ duration, timescale }) => (duration / timescale) * 1000);
  return lengths.reduce((longest, length) => Math.max(longest, length), 0);
}

/** The sample duration in a fragment's header: behind the base offset and the sample description, where those are. */
function ownDefault(header: Uint8Array): number | undefined {
  const flags = flagsOf(header);
  if ((flags & 8) === 0) return undefined;
  return uint32(header, 8 + ((flags & 1) === 0 ? 0 : 8) + ((flags & 2) === 0 ? 0 : 4));
}

/** Total of the samples of a run. A number of samples that the run has no room for is not believed. */
function runDuration(content: Uint8Array, defaultDuration: number): number {
  const flags = flagsOf(content);
  const count = uint32(content, 4) ?? 0;
  const start = 8 + ((flags & 1) === 0 ? 0 : 4) + ((flags & 4) === 0 ? 0 : 4);
  const fields = [0x100, 0x200, 0x400, 0x800].filter((field) => (flags & field) !== 0).length;
  if ((flags & 0x100) === 0) return count * defaultDuration;
  let total = 0;
  for (let sample = 0, at = start; sample < count; sample++, at += fields * 4) {
    const duration = uint32(content, at);
    if (duration === undefined) break;
    total += duration;
  }
  return total;
}

async function contentOf(bytes: Bytes, box: Box | undefined): Promise<Uint8Array | undefined> {
  return box && bytes.upTo(box.contentByte, Math.min(maxBoxBytes, box.endByte - box.contentByte));
}

function flagsOf(content: Uint8Array): number {
  return (uint32(content, 0) ?? 0) & 0xff_ffff;
}

function uint32(content: Uint8Array, at: number): number | undefined {
  return at + 4 <= content.length ? viewOf(content).getUint32(at) : undefined;
}
