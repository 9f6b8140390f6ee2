import * as vscode from 'vscode';
import type { App } from '../views/app.ts';
import { Cancelled } from '../views/messages/cancelled.ts';
import { showError } from '../views/messages/showError.ts';
import { commandTable } from './table.ts';

type AnyRun = (app: App, ...args: readonly unknown[]) => Promise<unknown>;

/** Runs a command by its ID. Shows its error; a cancelled prompt is no error. */
export async function runCommand(app: App, id: string, args: readonly unknown[]): Promise<unknown> {
  try {
    const run = (commandTable as Readonly<Record<string, AnyRun>>)[id];
    if (!run) throw new Error(`No such command: ${id}`);
    const result = await run(app, ...args);
    // Steps of the walkthrough are done when their action has finished, not when it has begun.
    void vscode.commands.executeCommand(
      'setContext',
      id.replace('callRecordings.', 'callRecordings.done.'),
      true,
    );
    return result;
  } catch (error) {
    if (!Cancelled.is(error)) await showError(app, error);
    return undefined;
  }
}
