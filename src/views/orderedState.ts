import type * as vscode from 'vscode';

type GlobalState = vscode.ExtensionContext['globalState'];

/**
 * The same context, with a global state that loses nothing. When VS Code confirms one write, it replaces the whole
 * state with that snapshot, so that a value set in between, under any key, is lost for a moment or for good.
 */
export function withOrderedWrites(context: vscode.ExtensionContext): vscode.ExtensionContext {
  return Object.create(context, {
    globalState: { value: orderedState(context.globalState), enumerable: true },
  }) as vscode.ExtensionContext;
}

/** Writes one value after the other, and gives a value that waits to be written. */
export function orderedState(state: GlobalState): GlobalState {
  const waiting = new Map<string, { readonly value: unknown }>();
  let last: PromiseLike<unknown> = Promise.resolve();
  return {
    keys: () =>
      [...new Set([...state.keys(), ...waiting.keys()])].filter((key) => valueOf(key) !== undefined),
    get: (key: string, fallback?: unknown) => {
      const value = valueOf(key);
      return value === undefined ? fallback : value;
    },
    update(key, value) {
      const entry = { value: value as unknown };
      waiting.set(key, entry);
      const written = last.then(async () => {
        try {
          await state.update(key, value);
        } finally {
          if (waiting.get(key) === entry) waiting.delete(key);
        }
      });
      last = written.then(undefined, () => undefined);
      return written;
    },
    setKeysForSync: (keys) => state.setKeysForSync(keys),
  };

  function valueOf(key: string): unknown {
    const entry = waiting.get(key);
    return entry ? entry.value : state.get(key);
  }
}
