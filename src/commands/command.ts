import type { App } from '../views/app.ts';

/** What a command takes and gives, each named by its ID. */
export type CommandSignatures = Record<`callRecordings.${string}`, { argument?: unknown; result?: unknown }>;

/** A group of commands: for each ID what runs. The rest of the arguments is what VS Code adds in menus. */
export type CommandGroup<T> = {
  readonly [K in keyof T]: (
    app: App,
    argument: T[K] extends { argument?: infer A } ? A | undefined : undefined,
    ...rest: readonly unknown[]
  ) => Promise<(T[K] extends { result?: infer R } ? R : undefined) | undefined>;
};
