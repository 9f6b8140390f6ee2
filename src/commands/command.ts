import * as vscode from 'vscode';
import type { App } from '../views/app.ts';
import { showError } from '../views/messages/showError.ts';
import { Cancelled } from '../views/messages/cancelled.ts';

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

/**
 * Registers a group. Where a person runs a command, an error is shown with what to do next; a cancelled
 * prompt is no error. Other extensions and keybindings get the result.
 */
export function registerCommands<T>(app: App, group: CommandGroup<T>): vscode.Disposable {
  const registered = Object.entries<CommandGroup<T>[keyof T]>(group).map(([id, run]) =>
    vscode.commands.registerCommand(id, async (argument: never, ...rest: unknown[]) => {
      try {
        return await run(app, argument, ...rest);
      } catch (error) {
        if (!Cancelled.is(error)) await showError(app, error);
        return undefined;
      }
    }),
  );
  return vscode.Disposable.from(...registered);
}
