import type { MediaPieces } from './mediaPieces.ts';

/** A plain mp4 has a handful of boxes; one in fragments has more than are worth walking over. */
const maxBoxes = 16;

/**
 * How long an mp4 says that it is, in bytes: to the end of its last box. More than the file has where the
 * end of the file is missing.
 * @see https://www.iso.org/standard/83102.html (ISO/IEC 14496-12, 4.2)
 */
export async function mp4Length(pieces: MediaPieces): Promise<number> {
  const { sizeBytes } = pieces.file;
  let offset = 0;
  for (let box = 0; box < maxBoxes && offset < sizeBytes; box++) {
    const head = await pieces.read(offset, 16);
    if (head.length < 8) return offset + 8;
    const view = new DataView(head.buffer, head.byteOffset, head.length);
    const size = view.getUint32(0);
    // 0: up to the end of the file. 1: the size follows in 64 bit.
    if (size === 0 || (size === 1 && head.length < 16)) return sizeBytes;
    const length = size === 1 ? Number(view.getBigUint64(8)) : size;
    if (length < 8) return sizeBytes;
    offset += length;
  }
  return Math.max(sizeBytes, offset);
}
