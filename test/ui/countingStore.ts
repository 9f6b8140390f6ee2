import { type Readable, Transform } from 'node:stream';
import type { StoredFile } from '../../src/recording/call.ts';
import type {
  ByteRange,
  FilePage,
  LevelPage,
  ListOptions,
  ReadOnlyLink,
  RecordingStore,
} from '../../src/storage/recordingStore.ts';

/** Passes on to another store and counts what is asked of it. */
export class CountingStore implements RecordingStore {
  readonly #store: RecordingStore;
  /** Each request: what, and of which file or prefix. */
  readonly requests: string[] = [];
  /** Bytes of media and metadata that were read. */
  bytes = 0;

  constructor(store: RecordingStore) {
    this.#store = store;
  }

  listLevel(prefix: string, options?: ListOptions): Promise<LevelPage> {
    this.requests.push(`list ${prefix}`);
    return this.#store.listLevel(prefix, options);
  }

  listFiles(prefix: string, options?: ListOptions): Promise<FilePage> {
    this.requests.push(`list ${prefix}`);
    return this.#store.listFiles(prefix, options);
  }

  stat(name: string, signal?: AbortSignal): Promise<StoredFile> {
    this.requests.push(`stat ${name}`);
    return this.#store.stat(name, signal);
  }

  async read(name: string, range?: ByteRange, signal?: AbortSignal): Promise<Uint8Array> {
    this.requests.push(`read ${name}`);
    const bytes = await this.#store.read(name, range, signal);
    this.bytes += bytes.length;
    return bytes;
  }

  async openRead(name: string, range?: ByteRange, signal?: AbortSignal): Promise<Readable> {
    this.requests.push(`open ${name} ${range?.offset ?? 0}`);
    const source = await this.#store.openRead(name, range, signal);
    const counted = new Transform({
      highWaterMark: 64 * 1024,
      transform: (chunk: Buffer, _encoding, next) => {
        this.bytes += chunk.length;
        next(null, chunk);
      },
    });
    source.once('error', (error) => counted.destroy(error));
    counted.once('close', () => source.destroy());
    return source.pipe(counted);
  }

  download(): Promise<void> {
    return Promise.reject(new Error('not here'));
  }

  write(): Promise<void> {
    return Promise.reject(new Error('not here'));
  }

  delete(): Promise<void> {
    return Promise.reject(new Error('not here'));
  }

  deleteEmptyFolders(): Promise<number> {
    return Promise.resolve(0);
  }

  urlOf(name: string): string {
    return this.#store.urlOf(name);
  }

  link(name: string, minutes: number, signal?: AbortSignal): Promise<ReadOnlyLink> {
    this.requests.push(`link ${name}`);
    return this.#store.link(name, minutes, signal);
  }
}
