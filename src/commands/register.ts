import * as vscode from 'vscode';
import type { App } from '../views/app.ts';

/**
 * Registers every command that the manifest contributes. What runs is loaded with the first one.
 *
 * An error is shown with what to do next; a cancelled prompt is no error. The result goes to the caller: a
 * keybinding, another extension.
 */
export function registerCommands(app: App): vscode.Disposable {
  const manifest = app.context.extension.packageJSON as {
    readonly contributes: { readonly commands: readonly { readonly command: string }[] };
  };
  return vscode.Disposable.from(
    ...manifest.contributes.commands.map(({ command }) =>
      vscode.commands.registerCommand(command, async (...args: readonly unknown[]) =>
        (await import('./run.ts')).runCommand(app, command, args),
      ),
    ),
  );
}
