import * as vscode from 'vscode';

/*
 * The prompts of VS Code, which stay when the focus goes elsewhere: to another window to copy an ID from, or to a tree
 * that is drawn anew. What was answered before would be lost otherwise. Escape closes them.
 */

const ignoreFocusOut = true;

/** As that of `vscode.window`. */
export function showQuickPick<T extends vscode.QuickPickItem>(
  items: readonly T[] | Thenable<readonly T[]>,
  options: vscode.QuickPickOptions & { readonly canPickMany: true },
): Thenable<T[] | undefined>;
export function showQuickPick<T extends vscode.QuickPickItem>(
  items: readonly T[] | Thenable<readonly T[]>,
  options: vscode.QuickPickOptions,
): Thenable<T | undefined>;
export function showQuickPick<T extends vscode.QuickPickItem>(
  items: readonly T[] | Thenable<readonly T[]>,
  options: vscode.QuickPickOptions,
): Thenable<T | T[] | undefined> {
  return vscode.window.showQuickPick(items, { ignoreFocusOut, ...options });
}

/** As that of `vscode.window`. */
export function showInputBox(options: vscode.InputBoxOptions): Thenable<string | undefined> {
  return vscode.window.showInputBox({ ignoreFocusOut, ...options });
}

/** As that of `vscode.window`. */
export function createQuickPick<T extends vscode.QuickPickItem>(): vscode.QuickPick<T> {
  return Object.assign(vscode.window.createQuickPick<T>(), { ignoreFocusOut });
}

/** As that of `vscode.window`. */
export function createInputBox(): vscode.InputBox {
  return Object.assign(vscode.window.createInputBox(), { ignoreFocusOut });
}
