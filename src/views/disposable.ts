/** What VS Code and we ask of a thing with a lifetime. */
export interface DisposableLike {
  dispose(): unknown;
}

/** A thing with a lifetime, that owns others. */
export abstract class Disposable implements DisposableLike {
  readonly #owned: DisposableLike[] = [];

  dispose(): void {
    for (const one of this.#owned.splice(0).reverse()) one.dispose();
  }

  /** Hands over something that is to be disposed of with this. @returns the same thing */
  protected register<T extends DisposableLike>(one: T): T {
    this.#owned.push(one);
    return one;
  }
}
