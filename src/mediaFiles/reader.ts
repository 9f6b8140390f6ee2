import pLimit from 'p-limit';
import { groupDay, type Recording, type RecordingFile, type StoredFile } from '../recording/call.ts';
import { type ChunkMetadataResult, parseChunkMetadata } from '../recording/metadata/metadata.ts';
import { isMetadata } from '../recording/blobName.ts';
import { chunksOf } from '../recording/chunks.ts';
import { playableExtension } from '../recording/formats.ts';
import type { ChunksElsewhere } from '../recording/completeness/otherDate.ts';
import { chunksElsewhere } from './otherDate.ts';
import { collectFiles } from '../storage/listing/collect.ts';
import { type DecodedText, decodeText } from '../base/text/decode.ts';
import { looseRecording } from '../recording/looseFiles.ts';
import type { MediaMeasure } from '../recording/mediaLength.ts';
import type { ReadableStore } from '../storage/readableStore.ts';

/** A metadata file that is larger than this is not read: a real one has a few kilobytes. */
const maxMetadataBytes = 10 * 1024 * 1024;
/** Texts up to this length are kept, so that showing one needs no second request. */
const maxKeptLength = 1_000_000;
/** Requests for metadata that are under way at once. */
const parallelReads = 8;
/** Media files that are measured at once. */
const parallelMeasures = 4;

/** What reading a recording reports meanwhile. */
export interface ReadProgress {
  readonly done: number;
  readonly total: number;
}

/** Reads the files of one recording from its store, each only once as long as it does not change. */
export class RecordingReader {
  readonly #store: ReadableStore;
  readonly #prefix: string;
  readonly #path: string;
  readonly #texts = new Map<string, { readonly version: string; readonly text: Promise<DecodedText> }>();
  readonly #results = new Map<string, { readonly version: string; readonly result: ChunkMetadataResult }>();
  readonly #measures = new Map<string, { readonly version: string; readonly measure: MediaMeasure }>();
  /** Why files could not be read, by name; asked again at the next reading. */
  readonly failures = new Map<string, unknown>();
  /** Chunks of the recording that are in the folders of other dates; looked for where some are missing here. */
  elsewhere: readonly ChunksElsewhere[] = [];

  /**
   * @param prefix of the container, empty or ending in `/`
   * @param path of the recording folder, with prefix, ending in `/`
   */
  constructor(store: ReadableStore, prefix: string, path: string) {
    this.#store = store;
    this.#prefix = prefix;
    this.#path = path;
  }

