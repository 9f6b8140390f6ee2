import { Readable } from 'node:stream';
import type { StoredFile } from '../../../src/recording/call.ts';
import type { FilePage } from '../../../src/storage/recordingStore.ts';
import { StoreError } from '../../../src/storage/failures/storeError.ts';
import type { ReadableStore } from '../../../src/storage/readableStore.ts';

/** Files in memory that are read by ranges; counts what is asked for. */
export class RangedStore implements ReadableStore {
  readonly files = new Map<string, Uint8Array>();
  lastModified = new Date(Date.UTC(2026, 0, 7, 12));
  /** Names whose reading fails. */
  readonly broken = new Set<string>();
  readonly requests: string[] = [];
  bytes = 0;
  /** Files in a page of a listing. */
  pageSize = 1000;
  /** Items that each page could not read. */
  unreadable = 0;

  constructor(files: Iterable<{ readonly name: string; readonly content: Uint8Array }> = []) {
    for (const { name, content } of files) this.files.set(name, content);
  }

  listFiles: ReadableStore['listFiles'] = (prefix, { continuation = '0' } = {}) => {
    this.requests.push('list');
    const all = [...this.files]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, content]): StoredFile => {
        return { name, sizeBytes: content.length, lastModified: this.lastModified };
      });
    const end = Number(continuation) + this.pageSize;
    const page: FilePage = {
      files: all.slice(Number(continuation), end),
      unreadable: this.unreadable,
      ...(end < all.length ? { continuation: String(end) } : {}),
    };
    return Promise.resolve(page);
  };

  read: ReadableStore['read'] = (name, range = { offset: 0 }) => {
    this.requests.push(`read ${name}`);
    const content = this.files.get(name);
    if (this.broken.has(name)) return Promise.reject(new StoreError('noDataRole', 'No role'));
    if (!content) return Promise.reject(new StoreError('fileMissing', 'Missing'));
    const part = content.subarray(range.offset, range.offset + (range.count ?? content.length));
    this.bytes += part.length;
    return Promise.resolve(part);
  };

  stat: ReadableStore['stat'] = (name) => {
    const content = this.files.get(name);
    return content
      ? Promise.resolve({ name, sizeBytes: content.length, lastModified: this.lastModified })
      : Promise.reject(new StoreError('fileMissing', 'Missing'));
  };

  openRead: ReadableStore['openRead'] = async (name, range) => Readable.from([await this.read(name, range)]);

  link: ReadableStore['link'] = () => Promise.reject(new StoreError('linkNotPossible', 'No link'));
}
