import { posix } from 'node:path';
import * as vscode from 'vscode';
import { StoreError } from '../../storage/failures/storeError.ts';
import type { StoredFile } from '../../recording/call.ts';
import type { Container } from '../../storage/container.ts';
import type { RecordingStore } from '../../storage/recordingStore.ts';
import type { Containers } from '../containers/containers.ts';
import { Disposable } from '../disposable.ts';
import { blobNameOf } from './blobName.ts';

/**
 * Scheme of the documents: `callrecordings://<container id>/<blob name>`. VS Code normalises paths, so a name
 * that this would change, such as one with an empty segment, is repeated in the query.
 */
export const recordingScheme = 'callrecordings';

/** The address of a file or folder in a container. @param path with prefix */
export function recordingUri(containerId: string, path: string): vscode.Uri {
  const absolute = `/${path}`;
  const query = posix.normalize(absolute) === absolute ? '' : path;
  return vscode.Uri.from({ scheme: recordingScheme, authority: containerId, path: absolute, query });
}

/** Where a document is: its container and the name of the blob. */
export interface DocumentPlace {
  readonly container: Container;
  readonly name: string;
}

/**
 * The files of all containers as read-only documents. Chunk metadata is shown pretty-printed, all else
 * as it is.
 */
export class RecordingDocuments extends Disposable implements vscode.FileSystemProvider {
  readonly #containers: Containers;
  readonly #changed = this.register(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  /** Files that are about to be opened, as their listing gave them. */
  readonly #listed = new Map<string, StoredFile>();
  readonly onDidChangeFile = this.#changed.event;

  constructor(containers: Containers) {
    super();
    this.#containers = containers;
    this.register(
      vscode.workspace.registerFileSystemProvider(recordingScheme, this, {
        isCaseSensitive: true,
        isReadonly: true,
      }),
    );
  }

  /** The address of a file's document. */
  uri(container: Container, name: string): vscode.Uri {
    return recordingUri(container.id, name);
  }

  /** The address of a file that is known from a listing: opening it takes no further request than its content. */
  open(container: Container, file: StoredFile): vscode.Uri {
    const uri = this.uri(container, file.name);
    this.#listed.set(uri.toString(), file);
    return uri;
  }

  /** What a document's address stands for; undefined when its container is no longer connected. */
  place(uri: vscode.Uri): DocumentPlace | undefined {
    const container = uri.scheme === recordingScheme ? this.#containers.find(uri.authority) : undefined;
    return container && { container, name: blobNameOf(uri) };
  }

  /** Has VS Code read the open documents of a container, or of all, anew where they have changed. */
  refresh(container?: Container): void {
    const open = vscode.workspace.textDocuments
      .map(({ uri }) => uri)
      .filter(
        (uri) =>
          uri.scheme === recordingScheme && (!container || this.place(uri)?.container.id === container.id),
      );
    // What was opened again while it was open was not read, so that its listing is still kept.
    for (const uri of open) this.#listed.delete(uri.toString());
    this.#changed.fire(open.map((uri) => ({ type: vscode.FileChangeType.Changed, uri })));
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    return this.#with(uri, async (store, name) => {
      if (name === '' || name.endsWith('/')) return directory;
      const file = this.#listed.get(uri.toString()) ?? (await fileOrFolder(store, name));
      if (file === 'folder') return directory;
      const time = file.lastModified.getTime();
      return { type: vscode.FileType.File, ctime: time, mtime: time, size: file.sizeBytes };
    });
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return this.#with(uri, async (store, name) => {
      this.#listed.delete(uri.toString());
      const content = await store.read(name);
      if (!name.toLowerCase().endsWith('.json')) return content;
      const { prettyDocument } = await import('./pretty.ts');
      return prettyDocument(content);
    });
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    return this.#with(uri, async (store, name) => {
      const prefix = name === '' || name.endsWith('/') ? name : `${name}/`;
      const entries: [string, vscode.FileType][] = [];
      let continuation: string | undefined;
      do {
        const page = await store.listLevel(prefix, continuation === undefined ? {} : { continuation });
        for (const folder of page.folders)
          entries.push([folder.slice(prefix.length, -1), vscode.FileType.Directory]);
        // A blob may be named as its folder.
        for (const file of page.files.filter((one) => one.name !== prefix))
          entries.push([file.name.slice(prefix.length), vscode.FileType.File]);
        continuation = page.continuation;
      } while (continuation !== undefined);
      return entries;
    });
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  async #with<T>(uri: vscode.Uri, use: (store: RecordingStore, name: string) => Promise<T>): Promise<T> {
    const place = this.place(uri);
    if (!place) throw vscode.FileSystemError.FileNotFound(uri);
    try {
      return await use(await this.#containers.open(place.container), place.name);
    } catch (error) {
      if (StoreError.is(error, 'fileMissing')) throw vscode.FileSystemError.FileNotFound(uri);
      if (!StoreError.is(error)) throw error;
      const { storeErrorText } = await import('../../storage/failures/storeErrorText.ts');
      const text = storeErrorText(error);
      throw vscode.FileSystemError.Unavailable(`${text.title}: ${text.why} ${text.next}`);
    }
  }
}

const directory: vscode.FileStat = { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };

/** VS Code names folders without a `/` at the end, where it shows the way to a file. */
async function fileOrFolder(store: RecordingStore, name: string): Promise<StoredFile | 'folder'> {
  try {
    return await store.stat(name);
  } catch (error) {
    if (!StoreError.is(error, 'fileMissing')) throw error;
    const { folders, files, continuation } = await store.listLevel(`${name}/`, { pageSize: 1 });
    if (folders.length + files.length > 0 || continuation !== undefined) return 'folder';
    throw error;
  }
}
