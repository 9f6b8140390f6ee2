import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { CallingError } from '../calling/callingError.ts';
import { StoreError, type StoreErrorReason } from '../storage/storeError.ts';
import type { App } from './app.ts';

/** Failures that another sign-in may mend. */
const signInReasons: readonly StoreErrorReason[] = [
  'wrongKey',
  'badSas',
  'expiredSas',
  'sasLacksPermission',
  'notSignedIn',
  'noDataRole',
  'wrongTenant',
  'keyAccessDisabled',
  'anonymousDisabled',
];

/** Shows what failed, why and what to do next; the detail goes to the log. */
export async function showError(app: App, error: unknown): Promise<void> {
  if (CallingError.is(error)) {
    await (await import('./active/showCallingError.ts')).showCallingError(app, error);
    return;
  }
  app.log.error(logLine(error));
  const showLog = l10n.t('Show Log');
  const editSignIn = l10n.t('Edit Sign-in…');
  const mends = StoreError.is(error) && signInReasons.includes(error.reason) ? [editSignIn] : [];
  const picked = await vscode.window.showErrorMessage(await messageOf(error), ...mends, showLog);
  if (picked === showLog) app.log.show();
  if (picked === editSignIn) await vscode.commands.executeCommand('callRecordings.editSignIn');
}

async function messageOf(error: unknown): Promise<string> {
  if (!StoreError.is(error)) return error instanceof Error ? error.message : String(error);
  const { explainStoreError } = await import('../storage/storeErrorText.ts');
  const { title, why, next } = explainStoreError(error);
  return `${title}: ${why} ${next}`;
}

/** An error in one line for the log: reason, status, code and request ID, never a secret. */
export function logLine(error: unknown): string {
  if (!StoreError.is(error)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const { reason, status, code, requestId, message } = error;
  return [reason, status, code, requestId && `request ${requestId}`, message].filter(Boolean).join(' | ');
}
