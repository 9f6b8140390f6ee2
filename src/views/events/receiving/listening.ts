import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { systemClock } from '../../../base/clock.ts';
import { encodeUrlPart } from '../../../base/text/urlPart.ts';
import { withoutUndefined } from '../../../base/withoutUndefined.ts';
import { type ListenerCounters, noCounters } from '../../../events/receive/listener/counters.ts';
import type { ListenerFault } from '../../../events/receive/listener/fault.ts';
import { type Listener, startListener } from '../../../events/receive/listener/listener.ts';
import { listenerPath } from '../../../events/receive/listener/paths.ts';
import type { NewReceived } from '../../../events/receive/received.ts';
import { Disposable } from '../../disposable.ts';
import { type Access, accessKey, keepAccess, publicKey, readAccess } from './access.ts';
import { WindowRole } from '../../local/windowRole.ts';

/** The listener as its row shows it. */
export interface ListenerState {
  readonly port: number;
  /** False where another window listens. */
  readonly isOurs: boolean;
  /** True while nothing listens, because another program has the port. */
  readonly waitsForPort?: true;
  readonly counters: ListenerCounters;
  readonly hasKey: boolean;
  /** Where it can be reached from elsewhere: checked, without path. */
  readonly publicOrigin?: string;
  readonly fault?: ListenerFault;
}

const portKey = 'callRecordings.listenerPort';
/** True from start to stop, over reloads. */
const listenerRunsKey = 'callRecordings.listenerRuns';
const lookMs = 2_000;

export interface ListeningOptions {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly store: (events: readonly NewReceived[]) => Promise<void>;
}

/** The event listener: one for all windows. Where the window that listens is closed, another one takes it over. */
export class Listening extends Disposable {
  readonly #options: ListeningOptions;
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly #role: WindowRole;
  readonly #timer: NodeJS.Timeout;
  #listener: Listener | undefined;
  #access: Access | undefined;
  #fault: ListenerFault | undefined;
  /** The port at which another window listens. */
  #elsewhere: number | undefined;
  #waitsForPort = false;
  /** The public origin under which the listener takes deliveries by now. */
  #applied: string | undefined;
  #told: NodeJS.Timeout | undefined;

