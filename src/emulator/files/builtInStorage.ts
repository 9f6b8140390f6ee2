import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../base/clock.ts';

/** A file of the built-in storage. */
export interface StoredObject {
  readonly path: string;
  readonly sizeBytes: number;
}

/** The addresses of a chunk in built-in storage, as events name them. */
export interface ObjectLocations {
  readonly contentLocation: string;
  readonly metadataLocation: string;
  readonly deleteLocation: string;
}

const retentionMs = 24 * 3_600_000;
const documentIdForm = /^[\w-]{1,100}$/;

/**
 * The service's own storage: keeps a chunk for 24 hours where it was asked for, or where an export failed.
 * Each chunk is a folder with its media, its metadata and the time it came.
 * @see https://learn.microsoft.com/azure/communication-services/concepts/voice-video-calling/call-recording
 */
export class BuiltInStorage {
  readonly #folder: string;
  readonly #clock: Clock;

  /** @param folder is made when it is needed */
  constructor(folder: string, clock: Clock) {
    this.#folder = folder;
    this.#clock = clock;
  }

  /** Makes the folder of a chunk, and says where its media is to be written. */
  async prepare(documentId: string, metadata: Uint8Array): Promise<string> {
    const folder = join(this.#folder, documentId);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'metadata'), metadata);
    await writeFile(join(folder, 'created'), String(this.#clock.now()));
    return join(folder, 'content');
  }

  /** A file of a chunk; undefined when there is none, or its 24 hours are over. */
  async find(documentId: string, kind: 'content' | 'metadata'): Promise<StoredObject | undefined> {
    if (!documentIdForm.test(documentId)) return undefined;
    try {
      const created = Number(await readFile(join(this.#folder, documentId, 'created'), 'utf8'));
      if (this.#clock.now() > created + retentionMs) {
        await this.delete(documentId);
        return undefined;
      }
      const path = join(this.#folder, documentId, kind);
      return { path, sizeBytes: (await stat(path)).size };
    } catch {
      return undefined;
    }
  }

  /** @returns whether there was one */
  async delete(documentId: string): Promise<boolean> {
    if (!documentIdForm.test(documentId)) return false;
    const folder = join(this.#folder, documentId);
    if (!existsSync(folder)) return false;
    await rm(folder, { recursive: true, force: true });
    return true;
  }
}

/**
 * The address that is given for a chunk in built-in storage: at the service's host, because SDKs accept no other;
 * the path is the one that the local service answers.
 */
export function objectLocations(documentId: string, hasVideo: boolean): ObjectLocations {
  const object = `https://us-storage.asm.skype.com/v1/objects/${documentId}`;
  return {
    contentLocation: `${object}/content/${hasVideo ? 'video' : 'audio'}`,
    metadataLocation: `${object}/content/acsmetadata`,
    deleteLocation: object,
  };
}
