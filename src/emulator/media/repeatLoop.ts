/**
 * Bytes of a loop that is run through again and again, in pieces.
 * @param start where in the loop to begin
 * @param total bytes to give in all
 * @param pieceBytes the most that one piece holds
 */
export function* repeatLoop(
  loop: Uint8Array,
  start: number,
  total: number,
  pieceBytes: number,
): Iterable<Uint8Array> {
  let at = start;
  for (let left = total; left > 0;) {
    const piece = loop.subarray(at, at + Math.min(left, pieceBytes));
    yield piece;
    left -= piece.byteLength;
    at = (at + piece.byteLength) % loop.byteLength;
  }
}
