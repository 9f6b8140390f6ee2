import { randomBytes } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventGridEvent } from '../recording/event/event.ts';
import { type Clock, realClock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import { type Route, answerRequest } from './api/http.ts';
import { type BackgroundFailure, controlRoutes } from './api/controlRoutes.ts';
import { proveKey } from './api/proof.ts';
import { Repeatability } from './api/repeatability.ts';
import { recordingRoutes } from './api/recordingRoutes.ts';
import { storageRoutes } from './api/storageRoutes.ts';
import { BuiltInStorage } from './files/builtInStorage.ts';
import { type Destination, type OpenDestination, openDestination } from './files/destination.ts';
import { makeTemporaryFolder } from './files/temporaryFolder.ts';
import { DestinationTrial } from './files/trial.ts';
import { type TlsFiles, listenPlain, listenTls } from './listen.ts';
import { Callbacks } from './service/callbacks.ts';
import { LocalCalls } from './service/calls.ts';
import { ChunkExport } from './service/chunkExport.ts';
import { Faults } from './service/faults.ts';
import { type ByteSource, newGuid, randomSource, seededSource } from './service/ids.ts';
import type { ChunkSettings } from './service/localRecording.ts';
import { RecordingService } from './service/recordings.ts';
import { SignIns } from './service/signIns.ts';
import { type KeptState, openState } from './state/state.ts';
import { type SteppedClock, steppedClock } from './steppedClock.ts';

export interface LocalServiceOptions {
  /** Default: a free one. */
  readonly port?: number | undefined;
  /** Access key in base64; default: a new one, or that of the state. */
  readonly key?: string | undefined;
  /** Takes tokens of Microsoft Entra ID too, without checking their signature. */
  readonly allowEntra?: boolean | undefined;
  /** Whether the routes that control the service, `/local/…`, are open to any program of this machine. */
  readonly openControl?: boolean | undefined;
  /** Hosts besides the loopback names under which the service is reachable on purpose, through a tunnel. */
  readonly publicHosts?: readonly string[] | undefined;
  /** Whether callbacks may go to HTTP addresses of this machine; default: true. */
  readonly allowHttpCallback?: boolean | undefined;
  /** Names hold the document ID, as is documented; without it they are as users report them. */
  readonly documentIdsInNames?: boolean | undefined;
  /** All recordings that ask for a container go here instead. */
  readonly destination?: Destination | undefined;
  /** Opens containers; default: with what this machine is signed in with. */
  readonly openDestination?: OpenDestination | undefined;
  /** Keeps calls, recordings, key and built-in storage, to continue with at the next start; default: nothing is kept. */
  readonly stateFolder?: string | undefined;
  readonly chunks?: ChunkSettings | undefined;
  /** The service speaks HTTPS where they are given. */
  readonly tls?: TlsFiles | undefined;
  /** Default: that of this computer. */
  readonly clock?: Clock | undefined;
  /** Seconds that go by in a real one; default: 1. */
  readonly speed?: number | undefined;
  /** Makes IDs and times the same in every run that is asked the same. */
  readonly seed?: string | undefined;
  readonly log?: Log | undefined;
  /** Gets `RecordingFileStatusUpdated` as Event Grid would: when all files of a recording have landed. */
  readonly onEvent?: ((event: EventGridEvent) => void) | undefined;
}

/** Older ones are forgotten. */
const mostEvents = 1000;
const mostFailures = 100;
/** What the clock of a seeded service shows at first. */
const seededStartMs = Date.UTC(2026, 0, 1);

/** A running local Call Recording service. */
export interface LocalService {
  /** Ends in `/`. */
  readonly endpoint: string;
  readonly port: number;
  /** Base64. */
  readonly accessKey: string;
  /** For the SDKs; holds the access key. */
  readonly connectionString: string;
  readonly calls: LocalCalls;
  readonly faults: Faults;
  /** The last ones, the oldest first. */
  readonly events: readonly EventGridEvent[];
  /** Resolves when all files have landed and all callbacks are sent, or given up. */
  whenIdle(): Promise<void>;
  /** Ends all calls, unless they are kept; waits until files have landed, and stops. */
  close(): Promise<void>;
}

/**
 * Starts the service on 127.0.0.1.
 * Rejects with an error that says why where the port is taken, or the destination or the state cannot be used.
 */
export async function startLocalService(options: LocalServiceOptions = {}): Promise<LocalService> {
  const { log = () => undefined, destination, stateFolder } = options;
  const signIns = new SignIns(options.openDestination ?? openDestination);
  const trial = new DestinationTrial(signIns.open);
  if (destination) await refuseUnusable(destination, trial);
  const kept = stateFolder === undefined ? undefined : await openState(stateFolder);
  try {
    return await compose(options, { kept, signIns, trial, log });
  } catch (error) {
    await kept?.release();
    throw error;
  }
}

interface Surroundings {
  readonly kept: KeptState | undefined;
  readonly signIns: SignIns;
  readonly trial: DestinationTrial;
  readonly log: Log;
}

async function compose(options: LocalServiceOptions, around: Surroundings): Promise<LocalService> {
  const { kept, signIns, trial, log } = around;
  const { destination, stateFolder } = options;
  const run = (kept?.earlier?.run ?? 0) + 1;
  const sourceOf = (use: string): ByteSource =>
    options.seed === undefined ? randomSource : seededSource(`${options.seed}/${run}/${use}`);
  const clock = clockOf(options, kept?.earlier?.nowMs);
  const source = sourceOf('service');
  const key = options.key ?? kept?.earlier?.key ?? randomBytes(64).toString('base64');
  const resourceId = kept?.earlier?.resourceId ?? newGuid(source);
  const authorization = { key: Buffer.from(key, 'base64'), allowEntra: options.allowEntra ?? false };
  const folder = stateFolder ?? (await makeTemporaryFolder());
  const faults = new Faults();
  const builtIn = new BuiltInStorage(join(folder, 'objects'), clock);
  const failures: BackgroundFailure[] = [];
  const logFailure = (text: string): void => {
    const time = new Date(clock.now()).toISOString();
    failures.push({ id: (failures.at(-1)?.id ?? 0) + 1, time, text });
    if (failures.length > mostFailures) failures.shift();
    log(text);
  };
  const callbacks = new Callbacks(sourceOf('callbacks'), logFailure);
  const events: EventGridEvent[] = [];
  const onChange = (): void => kept?.changed();
  const calls = new LocalCalls({
    ...{ clock, source, resourceId, onChange },
    onEnded: (call) => service.callEnded(call),
    inUse: (): ReadonlySet<string> => service.callIds(),
  });
  const chunkExport = new ChunkExport({
    openDestination: signIns.open,
    builtIn,
    faults,
    documentIdsInNames: options.documentIdsInNames ?? true,
    log: logFailure,
  });
  const service = new RecordingService({
    ...{ clock, calls, faults, chunkExport, callbacks, resourceId, source, log: logFailure, onChange },
    chunks: options.chunks ?? {},
    onEvent: (event) => {
      events.push(event);
      if (events.length > mostEvents) events.shift();
      options.onEvent?.(event);
    },
  });
  const repeatability = new Repeatability(onChange);
  kept?.begin({ key, resourceId, run }, clock, { calls, service, faults, events, repeatability });
  await kept?.saved();
  const routes: readonly Route[] = [
    ...('step' in clock ? [steppingRoute(clock)] : []),
    recordingRoutes({
      repeatability,
      service,
      faults,
      authorization,
      allowHttpCallback: options.allowHttpCallback ?? true,
      redirect: (start) => (start.destination && destination ? { ...start, destination } : start),
      problemOf: (containerUrl) => trial.problem(containerUrl),
    }),
    storageRoutes(builtIn, authorization),
    controlRoutes({
      ...{ calls, service, faults, clock, events, failures, signIns, onChange },
      key: options.openControl === true ? undefined : authorization.key,
      prove: (nonce) => proveKey(nonce, authorization.key, process.pid, open.port),
    }),
  ];
  const answering = {
    routes,
    publicHosts: options.publicHosts ?? [],
    source: sourceOf('answers'),
    saved: () => kept?.saved() ?? Promise.resolve(),
    log,
  };
  const listener: RequestListener = (request, response) => void answerRequest(request, response, answering);
  const port = options.port ?? 0;
  const open = options.tls ? await listenTls(port, options.tls, listener) : await listenPlain(port, listener);
  const endpoint = `${options.tls ? 'https' : 'http'}://127.0.0.1:${open.port}/`;
  return {
    endpoint,
    port: open.port,
    accessKey: key,
    connectionString: `endpoint=${endpoint};accesskey=${key}`,
    calls,
    faults,
    events,
    whenIdle: () => service.whenIdle(),
    close: async () => {
      const closed = open.close();
      await (kept ? service.suspend() : service.close());
      callbacks.close();
      open.closeConnections();
      await closed;
      await kept?.release();
      if (stateFolder === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function clockOf({ clock, seed, speed = 1 }: LocalServiceOptions, keptMs = 0): Clock | SteppedClock {
  if (clock) return clock;
  if (seed !== undefined) return steppedClock(Math.max(seededStartMs, keptMs), speed);
  // A fast clock may have been ahead of this computer's.
  return realClock(speed, Math.max(Date.now(), keptMs));
}

/** Lets a second go by with each request that changes something. */
function steppingRoute(clock: SteppedClock): Route {
  return ({ method }, url) => {
    const changes = method !== 'GET' && /^\/(?:calling\/recordings|local\/calls)/.test(url.pathname);
    if (changes) clock.step();
    return Promise.resolve(undefined);
  };
}

async function refuseUnusable({ containerUrl }: Destination, trial: DestinationTrial): Promise<void> {
  const problem = await trial.problemOfWriting(containerUrl);
  if (problem !== undefined) throw new Error(`The destination ${containerUrl} cannot be used: ${problem}`);
}
