import type { Call, Recording } from '../../recording/call.ts';
import type { Container } from '../../storage/container.ts';
import type { RecordingFilter } from '../../storage/listing/filter.ts';
import type { DayList } from '../../storage/listing/day.ts';
import type { Listing } from '../../storage/listing/listing.ts';
import type { RecordingStore } from '../../storage/recordingStore.ts';
import type * as Listings from './listingRows.ts';
import { type Reading, listedDay, listedRecording, loadListings } from './listed.ts';
import { inOrderOfTime } from './rowTime.ts';
import { StartTimes, type StartTimesOptions, neverRead } from './startTimes.ts';
import {
  type DateNode,
  type TreeNode,
  containerNode,
  folderNode,
  hasListing,
  leadsTo,
  otherFileNode,
  recordingFileNode,
  recordingNode,
} from './node.ts';

/** What the tree needs to know of the containers. */
export interface ContainerSource {
  list(): readonly Container[];
  open(container: Container): Promise<RecordingStore>;
}

/** How long changes of a running load are gathered before the view is notified, in ms. */
const gatherMs = 400;

/**
 * The Recordings tree without VS Code: knows the children of each row, reads them page by page, and says
 * which row changed. Listings are kept until they are refreshed. VS Code knows a row that changed by its
 * object, so a row with a listing is always the same object.
 */
export class TreeModel {
  /** When recordings started. */
  readonly starts: StartTimes;
  #filter: RecordingFilter = {};
  readonly #source: ContainerSource;
  readonly #changed: (node: TreeNode | undefined) => void;
  readonly #readings = new Map<string, Reading>();
  /** Containers, dates and folders that were given out, by ID. */
  readonly #owners = new Map<string, TreeNode>();
  readonly #recordings = new WeakMap<Recording, TreeNode>();
  readonly #parents = new WeakMap<TreeNode, TreeNode>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #refreshes = 0;

