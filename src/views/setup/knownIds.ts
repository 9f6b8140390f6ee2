import type * as vscode from 'vscode';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { parseResourceId } from '../../setup/management/resourceId.ts';

/** What is known of an address in Azure: the resource of an endpoint, or the account of a container. */
export interface KnownId {
  readonly id: string;
}

const key = 'callRecordings.azureIds';

/**
 * The resource IDs behind endpoints and container URLs, as they were picked or found: nothing of it is secret. Kept
 * beside the settings, which a person may write by hand.
 */
export class KnownIds {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** @param address endpoint, or container URL */
  get(address: string): KnownId | undefined {
    const id = this.#all()[address.toLowerCase()];
    return typeof id === 'string' && parseResourceId(id) ? { id } : undefined;
  }

  async set(address: string, known: KnownId | undefined): Promise<void> {
    const all = { ...this.#all(), [address.toLowerCase()]: known?.id };
    await this.#state.update(key, withoutUndefined(all));
  }

  #all(): Readonly<Record<string, unknown>> {
    const value = this.#state.get<unknown>(key);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  }
}
