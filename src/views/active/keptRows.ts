import { isDeepStrictEqual } from 'node:util';

/**
 * Rows that stay the same object as long as their ID is shown. VS Code forgets all objects of a view that it draws anew
 * as a whole: a row that is pressed meanwhile reaches its command without the row, so only what changed is drawn.
 */
export class KeptRows<R extends object> {
  readonly #idOf: (row: R) => string;
  #rows: readonly R[] = [];

  constructor(idOf: (row: R) => string) {
    this.#idOf = idOf;
  }

  /**
   * Takes how the rows look now.
   * @returns the objects to show, and which of them changed; `all` where rows came, went or changed places
   */
  take(now: readonly R[]): { readonly rows: readonly R[]; readonly changed: readonly R[] | 'all' } {
    const before = new Map(this.#rows.map((row) => [this.#idOf(row), row]));
    const isSameList = isDeepStrictEqual([...before.keys()], now.map(this.#idOf));
    const changed: R[] = [];
    this.#rows = now.map((row) => {
      const kept = before.get(this.#idOf(row));
      if (!kept) return row;
      if (!isDeepStrictEqual(kept, row)) {
        for (const name of Object.keys(kept)) if (!(name in row)) Reflect.deleteProperty(kept, name);
        changed.push(Object.assign(kept, row));
      }
      return kept;
    });
    return { rows: this.#rows, changed: isSameList ? changed : 'all' };
  }
}