  /**
   * @param changed called with the row whose children changed, undefined for all
   * @param starts how the starts of recordings are read; default: they are not
   */
  constructor(
    source: ContainerSource,
    changed: (node: TreeNode | undefined) => void,
    starts: Pick<StartTimesOptions, 'read' | 'isWanted'> = neverRead,
  ) {
    this.#source = source;
    this.#changed = changed;
    this.starts = new StartTimes({ ...starts, changed: (node) => changed(this.#same(node)) });
  }

  get filter(): RecordingFilter {
    return this.#filter;
  }
  setFilter(filter: RecordingFilter): void {
    this.#filter = filter;
    this.refresh();
  }

  /** The rows below a row, or the containers. Never rejects: a failure is a row that says what failed. */
  async children(node?: TreeNode): Promise<TreeNode[]> {
    if (!node) return this.#source.list().map((container) => this.#root(container));
    const above = this.#same(node);
    const children = (await this.#childrenOf(above)).map((child) => this.#same(child));
    for (const child of children) this.#parents.set(child, above);
    return children;
  }

  /** The row above, known for every row that `children` gave. */
  parent(node: TreeNode): TreeNode | undefined {
    return this.#parents.get(node);
  }

  /** The row of the recording at a path, as it was listed last; reads nothing. */
  listedRecording(containerId: string, path: string): TreeNode | undefined {
    const listed = listedRecording(this.#readings, containerId, path);
    const container = listed && this.#owners.get(listed.dateId)?.container;
    return container && this.#recordingRow(container, listed.recording, listed.call.recordings);
  }

  /** True once its dates were asked for. */
  readonly isListed = ({ id }: Container): boolean => this.#readings.has(id);

  /** What was read of a date so far; reads nothing. */
  listedDay(node: DateNode): DayList | undefined {
    return listedDay(this.#readings, node);
  }

  /** Forgets what was read of a row, or of all, so that it is read anew. */
  refresh(node?: TreeNode): void {
    this.#refreshes++;
    const target = node && this.#listingOwner(node);
    const below = target?.kind === 'container' ? `${target.id}/` : target?.id;
    for (const [id, { listing }] of this.#readings) {
      if (below !== undefined && id !== target?.id && !id.startsWith(below)) continue;
      this.#readings.delete(id);
      this.starts.stop(id);
      listing.cancel();
    }
    for (const id of this.#owners.keys())
      if (below === undefined || (id !== target?.id && id.startsWith(below))) this.#owners.delete(id);
    this.#changed(target);
  }

  /** Ends the load under way for a row that is no longer open. */
  stop(node: TreeNode): void {
    const listing = this.#readings.get(node.id)?.listing;
    const wasReading = this.starts.stop(node.id);
    if (!listing?.loading && !wasReading) return;
    listing?.cancel();
    this.#changed(this.#same(node));
  }

  /** Reads the next page of the listing that a row shows. */
  async loadMore(parentId: string): Promise<void> {
    const reading = this.#readings.get(parentId);
    const parent = this.#owners.get(parentId);
    if (!reading || !parent) return;
    const load = reading.listing.load();
    this.#changed(parent);
    await load.catch(() => undefined);
    this.#changed(parent);
  }

  /** True where a listing has something to show, so that it can continue from there after a failure. */
  hasRead(parentId: string): boolean {
    return this.#readings.get(parentId)?.listing.hasItems() ?? false;
  }

  /** The row of a recording, call, date or file by its path; reads what it needs. */
  async find(container: Container, path?: string): Promise<TreeNode | undefined> {
    let node: TreeNode | undefined = this.#root(container);
    while (path !== undefined && node && !('path' in node && node.path === path)) {
      const within: TreeNode[] = await this.#allChildren(node, path);
      node = within.find((child) => leadsTo(child, path));
    }
    return node;
  }

  /** The children of a row, read on until one of them leads to the path. */
  async #allChildren(node: TreeNode, path: string): Promise<TreeNode[]> {
    for (;;) {
      const children = await this.children(node);
      const listing = this.#readings.get(node.id)?.listing;
      const failed = children.some((child) => child.kind === 'problem');
      const found = children.some((child) => leadsTo(child, path));
      if (found || failed || !listing || listing.complete) {
        const other = children.find((child) => child.kind === 'otherFiles');
        return found || !other ? children : this.children(other);
      }
      await listing.load().catch(() => undefined);
    }
  }

  async #childrenOf(node: TreeNode): Promise<TreeNode[]> {
    switch (node.kind) {
      case 'container':
        return this.#read(
          node,
          (store, { DateList }) => new DateList(store, node.container.prefix, this.#filter),
          (list, { dateRows }) => dateRows(node, list, this.#filter),
        );
      case 'date': {
        const folder = node.path + (this.#filter.callIdStart ?? '');
        return this.#read(
          node,
          (store, { DayList }) => new DayList(store, node.container.prefix, folder),
          (list, { callRows }) => callRows(node, list, this.#filter, this.#ordered(node, list)),
        );
      }
      case 'folder':
        return this.#read(
          node,
          (store, { FolderList }) => new FolderList(store, node.path),
          (list, { folderRows }) => folderRows(node, list),
        );
      case 'call': {
        const { recordings } = node.call;
        const rows = recordings.map((one) => this.#recordingRow(node.container, one, recordings));
        const date = this.#parents.get(node);
        if (!node.unfinished || !date) return rows;
        return [...rows, (await loadListings()).moreRow(date, 'files', node.id)];
      }
      case 'recording':
        return node.recording.files.map((file) => recordingFileNode(node.container, file));
      case 'otherFiles':
        return [
          ...node.folders.map((folder) => folderNode(node.container, folder)),
          ...node.files.map((file) => otherFileNode(node.container, file, node.above)),
        ];
      default:
        return [];
    }
  }

  /** The calls of a date as they are shown; reads when they started, where that is shown. */
  #ordered(node: DateNode, list: DayList): readonly Call[] {
    return this.starts.follow(node, list)
      ? inOrderOfTime(list.calls, (recording) => this.starts.timeOf(recording))
      : list.calls;
  }

  /** Reads the first page of a row's listing, if need be, and shows what it has. */
  async #read<L extends Listing>(
    node: TreeNode,
    create: (store: RecordingStore, listings: typeof Listings) => L,
    rows: (listing: L, listings: typeof Listings) => TreeNode[],
  ): Promise<TreeNode[]> {
    try {
      const reading = this.#readings.get(node.id) ?? (await this.#create(node, create));
      const listing = reading.listing as L;
      await listing.loadFirst();
      const listings = await loadListings();
      reading.shownVersion = listing.version;
      const shown = rows(listing, listings);
      if (listing.loading || listing.error === undefined) return shown;
      return [...shown.filter((row) => row.kind !== 'more'), await listings.problemRow(node, listing.error)];
    } catch (error) {
      return [await (await loadListings()).problemRow(node, error)];
    }
  }

  async #create(
    node: TreeNode,
    create: (store: RecordingStore, listings: typeof Listings) => Listing,
  ): Promise<Reading> {
    const refreshes = this.#refreshes;
    const [store, listings] = await Promise.all([this.#source.open(node.container), loadListings()]);
    // Refreshed meanwhile: what was opened may be signed in to as it no longer is.
    if (refreshes !== this.#refreshes) return this.#create(node, create);
    const existing = this.#readings.get(node.id);
    if (existing) return existing;
    const reading = { listing: create(store, listings), shownVersion: -1 };
    this.#readings.set(node.id, reading);
    reading.listing.onChange(() => {
      if (this.#readings.get(node.id) === reading) this.#changedSoon(node, reading);
    });
    return reading;
  }

  /**
   * Tells the view of a change, at most once every `gatherMs`, and only of what it has not asked for since: a
   * change that reaches VS Code while it takes in thousands of rows makes it lose them.
   */
  #changedSoon(node: TreeNode, reading: Reading): void {
    if (node.kind !== 'container' || this.#timers.has(node.id)) return;
    const timer = setTimeout(() => {
      this.#timers.delete(node.id);
      if (reading.shownVersion !== reading.listing.version) this.#changed(this.#same(node));
    }, gatherMs);
    this.#timers.set(node.id, timer);
  }

  /** The row of a container: the object that was given out before, unless the container is another by now. */
  #root(container: Container): TreeNode {
    const known = this.#owners.get(container.id);
    if (known && JSON.stringify(known.container) === JSON.stringify(container)) return known;
    const root = containerNode(container);
    this.#owners.set(root.id, root);
    return root;
  }

  /** One row for each recording, as long as that is listed. */
  #recordingRow(container: Container, recording: Recording, siblings: readonly Recording[]): TreeNode {
    const row = this.#recordings.get(recording) ?? recordingNode(container, recording, siblings);
    this.#recordings.set(recording, row);
    return row;
  }

  /** The object that was given out before for a row with a listing; any other row as it is. */
  #same(node: TreeNode): TreeNode {
    if (!hasListing(node)) return node;
    const known = this.#owners.get(node.id);
    if (known) return known;
    this.#owners.set(node.id, node);
    return node;
  }

  /** The row whose listing shows this row. */
  #listingOwner(node: TreeNode): TreeNode {
    const owner = node.kind === 'problem' || node.kind === 'more' ? this.#parents.get(node) : node;
    if (!owner) return this.#root(node.container);
    if (hasListing(owner)) return this.#same(owner);
    const parent = this.#parents.get(owner);
    return parent ? this.#listingOwner(parent) : this.#root(node.container);
  }
}
