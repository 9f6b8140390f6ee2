import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CallAutomationClient, type StartRecordingOptions } from '@azure/communication-call-automation';
import type { EventGridEvent, RecordingFileStatusData } from '../../../src/recording/event/event.ts';
import { isMetadata } from '../../../src/recording/blobName.ts';
import { type Recording, groupDay } from '../../../src/recording/call.ts';
import {
  type LocalService,
  type LocalServiceOptions,
  startLocalService,
} from '../../../src/emulator/localService.ts';
import { LocalFolderStore } from '../../../src/storage/folder/localStore.ts';
import { FakeClock } from '../../unit/base/fakeClock.ts';

/** A local service whose time stands still, with a folder for recordings and the SDK's client. */
export class TestService {
  readonly clock: FakeClock;
  readonly service: LocalService;
  readonly folder: string;
  readonly events: EventGridEvent[];
  readonly log: string[];

  private constructor(parts: Pick<TestService, 'clock' | 'service' | 'folder' | 'events' | 'log'>) {
    this.clock = parts.clock;
    this.service = parts.service;
    this.folder = parts.folder;
    this.events = parts.events;
    this.log = parts.log;
  }

  static async start(options: LocalServiceOptions = {}): Promise<TestService> {
    const folder = await mkdtemp(join(tmpdir(), 'recordings-'));
    const clock = new FakeClock('2026-11-20T10:00:00Z');
    const events: EventGridEvent[] = [];
    const log: string[] = [];
    const service = await startLocalService({
      clock,
      log: (line) => log.push(line),
      onEvent: (event) => events.push(event),
      ...options,
    });
    return new TestService({ clock, service, folder, events, log });
  }

  async stop(): Promise<void> {
    await this.service.close();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** The SDK's recording client; default: without retries. */
  recordings(maxRetries = 0) {
    return new CallAutomationClient(this.service.connectionString, {
      allowInsecureConnection: true,
      retryOptions: { maxRetries, retryDelayInMs: 1 },
    }).getCallRecording();
  }

  /** A start of a new call, into the folder. */
  startOptions(options: Partial<StartRecordingOptions> = {}): StartRecordingOptions {
    return {
      callLocator: { kind: 'serverCallLocator', id: this.service.calls.create().serverCallId },
      recordingContent: 'audio',
      recordingChannel: 'mixed',
      recordingFormat: 'mp3',
      recordingStorage: {
        recordingStorageKind: 'azureBlobStorage',
        recordingDestinationContainerUrl: pathToFileURL(this.folder).href,
      },
      ...options,
    };
  }

  /** The same for a call that is named by its connection. */
  startOptionsByConnection(callConnectionId: string): StartRecordingOptions {
    const options = this.startOptions({ callConnectionId });
    delete options.callLocator;
    return options;
  }

  get store(): LocalFolderStore {
    return new LocalFolderStore(this.folder);
  }

  /** What has landed in the folder. */
  async landed(): Promise<readonly Recording[]> {
    await this.service.whenIdle();
    const { files } = await this.store.listFiles('');
    return groupDay(files, '').calls.flatMap((call) => call.recordings);
  }

  /** Metadata and media of the chunks of a recording. */
  async chunks(
    recording: Recording,
  ): Promise<{ metadata: ChunkMetadataJson; media: Uint8Array; name: string }[]> {
    const read = (file: { name: string }) => this.store.read(file.name);
    return Promise.all(
      recording.files
        .filter((file) => !isMetadata(file.blob))
        .map(async (file) => {
          const metadata = recording.files.find(
            (each) => isMetadata(each.blob) && each.blob.chunkIndex === file.blob.chunkIndex,
          );
          if (!metadata) throw new Error(`${file.name} has no metadata`);
          return {
            name: file.name,
            media: await read(file),
            metadata: JSON.parse(Buffer.from(await read(metadata)).toString()) as ChunkMetadataJson,
          };
        }),
    );
  }

  /** Sends to the control API, with the access key. */
  async control(method: string, path: string, body?: object): Promise<Response> {
    return fetch(new URL(path, this.service.endpoint), {
      method,
      headers: {
        Authorization: `AccessKey ${this.key}`,
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  get key(): string {
    return /accesskey=(.*)/.exec(this.service.connectionString)?.[1] ?? '';
  }
}

export interface ChunkMetadataJson {
  readonly callId: string;
  readonly chunkDocumentId: string;
  readonly chunkIndex: number;
  readonly chunkStartTime: string;
  readonly chunkDuration: number;
  readonly pauseResumeIntervals: readonly { startTime: string; duration: number }[];
  readonly recordingInfo: {
    readonly contentType: string;
    readonly channelType: string;
    readonly format: string;
    readonly audioConfiguration: { readonly sampleRate: number; readonly channels: number };
    readonly videoConfiguration?: { readonly longerSideLength: number };
  };
  readonly participants: readonly { participantId: string; channel?: number }[];
}

/** The payload of an event that says that files landed. */
export function statusData(event: EventGridEvent | undefined): RecordingFileStatusData {
  if (!event) throw new Error('There is no event');
  return event.data as RecordingFileStatusData;
}

export async function readAll(stream: NodeJS.ReadableStream): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

/** Code and status of what an SDK call was refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    const { statusCode, code, message } = error as { statusCode: number; code: string; message: string };
    return `${statusCode} ${code} ${message}`;
  }
  throw new Error('The call was not refused');
}
