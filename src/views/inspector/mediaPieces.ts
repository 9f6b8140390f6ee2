import type { StoredFile } from '../../recording/call.ts';
import type { ReadableStore } from '../../storage/readableStore.ts';

/** Bytes asked for at once: headers of mp3, wav and mp4 mostly fit in. */
const pieceBytes = 32 * 1024;

/** Reads parts of a file in pieces, each piece once. */
export class MediaPieces {
  readonly file: StoredFile;
  /** Why a piece could not be read. */
  failure: unknown;
  private readonly store: ReadableStore;
  private readonly signal: AbortSignal;
  private readonly pieces = new Map<number, Promise<Uint8Array>>();

  constructor(store: ReadableStore, file: StoredFile, signal: AbortSignal) {
    this.store = store;
    this.file = file;
    this.signal = signal;
  }

  /** Bytes from an offset; fewer at the end of the file. Rejects with a `StoreError`. */
  async read(offset: number, count: number): Promise<Uint8Array> {
    const end = Math.min(offset + count, this.file.sizeBytes);
    const result = new Uint8Array(Math.max(0, end - offset));
    const first = Math.floor(offset / pieceBytes);
    for (let piece = first; piece * pieceBytes < end; piece++) {
      const bytes = await this.piece(piece);
      const start = piece * pieceBytes;
      const wanted = bytes.subarray(Math.max(0, offset - start), Math.max(0, end - start));
      result.set(wanted, Math.max(0, start - offset));
    }
    return result;
  }

  private piece(piece: number): Promise<Uint8Array> {
    const known = this.pieces.get(piece);
    if (known) return known;
    const range = { offset: piece * pieceBytes, count: pieceBytes };
    const bytes = this.store.read(this.file.name, range, this.signal).catch((error: unknown) => {
      this.failure = error;
      throw error;
    });
    this.pieces.set(piece, bytes);
    return bytes;
  }
}
