import type { FileHandle } from 'node:fs/promises';
import type { BlobClient } from '@azure/storage-blob';
import { type OpenRange, openBlobRange, type RangeOptions } from './rangeReader.ts';

/** A range of this many bytes is one request. */
const blockBytes = 8 * 1024 * 1024;
const parallelRequests = 4;
/** What is gathered for one write; chunks from the network have 64 KiB. */
const writeBytes = 1024 * 1024;

/**
 * Writes a blob into an open file, in parallel ranges of one and the same version of it.
 * @param onProgress bytes written so far
 */
export async function downloadInParallel(
  client: BlobClient,
  file: FileHandle,
  options: RangeOptions,
  onProgress: (bytes: number) => void,
): Promise<void> {
  const failed = new AbortController();
  const signal =
    options.signal === undefined ? failed.signal : AbortSignal.any([options.signal, failed.signal]);
  let written = 0;

  async function writeRange(range: OpenRange, offset: number) {
    const sink = new RangeSink(file, offset, (bytes) => {
      written += bytes;
      onProgress(written);
    });
    for await (const chunk of range.chunks) await sink.add(chunk);
    await sink.end();
  }

  const first = await openBlobRange(client, { offset: 0, count: blockBytes }, { ...options, signal });
  const version = { ...options, signal, etag: first.etag };
  let nextOffset = blockBytes;
  async function writeFurtherRanges() {
    while (nextOffset < first.totalBytes) {
      const offset = nextOffset;
      nextOffset += blockBytes;
      const count = Math.min(blockBytes, first.totalBytes - offset);
      await writeRange(await openBlobRange(client, { offset, count }, version), offset);
    }
  }

  const workers = [
    writeRange(first, 0).then(writeFurtherRanges),
    ...Array.from({ length: parallelRequests - 1 }, writeFurtherRanges),
  ];
  try {
    await Promise.all(workers);
  } catch (error) {
    failed.abort();
    await Promise.allSettled(workers);
    throw error;
  }
}

/** Gathers chunks into larger writes, one of which runs while the next is gathered. */
class RangeSink {
  readonly #file: FileHandle;
  readonly #onWritten: (bytes: number) => void;
  #position: number;
  #gathered: Buffer[] = [];
  #gatheredBytes = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(file: FileHandle, position: number, onWritten: (bytes: number) => void) {
    this.#file = file;
    this.#position = position;
    this.#onWritten = onWritten;
  }

  async add(chunk: Buffer): Promise<void> {
    this.#gathered.push(chunk);
    this.#gatheredBytes += chunk.length;
    if (this.#gatheredBytes >= writeBytes) await this.#flush();
  }

  async end(): Promise<void> {
    await this.#flush();
    await this.#running;
  }

  async #flush(): Promise<void> {
    const chunks = this.#gathered;
    const position = this.#position;
    this.#position += this.#gatheredBytes;
    this.#gathered = [];
    this.#gatheredBytes = 0;
    await this.#running;
    this.#running = this.#write(chunks, position);
    // The next await rethrows; this only prevents an unhandled rejection.
    this.#running.catch(() => undefined);
  }

  async #write(chunks: readonly Buffer[], position: number): Promise<void> {
    const { bytesWritten } = await this.#file.writev(chunks, position);
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    if (bytesWritten < bytes) await this.#writeRest(Buffer.concat(chunks), bytesWritten, position);
    if (bytes > 0) this.#onWritten(bytes);
  }

  /** A nearly full disk takes less than it is given. */
  async #writeRest(all: Buffer, from: number, position: number): Promise<void> {
    for (let done = from; done < all.length;) {
      const { bytesWritten } = await this.#file.write(all, done, all.length - done, position + done);
      done += bytesWritten;
    }
  }
}
