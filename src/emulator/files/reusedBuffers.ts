import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';

/** What is larger is streamed. */
const mostBytes = 256 * 1024;

/**
 * Reads files to be sent elsewhere. Small ones go through a few buffers that are used again and again: a new one
 * for each of many files would leave the process with more memory than it gives back.
 */
export class ReusedBuffers {
  readonly #free: Buffer[] = [];

  /** Lets the first bytes of a file be used, which must not be kept. Rejects as the use does, or where the file cannot be read. */
  async withStart<T>(
    path: string,
    sizeBytes: number,
    use: (content: Uint8Array | Readable) => Promise<T>,
  ): Promise<T> {
    if (sizeBytes > mostBytes) return use(createReadStream(path, { end: sizeBytes - 1 }));
    const buffer = this.#free.pop() ?? Buffer.alloc(mostBytes);
    const result = await use(await readInto(buffer, path, sizeBytes));
    // After a failure something may still be sending from it.
    this.#free.push(buffer);
    return result;
  }
}

async function readInto(buffer: Buffer, path: string, sizeBytes: number): Promise<Uint8Array> {
  await using file = await open(path);
  let filled = 0;
  while (filled < sizeBytes) {
    const { bytesRead } = await file.read(buffer, filled, sizeBytes - filled, filled);
    if (bytesRead === 0) throw new Error('The file is shorter than it was.');
    filled += bytesRead;
  }
  return buffer.subarray(0, sizeBytes);
}
