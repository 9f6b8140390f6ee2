import { createWriteStream } from 'node:fs';
import { lstat, mkdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Clock, delay } from '../../base/clock.ts';
import type { AcsStorage, OpenedFile } from '../../calling/acsStorage.ts';
import { CallingError } from '../../calling/failures/callingError.ts';
import { toStoreError } from '../../storage/failures/toStoreError.ts';
import { leadsOutside, refuseOutside } from '../../storage/transfer/withinFolder.ts';

/** What came of one file. */
export type FetchedFile = 'fetched' | 'alreadyThere' | 'empty';

export interface FetchOptions {
  readonly storage: AcsStorage;
  /** The folder that the user chose: nothing is written outside of it, even through links in it. */
  readonly folder: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Gets each number of bytes as they come. */
  readonly onBytes?: (bytes: number) => void;
}

/** A connection may break off this often without a byte in between. */
const mostBreaks = 5;
/** A file is known to be empty right after its event: it is asked for again this often, with these pauses in ms. */
const emptyPausesMs = [2_000, 5_000, 10_000, 15_000, 30_000];

/** A file of which the storage does not say how large it is may have this many bytes, twice what a chunk can have. */
const mostUnsized = 4 * 1024 ** 3;

/**
 * Fetches one file to disk. What was fetched before a break or a cancel is kept beside it and gone on from; the file has
 * its name only when it is complete. Rejects with a `CallingError`, or with a `StoreError` of the disk.
 */
export async function fetchFile(url: string, path: string, options: FetchOptions): Promise<FetchedFile> {
  try {
    if ((await sizeOf(path)) > 0) return 'alreadyThere';
    await refuseOutside(path, options.folder);
    await mkdir(dirname(path), { recursive: true });
    for (const pauseMs of [...emptyPausesMs, undefined]) {
      if (await fetchWhole(url, path, options)) return 'fetched';
      if (pauseMs !== undefined) await delay(options.clock, pauseMs, options.signal);
    }
    return 'empty';
  } catch (error) {
    throw CallingError.is(error) ? error : toStoreError(error, { signal: options.signal });
  }
}

/** @returns false for an empty file */
async function fetchWhole(url: string, path: string, options: FetchOptions): Promise<boolean> {
  const part = `${path}.part`;
  await refuseLink(part);
  for (let breaks = 0; ;) {
    const before = await sizeOf(part);
    const size = await fetchRest(url, part, before, options);
    const now = await sizeOf(part);
    if (now === 0 && (size ?? 0) === 0) return false;
    if (size === undefined || now === size) {
      await rename(part, path);
      return true;
    }
    breaks = now > before ? 0 : breaks + 1;
    if (breaks >= mostBreaks)
      throw new CallingError('brokenConnection', `${now} of ${size} bytes`, { operation: 'download' });
  }
}

/** @returns the size of the whole file, where it is known */
async function fetchRest(
  url: string,
  part: string,
  had: number,
  { storage, signal, onBytes }: FetchOptions,
): Promise<number | undefined> {
  // The last byte is asked for once more: nothing is left to ask for where only the name is missing.
  const opened = await openAt(storage, url, Math.max(had - 1, 0), signal);
  const { stream, offset, sizeBytes } = opened;
  let end = offset;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      end += chunk.length;
      onBytes?.(chunk.length);
      done(end > (sizeBytes ?? mostUnsized) ? badAnswer(`More than ${sizeBytes} bytes came`) : null, chunk);
    },
  });
  const target = createWriteStream(part, offset > 0 ? { flags: 'r+', start: offset } : { flags: 'w' });
  // A stream that breaks off takes the file with it: what failed first counts.
  const first = { isBreak: false };
  const broke = (): void => void (first.isBreak ||= !target.destroyed);
  stream.once('error', broke).once('aborted', broke);
  try {
    await pipeline(stream, counted, target, { signal });
  } catch (error) {
    if (signal.aborted) throw new CallingError('cancelled', 'Cancelled', { operation: 'download' });
    if (CallingError.is(error) || !first.isBreak) throw error;
    // Without a known size, a part cannot be distinguished from the whole.
    if (sizeBytes === undefined)
      throw new CallingError('brokenConnection', `${end} bytes of a file of unknown size`, {
        operation: 'download',
      });
  }
  return sizeBytes;
}

/** From the offset, or from the start where the storage has less, or gives the whole file. */
async function openAt(
  storage: AcsStorage,
  url: string,
  wanted: number,
  signal: AbortSignal,
): Promise<OpenedFile> {
  try {
    return await storage.open(url, wanted, signal);
  } catch (error) {
    if (wanted === 0 || !CallingError.is(error) || error.status !== 416) throw error;
    return storage.open(url, 0, signal);
  }
}

function badAnswer(message: string): CallingError {
  return new CallingError('badAnswer', message, { operation: 'download' });
}

/** What a run before left is written on with; a link of that name would lead elsewhere. */
async function refuseLink(part: string): Promise<void> {
  const found = await lstat(part).catch(() => undefined);
  if (found?.isSymbolicLink() === true) throw leadsOutside(part);
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}
