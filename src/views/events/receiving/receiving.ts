import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  type Arrival,
  matchesFilter,
  newReceived,
  type ReceivedFilter,
  type ReceivedSummary,
} from '../../../events/receive/received.ts';
import { ReceivedStore } from '../../../events/receive/store/store.ts';
import { isObject } from '../../../recording/event/fields.ts';
import { Disposable } from '../../disposable.ts';
import { isProcessAlive } from '../../../emulator/state/processAlive.ts';
import { Listening } from './listening.ts';
import { Queues } from './queues.ts';

const seenKey = 'callRecordings.receivedSeen';
/** More at once would be felt in the view; "Show More" adds as many. */
const pageSize = 200;

/** What was received, and what receives. Loaded when the Events view is opened, or something is to be received. */
export class Receiving extends Disposable {
  readonly store: ReceivedStore;
  readonly listening: Listening;
  readonly queues: Queues;
  readonly #context: vscode.ExtensionContext;
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly #received = this.register(new vscode.EventEmitter<readonly ReceivedSummary[]>());
  /** Fires in each window, with what came in since. */
  readonly onDidReceive = this.#received.event;
  #filter: ReceivedFilter = {};
  #most = pageSize;
  #told: NodeJS.Timeout | undefined;

  /** Use `open`. */
  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    super();
    this.#context = context;
    const settings = vscode.workspace.getConfiguration('callRecordings');
    this.store = new ReceivedStore({
      folder: join(context.globalStorageUri.fsPath, 'received'),
      mostEvents: settings.get('receivedEvents.maxCount', 10_000),
      mostBytes: settings.get('receivedEvents.maxSizeInMB', 64) * 1024 * 1024,
      isAlive: isProcessAlive,
      log: (line) => log.warn(line),
    });
    this.register({ dispose: () => void this.store.close() });
    this.listening = this.register(
      new Listening({ context, log, store: (events) => this.store.append(events) }),
    );
    this.queues = this.register(
      new Queues({
        context,
        log,
        store: (events) => this.store.append(events),
        isKnown: (messageId) => this.store.list().some((event) => event.messageId === messageId),
      }),
    );
    this.register(this.listening.onDidChange(() => this.#changed.fire()));
    this.register(this.queues.onDidChange(() => this.#changed.fire()));
  }

  /** Reads what was received, and listens again where it did before a reload. */
  static async open(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Promise<Receiving> {
    const receiving = new Receiving(context, log);
    await receiving.store.open();
    receiving.store.onDidChange((added) => {
      if (added.length > 0) receiving.#received.fire(added);
      receiving.#changedSoon();
    });
    await receiving.listening.resume();
    await receiving.queues.resume();
    return receiving;
  }

  /** What was received and fits the filter, the newest first, as many as are shown. */
  get shown(): { readonly events: readonly ReceivedSummary[]; readonly more: number } {
    const all = this.store.list().filter((event) => matchesFilter(event, this.#filter));
    return { events: all.slice(0, this.#most), more: Math.max(0, all.length - this.#most) };
  }

  get filter(): ReceivedFilter {
    return this.#filter;
  }

  setFilter(filter: ReceivedFilter): void {
    this.#filter = filter;
    this.#most = pageSize;
    this.#changed.fire();
  }

  showMore(): void {
    this.#most += pageSize;
    this.#changed.fire();
  }

  /** How many came since the view was last looked at. */
  get unread(): number {
    const seen = this.#context.globalState.get<number>(seenKey) ?? 0;
    const list = this.store.list();
    const first = list.findIndex(({ at }) => at <= seen);
    return first < 0 ? list.length : first;
  }

  async markRead(): Promise<void> {
    if (this.unread === 0) return;
    await this.#context.globalState.update(seenKey, this.store.list()[0]?.at ?? 0);
  }

  /** Keeps an event that came another way than through the listener. */
  async add(event: unknown, arrival: Arrival): Promise<void> {
    if (isObject(event)) await this.store.append([newReceived(event, arrival, randomUUID(), Date.now())]);
  }

  override dispose(): void {
    clearTimeout(this.#told);
    super.dispose();
  }

  #changedSoon(): void {
    this.#told ??= setTimeout(() => {
      this.#told = undefined;
      this.#changed.fire();
    }, 100);
  }
}
