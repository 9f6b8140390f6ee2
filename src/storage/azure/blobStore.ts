import { PassThrough, Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BlobClient, type BlobItem, BlockBlobClient, type ContainerClient } from '@azure/storage-blob';
import type { StoredFile } from '../../recording/call.ts';
import type { BlobAccount } from './account.ts';
import { linkToBlob } from './readOnlyLink.ts';
import { openBlobRange, type RangeOptions } from './rangeReader.ts';
import { encodeBlobName } from './blobUrl.ts';
import { writeCompleteFile } from '../transfer/completeFile.ts';
import type { SignIn } from '../container.ts';
import { explainError } from '../failures/toStoreError.ts';
import { downloadInParallel } from './parallelDownload.ts';
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
import type { StoreError } from '../failures/storeError.ts';

const levelPageSize = 5000;
/** The SDK needs 0.4 s to parse a page of 5,000 files, in which the extension host stands still. */
const filePageSize = 1000;

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
    const page = await this.#explained(options.signal, () => nextPage(pages));
    return {
      folders: (page?.segment.blobPrefixes ?? []).map((folder) => folder.name),
      files: storedFiles(page),
      ...continuationOf(page),
    };
  }

  async listFiles(prefix: string, options: ListOptions = {}): Promise<FilePage> {
    const pages = this.#container
      .listBlobsFlat(listFilter(prefix, options))
      .byPage(pageSettings(options, filePageSize));
    const page = await this.#explained(options.signal, () => nextPage(pages));
    return { files: storedFiles(page), ...continuationOf(page) };
  }

  async stat(name: string, signal?: AbortSignal): Promise<StoredFile> {
    const properties = await this.#explained(signal, () => this.#blob(name).getProperties(abortable(signal)));
    return {
      name,
      sizeBytes: properties.contentLength ?? 0,
      lastModified: properties.lastModified ?? new Date(0),
      ...(properties.contentType === undefined ? {} : { contentType: properties.contentType }),
    };
  }

  async read(name: string, range?: ByteRange, signal?: AbortSignal): Promise<Uint8Array> {
    return this.#explained(signal, async () => {
      const chunks: Buffer[] = [];
      const opened = await this.#open(name, range, signal);
      for await (const chunk of opened.chunks) chunks.push(chunk);
      return Buffer.concat(chunks);
    });
  }

  async openRead(name: string, range?: ByteRange, signal?: AbortSignal): Promise<Readable> {
    const closed = new AbortController();
    const either = signal === undefined ? closed.signal : AbortSignal.any([signal, closed.signal]);
    const opened = await this.#explained(signal, () => this.#open(name, range, either));
    const stream = new PassThrough();
    // A generator that waits for the network would not hear that the stream was closed.
    stream.once('close', () => closed.abort());
    pipeline(this.#explainedChunks(opened.chunks, signal), stream).catch(() => undefined);
    return stream;
  }

  async download(file: StoredFile, path: string, options: TransferOptions = {}): Promise<void> {
    const { signal, onProgress = () => undefined, overwrite = false } = options;
    await this.#explained(signal, () =>
      writeCompleteFile(path, overwrite, (target) =>
        downloadInParallel(this.#blob(file.name), target, this.#rangeOptions(signal), onProgress),
      ),
    );
  }

  async write(name: string, content: Uint8Array | Readable, options: WriteOptions = {}): Promise<void> {
    const blob = new BlockBlobClient(this.#urlWithSas(name), this.#account.pipeline);
    const upload = {
      ...abortable(options.signal),
      ...(options.contentType === undefined
        ? {}
        : { blobHTTPHeaders: { blobContentType: options.contentType } }),
    };
    await this.#explained(options.signal, () =>
      content instanceof Readable
        ? blob.uploadStream(content, undefined, undefined, upload)
        : blob.uploadData(content, upload),
    );
  }

  async delete(name: string, signal?: AbortSignal): Promise<void> {
    await this.#explained(signal, () =>
      this.#blob(name).delete({ deleteSnapshots: 'include', ...abortable(signal) }),
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
    return this.#explained(signal, () =>
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
    return { limits, signal, onResume: () => onRetry?.({ kind: 'goesOn' }) };
  }

  async #explained<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    try {
      signal?.throwIfAborted();
      return await work();
    } catch (error) {
      throw this.#explain(error, signal);
    }
  }

  async *#explainedChunks(chunks: AsyncIterable<Buffer>, signal: AbortSignal | undefined) {
    try {
      yield* chunks;
    } catch (error) {
      throw this.#explain(error, signal);
    }
  }

  #explain(error: unknown, signal: AbortSignal | undefined): StoreError {
    return explainError(error, { signIn: this.#signIn, sas: this.#account.sas, signal });
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
    ...(continuation === undefined ? {} : { continuationToken: continuation }),
  };
}

function storedFiles(page: Page | undefined): StoredFile[] {
  return (page?.segment.blobItems ?? []).map(({ name, properties }) => ({
    name,
    sizeBytes: properties.contentLength ?? 0,
    lastModified: properties.lastModified,
    ...(properties.contentType === undefined ? {} : { contentType: properties.contentType }),
  }));
}

function continuationOf(page: Page | undefined): { readonly continuation?: string } {
  return page?.continuationToken ? { continuation: page.continuationToken } : {};
}

function abortable(signal: AbortSignal | undefined) {
  return signal === undefined ? {} : { abortSignal: signal };
}

function withoutQuery(url: string): string {
  const [path = url] = url.split('?', 1);
  return path;
}
