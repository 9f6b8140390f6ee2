import type { FileHandle } from 'node:fs/promises';
import type { BlobClient } from '@azure/storage-blob';
import { type OpenRange, openBlobRange, type RangeOptions } from './blobRange.ts';

/** A range of this many bytes is one request. */
export const blockBytes = 8 * 1024 * 1024;
const parallelRequests = 4;

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
    let position = offset;
    for await (const chunk of range.chunks) {
      await writeAll(file, chunk, position);
      position += chunk.length;
      written += chunk.length;
      onProgress(written);
    }
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

async function writeAll(file: FileHandle, chunk: Buffer, position: number): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    const { bytesWritten } = await file.write(chunk, written, chunk.length - written, position + written);
    written += bytesWritten;
  }
}
