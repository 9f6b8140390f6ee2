import pLimit from 'p-limit';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { isDateFolder } from '../../recording/blobName.ts';
import type { StoredFile } from '../../recording/call.ts';
import type { RecordingFilter } from './filter.ts';
import { Listing } from './listing.ts';
import type { RecordingStore } from '../recordingStore.ts';

const parallelProbes = 16;
const wholeCallId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The date folders of a container, newest first: one request for each 5,000. Where calls are filtered,
 * the dates are probed in parallel, newest first, and only those with such a call are kept.
 */
export class DateList extends Listing {
  readonly kind = 'dates';
  /** `YYYYMMDD`, newest first. */
  dates: readonly string[] = [];
  /** Prefixes directly below the container's prefix that are no dates. */
  readonly otherFolders: string[] = [];
  /** Files directly below the container's prefix. */
  readonly otherFiles: StoredFile[] = [];
  /** How far a search for calls has come. */
  searched: { readonly done: number; readonly total: number } | undefined;

  readonly #store: RecordingStore;
  readonly #prefix: string;
  readonly #filter: RecordingFilter;
  readonly #all: string[] = [];
  #continuation: string | undefined;
  #listed = false;
  #nextProbe = 0;

  constructor(store: RecordingStore, prefix: string, filter: RecordingFilter = {}) {
    super();
    this.#store = store;
    this.#prefix = prefix;
    this.#filter = filter;
  }

  protected override readsToEnd(): boolean {
    return true;
  }

  override hasItems(): boolean {
    return this.dates.length > 0;
  }

  protected override async read(signal: AbortSignal): Promise<void> {
    while (!this.#listed) await this.#readPage(signal);
    if (this.#filter.callIdStart) await this.#probe(this.#filter.callIdStart, signal);
    this.complete = true;
  }

  async #readPage(signal: AbortSignal): Promise<void> {
    const page = await this.#store.listLevel(this.#prefix, {
      signal,
      ...withoutUndefined({ continuation: this.#continuation }),
    });
    signal.throwIfAborted();
    this.unreadable += page.unreadable ?? 0;
    for (const folder of page.folders) {
      const name = folder.slice(this.#prefix.length, -1);
      if (!isDateFolder(name)) this.otherFolders.push(folder);
      else if (this.#inRange(name)) this.#all.push(name);
    }
    for (const file of page.files) this.otherFiles.push(file);
    this.#continuation = page.continuation;
    this.#listed = page.continuation === undefined;
    if (this.#listed) this.#all.sort().reverse();
    if (!this.#filter.callIdStart) this.dates = [...this.#all].sort().reverse();
    this.notify();
  }

  #inRange(date: string): boolean {
    return date >= (this.#filter.from ?? '') && date <= (this.#filter.to ?? '99999999');
  }

  /** A whole call ID is on one date, or on two around midnight: the search ends one date after a find. */
  async #probe(callIdStart: string, signal: AbortSignal): Promise<void> {
    const limit = pLimit(parallelProbes);
    const stopsWhenFound = this.#filter.isWholeName ?? wholeCallId.test(callIdStart);
    const found = new Set(this.dates);
    const from = this.#nextProbe;
    const done = new Set<number>();
    let last = this.#all.length - 1;
    const probe = async (date: string, index: number): Promise<void> => {
      if (index > last) return;
      const hit = await this.#hasCall(`${this.#prefix}${date}/${callIdStart}`, signal);
      signal.throwIfAborted();
      done.add(index);
      while (done.has(this.#nextProbe)) this.#nextProbe++;
      this.searched = { done: from + done.size, total: this.#all.length };
      if (hit) {
        found.add(date);
        this.dates = [...found].sort().reverse();
        if (stopsWhenFound) last = Math.min(last, index + 1);
      }
      this.notify();
    };
    try {
      await Promise.all(this.#all.slice(from).map((date, offset) => limit(() => probe(date, from + offset))));
    } finally {
      limit.clearQueue();
    }
  }

  /** A page may be empty and yet not the last. */
  async #hasCall(prefix: string, signal: AbortSignal): Promise<boolean> {
    for (let continuation: string | undefined; ;) {
      const page = await this.#store.listFiles(prefix, {
        pageSize: 1,
        signal,
        ...withoutUndefined({ continuation }),
      });
      if (page.files.length > 0) return true;
      if (page.continuation === undefined) return false;
      continuation = page.continuation;
    }
  }
}