  constructor(options: ListeningOptions) {
    super();
    this.#options = options;
    const { globalStorageUri, secrets } = options.context;
    this.#role = new WindowRole(join(globalStorageUri.fsPath, 'listener.json'));
    // The key may be set in another window than the one that listens.
    this.register(secrets.onDidChange(({ key }) => void (key === accessKey && this.#readAgain())));
    this.#timer = setInterval(() => void this.#look().catch(() => undefined), lookMs).unref();
  }

  /** Undefined while nothing listens. */
  get state(): ListenerState | undefined {
    const port = this.#listener?.port ?? this.#elsewhere;
    if (port === undefined) return undefined;
    return withoutUndefined({
      port,
      isOurs: this.#listener !== undefined,
      waitsForPort: this.#waitsForPort && !this.#listener ? (true as const) : undefined,
      counters: this.#listener?.counters ?? noCounters,
      hasKey: this.#access?.key !== undefined,
      publicOrigin: this.#publicOrigin,
      fault: this.#fault,
    });
  }

  /** The port that was used last. */
  get lastPort(): number | undefined {
    return this.#options.context.globalState.get<number>(portKey);
  }

  /**
   * Listens, unless this or another window does. Rejects with the error of the system where the port is taken.
   * @param port default: that of the last time, else any that is free
   */
  async start(port = this.lastPort ?? 0): Promise<void> {
    const { store, context, log } = this.#options;
    const { by, role } = await this.#role.take(async () => {
      if (this.#listener) return { port: this.#listener.port };
      this.#access = await this.#readAccess();
      this.#listener = await startListener({
        port,
        clock: systemClock,
        store,
        ...this.#settings(),
        token: this.#access.token,
        onCount: () => this.#changedSoon(),
        log: (line) => log.warn(line),
      });
      log.info(`Listener: 127.0.0.1:${this.#listener.port}`);
      return { port: this.#listener.port };
    });
    this.#elsewhere = by === 'other' ? role.port : undefined;
    this.#waitsForPort = false;
    await context.globalState.update(portKey, role?.port);
    await this.#options.context.globalState.update(listenerRunsKey, true);
    this.#changed.fire();
  }

  /** Ends the listener of all windows. @returns whether there was one */
  async stop(): Promise<boolean> {
    const was = this.state !== undefined;
    await this.#role.end();
    await this.#close();
    this.#elsewhere = undefined;
    await this.#options.context.globalState.update(listenerRunsKey, undefined);
    this.#changed.fire();
    return was;
  }

  /** Takes up listening after a reload. Never rejects. */
  async resume(): Promise<void> {
    if (this.#options.context.globalState.get(listenerRunsKey) !== true) return;
    try {
      await this.start();
    } catch (error) {
      this.#options.log.warn(`Listener: not started again: ${String(error)}`);
    }
  }

  setFault(fault: ListenerFault | undefined): void {
    this.#fault = fault;
    this.#apply();
  }

  /** Wants a key from now on, or none. */
  async setKey(key: string | undefined): Promise<void> {
    const { token } = await this.#readAccess();
    const access = withoutUndefined({ token, key });
    await keepAccess(this.#options.context, access);
    this.#access = access;
    this.#apply();
  }

  newKey(): string {
    return randomBytes(24).toString('base64url');
  }

  /** Takes deliveries under a public host from now on. @param origin `https://host`; undefined for none */
  async setPublicOrigin(origin: string | undefined): Promise<void> {
    await this.#options.context.globalState.update(publicKey, origin);
    this.#apply();
  }

  /** The address of a path, and the random part by which a listener proves that it is this one. */
  async address(kind: 'events' | 'callbacks', origin = this.#localOrigin()): Promise<string> {
    const { token } = await this.#readAccess();
    return `${origin}${listenerPath(kind, token)}`;
  }

  /** As `address`, with the key where one is required: a secret. */
  async addressWithKey(kind: 'events' | 'callbacks', origin?: string): Promise<string> {
    const { key } = await this.#readAccess();
    const address = await this.address(kind, origin);
    return key === undefined ? address : `${address}?key=${encodeUrlPart(key)}`;
  }

  async secrets(): Promise<Access> {
    return this.#readAccess();
  }

  override dispose(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#told);
    void this.#close();
    super.dispose();
  }

  #localOrigin(): string {
    return `http://127.0.0.1:${this.state?.port ?? 0}`;
  }

  get #publicOrigin(): string | undefined {
    return this.#options.context.globalState.get<string>(publicKey);
  }

  #settings() {
    const origin = this.#publicOrigin;
    this.#applied = origin;
    const host = origin === undefined ? undefined : URL.parse(origin)?.host;
    return withoutUndefined({
      key: this.#access?.key,
      fault: this.#fault,
      publicHosts: host === undefined ? undefined : [host],
    });
  }

  /** Never rejects. */
  async #readAgain(): Promise<void> {
    try {
      this.#access = await this.#readAccess();
      this.#apply();
    } catch (error) {
      this.#options.log.warn(`Listener: its key cannot be read: ${String(error)}`);
    }
  }

  #apply(): void {
    this.#listener?.set(this.#settings());
    this.#changed.fire();
  }

  async #close(): Promise<void> {
    const listener = this.#listener;
    this.#listener = undefined;
    await listener?.close();
  }

  /** Another window may have stopped it, changed who may deliver, or been closed while it listened. */
  async #look(): Promise<void> {
    const { by, role } = await this.#role.holder();
    if (this.#listener) {
      if (by === 'us') {
        await this.#role.keep();
        if (this.#publicOrigin !== this.#applied) this.#apply();
        return;
      }
      await this.#close();
      this.#changed.fire();
      return;
    }
    if (by !== 'other' && role) {
      await this.#takeOver(role.port);
      return;
    }
    const before = this.#elsewhere;
    this.#elsewhere = by === 'other' ? role.port : undefined;
    if (before !== this.#elsewhere) {
      this.#access = await this.#readAccess();
      this.#changed.fire();
    }
  }

  /** The port may be in use by a window that hangs, or by another program: it is tried again until it is free. */
  async #takeOver(port: number | undefined): Promise<void> {
    try {
      await this.start(port);
    } catch (error) {
      if (this.#waitsForPort) return;
      this.#waitsForPort = true;
      this.#elsewhere = port;
      this.#options.log.warn(`Listener: not taken over yet: ${String(error)}`);
      this.#changed.fire();
    }
  }

  #readAccess(): Promise<Access> {
    const { context, log } = this.#options;
    return readAccess(context, log, this.#access);
  }

  #changedSoon(): void {
    this.#told ??= setTimeout(() => {
      this.#told = undefined;
      this.#changed.fire();
    }, 500).unref();
  }
}
