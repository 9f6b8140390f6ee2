import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/userError.ts';
import { CallingError } from '../../calling/failures/callingError.ts';
import { type CommunicationResource, localResourceId } from '../../calling/connection/resource.ts';
import { Disposable } from '../disposable.ts';
import { parseConnectionString } from '../../calling/connection/string.ts';
import {
  type ControlAddress,
  type LocalCall,
  type RunningRecording,
  askControl,
  provenService,
} from './control.ts';
import { LocalEvents, type RunningService } from './events.ts';
import { LocalFailures } from './failures.ts';
import type { Fault, FaultKind } from './faults.ts';
import { startLocalProcess } from './process.ts';
import { isProcessAlive } from '../../emulator/state/processAlive.ts';
import { withProcessLock } from './processLock.ts';
import type { Resources } from '../active/resources.ts';
import { encodeUrlPart } from '../../base/text/urlPart.ts';

const heartbeatMs = 60_000;
/** How often it is looked whether the process is still there, and for events of one that this window found. */
const lookMs = 2_000;

/**
 * The local Call Recording service: a process of its own, shared by all windows. It outlives a reload, and
 * ends by itself when no window is left.
 */
export class LocalService extends Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #log: vscode.LogOutputChannel;
  readonly #resources: Resources;
  readonly #ended = this.register(new vscode.EventEmitter<void>());
  /** It ended without a request to end. */
  readonly onDidEndUnexpectedly = this.#ended.event;
  readonly #event = this.register(new vscode.EventEmitter<unknown>());
  /** A `RecordingFileStatusUpdated` event of the service; only one window gets it. */
  readonly onDidSendEvent = this.#event.event;
  readonly #events: LocalEvents;
  readonly #failures: LocalFailures;
  #starting: Promise<CommunicationResource> | undefined;
  #running: RunningService | undefined;
  #isStartedHere = false;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel, resources: Resources) {
    super();
    this.#context = context;
    this.#log = log;
    this.#resources = resources;
    const listAt = async <T>(endpoint: string, path: string): Promise<readonly T[]> =>
      (await askControl(await this.#addressOf(endpoint), 'GET', path)) as readonly T[];
    this.#failures = new LocalFailures(
      (endpoint) => listAt(endpoint, '/local/failures'),
      (line) => log.warn(line),
    );
    this.#events = new LocalEvents({
      file: join(context.globalStorageUri.fsPath, 'local-events.json'),
      fetchEvents: (endpoint) => listAt(endpoint, '/local/events'),
      hear: (event) => {
        this.#event.fire(event);
        if (this.#running && !this.#isStartedHere) void this.#failures.look(this.#running);
      },
    });
  }

  /** Where it listens; undefined while it does not run as far as this window knows. */
  get endpoint(): string | undefined {
    return this.#running?.endpoint;
  }

  get pid(): number | undefined {
    return this.#running?.pid;
  }

  /**
   * Takes up a service that runs already, such as before a reload or from another window, once it has proved
   * that it is ours.
   */
  async adopt(): Promise<CommunicationResource | undefined> {
    const known = await this.#readFile();
    if (!known || !(await this.#resources.adoptLocal(known.endpoint))) return undefined;
    if (!(await this.#isOurs(known))) {
      await this.#resources.setLocal();
      this.#setRunning(undefined);
      await this.#removeFile(known);
      return undefined;
    }
    if (this.#running?.pid !== known.pid) this.#setRunning(known);
    return this.#resources.find(localResourceId);
  }

  /** Starts the service, or takes up the one that runs. Rejects with an error that says why it did not start. */
  start(): Promise<CommunicationResource> {
    // Windows that open together would each start one.
    this.#starting ??= withProcessLock(`${this.#file}.lock`, () => this.#start()).finally(
      () => (this.#starting = undefined),
    );
    return this.#starting;
  }

  /** Ends the service for all windows. @returns whether one ran */
  async stop(): Promise<boolean> {
    if (!(await this.adopt()) || !this.#running) return false;
    const { pid } = this.#running;
    this.#setRunning(undefined);
    await this.#resources.setLocal();
    await writeFile(this.#stoppedFile, String(pid));
    await rm(this.#file, { force: true });
    try {
      process.kill(pid, 'SIGTERM');
    } catch (error) {
      this.#log.warn(`Local service: not ended: ${String(error)}`);
    }
    return true;
  }

  /** Makes a call that can be recorded. */
  async newCall(options: object = {}): Promise<LocalCall> {
    return (await this.#ask('POST', '/local/calls', options)) as LocalCall;
  }

  /** All calls, also those that have ended. */
  async calls(): Promise<readonly LocalCall[]> {
    return (await this.#ask('GET', '/local/calls')) as readonly LocalCall[];
  }

  /** Ends a call, and with it its recording. */
  async endCall(id: string): Promise<void> {
    await this.#ask('DELETE', `/local/calls/${encodeUrlPart(id)}`);
  }

  /** What goes wrong on request. */
  async faults(): Promise<readonly Fault[]> {
    return (await this.#ask('GET', '/local/faults')) as readonly Fault[];
  }

  /** Lets something go wrong; `times` says how often, default: always. */
  async addFault(fault: Fault): Promise<void> {
    await this.#ask('POST', '/local/faults', fault);
  }

  async removeFault(kind: FaultKind): Promise<void> {
    await this.#ask('DELETE', `/local/faults/${encodeUrlPart(kind)}`);
  }

  /** Switches faults on, until they are switched off again, and off; the others stay as they are. */
  async switchFaults(on: readonly FaultKind[], off: readonly FaultKind[]): Promise<void> {
    const pending = new Set((await this.faults()).map(({ kind }) => kind));
    for (const kind of on) if (!pending.has(kind)) await this.addFault({ kind });
    for (const kind of off) if (pending.has(kind)) await this.removeFault(kind);
  }

  /** Recordings in progress, also those that other programs started. */
  async recordings(): Promise<readonly RunningRecording[]> {
    return (await this.#ask('GET', '/local/recordings')) as readonly RunningRecording[];
  }

  /** Hands over what a container is signed in to with, so that the service can write into it. */
  async signInTo(containerUrl: string, signIn: string, secret: string): Promise<void> {
    // A port that another program has taken after a crash gets no secret.
    const running = this.#running;
    if (running && !(await this.#isOurs(running))) {
      await this.#noteEnd(running);
      throw new CallingError('refused', 'The local service has ended');
    }
    await this.#ask('POST', '/local/sign-ins', { containerUrl, signIn, secret });
  }

  override dispose(): void {
    clearInterval(this.#heartbeat);
    super.dispose();
  }

  get #file(): string {
    return join(this.#context.globalStorageUri.fsPath, 'local-service.json');
  }

  get #stoppedFile(): string {
    return join(this.#context.globalStorageUri.fsPath, 'local-service-stopped');
  }

  async #start(): Promise<CommunicationResource> {
    const adopted = await this.adopt();
    if (adopted) return adopted;
    const program = this.#context.asAbsolutePath(join('dist', 'emulator.cjs'));
    const started = await startLocalProcess(program, this.#log, (service, event) =>
      this.#hearEvents(service, event),
    );
    const { child, pid, endpoint, connectionString } = started;
    await writeFile(this.#file, JSON.stringify({ endpoint, pid }), { mode: 0o600 });
    await this.#resources.setLocal({ endpoint, connectionString });
    const running = { endpoint, pid };
    this.#setRunning(running, true);
    child.once('exit', () => void this.#noteEnd(running));
    const resource = this.#resources.find(localResourceId);
    if (!resource) throw new UserError(l10n.t('The local service did not start.'));
    this.#log.info(`Local service: ${running.endpoint}`);
    return resource;
  }

  /** @param isOurs true where this window started it, and receives its events from it */
  #setRunning(running: RunningService | undefined, isOurs = false): void {
    this.#running = running;
    this.#isStartedHere = isOurs;
    clearInterval(this.#heartbeat);
    this.#heartbeat = undefined;
    if (!running) return;
    let askedAt = Date.now();
    this.#heartbeat = setInterval(() => {
      if (!isProcessAlive(running.pid)) {
        void this.#noteEnd(running);
        return;
      }
      if (!isOurs) this.#hearEvents(running);
      if (Date.now() - askedAt > heartbeatMs) {
        askedAt = Date.now();
        void this.#isOurs(running);
      }
    }, lookMs).unref();
    this.#hearEvents(running);
    if (!isOurs) void this.#failures.look(running);
  }

  #hearEvents(service: RunningService, sent?: unknown): void {
    // A service that does not answer now is asked again.
    this.#events.look(service, sent).catch(() => undefined);
  }

  async #noteEnd(ended: RunningService): Promise<void> {
    if (this.#running?.pid !== ended.pid) return;
    this.#setRunning(undefined);
    await this.#resources.setLocal();
    const known = await this.#readFile();
    await this.#removeFile(ended);
    // Another window stopped it, or has started the next one.
    const isExpected = (await this.#stoppedPid()) === ended.pid || (known && known.pid !== ended.pid);
    if (isExpected === true) return;
    this.#log.warn('Local service: ended');
    this.#ended.fire();
  }

  /** True where the process has just proved that it knows our key: another program may listen there by now. */
  async #isOurs({ endpoint, pid }: RunningService): Promise<boolean> {
    return (await provenService(await this.#addressOf(endpoint))) === pid;
  }

  async #addressOf(endpoint: string): Promise<ControlAddress> {
    const parsed = parseConnectionString((await this.#resources.localConnectionString()) ?? '');
    const isItsKey = parsed.kind === 'valid' && parsed.endpoint === endpoint;
    return { endpoint, accessKey: isItsKey ? parsed.accessKey : '' };
  }

  async #ask(method: string, path: string, body?: object): Promise<unknown> {
    if (!this.#running) await this.start();
    const running = this.#running;
    try {
      return await askControl(await this.#addressOf(running?.endpoint ?? ''), method, path, body);
    } catch (error) {
      if (running && !(await this.#isOurs(running))) {
        await this.#noteEnd(running);
        throw new CallingError('refused', 'The local service does not answer');
      }
      throw error;
    }
  }

  /** Removes the file where it still names this service. */
  async #removeFile({ pid }: RunningService): Promise<void> {
    if ((await this.#readFile())?.pid === pid) await rm(this.#file, { force: true });
  }

  /** The process that was stopped last, by this window or another. */
  async #stoppedPid(): Promise<number | undefined> {
    return Number(await readFile(this.#stoppedFile, 'utf8').catch(() => '')) || undefined;
  }

  async #readFile(): Promise<RunningService | undefined> {
    try {
      const value: unknown = JSON.parse(await readFile(this.#file, 'utf8'));
      if (typeof value !== 'object' || value === null) return undefined;
      const { endpoint, pid } = value as Readonly<Record<string, unknown>>;
      const isOurs = typeof endpoint === 'string' && /^http:\/\/127\.0\.0\.1:\d+$/.test(endpoint);
      return isOurs && typeof pid === 'number' && pid > 1 ? { endpoint, pid } : undefined;
    } catch {
      return undefined;
    }
  }
}
