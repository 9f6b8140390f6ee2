import type { Call, StoredFile } from '../../recording/call.ts';
import type { Container } from '../../storage/container.ts';
import { DateList, type RecordingFilter, isEmptyFilter } from '../../storage/dateList.ts';
import { DayList } from '../../storage/dayList.ts';
import { FolderList } from '../../storage/folderList.ts';
import type { Listing } from '../../storage/listing.ts';
import type { RecordingStore } from '../../storage/recordingStore.ts';
import { StoreError } from '../../storage/storeError.ts';
import { messageLine } from '../logLine.ts';
import {
  type TreeNode,
  callNode,
  containerNode,
  dateNode,
  folderNode,
  otherFileNode,
  recordingFileNode,
  recordingNode,
} from './node.ts';

/** What the tree needs to know of the containers. */
export interface ContainerSource {
  list(): readonly Container[];
  open(container: Container): Promise<RecordingStore>;
}

/** How long changes of a running load are gathered before the view hears of them, in ms. */
const gatherMs = 400;

/**
 * The Recordings tree without VS Code: knows the children of each row, reads them page by page, and says
 * which row changed. Listings are kept until they are refreshed.
 */
export class TreeModel {
  #filter: RecordingFilter = {};
  readonly #source: ContainerSource;
  readonly #changed: (node: TreeNode | undefined) => void;
  readonly #listings = new Map<string, Listing>();
  readonly #parents = new Map<string, TreeNode>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** Version of each listing when its rows were last asked for. */
  readonly #shown = new Map<string, number>();
  #refreshes = 0;

  /** @param changed called with the row whose children changed, undefined for all */
  constructor(source: ContainerSource, changed: (node: TreeNode | undefined) => void) {
    this.#source = source;
    this.#changed = changed;
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
    const children = node ? await this.#childrenOf(node) : this.#source.list().map(containerNode);
    if (node) for (const child of children) this.#parents.set(child.id, node);
    return children;
  }

  /** The row above, known for every row that `children` gave. */
  parent(node: TreeNode): TreeNode | undefined {
    return this.#parents.get(node.id);
  }

  /** Forgets what was read of a row, or of all, so that it is read anew. */
  refresh(node?: TreeNode): void {
    this.#refreshes++;
    const target = node && this.#listingOwner(node);
    for (const [id, listing] of this.#listings) {
      if (
        target &&
        id !== target.id &&
        !id.startsWith(target.kind === 'container' ? `${target.id}/` : target.id)
      ) {
        continue;
      }
      this.#listings.delete(id);
      listing.cancel();
    }
    this.#changed(target);
  }

  /** Ends the load under way for a row that is no longer open. */
  stop(node: TreeNode): void {
    const listing = this.#listings.get(node.id);
    if (!listing?.loading) return;
    listing.cancel();
    this.#changed(node);
  }

  /** Reads the next page of the listing that a row shows. */
  async loadMore(parentId: string): Promise<void> {
    const listing = this.#listings.get(parentId);
    if (!listing) return;
    const parent = this.#parents.get(`${parentId}#more`);
    const load = listing.load();
    this.#changed(parent);
    await load.catch(() => undefined);
    this.#changed(parent);
  }

  /** The row of a recording, call, date or file by its path; reads what it needs. */
  async find(container: Container, path: string): Promise<TreeNode | undefined> {
    let node: TreeNode | undefined = containerNode(container);
    while (node && !('path' in node && node.path === path)) {
      const within: TreeNode[] = await this.#allChildren(node, path);
      node = within.find((child) => 'path' in child && path.startsWith(child.path));
    }
    return node;
  }

