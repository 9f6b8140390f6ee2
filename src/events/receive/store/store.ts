import { type FSWatcher, watch } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { NewReceived, ReceivedSummary } from '../received.ts';
import { leavingFiles, type StoredFile } from './retention.ts';
import { isSegmentName, readSegmentName, segmentName } from './segmentName.ts';
import { eventLine, readLines, removalLine, SegmentWriter } from './segment.ts';

export interface ReceivedStoreOptions {
  /** Shared by all windows. */
  readonly folder: string;
  /** Default: 10,000. */
  readonly mostEvents?: number;
  /** Default: 64 MB. */
  readonly mostBytes?: number;
  /** Tells the files of this window from those of others; default: the process. */
  readonly writer?: string;
  /** Whether a process still runs. */
  readonly isAlive: (pid: number) => boolean;
  /** Gets one line of plain English. */
  readonly log?: (line: string) => void;
}

/** Where an event is on disk. */
interface Stored {
  readonly summary: ReceivedSummary;
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** A file is closed at this size, so that the oldest events can leave with their file. */
const segmentBytes = 1024 * 1024;
/** So that reading what another window wrote never blocks for long. */
const pieceBytes = 256 * 1024;

/**
 * Events that were received, on disk, shared by all windows: each window appends to files of its own and reads those
 * of all. The oldest files leave when there are too many events or bytes.
 */
export class ReceivedStore {
  readonly #options: Required<Omit<ReceivedStoreOptions, 'log'>> & Pick<ReceivedStoreOptions, 'log'>;
  readonly #events = new Map<string, Stored>();
  /** Bytes that were read, by file. */
  readonly #read = new Map<string, number>();
  readonly #removed = new Set<string>();
  readonly #listeners = new Set<(added: readonly ReceivedSummary[]) => void>();
  /** Files that take out events, of other files too. */
  readonly #withRemovals = new Set<string>();
  #writer: SegmentWriter | undefined;
  #number = 0;
  #last = 0;
  #watcher: FSWatcher | undefined;
  #reading: Promise<void> = Promise.resolve();
  /** The size of each file when it was last read; half a line at its end may be left. */
  readonly #seenBytes = new Map<string, number>();
  #again = false;
  #sorted: readonly ReceivedSummary[] | undefined;
  #dropped = 0;

  constructor(options: ReceivedStoreOptions) {
    this.#options = {
      mostEvents: 10_000,
      mostBytes: 64 * 1024 * 1024,
      writer: `${Date.now().toString(36)}-${process.pid}`,
      ...options,
    };
  }

