import * as vscode from 'vscode';
import type { Delivery } from '../../events/send/delivery/delivery.ts';
import { Disposable } from '../disposable.ts';

const storageKey = 'callRecordings.deliveries';

/** What was sent, newest first; kept over restarts, without secrets. */
export class Deliveries extends Disposable {
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly #state: vscode.Memento;
  /** As they came, before long answers were cut. */
  readonly #whole = new Map<string, Delivery>();
  #list: readonly Delivery[] | undefined;

  constructor(state: vscode.Memento) {
    super();
    this.#state = state;
  }

  /** For `when` clauses: what is done with deliveries is offered once there is one. */
  sayWhetherThereAreAny(): void {
    const known = this.#list ?? this.#state.get<unknown>(storageKey);
    const any = Array.isArray(known) && known.length > 0;
    void vscode.commands.executeCommand('setContext', 'callRecordings.hasDeliveries', any);
  }

  /** All that is remembered, of earlier sessions too. */
  async load(): Promise<readonly Delivery[]> {
    this.#list ??= await this.#read();
    return this.#list;
  }

  /** A delivery by its ID, whole where it is of this session. */
  async find(id: string): Promise<Delivery | undefined> {
    return this.#whole.get(id) ?? (await this.load()).find((delivery) => delivery.id === id);
  }

  async add(delivery: Delivery): Promise<void> {
    const { addDelivery, longestHistory } = await import('../../events/send/delivery/history.ts');
    this.#whole.set(delivery.id, delivery);
    for (const oldest of [...this.#whole.keys()].slice(0, -longestHistory)) this.#whole.delete(oldest);
    await this.#change((list) => addDelivery(list, delivery));
  }

  async remove(id: string): Promise<void> {
    this.#whole.delete(id);
    await this.#change((list) => list.filter((delivery) => delivery.id !== id));
  }

  async clear(): Promise<void> {
    this.#whole.clear();
    await this.#save([]);
  }

  async #read(): Promise<readonly Delivery[]> {
    const { readHistory } = await import('../../events/send/delivery/history.ts');
    const stored: unknown = this.#state.get(storageKey);
    const list = readHistory(stored);
    // An earlier version stored answers, which may hold secrets.
    if (stored !== undefined && JSON.stringify(stored) !== JSON.stringify(list))
      await this.#state.update(storageKey, list);
    return this.#list ?? list;
  }

  /** Of two changes at once, the second builds upon the first. */
  async #change(change: (list: readonly Delivery[]) => readonly Delivery[]): Promise<void> {
    await this.load();
    await this.#save(change(this.#list ?? []));
  }

  async #save(list: readonly Delivery[]): Promise<void> {
    this.#list = list;
    this.sayWhetherThereAreAny();
    this.#changed.fire();
    await this.#state.update(storageKey, list);
  }
}
