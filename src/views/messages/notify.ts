import * as vscode from 'vscode';
import { withoutLinks } from './withoutLinks.ts';

/**
 * All notifications and dialogs: their text may hold what others wrote, so none of it becomes a link.
 * Each resolves with the button that was picked, or with undefined.
 */
export const notify = {
  info: (text: string, ...buttons: readonly string[]): Thenable<string | undefined> =>
    vscode.window.showInformationMessage(withoutLinks(text), ...buttons),
  warn: (text: string, ...buttons: readonly string[]): Thenable<string | undefined> =>
    vscode.window.showWarningMessage(withoutLinks(text), ...buttons),
  error: (text: string, ...buttons: readonly string[]): Thenable<string | undefined> =>
    vscode.window.showErrorMessage(withoutLinks(text), ...buttons),
  /** A dialog that informs. */
  tell: (text: string, detail: string, ...buttons: readonly string[]): Thenable<string | undefined> =>
    vscode.window.showInformationMessage(withoutLinks(text), { modal: true, detail }, ...buttons),
  /** A dialog that warns of what a button does. */
  ask: (text: string, detail: string, ...buttons: readonly string[]): Thenable<string | undefined> =>
    vscode.window.showWarningMessage(withoutLinks(text), { modal: true, detail }, ...buttons),
} as const;
