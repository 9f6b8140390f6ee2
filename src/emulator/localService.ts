import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventGridEvent } from '../recording/event/event.ts';
import { BuiltInStorage } from './files/builtInStorage.ts';
import { Callbacks } from './service/callbacks.ts';
import { LocalCalls } from './service/calls.ts';
import { ChunkExport } from './service/chunkExport.ts';
import { type Clock, realClock } from './clock.ts';
import { controlRoutes } from './api/controlRoutes.ts';
import { type Destination, type OpenDestination, openDestination } from './files/destination.ts';
import { Faults } from './service/faults.ts';
import { answerRequest } from './api/http.ts';
import { type ByteSource, newGuid, randomSource } from './service/ids.ts';
import type { ChunkSettings } from './service/localRecording.ts';
import type { Log } from './log.ts';
import { RecordingService } from './service/recordings.ts';
import { recordingRoutes } from './api/recordingRoutes.ts';
import { SignIns } from './service/signIns.ts';
import { storageRoutes } from './api/storageRoutes.ts';

export interface LocalServiceOptions {
  /** A free one is taken unless told. */
  readonly port?: number | undefined;
  /** Access key in base64; a new one unless told. */
  readonly key?: string | undefined;
  /** Takes tokens of Microsoft Entra ID too, without checking their signature. */
  readonly allowEntra?: boolean | undefined;
  /** Callbacks may go to HTTP addresses of this machine; they may unless told. */
  readonly allowHttpCallback?: boolean | undefined;
  /** Names hold the document ID, as is documented; without it they are as users report them. */
  readonly documentIdsInNames?: boolean | undefined;
  /** All recordings that ask for a container go here instead. */
  readonly destination?: Destination | undefined;
  /** Opens containers; with what this machine is signed in with unless told. */
  readonly openDestination?: OpenDestination | undefined;
  /** Holds the built-in storage; a folder of this run's own unless told. */
  readonly dataFolder?: string | undefined;
  readonly chunks?: ChunkSettings | undefined;
  /** PEM texts; the service speaks HTTPS where they are given. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined;
  readonly clock?: Clock | undefined;
  /** What IDs are made of. */
  readonly source?: ByteSource | undefined;
  readonly log?: Log | undefined;
  /** Gets `RecordingFileStatusUpdated` as Event Grid would: when all files of a recording have landed. */
  readonly onEvent?: ((event: EventGridEvent) => void) | undefined;
}

/** More are forgotten. */
const mostEvents = 1000;

/** A running local Call Recording service. */
export interface LocalService {
  /** Ends in `/`. */
  readonly endpoint: string;
  readonly port: number;
  /** For the SDKs; holds the access key. */
  readonly connectionString: string;
  readonly calls: LocalCalls;
  readonly faults: Faults;
  /** Resolves when all files have landed and all callbacks are sent, or given up. */
  whenIdle(): Promise<void>;
  /** Ends all calls, waits until their files have landed, and stops. */
  close(): Promise<void>;
}

/**
 * Starts the service on 127.0.0.1.
 * Rejects with Node's error when the port is taken or the data folder cannot be written.
 */
export async function startLocalService(options: LocalServiceOptions = {}): Promise<LocalService> {
  const { log = () => undefined, clock = realClock(), source = randomSource } = options;
  const key = options.key ?? randomBytes(64).toString('base64');
  const authorization = { key: Buffer.from(key, 'base64'), allowEntra: options.allowEntra ?? false };
  const resourceId = newGuid(source);
  const ownFolder = options.dataFolder === undefined;
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'acs-local-')));
  const faults = new Faults();
  const signIns = new SignIns(options.openDestination ?? openDestination);
  const builtIn = new BuiltInStorage(join(dataFolder, 'objects'), clock);
  const callbacks = new Callbacks(log);
  const events: EventGridEvent[] = [];
  const calls = new LocalCalls(clock, source, resourceId, (call) => {
    service.callEnded(call);
  });
  const chunkExport = new ChunkExport({
    openDestination: signIns.open,
    builtIn,
    faults,
    documentIdsInNames: options.documentIdsInNames ?? true,
    log,
  });
  const service = new RecordingService({
    clock,
    calls,
    faults,
    chunkExport,
    callbacks,
    chunks: options.chunks ?? {},
    resourceId,
    source,
    log,
    onEvent: (event) => {
      events.push(event);
      if (events.length > mostEvents) events.shift();
      options.onEvent?.(event);
    },
  });
  const { destination } = options;
  const routes = [
    recordingRoutes({
      service,
      faults,
      authorization,
      allowHttpCallback: options.allowHttpCallback ?? true,
      redirect: (order) => (order.destination && destination ? { ...order, destination } : order),
    }),
    storageRoutes(builtIn, authorization),
    controlRoutes({ calls, service, faults, clock, events, signIns }),
  ];
  const server = options.tls ? createTlsServer(options.tls) : createServer();
  server.on('request', (request, response) => void answerRequest(request, response, routes, log));
  const port = await listen(server, options.port ?? 0);
  const endpoint = `${options.tls ? 'https' : 'http'}://127.0.0.1:${port}/`;
  return {
    endpoint,
    port,
    connectionString: `endpoint=${endpoint};accesskey=${key}`,
    calls,
    faults,
    whenIdle: () => service.whenIdle(),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await service.close();
      callbacks.close();
      server.closeAllConnections();
      await closed;
      if (ownFolder) await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
