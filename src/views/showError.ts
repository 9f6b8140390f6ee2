import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { CallingError } from '../calling/callingError.ts';
import { StoreError, type StoreErrorReason } from '../storage/storeError.ts';
import { explainStoreError } from '../storage/storeErrorText.ts';
import type { App } from './app.ts';

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

/** True where another sign-in may mend it. */
export function mendedBySignIn(reason: StoreErrorReason): boolean {
  return signInReasons.includes(reason);
}

/** Shows what failed, why and what to do next; the detail goes to the log. */
export async function showError(app: App, error: unknown): Promise<void> {
  if (CallingError.is(error)) {
    await (await import('./active/showCallingError.ts')).showCallingError(app, error);
    return;
  }
  const text = StoreError.is(error) ? explainStoreError(error) : undefined;
  app.log.error(logLine(error));
  const message = text ? `${text.title}: ${text.why} ${text.next}` : errorText(error);
  const showLog = l10n.t('Show Log');
  const picked = await vscode.window.showErrorMessage(message, showLog);
  if (picked === showLog) app.log.show();
}

/** An error in one line for the log: reason, status, code and request ID, never a secret. */
export function logLine(error: unknown): string {
  if (!StoreError.is(error)) return error instanceof Error ? (error.stack ?? error.message) : String(error);
  const { reason, status, code, requestId, message } = error;
  return [reason, status, code, requestId && `request ${requestId}`, message].filter(Boolean).join(' | ');
}

function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
