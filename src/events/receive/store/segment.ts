import { type FileHandle, open } from 'node:fs/promises';
import { isObject } from '../../../recording/event/fields.ts';
import { type NewReceived, type ReceivedSummary, receivedVias } from '../received.ts';

/**
 * A line of a segment: an event as `summary TAB event`, or the removal of some. JSON holds no tab and no line
 * break, so that a summary can be read without the event, and half a line at the end is seen as that.
 */
export type SegmentLine =
  | {
      readonly kind: 'event';
      readonly summary: ReceivedSummary;
      readonly start: number;
      readonly end: number;
    }
  | { readonly kind: 'removed'; readonly ids: readonly string[] };

export function eventLine({ summary, json }: NewReceived): string {
  return `${JSON.stringify(summary)}\t${json}\n`;
}

export function removalLine(removed: readonly string[]): string {
  return `${JSON.stringify({ removed })}\n`;
}

const [tab, lineBreak] = [9, 10];

/**
 * Reads the whole lines of a piece of a segment; a line that is none of ours is left out.
 * @param offset where the piece begins in its file
 * @returns the lines, and how many bytes they take
 */
export function readLines(
  bytes: Buffer,
  offset: number,
): { readonly lines: readonly SegmentLine[]; readonly read: number } {
  const lines: SegmentLine[] = [];
  let start = 0;
  for (let end = bytes.indexOf(lineBreak); end >= 0; end = bytes.indexOf(lineBreak, start)) {
    const line = readLine(bytes, start, end, offset);
    if (line) lines.push(line);
    start = end + 1;
  }
  return { lines, read: start };
}

function readLine(bytes: Buffer, start: number, end: number, offset: number): SegmentLine | undefined {
  const at = bytes.indexOf(tab, start);
  const isEvent = at >= 0 && at < end;
  const head = parsed(bytes.toString('utf8', start, isEvent ? at : end));
  if (isEvent) {
    return isSummary(head)
      ? { kind: 'event', summary: head, start: offset + at + 1, end: offset + end }
      : undefined;
  }
  const removed = head?.['removed'];
  return Array.isArray(removed)
    ? { kind: 'removed', ids: removed.filter((id) => typeof id === 'string') }
    : undefined;
}

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isSummary(value: unknown): value is ReceivedSummary {
  return (
    isObject(value) &&
    typeof value['id'] === 'string' &&
    typeof value['at'] === 'number' &&
    typeof value['type'] === 'string' &&
    receivedVias.some((via) => via === value['via'])
  );
}

/**
 * Appends to a file of its own, many at a time: what comes while a write is under way goes into the next one. Each
 * write is on disk when it resolves.
 */
export class SegmentWriter {
  readonly #open: () => Promise<FileHandle>;
  #handle: Promise<FileHandle> | undefined;
  #waiting: { readonly text: string; readonly done: (error?: unknown) => void }[] = [];
  #writing: Promise<void> | undefined;
  #size = 0;
  /** Bytes that are on disk. */
  #written = 0;

  constructor(file: string) {
    // Not for others: events name people and places.
    this.#open = () => open(file, 'a', 0o600);
  }

  /** Bytes that were asked to be written. */
  get size(): number {
    return this.#size;
  }

  /** Rejects where the disk took it not; nothing of it counts then. */
  append(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#size += Buffer.byteLength(text);
      this.#waiting.push({
        text,
        done: (error) => (error === undefined ? resolve() : reject(toError(error))),
      });
      this.#writing ??= this.#write().finally(() => (this.#writing = undefined));
    });
  }

  /** Resolves when all is written. */
  async close(): Promise<void> {
    await this.#writing;
    await (await this.#handle)?.close();
    this.#handle = undefined;
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      let error: unknown;
      try {
        const handle = await (this.#handle ??= this.#open());
        const bytes = Buffer.from(batch.map(({ text }) => text).join(''));
        await handle.appendFile(bytes);
        await handle.datasync();
        this.#written += bytes.length;
      } catch (failure) {
        error = failure ?? new Error('Not written');
        await this.#takeBack();
      }
      for (const { done } of batch) done(error);
    }
  }

  /** What a write left half-way, as on a full disk, would be read as events that were refused. */
  async #takeBack(): Promise<void> {
    const handle = await this.#handle?.catch(() => undefined);
    if (handle) await handle.truncate(this.#written).catch(() => undefined);
    else this.#handle = undefined;
  }
}

function toError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}
