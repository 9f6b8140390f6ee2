import type { EventGridEvent } from './recording/event/event.ts';
import { readCommandLine } from './emulator/commandLine.ts';
import { startLocalService } from './emulator/localService.ts';
import { certificateOf } from './emulator/program.ts';
import type { CallState, LocalCall, NewCall } from './emulator/service/calls.ts';
import type { Fault, FaultKind, Operation } from './emulator/service/faults.ts';

export type { CallState, EventGridEvent, Fault, FaultKind, LocalCall, NewCall, Operation };

/** How the local service is started; the same as the options of the program, see its `--help`. */
export interface ServiceOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** Access key in base64; default: a new one, or that of the state. */
  readonly key?: string;
  /** Container URL, or folder: recordings that ask for any container go there instead. */
  readonly destination?: string;
  /** Folder that keeps calls, recordings, key and built-in storage for the next start. */
  readonly state?: string;
  /** Makes IDs and times the same in every run that is asked the same. */
  readonly seed?: string;
  /** Seconds that go by in a real one; default: 1. */
  readonly speed?: number;
  /** The same as a speed of 3600: the four hours of a full chunk go by in four seconds. */
  readonly fast?: boolean;
  /** HTTPS with a certificate that is made on first use. */
  readonly tls?: boolean;
  /** Takes Microsoft Entra tokens, without checking their signature; needs `tls`. */
  readonly allowEntra?: boolean;
  /** Longest chunk, 0.1 to 14400. */
  readonly chunkSeconds?: number;
  /** Largest chunk. */
  readonly chunkBytes?: number;
  /** Gets `RecordingFileStatusUpdated` when all files of a recording have landed. */
  readonly onEvent?: (event: EventGridEvent) => void;
  /** Gets a line for each request and each failure. */
  readonly log?: (line: string) => void;
}

/** A local service that runs. */
export interface Service {
  /** Ends in `/`. */
  readonly endpoint: string;
  readonly port: number;
  /** For the SDKs; holds the access key. */
  readonly connectionString: string;
  /** Base64. */
  readonly accessKey: string;
  /** Path of the certificate that clients have to trust, where it speaks HTTPS. */
  readonly certificate?: string;
  /** Makes a call that can be recorded. */
  readonly newCall: (call?: NewCall) => LocalCall;
  /** All calls, also those that have ended. */
  readonly calls: () => readonly LocalCall[];
  /** Ends a call by any of its IDs, and with it its recording. @returns undefined where there is none */
  readonly endCall: (id: string) => LocalCall | undefined;
  /** Lets something go wrong next. */
  readonly addFault: (fault: Fault) => void;
  /** Calls off what has not gone wrong yet. */
  readonly clearFaults: () => void;
  /** The last events, the oldest first. */
  readonly events: () => readonly EventGridEvent[];
  /** Resolves when all files have landed and all callbacks are sent, or given up. */
  readonly whenIdle: () => Promise<void>;
  /** Ends all calls, unless they are kept in a state; waits until files have landed, and stops. */
  readonly close: () => Promise<void>;
}

/**
 * Starts the local Call Recording service in this process, on 127.0.0.1.
 * Rejects with an error that says which option is wrong, or why it could not start.
 */
export async function startService(options: ServiceOptions = {}): Promise<Service> {
  const wanted = readCommandLine(argumentsOf(options));
  if (wanted.kind !== 'run') throw new RangeError(wanted.kind === 'wrong' ? wanted.problem : wanted.kind);
  const certificate = wanted.ownCertificate ? await certificateOf(wanted.service) : undefined;
  const { onEvent, log } = options;
  const service = await startLocalService({
    ...wanted.service,
    ...(certificate && { tls: certificate }),
    onEvent,
    log,
  });
  const { endpoint, port, connectionString, accessKey, calls, faults, events } = service;
  return {
    ...{ endpoint, port, connectionString, accessKey },
    ...(certificate && { certificate: certificate.path }),
    newCall: (call) => calls.create(call),
    calls: () => calls.list(),
    endCall: (id) => calls.end(calls.byAnyId(id)?.callId ?? ''),
    addFault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    events: () => events,
    whenIdle: () => service.whenIdle(),
    close: () => service.close(),
  };
}

/** The options as the program takes them, so that both are checked in one place. */
function argumentsOf(options: ServiceOptions): string[] {
  return Object.entries(options).flatMap(([name, value]: [string, unknown]) => {
    const isGiven = typeof value === 'string' || typeof value === 'number' || value === true;
    if (!isGiven) return [];
    const option = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    return value === true ? [option] : [`${option}=${String(value)}`];
  });
}
