import type { Readable } from 'node:stream';
import type { StoredFile } from '../recording/call.ts';

/** One level of a container: what is directly below a prefix. */
export interface LevelPage {
  /** Full prefixes, each ending in `/`. */
  readonly folders: readonly string[];
  readonly files: readonly StoredFile[];
  /** How many items were left out because they could not be read; absent for none. */
  readonly unreadable?: number;
  /** Where the next page begins; an empty page may have one too. */
  readonly continuation?: string;
}

/** Files below a prefix at any depth, in order of name. */
export interface FilePage {
  readonly files: readonly StoredFile[];
  /** How many files and folders were left out because they could not be read; absent for none. */
  readonly unreadable?: number;
  /** Where the next page begins; an empty page may have one too. */
  readonly continuation?: string;
}

export interface ListOptions {
  readonly continuation?: string;
  /** The most entries in the page; at most 5,000. */
  readonly pageSize?: number;
  readonly signal?: AbortSignal;
}

export interface ByteRange {
  readonly offset: number;
  /** To the end of the file when absent. */
  readonly count?: number;
}

/** A URL that opens one file without a sign-in, for a short time. */
export interface ReadOnlyLink {
  readonly url: string;
  readonly expires: Date;
  readonly kind: 'userDelegationSas' | 'serviceSas' | 'containerSas' | 'public' | 'file';
}

/** Where recordings lie. Every method rejects with a `StoreError`, also when its signal is aborted. */
export interface RecordingStore {
  /** Lists one level in one request; default: 5,000 entries. */
  listLevel(prefix: string, options?: ListOptions): Promise<LevelPage>;
  /** Lists all files below a prefix in one request; default: 1,000 files. */
  listFiles(prefix: string, options?: ListOptions): Promise<FilePage>;
  stat(name: string, signal?: AbortSignal): Promise<StoredFile>;
  /** Reads a whole small file, or a range of a large one, in one request. */
  read(name: string, range?: ByteRange, signal?: AbortSignal): Promise<Uint8Array>;
  /** Streams a file or a range of it; retried from where it broke. */
  openRead(name: string, range?: ByteRange, signal?: AbortSignal): Promise<Readable>;
  /**
   * Writes a file to disk, large ones in parallel ranges; the target is complete or absent.
   * Rejects with `fileExists` where the target is there already and `overwrite` is not set, and with
   * `leadsOutside` where a link on the way leads out of `within`.
   */
  download(file: StoredFile, path: string, options?: TransferOptions): Promise<void>;
  /** Creates or replaces a file. */
  write(name: string, content: Uint8Array | Readable, options?: WriteOptions): Promise<void>;
  delete(name: string, signal?: AbortSignal): Promise<void>;
  /**
   * Deletes directories that hold no file any more, at and below a path that ends in `/`: accounts with a
   * hierarchical namespace keep them, as do tools that write stubs of directories.
   * @returns how many
   */
  deleteEmptyFolders(path: string, signal?: AbortSignal): Promise<number>;
  /** Begins to move a blob out of the archive tier. Absent where there are no tiers. */
  rehydrate?(name: string, options: RehydrateOptions, signal?: AbortSignal): Promise<void>;
  /** The file's address without any secret, fit to be shown. */
  urlOf(name: string): string;
  /** A link that reads this one file. Rejects with `linkNotPossible` where the sign-in can make none. */
  link(name: string, minutes: number, signal?: AbortSignal): Promise<ReadOnlyLink>;
}

/** @see https://learn.microsoft.com/azure/storage/blobs/archive-rehydrate-overview */
export interface RehydrateOptions {
  readonly tier: 'Hot' | 'Cool' | 'Cold';
  /** `Standard`: up to 15 hours. `High`: mostly under an hour for blobs up to 10 GB, and costs more. */
  readonly priority: 'Standard' | 'High';
}

export interface TransferOptions {
  /** The folder that the user chose, which no link may lead out of; default: the one that the file is to lie in. */
  readonly within?: string;
  /** For this user alone: a copy in a folder that others may look into. */
  readonly isPrivate?: boolean;
  /** Replaces a target that exists. */
  readonly overwrite?: boolean;
  /** Bytes of this file so far. */
  readonly onProgress?: (bytes: number) => void;
  readonly signal?: AbortSignal;
}

export interface WriteOptions {
  readonly contentType?: string;
  readonly signal?: AbortSignal;
}
