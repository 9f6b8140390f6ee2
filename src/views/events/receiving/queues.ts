import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { systemClock } from '../../../base/clock.ts';
import type { QueueMode, QueueState } from '../../../events/receive/queue/watch.ts';
import type { NewReceived } from '../../../events/receive/received.ts';
import { isObject } from '../../../recording/event/fields.ts';
import type { SignIn } from '../../../storage/container.ts';
import { KeptSecrets } from '../../keptSecrets.ts';
import { Disposable } from '../../disposable.ts';
import { keepEveryMs, WindowRole } from '../../local/windowRole.ts';

/** A queue that is connected; its secret is in secret storage. */
export interface ConnectedQueue {
  readonly id: string;
  /** Without query. */
  readonly url: string;
  readonly signIn: SignIn;
  readonly mode: QueueMode;
}

/** A queue as its row shows it; without a state another window reads it. */
export interface QueueRow {
  readonly queue: ConnectedQueue;
  readonly state?: QueueState;
}

export interface QueuesOptions {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly store: (events: readonly NewReceived[]) => Promise<void>;
  readonly isKnown: (messageId: string) => boolean;
}

/** The queues that are connected, over reloads. */
export const queuesKey = 'callRecordings.eventQueues';

/** The event queues. One window reads them for all; where it is closed, another one takes over. */
export class Queues extends Disposable {
  readonly #options: QueuesOptions;
  readonly #role: WindowRole;
  readonly #secrets: KeptSecrets;
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly #states = new Map<string, QueueState>();
  readonly #watches = new Map<string, AbortController>();
  readonly #timer: NodeJS.Timeout;

  constructor(options: QueuesOptions) {
    super();
    this.#options = options;
    this.#role = new WindowRole(join(options.context.globalStorageUri.fsPath, 'queues.json'));
    this.#secrets = new KeptSecrets(options.context.secrets, (line) => options.log.warn(line));
    this.#timer = setInterval(() => void this.resume(), keepEveryMs).unref();
  }

  rows(): readonly QueueRow[] {
    return this.#list().map((queue) => {
      const state = this.#states.get(queue.id);
      return state ? { queue, state } : { queue };
    });
  }

  /** Connects a queue, and reads it from now on. A queue of the same address is replaced. */
  async add(queue: Omit<ConnectedQueue, 'id'>, secret: string | undefined): Promise<ConnectedQueue> {
    const others = this.#list().filter(({ url }) => url !== queue.url);
    for (const { id } of this.#list()) if (!others.some((other) => other.id === id)) this.#end(id);
    const added = { ...queue, id: randomUUID() };
    if (secret !== undefined) await this.#secrets.store(secretKey(added.id), secret);
    await this.#options.context.globalState.update(queuesKey, [...others, added]);
    await this.resume();
    this.#changed.fire();
    return added;
  }

  async remove(id: string): Promise<void> {
    this.#end(id);
    await this.#secrets.forget(secretKey(id));
    await this.#options.context.globalState.update(
      queuesKey,
      this.#list().filter((queue) => queue.id !== id),
    );
    this.#changed.fire();
  }

  /** Reads the queues, unless another window does. Never rejects. */
  async resume(): Promise<void> {
    const list = this.#list();
    const isOurs = list.length > 0 && (await this.#isOurs().catch(() => undefined));
    if (isOurs === undefined) return;
    // Another window took over while the host of this one hung, or disconnected a queue.
    for (const id of this.#watches.keys())
      if (!isOurs || !list.some((queue) => queue.id === id)) {
        this.#end(id);
        this.#changed.fire();
      }
    if (!isOurs) return;
    for (const queue of list) {
      if (this.#watches.has(queue.id)) continue;
      const ended = new AbortController();
      this.#watches.set(queue.id, ended);
      void this.#watch(queue, ended.signal);
    }
  }

  /** The queue, signed in to. */
  async open(queue: ConnectedQueue) {
    const needsSecret = !['vscode', 'default', 'anonymous'].includes(queue.signIn);
    const secret = needsSecret ? await this.#secrets.get(secretKey(queue.id)) : undefined;
    return openConnected(queue, secret, this.#options.log);
  }

  override dispose(): void {
    clearInterval(this.#timer);
    for (const watch of this.#watches.values()) watch.abort();
    super.dispose();
  }

  async #watch(queue: ConnectedQueue, signal: AbortSignal): Promise<void> {
    const { store, isKnown } = this.#options;
    const onChange = (state: QueueState): void => {
      if (signal.aborted) return;
      this.#states.set(queue.id, state);
      this.#changed.fire();
    };
    if (!this.#states.has(queue.id)) onChange({ events: 0, poison: [], isFull: false });
    try {
      const { watchQueue } = await import('../../../events/receive/queue/watch.ts');
      const opened = await this.open(queue);
      await watchQueue({
        queue: opened,
        mode: queue.mode,
        store,
        isKnown,
        clock: systemClock,
        onChange,
        signal,
      });
    } catch (error) {
      onChange({ events: 0, poison: [], isFull: false, error });
      // It could not be opened: `resume` tries again.
      if (!signal.aborted) this.#watches.delete(queue.id);
    }
  }

  #end(id: string): void {
    this.#watches.get(id)?.abort();
    this.#watches.delete(id);
    this.#states.delete(id);
  }

  #list(): readonly ConnectedQueue[] {
    const stored: unknown = this.#options.context.globalState.get(queuesKey);
    return Array.isArray(stored) ? stored.filter(isQueue) : [];
  }

  async #isOurs(): Promise<boolean> {
    const { by } = await this.#role.take(() => Promise.resolve({}));
    return by === 'us';
  }
}

/** Opens a queue with its secret, loading the SDK. */
export async function openConnected(
  queue: Omit<ConnectedQueue, 'id'>,
  secret: string | undefined,
  log: vscode.LogOutputChannel,
) {
  const { openQueue } = await import('../../../events/receive/queue/queue.ts');
  const { queueSignIn } = await import('../../../events/receive/queue/signIn.ts');
  const { microsoftAccount } = await import('../../containers/microsoftAccount.ts');
  const signIn = await queueSignIn(queue, secret, microsoftAccount);
  return openQueue(queue.url, signIn, (line) => log.trace(line));
}

function secretKey(id: string): string {
  return `callRecordings.eventQueue.${id}`;
}

function isQueue(value: unknown): value is ConnectedQueue {
  return (
    isObject(value) &&
    ['id', 'url', 'signIn'].every((name) => typeof value[name] === 'string') &&
    (value['mode'] === 'watch' || value['mode'] === 'take')
  );
}
