import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { CallingError } from '../../calling/failures/callingError.ts';
import type { CallingErrorReason } from '../../calling/failures/reasons.ts';
import { callingErrorMessage } from '../../calling/failures/callingErrorText.ts';
import type { App } from '../app.ts';
import { notify } from './notify.ts';

const fixedByConnecting: readonly CallingErrorReason[] = [
  'badConnectionString',
  'signInFailed',
  'notSignedIn',
  'notConnected',
  'forbidden',
  'unknownHost',
];

const checkedBySetup: readonly CallingErrorReason[] = [
  'forbidden',
  'signInFailed',
  'tokenRefused',
  'invalidRequest',
  'internalError',
];

/** Shows why the Call Recording service did not do what was asked, with the remedy. */
export async function showCallingError(app: App, error: CallingError): Promise<void> {
  const { reason, status, code, trace, message } = error;
  const ids = [trace.correlationId && `correlation ID ${trace.correlationId}`, trace.azureRef];
  app.log.error([reason, status, code, ...ids, message].filter(Boolean).join(' | '));
  const [connect, start] = [l10n.t('Connect Again…'), l10n.t('Start Local Service')];
  const [copy, showLog] = [l10n.t('Copy Correlation ID'), l10n.t('Show Log')];
  // What keeps a start from working may be in the set-up of the resource.
  const check = l10n.t('Check Setup…');
  const mayBeSetup = error.operation === 'start' && checkedBySetup.includes(reason);
  const picked = await notify.error(
    callingErrorMessage(error),
    ...(fixedByConnecting.includes(reason) ? [connect] : []),
    ...(reason === 'refused' ? [start] : []),
    ...(mayBeSetup ? [check] : []),
    ...(trace.correlationId === undefined ? [] : [copy]),
    showLog,
  );
  if (picked === connect) await vscode.commands.executeCommand('callRecordings.connectResource');
  if (picked === start) await vscode.commands.executeCommand('callRecordings.startLocalService');
  if (picked === check) await vscode.commands.executeCommand('callRecordings.checkSetup');
  if (picked === copy) await vscode.env.clipboard.writeText(trace.correlationId ?? '');
  if (picked === showLog) app.log.show();
}
