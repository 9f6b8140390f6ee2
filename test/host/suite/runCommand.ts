import * as vscode from 'vscode';
import type { CommandTable } from '../../../src/commands/table.ts';

type Name = keyof CommandTable extends `callRecordings.${infer S}` ? S : never;
type Signature<S extends Name> = CommandTable[`callRecordings.${S}`];
type Argument<S extends Name> = Signature<S> extends { argument?: infer A } ? A : undefined;
type Result<S extends Name> = Signature<S> extends { result?: infer R } ? NonNullable<R> : undefined;

/**
 * Runs a command of the extension by its name without `callRecordings.`, as a keybinding does. Its argument and
 * result are those of the command table; a command that was cancelled, or failed, gives undefined all the same.
 */
export async function runCommand<S extends Name>(
  name: S,
  argument?: Argument<S>,
  ...rest: unknown[]
): Promise<Result<S>> {
  return await vscode.commands.executeCommand(`callRecordings.${name}`, argument, ...rest);
}