  /** Lists the recording: one request for each 1,000 files. Undefined where nothing is there. Rejects with a `StoreError`. */
  async list(signal: AbortSignal): Promise<Recording | undefined> {
    const files = await collectFiles(this.#store, this.#path, { signal });
    this.#forgetOld(files);
    const recordings = groupDay(files, this.#prefix).calls.flatMap((call) => call.recordings);
    return recordings.find(({ path }) => path === this.#path) ?? looseRecording(this.#path, files);
  }

  /** What was read of the metadata so far. */
  get metadata(): ReadonlyMap<string, ChunkMetadataResult> {
    return new Map([...this.#results].map(([name, { result }]) => [name, result]));
  }

  /** What measuring the media, or playing it, gave so far. */
  get measures(): ReadonlyMap<string, MediaMeasure> {
    return new Map([...this.#measures].map(([name, { measure }]) => [name, measure]));
  }

  /** Not to know is no harm: chunks that are missing are then said to be. */
  async #lookElsewhere(recording: Recording, signal: AbortSignal): Promise<void> {
    this.elsewhere = await chunksElsewhere(this.#store, this.#prefix, recording, signal).catch(() => []);
  }

  /** Reads the metadata that is new or changed, several files at once; a file that fails does not stop the others. */
  async readMetadata(
    recording: Recording,
    signal: AbortSignal,
    onProgress: (progress: ReadProgress) => void,
  ): Promise<void> {
    const files = recording.files.filter((file) => isMetadata(file.blob));
    await this.#lookElsewhere(recording, signal);
    const unread = files.filter((file) => this.#results.get(file.name)?.version !== versionOf(file));
    const limit = pLimit(parallelReads);
    let done = files.length - unread.length;
    await Promise.all(
      unread.map((file) =>
        limit(async () => {
          if (signal.aborted) return;
          await this.#readOne(file, signal);
          onProgress({ done: ++done, total: files.length });
        }),
      ),
    );
  }

  /** Measures the media that is new or changed. A file that fails does not stop the others. */
  async measure(recording: Recording, signal: AbortSignal): Promise<void> {
    const { probeMedia } = await import('./probe/probe.ts');
    const media = chunksOf(recording).flatMap((chunk) => chunk.media ?? []);
    const unknown = media.filter(
      ({ name, sizeBytes }) =>
        sizeBytes > 0 && !this.#measures.has(name) && playableExtension(name) !== undefined,
    );
    const limit = pLimit(parallelMeasures);
    await Promise.all(
      unknown.map((file) =>
        limit(async () => {
          if (signal.aborted) return;
          await this.#noting(file, signal, async () => {
            const measure = await probeMedia(this.#store, file, signal);
            if (!this.#measures.has(file.name)) this.#keep(file, measure);
          });
        }),
      ),
    );
  }

  /**
   * Takes the length of a media file from a player that knows it exactly. Headers that do not fit the file
   * stay a finding. @returns false where nothing new was learnt
   */
  learnLength(file: RecordingFile, ms: number): boolean {
    const known = this.#measures.get(file.name)?.measure;
    if (known?.kind === 'measured' || known?.kind === 'unplayable') return false;
    this.#keep(file, { kind: 'measured', durationMs: ms });
    return true;
  }

  #keep(file: StoredFile, measure: MediaMeasure): void {
    this.#measures.set(file.name, { version: versionOf(file), measure });
  }

  /** The text of a metadata file: one request, however many ask for it meanwhile. Rejects with a `StoreError`. */
  async text(file: RecordingFile, signal: AbortSignal): Promise<string> {
    return (await this.#decoded(file, signal)).text;
  }

  async #decoded(file: RecordingFile, signal: AbortSignal): Promise<DecodedText> {
    const version = versionOf(file);
    const known = this.#texts.get(file.name);
    if (known?.version === version) return known.text;
    const asked = { version, text: this.#fetch(file, signal) };
    this.#texts.set(file.name, asked);
    const forget = (): void => {
      if (this.#texts.get(file.name) === asked) this.#texts.delete(file.name);
    };
    try {
      const text = await asked.text;
      if (text.text.length > maxKeptLength) forget();
      return text;
    } catch (error) {
      forget();
      throw error;
    }
  }

  async #fetch(file: RecordingFile, signal: AbortSignal): Promise<DecodedText> {
    const bytes = await this.#store.read(file.name, { offset: 0, count: maxMetadataBytes }, signal);
    return decodeText(bytes);
  }

  /** Forgets measures of files that changed, and failures of files that are gone. */
  #forgetOld(files: readonly StoredFile[]): void {
    const versions = new Map(files.map((file) => [file.name, versionOf(file)]));
    for (const [name, { version }] of this.#measures) {
      if (versions.get(name) !== version) this.#measures.delete(name);
    }
    for (const name of this.failures.keys()) if (!versions.has(name)) this.failures.delete(name);
  }

  #readOne(file: RecordingFile, signal: AbortSignal): Promise<void> {
    return this.#noting(file, signal, async () => {
      const result = await this.#parsed(file, signal);
      this.#results.set(file.name, { version: versionOf(file), result });
    });
  }

  /** Keeps in mind why a file could not be read. */
  async #noting(file: RecordingFile, signal: AbortSignal, read: () => Promise<void>): Promise<void> {
    try {
      await read();
      this.failures.delete(file.name);
    } catch (error) {
      if (!signal.aborted) this.failures.set(file.name, error);
    }
  }

  async #parsed(file: RecordingFile, signal: AbortSignal): Promise<ChunkMetadataResult> {
    if (file.sizeBytes > maxMetadataBytes) {
      return { error: { code: 'tooLarge', offset: 0, line: 1, column: 1 } };
    }
    // A range of an empty file cannot be asked for.
    return parseChunkMetadata(file.sizeBytes === 0 ? '' : await this.#decoded(file, signal));
  }
}

function versionOf(file: StoredFile): string {
  return `${file.sizeBytes} ${file.lastModified.getTime()}`;
}
