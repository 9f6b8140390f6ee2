/** The probe has used up its bytes, reads or time. */
export class OverBudget extends Error {}

/** A file has fewer bytes than were asked for. */
export class EndOfFile extends Error {}

/** Fetches a part that is within the file. Rejects with `OverBudget`. */
export type FetchBytes = (offset: number, count: number) => Promise<Uint8Array>;

/** Fetched at once; small enough that 64 far-apart headers stay within the budget of bytes. */
const pieceBytes = 16 * 1024;

/** A file read by ranges: each piece is fetched once, and no length that the file claims is believed. */
export class Bytes {
  readonly sizeBytes: number;
  /** What may be fetched in all. */
  readonly budgetBytes: number;
  readonly #fetch: FetchBytes;
  readonly #work: { readonly check: () => void };
  readonly #pieces = new Map<number, Uint8Array>();

  /** @param work throws `OverBudget` once the time for this file is used up */
  constructor(
    sizeBytes: number,
    budgetBytes: number,
    fetch: FetchBytes,
    work: { readonly check: () => void } = { check: () => undefined },
  ) {
    this.sizeBytes = sizeBytes;
    this.budgetBytes = budgetBytes;
    this.#fetch = fetch;
    this.#work = work;
  }

  /** Exactly the given number of bytes. Rejects with `EndOfFile` where the file has fewer. */
  async read(offset: number, count: number): Promise<Uint8Array> {
    const bytes = await this.upTo(offset, count);
    if (bytes.length < count) throw new EndOfFile();
    return bytes;
  }

  /** So many bytes, or fewer at the end of the file. */
  async upTo(offset: number, count: number): Promise<Uint8Array> {
    this.#work.check();
    const end = Math.min(offset + count, this.sizeBytes);
    if (!(offset >= 0 && offset < end)) return new Uint8Array(0);
    const result = new Uint8Array(end - offset);
    const first = Math.floor(offset / pieceBytes);
    const last = Math.floor((end - 1) / pieceBytes);
    await this.#fetchMissing(first, last);
    for (let piece = first; piece <= last; piece++) {
      const start = piece * pieceBytes;
      const bytes = this.#pieces.get(piece) ?? new Uint8Array(0);
      const wanted = bytes.subarray(Math.max(0, offset - start), Math.max(0, end - start));
      result.set(wanted, Math.max(0, start - offset));
    }
    return result;
  }

  /** Neighbours are fetched together. */
  async #fetchMissing(first: number, last: number): Promise<void> {
    for (let piece = first; piece <= last; piece++) {
      if (this.#pieces.has(piece)) continue;
      let next = piece + 1;
      while (next <= last && !this.#pieces.has(next)) next++;
      const offset = piece * pieceBytes;
      const count = Math.min(next * pieceBytes, this.sizeBytes) - offset;
      const bytes = await this.#fetch(offset, count);
      if (bytes.length !== count) throw new EndOfFile();
      for (let at = piece; at < next; at++) {
        this.#pieces.set(at, bytes.subarray((at - piece) * pieceBytes, (at - piece + 1) * pieceBytes));
      }
      piece = next - 1;
    }
  }
}

/** Big-endian numbers and text of a few bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Latin-1 text, as the names of boxes and chunks are. */
export function textOf(bytes: Uint8Array, offset = 0, count = bytes.length): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + count));
}
