import { Readable } from 'node:stream';
import type { StoredFile } from '../../src/recording/call.ts';
import type {
  ByteRange,
  FilePage,
  LevelPage,
  ReadOnlyLink,
  RecordingStore,
} from '../../src/storage/recordingStore.ts';
import { StoreError } from '../../src/storage/failures/storeError.ts';

const gigabyte = 1024 ** 3;
const pieceBytes = 64 * 1024;
const headerBytes = 44;
const bytesPerSecond = 32_000;
const path = '20260107/add67a69-debe-4998-9f92-5a0d8f6dc00c/eyJQbGF0-1f0f7d6e-2ef2-4e0b-9a53-4c2f8f7d1a10/';

/** A recording of one wav of 1 GB that exists only by rule: a saw tooth whose pitch has no meaning. */
export class SparseStore implements RecordingStore {
  readonly recordingPath = path;
  readonly #metadata = Buffer.from(
    JSON.stringify({
      chunkIndex: 0,
      callId: 'add67a69-debe-4998-9f92-5a0d8f6dc00c',
      chunkDocumentId: '0-eus-d1-83e9599991e21ad21220427d78fbf558',
      chunkStartTime: '2026-01-07T11:13:04.0000000Z',
      chunkDuration: Math.round(((gigabyte - headerBytes) / bytesPerSecond) * 1000),
      pauseResumeIntervals: [],
      recordingInfo: {
        contentType: 'audio',
        channelType: 'mixed',
        format: 'wav',
        audioConfiguration: { sampleRate: 16_000, bitRate: 256_000, channels: 1 },
      },
      participants: [],
    }),
  );

  listLevel(): Promise<LevelPage> {
    return Promise.resolve({ folders: [], files: this.#files() });
  }

  listFiles(): Promise<FilePage> {
    return Promise.resolve({ files: this.#files() });
  }

  stat(name: string): Promise<StoredFile> {
    const file = this.#files().find((one) => one.name === name);
    return file ? Promise.resolve(file) : Promise.reject(new StoreError('fileMissing', 'Missing'));
  }

  async read(name: string, range: ByteRange = { offset: 0 }): Promise<Uint8Array> {
    const { sizeBytes } = await this.stat(name);
    const end = Math.min(sizeBytes, range.offset + (range.count ?? sizeBytes));
    return name.endsWith('.json') ? this.#metadata.subarray(range.offset, end) : bytesAt(range.offset, end);
  }

  async openRead(name: string, range: ByteRange = { offset: 0 }): Promise<Readable> {
    const { sizeBytes } = await this.stat(name);
    const end = Math.min(sizeBytes, range.offset + (range.count ?? sizeBytes));
    return Readable.from(pieces(range.offset, end), { objectMode: false, highWaterMark: pieceBytes });
  }

  download(): Promise<void> {
    return Promise.reject(new Error('not here'));
  }

  write(): Promise<void> {
    return Promise.reject(new Error('not here'));
  }

  delete(): Promise<void> {
    return Promise.reject(new Error('not here'));
  }

  deleteEmptyFolders(): Promise<number> {
    return Promise.resolve(0);
  }

  urlOf(name: string): string {
    return `sparse:${name}`;
  }

  link(): Promise<ReadOnlyLink> {
    return Promise.reject(new StoreError('linkNotPossible', 'No link'));
  }

  #files(): StoredFile[] {
    const lastModified = new Date(Date.UTC(2026, 0, 7, 21));
    return [
      { name: `${path}0-acsmetadata.json`, sizeBytes: this.#metadata.length, lastModified },
      { name: `${path}0-audiowav.wav`, sizeBytes: gigabyte, lastModified },
    ];
  }
}

function* pieces(from: number, to: number): Generator<Buffer> {
  for (let at = from; at < to; at += pieceBytes) yield bytesAt(at, Math.min(to, at + pieceBytes));
}

function bytesAt(from: number, to: number): Buffer {
  const bytes = Buffer.alloc(Math.max(0, to - from));
  for (let index = 0; index < bytes.length; index++) bytes[index] = ((from + index) >> 1) % 128;
  if (from < headerBytes) wavHeader().copy(bytes, 0, from);
  return bytes;
}

function wavHeader(): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(gigabyte - 8, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(16_000, 24);
  header.writeUInt32LE(bytesPerSecond, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(gigabyte - headerBytes, 40);
  return header;
}
