import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { type Call, type StoredFile, groupDay } from '../../recording/call.ts';
import { Listing } from './listing.ts';
import type { RecordingStore } from '../recordingStore.ts';

/**
 * The calls of one date folder, read flat at 1,000 blobs a request. A page boundary may cut a call:
 * the last call grows when the next page is read.
 */
export class DayList extends Listing {
  readonly kind = 'day';
  calls: readonly Call[] = [];
  readonly otherFiles: StoredFile[] = [];
  readonly #store: RecordingStore;
  readonly #prefix: string;
  readonly #folder: string;
  #continuation: string | undefined;

  /**
   * @param prefix what comes before the date folder
   * @param folder where to list: the date folder, or the start of a call ID in it
   */
  constructor(store: RecordingStore, prefix: string, folder: string) {
    super();
    this.#store = store;
    this.#prefix = prefix;
    this.#folder = folder;
  }

  /** The call that the next page may add to. */
  get unfinishedCall(): Call | undefined {
    return this.complete ? undefined : this.calls.at(-1);
  }

  override hasItems(): boolean {
    return this.calls.length > 0 || this.otherFiles.length > 0;
  }

  /** Reads one page; continues where a page is empty and yet not the last. */
  protected override async read(signal: AbortSignal): Promise<void> {
    for (let added = 0; added === 0 && !this.complete;) {
      const page = await this.#store.listFiles(this.#folder, {
        signal,
        ...withoutUndefined({ continuation: this.#continuation }),
      });
      signal.throwIfAborted();
      this.unreadable += page.unreadable ?? 0;
      this.#add(page.files);
      this.#continuation = page.continuation;
      this.complete = page.continuation === undefined;
      added = page.files.length;
    }
    this.notify();
  }

  #add(files: readonly StoredFile[]): void {
    const last = this.calls.at(-1);
    const day = groupDay(
      [...(last?.recordings ?? []).flatMap((recording) => recording.files), ...files],
      this.#prefix,
    );
    this.calls = [...this.calls.slice(0, -1), ...day.calls];
    this.otherFiles.push(...day.otherFiles);
  }
}
