import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { CallingError, CallingErrorReason } from '../../calling/failures/callingError.ts';
import { callingErrorMessage } from '../../calling/failures/callingErrorText.ts';
import type { App } from '../app.ts';
import { withoutLinks } from './withoutLinks.ts';

const mendedByConnecting: readonly CallingErrorReason[] = [
  'badConnectionString',
  'signInFailed',
  'notSignedIn',
  'notConnected',
  'forbidden',
  'unknownHost',
];

/** Shows why the Call Recording service did not do what was asked, with what mends it. */
export async function showCallingError(app: App, error: CallingError): Promise<void> {
  const { reason, status, code, trace, message } = error;
  const ids = [trace.correlationId && `correlation ID ${trace.correlationId}`, trace.azureRef];
  app.log.error([reason, status, code, ...ids, message].filter(Boolean).join(' | '));
  const [connect, start] = [l10n.t('Connect Again…'), l10n.t('Start Local Service')];
  const [copy, showLog] = [l10n.t('Copy Correlation ID'), l10n.t('Show Log')];
  const picked = await vscode.window.showErrorMessage(
    withoutLinks(callingErrorMessage(error)),
    ...(mendedByConnecting.includes(reason) ? [connect] : []),
    ...(reason === 'refused' ? [start] : []),
    ...(trace.correlationId === undefined ? [] : [copy]),
    showLog,
  );
  if (picked === connect) await vscode.commands.executeCommand('callRecordings.connectResource');
  if (picked === start) await vscode.commands.executeCommand('callRecordings.startLocalService');
  if (picked === copy) await vscode.env.clipboard.writeText(trace.correlationId ?? '');
  if (picked === showLog) app.log.show();
}
