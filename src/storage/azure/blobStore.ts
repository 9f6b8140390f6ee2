import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BlobClient, type BlobItem, BlockBlobClient, type ContainerClient } from '@azure/storage-blob';
import type { AccessTier, StoredFile } from '../../recording/call.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { withoutStubs } from '../listing/stubs.ts';
import type { BlobAccount } from './account.ts';
import { linkToBlob } from './readOnlyLink.ts';
import { openBlobRange, type RangeOptions } from './rangeReader.ts';
import { encodeBlobName } from './blobUrl.ts';
import { completeFileOptions, writeCompleteFile } from '../transfer/completeFile.ts';
import type { SignIn } from '../container.ts';
import { toStoreError } from '../failures/toStoreError.ts';
import { downloadInParallel } from './parallelDownload.ts';
import type {
  ByteRange,
  FilePage,
  LevelPage,
  ListOptions,
  ReadOnlyLink,
  RecordingStore,
  RehydrateOptions,
  TransferOptions,
  WriteOptions,
} from '../recordingStore.ts';
import { StoreError } from '../failures/storeError.ts';

const levelPageSize = 5000;
/** The SDK needs 0.4 s to parse a page of 5,000 files, in which the extension host is blocked. */
const filePageSize = 1000;
/** The SDK's 8 MB, five at once, would be held for each stream. 50,000 blocks of this size are the most: 48 GiB. */
const streamedBlockBytes = 1024 * 1024;
const streamedAtOnce = 4;

/** A container in Azure Blob storage or in Azurite. */
export class AzureBlobStore implements RecordingStore {
  readonly #account: BlobAccount;
  readonly #container: ContainerClient;
  readonly #containerUrl: string;
  readonly #signIn: SignIn;

  constructor(account: BlobAccount, containerName: string, signIn: SignIn) {
    this.#account = account;
    this.#container = account.service.getContainerClient(containerName);
    this.#containerUrl = withoutQuery(this.#container.url);
    this.#signIn = signIn;
  }

  async listLevel(prefix: string, options: ListOptions = {}): Promise<LevelPage> {
    const pages = this.#container
      .listBlobsByHierarchy('/', listFilter(prefix, options))
      .byPage(pageSettings(options, levelPageSize));
    const page = await this.#withStoreErrors(options.signal, () => nextPage(pages));
    const folders = (page?.segment.blobPrefixes ?? []).map((folder) => folder.name);
    return { folders, files: storedFiles(page, folders), ...continuationOf(page) };
  }

  async listFiles(prefix: string, options: ListOptions = {}): Promise<FilePage> {
    const pages = this.#container
      .listBlobsFlat(listFilter(prefix, options))
      .byPage(pageSettings(options, filePageSize));
    const page = await this.#withStoreErrors(options.signal, () => nextPage(pages));
    return { files: storedFiles(page), ...continuationOf(page) };
  }