  /** The children of a row, read on until one of them leads to the path. */
  async #allChildren(node: TreeNode, path: string): Promise<TreeNode[]> {
    for (;;) {
      const children = await this.children(node);
      const listing = this.#listings.get(node.id);
      const failed = children.some((child) => child.kind === 'problem');
      const found = children.some((child) => 'path' in child && path.startsWith(child.path));
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
          (store) => new DateList(store, node.container.prefix, this.#filter),
          dateRows,
        );
      case 'date': {
        const folder = node.path + (this.#filter.callIdStart ?? '');
        return this.#read(node, (store) => new DayList(store, node.container.prefix, folder), callRows);
      }
      case 'folder':
        return this.#read(node, (store) => new FolderList(store, node.path), folderRows);
      case 'call': {
        const rows: TreeNode[] = node.call.recordings.map((one) => recordingNode(node.container, one));
        const date = this.#parents.get(node.id);
        return node.unfinished && date ? [...rows, moreRow(date, 'files', node.id)] : rows;
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

  /** Reads the first page of a row's listing, if need be, and shows what it has. */
  async #read<L extends Listing>(
    node: TreeNode,
    create: (store: RecordingStore) => L,
    rows: (node: TreeNode, listing: L, filter: RecordingFilter) => TreeNode[],
  ): Promise<TreeNode[]> {
    try {
      const listing = (this.#listings.get(node.id) as L | undefined) ?? (await this.#create(node, create));
      await listing.loadFirst();
      this.#shown.set(node.id, listing.version);
      const shown = rows(node, listing, this.#filter);
      if (listing.loading || listing.error === undefined) return shown;
      return [...shown.filter((row) => row.kind !== 'more'), await problemRow(node, listing.error)];
    } catch (error) {
      return [await problemRow(node, error)];
    }
  }

  async #create<L extends Listing>(node: TreeNode, create: (store: RecordingStore) => L): Promise<L> {
    const refreshes = this.#refreshes;
    const store = await this.#source.open(node.container);
    // Refreshed meanwhile: what was opened may be signed in to as it no longer is.
    if (refreshes !== this.#refreshes) return this.#create(node, create);
    const existing = this.#listings.get(node.id) as L | undefined;
    if (existing) return existing;
    const listing = create(store);
    this.#listings.set(node.id, listing);
    listing.onChange(() => {
      if (this.#listings.get(node.id) === listing) this.#changedSoon(node, listing);
    });
    return listing;
  }

  /**
   * Tells the view of a change, at most once every `gatherMs`, and only of what it has not asked for since: a
   * change that reaches VS Code while it takes in thousands of rows makes it lose them.
   */
  #changedSoon(node: TreeNode, listing: Listing): void {
    if (node.kind !== 'container' || this.#timers.has(node.id)) return;
    this.#timers.set(
      node.id,
      setTimeout(() => {
        this.#timers.delete(node.id);
        if (this.#shown.get(node.id) !== listing.version) this.#changed(node);
      }, gatherMs),
    );
  }

  /** The row whose listing shows this row. */
  #listingOwner(node: TreeNode): TreeNode {
    const owner = node.kind === 'problem' || node.kind === 'more' ? this.#parents.get(node.id) : node;
    if (!owner) return containerNode(node.container);
    if (owner.kind === 'container' || owner.kind === 'date' || owner.kind === 'folder') return owner;
    const parent = this.#parents.get(owner.id);
    return parent ? this.#listingOwner(parent) : containerNode(node.container);
  }
}

function dateRows(node: TreeNode, list: DateList, filter: RecordingFilter): TreeNode[] {
  const dates = list.dates.map((date) => dateNode(node.container, date));
  const rows: TreeNode[] = [...dates];
  if (list.loading) rows.push(progressRow(node, list));
  const filtered = !isEmptyFilter(filter);
  if (!filtered) rows.push(...otherRows(node, list.otherFiles, list.otherFolders));
  if (list.complete && dates.length === 0) rows.unshift(messageRow(node, filtered ? 'noMatch' : 'noDates'));
  return rows;
}

function callRows(node: TreeNode, list: DayList, filter: RecordingFilter): TreeNode[] {
  const rows: TreeNode[] = list.calls.map((call: Call) =>
    callNode(node.container, call, call === list.unfinishedCall),
  );
  if (list.loading) rows.push(messageRow(node, 'loading'));
  else if (!list.complete) rows.push(moreRow(node, 'calls', node.id));
  if (isEmptyFilter(filter) || !filter.callIdStart) rows.push(...otherRows(node, list.otherFiles, []));
  if (list.complete && rows.length === 0) rows.push(messageRow(node, 'noCalls'));
  return rows;
}

function folderRows(node: TreeNode, list: FolderList): TreeNode[] {
  const rows: TreeNode[] = [
    ...list.folders.map((folder) => folderNode(node.container, folder)),
    ...list.files.map((file) => otherFileNode(node.container, file, 'path' in node ? node.path : '')),
  ];
  if (list.loading) rows.push(messageRow(node, 'loading'));
  else if (!list.complete) rows.push(moreRow(node, 'files', node.id));
  if (list.complete && rows.length === 0) rows.push(messageRow(node, 'emptyFolder'));
  return rows;
}

function otherRows(node: TreeNode, files: readonly StoredFile[], folders: readonly string[]): TreeNode[] {
  if (files.length === 0 && folders.length === 0) return [];
  const above = 'path' in node ? node.path : node.container.prefix;
  return [{ kind: 'otherFiles', id: `${node.id}#other`, container: node.container, files, folders, above }];
}

function moreRow(owner: TreeNode, what: 'calls' | 'files', shownIn: string): TreeNode {
  return { kind: 'more', id: `${shownIn}#more`, container: owner.container, what, parent: owner.id };
}

function messageRow(
  node: TreeNode,
  message: 'noDates' | 'noMatch' | 'noCalls' | 'emptyFolder' | 'loading',
): TreeNode {
  return { kind: 'message', id: `${node.id}#message`, container: node.container, message };
}

function progressRow(node: TreeNode, list: DateList): TreeNode {
  const row = { kind: 'message', id: `${node.id}#message`, container: node.container } as const;
  return list.searched ? { ...row, message: 'searching', ...list.searched } : { ...row, message: 'loading' };
}

async function problemRow(node: TreeNode, error: unknown): Promise<TreeNode> {
  const { explainStoreError } = await import('../../storage/storeErrorText.ts');
  const known = StoreError.is(error) ? error : new StoreError('unknown', messageLine(error));
  return {
    kind: 'problem',
    id: `${node.id}#problem`,
    container: node.container,
    error: known,
    text: explainStoreError(known),
    parent: node.id,
  };
}
