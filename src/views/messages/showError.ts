import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { CallingError } from '../../calling/failures/callingError.ts';
import { StoreError, isSignInFailure } from '../../storage/failures/storeError.ts';
import { UserError } from '../../base/userError.ts';
import type { App } from '../app.ts';
import { logLine, messageLine } from './logLine.ts';
import { notify } from './notify.ts';

/**
 * Shows what failed, why and what to do next; the detail goes to the log. What a person asked for and cannot
 * be done is only said.
 */
export async function showError(app: App, error: unknown): Promise<void> {
  if (CallingError.is(error)) {
    await (await import('./showCallingError.ts')).showCallingError(app, error);
    return;
  }
  if (UserError.is(error)) {
    void notify.info(error.message);
    return;
  }
  app.log.error(logLine(error));
  const showLog = l10n.t('Show Log');
  const editSignIn = l10n.t('Edit Sign-in…');
  const mends = StoreError.is(error) && isSignInFailure(error) ? [editSignIn] : [];
  const picked = await notify.error(await messageOf(error), ...mends, showLog);
  if (picked === showLog) app.log.show();
  if (picked === editSignIn) await vscode.commands.executeCommand('callRecordings.editSignIn');
}

async function messageOf(error: unknown): Promise<string> {
  if (!StoreError.is(error)) return messageLine(error);
  const { storeErrorText } = await import('../../storage/failures/storeErrorText.ts');
  const { title, why, next } = storeErrorText(error);
  return `${title}: ${why} ${next}`;
}
