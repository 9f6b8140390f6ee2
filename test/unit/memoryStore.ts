import { Readable } from 'node:stream';
import type { StoredFile } from '../../src/recording/call.ts';
import type { FilePage, LevelPage, ListOptions, RecordingStore } from '../../src/storage/recordingStore.ts';
import { StoreError } from '../../src/storage/failures/storeError.ts';

interface MemoryFile {
  readonly content: Uint8Array;
  readonly lastModified: Date;
}

/** A store in memory that lists as the Blob service does, and counts the requests. */
export class MemoryStore implements RecordingStore {
  readonly #files: Map<string, MemoryFile>;
  /** Prefix of each listing request, in order. */
  readonly requests: string[] = [];
  /** Thrown by the next listings, one each. */
  readonly failures: Error[] = [];
  /** When set, each listing gives an empty page with a continuation first. */
  emptyPagesFirst = false;
  /** Holds every listing until it is resolved. */
  gate: Promise<void> | undefined;

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    this.#files = new Map(
      Object.entries(files).map(([name, content]) => [
        name,
        { content: Buffer.from(content), lastModified: new Date(Date.UTC(2026, 10, 20, 14, 5, 11)) },
      ]),
    );
  }

  async listLevel(prefix: string, options: ListOptions = {}): Promise<LevelPage> {
    const entries = new Map<string, StoredFile | undefined>();
    for (const file of this.#below(prefix)) {
      const slash = file.name.indexOf('/', prefix.length);
      if (slash < 0) entries.set(file.name, file);
      else entries.set(file.name.slice(0, slash + 1), undefined);
    }
    const page = await this.#page(prefix, [...entries], options, 5000);
    return {
      folders: page.items.filter(([, file]) => !file).map(([name]) => name),
      files: page.items.flatMap(([, file]) => file ?? []),
      ...page.continuation,
    };
  }

  async listFiles(prefix: string, options: ListOptions = {}): Promise<FilePage> {
    const page = await this.#page(prefix, this.#below(prefix), options, 1000);
    return { files: page.items, ...page.continuation };
  }

  stat(name: string): Promise<StoredFile> {
    const found = this.#below(name).find((file) => file.name === name);
    return found ? Promise.resolve(found) : Promise.reject(new StoreError('fileMissing', 'Missing'));
  }

  read(name: string): Promise<Uint8Array> {
    const file = this.#files.get(name);
    return file ? Promise.resolve(file.content) : Promise.reject(new StoreError('fileMissing', 'Missing'));
  }

  async openRead(name: string): Promise<Readable> {
    return Readable.from([await this.read(name)]);
  }

  download(): Promise<void> {
    return Promise.reject(new Error('not here'));
  }

  write(name: string, content: Uint8Array | Readable): Promise<void> {
    if (!(content instanceof Uint8Array)) return Promise.reject(new Error('not here'));
    this.#files.set(name, { content, lastModified: new Date() });
    return Promise.resolve();
  }

  delete(name: string): Promise<void> {
    this.#files.delete(name);
    return Promise.resolve();
  }

  deleteEmptyFolders(): Promise<number> {
    return Promise.resolve(0);
  }

  urlOf(name: string): string {
    return `memory:${name}`;
  }

  link(): Promise<never> {
    return Promise.reject(new StoreError('linkNotPossible', 'In memory'));
  }

  #below(prefix: string): StoredFile[] {
    return [...this.#files]
      .filter(([name]) => name.startsWith(prefix))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { content, lastModified }]) => ({ name, sizeBytes: content.length, lastModified }));
  }

  async #page<T>(
    prefix: string,
    all: readonly T[],
    { continuation = '0', pageSize, signal }: ListOptions,
    standard: number,
  ): Promise<{ items: T[]; continuation: { continuation?: string } }> {
    this.requests.push(prefix);
    await this.gate;
    await Promise.resolve();
    if (signal?.aborted) throw new StoreError('cancelled', 'Cancelled');
    const failure = this.failures.shift();
    if (failure) throw failure;
    if (this.emptyPagesFirst && continuation === '0')
      return { items: [], continuation: { continuation: '00' } };
    const start = Number(continuation);
    const end = start + (pageSize ?? standard);
    return {
      items: all.slice(start, end),
      continuation: end < all.length ? { continuation: String(end) } : {},
    };
  }
}