  async stat(name: string, signal?: AbortSignal): Promise<StoredFile> {
    const properties = await this.#withStoreErrors(signal, () =>
      this.#blob(name).getProperties(abortable(signal)),
    );
    return storedFile(name, properties);
  }

  async read(name: string, range?: ByteRange, signal?: AbortSignal): Promise<Uint8Array> {
    return this.#withStoreErrors(signal, async () => {
      const chunks: Buffer[] = [];
      const opened = await this.#open(name, range, signal);
      for await (const chunk of opened.chunks) chunks.push(chunk);
      return Buffer.concat(chunks);
    });
  }

  async openRead(name: string, range?: ByteRange, signal?: AbortSignal): Promise<Readable> {
    const closed = new AbortController();
    const either = signal === undefined ? closed.signal : AbortSignal.any([signal, closed.signal]);
    const opened = await this.#withStoreErrors(signal, () => this.#open(name, range, either));
    const stream = new PassThrough();
    // A generator that waits for the network would not hear that the stream was closed.
    stream.once('close', () => closed.abort());
    pipeline(this.#chunksWithStoreErrors(opened.chunks, signal), stream).catch(() => undefined);
    return stream;
  }

  async download(file: StoredFile, path: string, options: TransferOptions = {}): Promise<void> {
    const { signal, onProgress = () => undefined } = options;
    await this.#withStoreErrors(signal, () =>
      writeCompleteFile(path, completeFileOptions(path, options), (target) =>
        downloadInParallel(this.#blob(file.name), target, this.#rangeOptions(signal), onProgress),
      ),
    );
  }

  async write(name: string, content: Uint8Array | Readable, options: WriteOptions = {}): Promise<void> {
    const blob = new BlockBlobClient(this.#urlWithSas(name), this.#account.pipeline);
    const upload = {
      ...abortable(options.signal),
      ...withoutUndefined({
        blobHTTPHeaders:
          options.contentType === undefined ? undefined : { blobContentType: options.contentType },
      }),
    };
    await this.#withStoreErrors(options.signal, () =>
      content instanceof Readable
        ? blob.uploadStream(content, streamedBlockBytes, streamedAtOnce, upload)
        : blob.uploadData(content, upload),
    );
  }

  async delete(name: string, signal?: AbortSignal): Promise<void> {
    await this.#withStoreErrors(signal, () =>
      this.#blob(name).delete({ deleteSnapshots: 'include', ...abortable(signal) }),
    );
  }

  async deleteEmptyFolders(path: string, signal?: AbortSignal): Promise<number> {
    const own = path.slice(0, -1);
    const filter = { prefix: own, includeMetadata: true, ...abortable(signal) };
    const found: string[] = [];
    await this.#withStoreErrors(signal, async () => {
      for await (const { name, metadata } of this.#container.listBlobsFlat(filter))
        if ((name === own || name.startsWith(path)) && isDirectory(metadata)) found.push(name);
    });
    let deleted = 0;
    // Those below come later in the order of names, and have to go first.
    for (const name of found.reverse()) if (await this.#deleteDirectory(name, signal)) deleted += 1;
    return deleted;
  }

  /** @returns false for one that still holds something */
  async #deleteDirectory(name: string, signal: AbortSignal | undefined): Promise<boolean> {
    try {
      await this.#withStoreErrors(signal, () => this.#blob(name).delete(abortable(signal)));
      return true;
    } catch (error) {
      if (StoreError.is(error, 'fileMissing')) return true;
      if (StoreError.is(error) && error.code === 'DirectoryIsNotEmpty') return false;
      throw error;
    }
  }

  async rehydrate(name: string, options: RehydrateOptions, signal?: AbortSignal): Promise<void> {
    await this.#withStoreErrors(signal, () =>
      this.#blob(name).setAccessTier(options.tier, {
        rehydratePriority: options.priority,
        ...abortable(signal),
      }),
    );
  }

  urlOf(name: string): string {
    return `${this.#containerUrl}/${encodeBlobName(name)}`;
  }

  async link(name: string, minutes: number, signal?: AbortSignal): Promise<ReadOnlyLink> {
    const target = {
      url: this.urlOf(name),
      containerName: this.#container.containerName,
      blobName: name,
    };
    return this.#withStoreErrors(signal, () =>
      linkToBlob(this.#account.service, this.#signIn, target, minutes, signal),
    );
  }

  #open(name: string, range: ByteRange = { offset: 0 }, signal: AbortSignal | undefined) {
    return openBlobRange(this.#blob(name), range, this.#rangeOptions(signal));
  }

  #blob(name: string): BlobClient {
    return new BlobClient(this.#urlWithSas(name), this.#account.pipeline);
  }

  #urlWithSas(name: string): string {
    const { sas } = this.#account;
    return sas === undefined ? this.urlOf(name) : `${this.urlOf(name)}?${sas}`;
  }

  #rangeOptions(signal: AbortSignal | undefined): RangeOptions {
    const { limits, onRetry } = this.#account;
    return { limits, signal, onResume: () => onRetry?.({ kind: 'resumed' }) };
  }

  async #withStoreErrors<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    try {
      signal?.throwIfAborted();
      return await work();
    } catch (error) {
      throw this.#toStoreError(error, signal);
    }
  }

  async *#chunksWithStoreErrors(chunks: AsyncIterable<Buffer>, signal: AbortSignal | undefined) {
    try {
      yield* chunks;
    } catch (error) {
      throw this.#toStoreError(error, signal);
    }
  }

  #toStoreError(error: unknown, signal: AbortSignal | undefined): StoreError {
    return toStoreError(error, { signIn: this.#signIn, sas: this.#account.sas, signal });
  }
}

interface Page {
  readonly segment: {
    readonly blobItems: readonly BlobItem[];
    readonly blobPrefixes?: readonly { readonly name: string }[];
  };
  readonly continuationToken?: string;
}

async function nextPage(pages: AsyncIterator<Page, unknown>): Promise<Page | undefined> {
  const next = await pages.next();
  return next.done ? undefined : next.value;
}

function listFilter(prefix: string, { signal }: ListOptions) {
  // The SDK refuses an empty prefix.
  return { ...(prefix === '' ? {} : { prefix }), ...abortable(signal) };
}

function pageSettings({ continuation, pageSize }: ListOptions, defaultPageSize: number) {
  return {
    maxPageSize: pageSize ?? defaultPageSize,
    ...withoutUndefined({ continuationToken: continuation }),
  };
}

function storedFiles(page: Page | undefined, folders: readonly string[] = []): readonly StoredFile[] {
  const files = (page?.segment.blobItems ?? []).map(({ name, properties }) => storedFile(name, properties));
  return withoutStubs(files, folders, !page?.continuationToken);
}

/** What listing and properties of a blob both say. */
interface Properties {
  readonly contentLength?: number;
  readonly lastModified?: Date;
  readonly contentType?: string;
  readonly accessTier?: string;
  readonly archiveStatus?: string;
  readonly leaseState?: string;
}

function storedFile(name: string, properties: Properties): StoredFile {
  return withoutUndefined({
    name,
    sizeBytes: properties.contentLength ?? 0,
    lastModified: properties.lastModified ?? new Date(0),
    contentType: properties.contentType,
    tier: slowTiers.find((tier) => tier === properties.accessTier),
    isRehydrating: properties.archiveStatus?.startsWith('rehydrate-pending') ? true : undefined,
    isLeased: properties.leaseState === 'leased' || properties.leaseState === 'breaking' ? true : undefined,
  });
}

const slowTiers: readonly AccessTier[] = ['Cool', 'Cold', 'Archive'];

function continuationOf(page: Page | undefined): { readonly continuation?: string } {
  return page?.continuationToken ? { continuation: page.continuationToken } : {};
}

function abortable(signal: AbortSignal | undefined) {
  return signal === undefined ? {} : { abortSignal: signal };
}

/** True for a directory of a hierarchical namespace, and for the stub of one. */
function isDirectory(metadata: Readonly<Record<string, string>> | undefined): boolean {
  return Object.entries(metadata ?? {}).some(
    ([name, value]) => name.toLowerCase() === 'hdi_isfolder' && value.toLowerCase() === 'true',
  );
}

function withoutQuery(url: string): string {
  const [path = url] = url.split('?', 1);
  return path;
}
