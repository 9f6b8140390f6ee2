import { createReadStream, type Stats } from 'node:fs';
import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { addAbortSignal, Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { StoredFile } from '../../recording/call.ts';
import { completeFileOptions, writeCompleteFile } from '../transfer/completeFile.ts';
import { toStoreError } from '../failures/toStoreError.ts';
import { FolderPaths } from './paths.ts';
import { FolderWalk, isMissing, isUnreadable, type WalkedFile } from './walk.ts';
import type {
  ByteRange,
  FilePage,
  LevelPage,
  ListOptions,
  ReadOnlyLink,
  RecordingStore,
  TransferOptions,
  WriteOptions,
} from '../recordingStore.ts';
import { StoreError } from '../failures/storeError.ts';

/**
 * A folder that holds a copy of a container. Names have `/` between segments and are listed in order, as
 * a container would. Links are followed to files within the folder only.
 */
export class LocalFolderStore implements RecordingStore {
  readonly #root: string;
  readonly #paths: FolderPaths;
  readonly #walk: FolderWalk;

  /** @param folder absolute */
  constructor(folder: string) {
    this.#root = folder;
    this.#paths = new FolderPaths(folder);
    this.#walk = new FolderWalk(folder);
  }

  async listLevel(prefix: string, options: ListOptions = {}): Promise<LevelPage> {
    const { continuation = '', pageSize = 5000, signal } = options;
    return withStoreErrors(signal, async () => {
      if (!(await this.#canHold(prefix))) return { folders: [], files: [] };
      const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
      const entries = (await this.#walk.entries(folder, continuation !== '')).filter(
        ({ name }) => name.startsWith(prefix) && name > continuation,
      );
      const page = entries.slice(0, pageSize);
      const last = page.at(-1);
      return {
        folders: page.filter(({ entry }) => entry.isDirectory()).map(({ name }) => name),
        ...(await this.#storedFiles(page.filter(({ entry }) => !entry.isDirectory()))),
        ...(last && entries.length > page.length ? { continuation: last.name } : {}),
      };
    });
  }

  async listFiles(prefix: string, options: ListOptions = {}): Promise<FilePage> {
    const { continuation = '', pageSize = 1000, signal } = options;
    return withStoreErrors(signal, async () => {
      if (!(await this.#canHold(prefix))) return { files: [] };
      const page: WalkedFile[] = [];
      let folders = 0;
      // Folders behind the last file of a page are come by again with the next page.
      let foldersBehind = 0;
      for await (const step of this.#walk.files(prefix, continuation)) {
        signal?.throwIfAborted();
        const last = page.at(-1);
        if ('unreadable' in step) foldersBehind += 1;
        else if (last && page.length >= pageSize)
          return { ...(await this.#storedFiles(page, folders)), continuation: last.name };
        else {
          folders += foldersBehind;
          foldersBehind = 0;
          page.push(step);
        }
      }
      return this.#storedFiles(page, folders + foldersBehind);
    });
  }

  async stat(name: string, signal?: AbortSignal): Promise<StoredFile> {
    return withStoreErrors(signal, async () => {
      const stats = await stat(await this.#paths.existing(name));
      if (!stats.isFile()) throw new StoreError('fileMissing', `This is no file: ${name}`);
      return storedFile(name, stats);
    });
  }

  async read(name: string, range?: ByteRange, signal?: AbortSignal): Promise<Uint8Array> {
    return withStoreErrors(signal, async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of await this.openRead(name, range, signal)) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    });
  }

  async openRead(
    name: string,
    { offset, count }: ByteRange = { offset: 0 },
    signal?: AbortSignal,
  ): Promise<Readable> {
    return withStoreErrors(signal, async () => {
      const { sizeBytes } = await this.stat(name);
      if (count === 0 || offset >= sizeBytes) return Readable.from([]);
      const file = createReadStream(await this.#paths.existing(name), {
        start: offset,
        ...withoutUndefined({ end: count === undefined ? undefined : offset + count - 1 }),
      });
      const stream = Readable.from(explainedChunks(file, signal), { objectMode: false });
      return signal === undefined ? stream : addAbortSignal(signal, stream);
    });
  }

  async download(file: StoredFile, path: string, options: TransferOptions = {}): Promise<void> {
    const { onProgress = () => undefined, signal } = options;
    await withStoreErrors(signal, async () => {
      const source = await this.openRead(file.name, undefined, signal);
      await writeCompleteFile(path, completeFileOptions(path, options), async (target) => {
        let written = 0;
        for await (const chunk of source as AsyncIterable<Buffer>) {
          await target.appendFile(chunk);
          written += chunk.length;
          onProgress(written);
        }
      });
    });
  }

  async write(name: string, content: Uint8Array | Readable, { signal }: WriteOptions = {}): Promise<void> {
    await withStoreErrors(signal, async () => {
      const path = await this.#paths.writable(name);
      // A stream made of the file would keep it open until the stream is closed too.
      await writeCompleteFile(path, { within: this.#root, overwrite: true }, (target) =>
        target.writeFile(content, signal === undefined ? {} : { signal }),
      );
    });
  }

  async delete(name: string, signal?: AbortSignal): Promise<void> {
    await withStoreErrors(signal, async () => {
      await this.stat(name);
      const path = this.#paths.of(name);
      await rm(path);
      await this.#removeEmptyFolders(dirname(path));
    });
  }

  async deleteEmptyFolders(path: string, signal?: AbortSignal): Promise<number> {
    return withStoreErrors(signal, () => removeEmpty(this.#paths.of(path.slice(0, -1))));
  }

  urlOf(name: string): string {
    return pathToFileURL(this.#paths.of(name)).href;
  }

  async link(name: string, minutes: number, signal?: AbortSignal): Promise<ReadOnlyLink> {
    await this.stat(name, signal);
    return { url: this.urlOf(name), expires: new Date(Date.now() + minutes * 60_000), kind: 'file' };
  }

  /**
   * True where a prefix can have files: a prefix without files is empty, but the folder itself has to be
   * there.
   */
  async #canHold(prefix: string): Promise<boolean> {
    if (!(await isFolder(this.#root)))
      throw new StoreError('containerMissing', `The folder does not exist: ${this.#root}`, {
        detail: 'noFolder',
      });
    const folder = prefix.slice(0, Math.max(prefix.lastIndexOf('/'), 0));
    return folder === '' ? !prefix.startsWith('/') : this.#isThere(folder);
  }

  async #isThere(name: string): Promise<boolean> {
    try {
      await this.#paths.existing(name);
      return true;
    } catch (error) {
      if (isGone(error)) return false;
      throw error;
    }
  }

  /** @param unreadable how many items are known to be unreadable already */
  async #storedFiles(files: readonly WalkedFile[], unreadable = 0): Promise<FilePage> {
    let failed = unreadable;
    const found = await Promise.all(
      files.map(async ({ name, entry }) => {
        try {
          const path = entry.isSymbolicLink() ? await this.#paths.existing(name) : this.#paths.of(name);
          const stats = await stat(path);
          return stats.isFile() ? storedFile(name, stats) : undefined;
        } catch (error) {
          // Gone since, or a link that leads nowhere or out of the folder.
          if (isGone(error)) return undefined;
          if (!isUnreadable(error)) throw error;
          failed += 1;
          return undefined;
        }
      }),
    );
    const listed = found.filter((file) => file !== undefined);
    return failed === 0 ? { files: listed } : { files: listed, unreadable: failed };
  }

  /** A container has no empty folders. */
  async #removeEmptyFolders(folder: string): Promise<void> {
    for (let above = folder; this.#paths.isBelowRoot(above); above = dirname(above)) {
      try {
        await rmdir(above);
      } catch {
        return;
      }
    }
  }
}

/** Removes a folder and those in it that hold no file. @returns how many */
async function removeEmpty(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  let removed = 0;
  for (const entry of entries)
    if (entry.isDirectory()) removed += await removeEmpty(join(folder, entry.name));
  return rmdir(folder).then(
    () => removed + 1,
    () => removed,
  );
}

function storedFile(name: string, stats: Stats): StoredFile {
  return { name, sizeBytes: stats.size, lastModified: stats.mtime };
}

async function* explainedChunks(chunks: AsyncIterable<Buffer>, signal: AbortSignal | undefined) {
  try {
    yield* chunks;
  } catch (error) {
    throw toStoreError(error, { signal });
  }
}

async function withStoreErrors<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  try {
    signal?.throwIfAborted();
    return await work();
  } catch (error) {
    throw toStoreError(error, { signal });
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return isMissing(error) || StoreError.is(error, 'fileMissing');
}