  /** Reads what is there, and follows what other windows write from now on. */
  async open(): Promise<void> {
    const { folder, log } = this.#options;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      this.#watcher = watch(folder, () => void this.refresh());
      this.#watcher.on('error', (error) => log?.(`Received events: not watched: ${String(error)}`));
      this.#watcher.unref();
    } catch (error) {
      log?.(`Received events: not watched: ${String(error)}`);
    }
    await this.refresh();
    await this.#trim();
  }

  /** The newest first. */
  list(): readonly ReceivedSummary[] {
    this.#sorted ??= [...this.#events.values()]
      .map(({ summary }) => summary)
      .sort((a, b) => b.at - a.at)
      .slice(0, this.#options.mostEvents);
    return this.#sorted;
  }

  /** How many events left in this session because of the limits. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Called after each change with what is new. @returns ends it */
  onDidChange(listener: (added: readonly ReceivedSummary[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when the events are safely on disk. Rejects where the disk took them not: nothing is kept then. */
  async append(events: readonly NewReceived[]): Promise<void> {
    if (events.length === 0) return;
    await this.#write(
      events.map((event) => eventLine({ ...event, summary: this.#inOrder(event.summary) })).join(''),
    );
    void this.refresh();
  }

  /** The event as it was received; undefined where it has left. */
  async read(id: string): Promise<unknown> {
    const stored = this.#events.get(id);
    if (!stored) return undefined;
    const handle = await open(join(this.#options.folder, stored.file), 'r').catch(() => undefined);
    if (!handle) return undefined;
    try {
      const bytes = Buffer.alloc(stored.end - stored.start);
      await handle.read(bytes, 0, bytes.length, stored.start);
      return JSON.parse(bytes.toString('utf8')) as unknown;
    } catch {
      return undefined;
    } finally {
      await handle.close();
    }
  }

  /** Takes events out, in all windows. */
  async remove(ids: readonly string[]): Promise<void> {
    await this.#write(removalLine(ids));
    await this.refresh();
  }

  /** Takes out all that is here by now, in all windows, and from the disk where no other window writes. */
  async clear(): Promise<void> {
    const ids = [...this.#events.keys()];
    await this.#writer?.close();
    this.#writer = undefined;
    await this.remove(ids);
    await this.#trim();
  }

  /** Reads what was written since, by any window. */
  refresh(): Promise<void> {
    // A look that has not begun sees what this one would.
    if (this.#again) return this.#reading;
    this.#again = true;
    this.#reading = this.#reading.then(async () => {
      this.#again = false;
      await this.#readAll();
    });
    return this.#reading;
  }

  async close(): Promise<void> {
    this.#watcher?.close();
    this.#listeners.clear();
    await this.#writer?.close();
    await this.#reading;
  }

  /** Two events of one millisecond keep their order. */
  #inOrder(summary: ReceivedSummary): ReceivedSummary {
    this.#last = Math.max(summary.at, this.#last + 0.001);
    return { ...summary, at: this.#last };
  }

  async #write(text: string): Promise<void> {
    const { folder, writer } = this.#options;
    if (!this.#writer || this.#writer.size > segmentBytes) {
      const full = this.#writer;
      this.#writer = new SegmentWriter(join(folder, segmentName(writer, ++this.#number)));
      if (full)
        void full.close().then(
          () => this.refresh().then(() => this.#trim()),
          () => undefined,
        );
    }
    await this.#writer.append(text);
  }

  async #readAll(): Promise<void> {
    const files = await this.#files();
    const added: ReceivedSummary[] = [];
    const gone = [...this.#read.keys()].filter((file) => !files.includes(file));
    for (const file of gone) this.#forget(file);
    let isChanged = gone.length > 0;
    for (const file of files) {
      try {
        isChanged = (await this.#readFile(file, added)) || isChanged;
      } catch (error) {
        this.#options.log?.(`Received events: a file cannot be read: ${String(error)}`);
      }
    }
    if (!isChanged) return;
    this.#removeGone();
    this.#sorted = undefined;
    const fresh = added.filter(({ id }) => this.#events.has(id));
    for (const listener of this.#listeners) listener(fresh);
  }

  async #readFile(file: string, added: ReceivedSummary[]): Promise<boolean> {
    const path = join(this.#options.folder, file);
    let from = this.#read.get(file) ?? 0;
    const { size } = await stat(path);
    if (size <= from) return false;
    const handle = await open(path, 'r');
    try {
      let most = pieceBytes;
      while (from < size) {
        const bytes = Buffer.alloc(Math.min(most, size - from));
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
        const { lines, read } = readLines(bytes.subarray(0, bytesRead), from);
        for (const line of lines) {
          if (line.kind === 'removed') {
            this.#withRemovals.add(file);
            for (const id of line.ids) this.#removed.add(id);
          } else {
            const { summary, start, end } = line;
            this.#events.set(summary.id, { summary, file, start, end });
            added.push(summary);
          }
        }
        // Half a line at the end is read when it is whole; one longer than a piece needs a longer piece.
        if (read === 0 && from + bytesRead >= size) break;
        if (read === 0) most *= 2;
        from += read;
      }
    } finally {
      await handle.close();
    }
    this.#read.set(file, from);
    this.#seenBytes.set(file, size);
    return true;
  }

  #removeGone(): void {
    for (const id of this.#removed) this.#events.delete(id);
  }

  #forget(file: string): void {
    this.#read.delete(file);
    this.#seenBytes.delete(file);
    for (const [id, stored] of this.#events) if (stored.file === file) this.#events.delete(id);
  }

  /** Deletes what is more than the limits allow. */
  async #trim(): Promise<void> {
    const { folder, mostBytes, mostEvents } = this.#options;
    const facts = await Promise.all((await this.#files()).map((name) => this.#factsOf(name)));
    for (const { name, events } of leavingFiles(facts, { mostBytes, mostEvents }, Date.now())) {
      await rm(join(folder, name), { force: true });
      this.#dropped += events;
      this.#forget(name);
    }
    this.#sorted = undefined;
  }

  async #factsOf(name: string): Promise<StoredFile> {
    const times = [...this.#events.values()]
      .filter(({ file }) => file === name)
      .map(({ summary }) => summary.at);
    const info = await stat(join(this.#options.folder, name)).catch(() => undefined);
    return {
      name,
      events: times.length,
      newest: times.reduce((latest, at) => Math.max(latest, at), 0),
      hasRemovals: this.#withRemovals.has(name),
      bytes: info?.size ?? 0,
      // A file that was not read to its end only seems to hold nothing: it must not leave.
      isOpen: this.#isOpen(name) || (info?.size ?? 0) > (this.#seenBytes.get(name) ?? 0),
      writtenAt: info?.mtimeMs ?? 0,
    };
  }

  /** Files of a window that may still be written to: ours, and the last of each other one. */
  #isOpen(file: string): boolean {
    const { writer: window, number, pid } = readSegmentName(file);
    if (window === this.#options.writer) return number >= this.#number;
    const others = [...this.#read.keys()].map(readSegmentName).filter(({ writer }) => writer === window);
    const last = Math.max(...others.map((other) => other.number));
    return number >= last && this.#options.isAlive(pid);
  }

  async #files(): Promise<string[]> {
    const names = await readdir(this.#options.folder).catch(() => [] as string[]);
    return names.filter((name) => isSegmentName(name)).sort();
  }
}
