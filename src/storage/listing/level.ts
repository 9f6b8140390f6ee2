import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { StoredFile } from '../../recording/call.ts';
import { Listing } from './listing.ts';
import type { RecordingStore } from '../recordingStore.ts';

const pageSize = 1000;

/** What is in a folder that is no date folder, one level at a time. */
export class FolderList extends Listing {
  readonly kind = 'folder';
  readonly folders: string[] = [];
  readonly files: StoredFile[] = [];
  readonly #store: RecordingStore;
  readonly #prefix: string;
  #continuation: string | undefined;

  constructor(store: RecordingStore, prefix: string) {
    super();
    this.#store = store;
    this.#prefix = prefix;
  }

  override hasItems(): boolean {
    return this.folders.length > 0 || this.files.length > 0;
  }

  /** Reads one page; continues where a page is empty and yet not the last. */
  protected override async read(signal: AbortSignal): Promise<void> {
    for (let added = 0; added === 0 && !this.complete;) {
      const page = await this.#store.listLevel(this.#prefix, {
        pageSize,
        signal,
        ...withoutUndefined({ continuation: this.#continuation }),
      });
      signal.throwIfAborted();
      this.unreadable += page.unreadable ?? 0;
      for (const folder of page.folders) this.folders.push(folder);
      for (const file of page.files) this.files.push(file);
      this.#continuation = page.continuation;
      this.complete = page.continuation === undefined;
      added = page.folders.length + page.files.length;
    }
    this.notify();
  }
}
