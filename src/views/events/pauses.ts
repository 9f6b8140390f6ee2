import * as vscode from 'vscode';

/** Deliveries that wait for their next attempt. */
export class DeliveryPauses {
  readonly #retries = new Set<() => void>();

  /** @param retryNow makes the next attempt at once @returns to be called when the wait is over */
  add(retryNow: () => void): () => void {
    this.#retries.add(retryNow);
    this.#say();
    return () => {
      this.#retries.delete(retryNow);
      this.#say();
    };
  }

  /** Ends all waits. @returns how many */
  end(): number {
    const retries = [...this.#retries];
    for (const retryNow of retries) retryNow();
    return retries.length;
  }

  /** For the palette. */
  #say(): void {
    void vscode.commands.executeCommand('setContext', 'callRecordings.deliveryWaits', this.#retries.size > 0);
  }
}
