import { createReadStream, type Stats } from 'node:fs';
import { rm, rmdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { addAbortSignal, Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import type { StoredFile } from '../../recording/call.ts';
import { writeCompleteFile } from '../transfer/completeFile.ts';
import { explainError } from '../failures/toStoreError.ts';
import { FolderPaths } from './paths.ts';
import { isMissing, sortedEntries, type WalkedFile, walkFiles } from './walk.ts';
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

  /** @param folder absolute */
  constructor(folder: string) {
    this.#root = folder;
    this.#paths = new FolderPaths(folder);
  }

  async listLevel(prefix: string, options: ListOptions = {}): Promise<LevelPage> {
    const { continuation = '', pageSize = 5000, signal } = options;
    return explained(signal, async () => {
      if (!(await this.#canHold(prefix))) return { folders: [], files: [] };
      const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
      const entries = (await sortedEntries(this.#root, folder)).filter(
        ({ name }) => name.startsWith(prefix) && name > continuation,
      );
      const page = entries.slice(0, pageSize);
      const last = page.at(-1);
      return {
        folders: page.filter(({ entry }) => entry.isDirectory()).map(({ name }) => name),
        files: await this.#storedFiles(page.filter(({ entry }) => !entry.isDirectory())),
        ...(last && entries.length > page.length ? { continuation: last.name } : {}),
      };
    });
  }

  async listFiles(prefix: string, options: ListOptions = {}): Promise<FilePage> {
    const { continuation = '', pageSize = 1000, signal } = options;
    return explained(signal, async () => {
      if (!(await this.#canHold(prefix))) return { files: [] };
      const page: WalkedFile[] = [];
      for await (const file of walkFiles(this.#root, prefix, continuation)) {
        signal?.throwIfAborted();
        const last = page.at(-1);
        if (last && page.length >= pageSize)
          return { files: await this.#storedFiles(page), continuation: last.name };
        page.push(file);
      }
      return { files: await this.#storedFiles(page) };
    });
  }

  async stat(name: string, signal?: AbortSignal): Promise<StoredFile> {
    return explained(signal, async () => {
      const stats = await stat(await this.#paths.existing(name));
      if (!stats.isFile()) throw new StoreError('fileMissing', `This is no file: ${name}`);
      return storedFile(name, stats);
    });
  }

  async read(name: string, range?: ByteRange, signal?: AbortSignal): Promise<Uint8Array> {
    return explained(signal, async () => {
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
    return explained(signal, async () => {
      const { sizeBytes } = await this.stat(name);
      if (count === 0 || offset >= sizeBytes) return Readable.from([]);
      const file = createReadStream(await this.#paths.existing(name), {
        start: offset,
        ...(count === undefined ? {} : { end: offset + count - 1 }),
      });
      const stream = Readable.from(explainedChunks(file, signal), { objectMode: false });
      return signal === undefined ? stream : addAbortSignal(signal, stream);
    });
  }

  async download(file: StoredFile, path: string, options: TransferOptions = {}): Promise<void> {
    const { overwrite = false, onProgress = () => undefined, signal } = options;
    await explained(signal, async () => {
      const source = await this.openRead(file.name, undefined, signal);
      await writeCompleteFile(path, overwrite, async (target) => {
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
    await explained(signal, async () => {
      const path = await this.#paths.writable(name);
      // A stream made of the file would keep it open until the stream is closed too.
      await writeCompleteFile(path, true, (target) =>
        target.writeFile(content, signal === undefined ? {} : { signal }),
      );
    });
  }

  async delete(name: string, signal?: AbortSignal): Promise<void> {
    await explained(signal, async () => {
      await this.stat(name);
      const path = this.#paths.of(name);
      await rm(path);
      await this.#removeEmptyFolders(dirname(path));
    });
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
        code: 'NoFolder',
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

  async #storedFiles(files: readonly WalkedFile[]): Promise<readonly StoredFile[]> {
    const found = await Promise.all(
      files.map(async ({ name, entry }) => {
        try {
          const path = entry.isSymbolicLink() ? await this.#paths.existing(name) : this.#paths.of(name);
          const stats = await stat(path);
          return stats.isFile() ? storedFile(name, stats) : undefined;
        } catch (error) {
          // Gone since, or a link that leads nowhere or out of the folder.
          if (isGone(error)) return undefined;
          throw error;
        }
      }),
    );
    return found.filter((file) => file !== undefined);
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

function storedFile(name: string, stats: Stats): StoredFile {
  return { name, sizeBytes: stats.size, lastModified: stats.mtime };
}

async function* explainedChunks(chunks: AsyncIterable<Buffer>, signal: AbortSignal | undefined) {
  try {
    yield* chunks;
  } catch (error) {
    throw explainError(error, { signal });
  }
}

async function explained<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  try {
    signal?.throwIfAborted();
    return await work();
  } catch (error) {
    throw explainError(error, { signal });
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
