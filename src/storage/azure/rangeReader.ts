import { setTimeout as wait } from 'node:timers/promises';
import type { BlobClient } from '@azure/storage-blob';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { toStoreError } from '../failures/toStoreError.ts';
import type { ByteRange } from '../recordingStore.ts';
import type { RetryLimits } from './retry.ts';
import { StoreError } from '../failures/storeError.ts';

/** A range of a blob that is being read. */
export interface OpenRange {
  /** Identifies the version of the blob that is read. */
  readonly etag: string | undefined;
  /** Size of the whole blob, in bytes. */
  readonly totalBytes: number;
  /** The bytes in order; taken up where the connection broke. */
  readonly chunks: AsyncGenerator<Buffer, void>;
}

export interface RangeOptions {
  readonly limits: RetryLimits;
  readonly signal?: AbortSignal | undefined;
  /** Rejects with `fileChanged` where the blob is another version by now. */
  readonly etag?: string | undefined;
  readonly onResume?: () => void;
}

interface Piece {
  readonly body: NodeJS.ReadableStream;
  readonly etag: string | undefined;
  readonly bytes: number;
  readonly totalBytes: number;
}

/**
 * Opens a range of a blob with one request. A range that begins at or after the end is empty.
 *
 * The SDK's own resuming stream takes a reset connection for a cancellation, so its retries are off and
 * what is missing is asked for here.
 */
export async function openBlobRange(
  client: BlobClient,
  range: ByteRange,
  options: RangeOptions,
): Promise<OpenRange> {
  const first = await requestPiece(client, range, options);
  if (first === undefined)
    return {
      etag: options.etag,
      totalBytes: range.offset,
      chunks: resumingChunks(client, undefined, options),
    };
  return {
    etag: first.etag,
    totalBytes: first.totalBytes,
    chunks: resumingChunks(client, { ...first, offset: range.offset }, options),
  };
}

async function requestPiece(
  client: BlobClient,
  { offset, count }: ByteRange,
  { etag, signal }: RangeOptions,
): Promise<Piece | undefined> {
  if (count === 0) return undefined;
  try {
    const response = await client.download(offset, count, {
      maxRetryRequests: 0,
      ...withoutUndefined({
        conditions: etag === undefined ? undefined : { ifMatch: etag },
        abortSignal: signal,
      }),
    });
    const bytes = response.contentLength;
    if (response.readableStreamBody === undefined || bytes === undefined)
      throw new StoreError('badAnswer', 'The answer has no body or no length.');
    return {
      body: response.readableStreamBody,
      etag: response.etag,
      bytes,
      totalBytes: Number(/^[^/]{1,100}\/(\d{1,16})$/.exec(response.contentRange ?? '')?.[1] ?? bytes),
    };
  } catch (error) {
    if (isBeyondEnd(error)) return undefined;
    throw error;
  }
}

function isBeyondEnd(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === 416;
}

async function* resumingChunks(
  client: BlobClient,
  piece: (Piece & { readonly offset: number }) | undefined,
  options: RangeOptions,
): AsyncGenerator<Buffer, void> {
  if (piece === undefined) return;
  let { body } = piece;
  let offset = piece.offset;
  const end = piece.offset + piece.bytes;
  for (let failures = 0; ;) {
    try {
      for await (const chunk of inTime(body, options.limits.idleMs)) {
        failures = 0;
        offset += chunk.length;
        yield chunk;
      }
      if (offset >= end) return;
      throw new StoreError('brokenConnection', 'The answer ended too early.');
    } catch (error) {
      failures += 1;
      if (options.signal?.aborted || failures >= options.limits.maxAttempts) throw broken(error, options);
      options.onResume?.();
      await wait(
        Math.min(failures * options.limits.delayMs, options.limits.maxDelayMs) / 4,
        undefined,
        withoutUndefined({ signal: options.signal }),
      );
      const rest = { offset, count: end - offset };
      const next = await requestPiece(client, rest, { ...options, etag: piece.etag ?? options.etag });
      if (next === undefined) return;
      body = next.body;
    }
  }
}

function broken(error: unknown, { signal }: RangeOptions): StoreError {
  const storeError = toStoreError(error, { signal });
  return storeError.reason === 'unknown'
    ? new StoreError('brokenConnection', storeError.message)
    : storeError;
}

/** The stream's chunks; a stream that sends nothing for too long is ended. */
async function* inTime(body: NodeJS.ReadableStream, idleMs: number): AsyncGenerator<Buffer, void> {
  const stream = body as NodeJS.ReadableStream & { destroy(error: Error): void };
  let consumerIsBusy = false;
  const timer = setTimeout(() => {
    if (consumerIsBusy) timer.refresh();
    else stream.destroy(new StoreError('timedOut', `No byte within ${idleMs / 1000} seconds`));
  }, idleMs);
  try {
    for await (const chunk of stream) {
      consumerIsBusy = true;
      yield chunk as Buffer;
      consumerIsBusy = false;
      timer.refresh();
    }
  } finally {
    clearTimeout(timer);
  }
}
