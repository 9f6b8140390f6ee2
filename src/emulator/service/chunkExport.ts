import { stat } from 'node:fs/promises';
import pLimit from 'p-limit';
import { ownStorageType } from '../../recording/event/build.ts';
import type { ChunkEndReason } from '../../recording/event/reasons.ts';
import type { RecordingStore } from '../../storage/recordingStore.ts';
import { type BuiltInStorage, type ObjectLocations, objectLocations } from '../files/builtInStorage.ts';
import type { OpenDestination } from '../files/destination.ts';
import { ReusedBuffers } from '../files/reusedBuffers.ts';
import type { Faults } from './faults.ts';
import { type ChunkFacts, chunkMetadata, mediaFileName, metadataFileName } from '../files/layout.ts';
import type { Log } from '../../base/log.ts';
import { writeMedia } from '../media/media.ts';
import { mediaTraits } from '../media/spec.ts';

/** Where the files of one recording go. */
export interface ExportTarget {
  /** Absent for built-in storage. */
  readonly containerUrl?: string;
  /** Container path of the recording, ending in `/`. */
  readonly path: string;
}

/** What became of a chunk. */
export interface ExportedChunk extends ObjectLocations {
  readonly documentId: string;
  readonly index: number;
  readonly durationMs: number;
  readonly endReason: ChunkEndReason;
  readonly storageType: string;
}

export interface ChunkExportOptions {
  readonly openDestination: OpenDestination;
  readonly builtIn: BuiltInStorage;
  readonly faults: Faults;
  /** Whether names hold the document ID. */
  readonly documentIdsInNames: boolean;
  readonly log: Log;
}

/** The storage type of the one real event that shows it. https://github.com/Azure/azure-sdk-for-net/issues/54863 */
const builtInStorageType = 'ACS';

/** More at once would only hold more buffers: disks and networks are not faster for it. */
const mostAtOnce = 8;

/** Makes the files of chunks and brings them to where they belong. */
export class ChunkExport {
  readonly #options: ChunkExportOptions;
  readonly #limit = pLimit(mostAtOnce);
  readonly #buffers = new ReusedBuffers();

  constructor(options: ChunkExportOptions) {
    this.#options = options;
  }

  /** Rejects only when this machine's disk fails; a container that fails leaves the chunk in built-in storage. */
  export(target: ExportTarget, chunk: ChunkFacts, endReason: ChunkEndReason): Promise<ExportedChunk> {
    return this.#limit(() => this.#export(target, chunk, endReason));
  }

  async #export(target: ExportTarget, chunk: ChunkFacts, endReason: ChunkEndReason): Promise<ExportedChunk> {
    const { builtIn, faults, log } = this.#options;
    const { documentId, index, durationMs } = chunk;
    const metadata = Buffer.from(JSON.stringify(chunkMetadata(chunk)));
    const media = await builtIn.prepare(documentId, metadata);
    await writeMedia(media, {
      format: chunk.format.format,
      channels: chunk.channels,
      durationMs,
      firstNote: index,
    });
    const exported = { documentId, index, durationMs, endReason };
    const keptIn = { ...objectLocations(documentId, chunk.format.content === 'audioVideo') };
    if (target.containerUrl === undefined) {
      return { ...exported, ...keptIn, storageType: builtInStorageType };
    }
    try {
      if (faults.take('exportFails')) throw new Error('as was asked for');
      const store = await this.#options.openDestination(target.containerUrl);
      const written = await this.#write(store, target.path, chunk, media, metadata);
      await builtIn.delete(documentId);
      return { ...exported, ...written, storageType: ownStorageType };
    } catch (error) {
      log(`Export of chunk ${index} failed, it stays in built-in storage for 24 hours: ${String(error)}`);
      return { ...exported, ...keptIn, storageType: builtInStorageType };
    }
  }

  /** Metadata comes last: what has metadata is complete. */
  async #write(
    store: RecordingStore,
    path: string,
    chunk: ChunkFacts,
    media: string,
    metadata: Uint8Array,
  ): Promise<ObjectLocations & { readonly endReason?: ChunkEndReason }> {
    const { documentIdsInNames, faults } = this.#options;
    const documentId = documentIdsInNames ? chunk.documentId : undefined;
    const mediaName = path + mediaFileName(chunk.index, chunk.format, documentId);
    const metadataName = path + metadataFileName(chunk.index, documentId);
    const { contentType } = mediaTraits(chunk.format.format, chunk.channels);
    const isCut = faults.take('cutUpload') !== undefined;
    const isEmpty = faults.take('zeroByteFile') !== undefined;
    const sizeBytes = isEmpty ? 0 : (await stat(media)).size;
    const wantedBytes = isCut ? Math.floor(sizeBytes / 2) : sizeBytes;
    await this.#buffers.withStart(media, wantedBytes, (content) =>
      store.write(mediaName, content, { contentType }),
    );
    if (!isCut) await store.write(metadataName, metadata, { contentType: 'application/json' });
    return {
      contentLocation: store.urlOf(mediaName),
      metadataLocation: store.urlOf(metadataName),
      deleteLocation: store.urlOf(mediaName),
      ...(isCut ? { endReason: 'chunkUploadFailure' } : {}),
    };
  }
}
