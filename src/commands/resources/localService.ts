import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { CommunicationResource } from '../../calling/connection/resource.ts';
import type { LocalCall } from '../../views/local/service.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { withProgress } from '../../views/messages/progress.ts';
import type { NewLocalCall } from '../record/arguments.ts';

/** Starts the local Call Recording service, or finds the one that runs. */
export async function startLocalService(app: App): Promise<CommunicationResource> {
  const { localService, active } = await app.recording.services();
  const resource = await withProgress(l10n.t('Starting the local Call Recording service'), () =>
    localService.start(),
  );
  void tellRunning(resource);
  await active.refresh();
  return resource;
}

async function tellRunning({ endpoint }: CommunicationResource): Promise<void> {
  const [newCall, copy] = [l10n.t('New Local Call'), l10n.t('Copy Connection String')];
  const picked = await vscode.window.showInformationMessage(
    l10n.t('The local Call Recording service listens at {0}.', endpoint),
    newCall,
    copy,
  );
  if (picked === newCall) await vscode.commands.executeCommand('callRecordings.newLocalCall');
  if (picked === copy) await vscode.commands.executeCommand('callRecordings.copyLocalConnectionString');
}

/** Ends the local service for all windows. @returns whether it ran */
export async function stopLocalService(app: App): Promise<boolean> {
  const { localService, active } = await app.recording.services();
  const stopped = await localService.stop();
  if (!stopped) void vscode.window.showInformationMessage(l10n.t('The local service does not run.'));
  await active.refresh();
  return stopped;
}

/** Copies the connection string of the local service, for a back-end that is to use it. It is not shown. */
export async function copyLocalConnectionString(app: App): Promise<boolean> {
  const { localService, resources } = await app.recording.services();
  await localService.start();
  const connectionString = await resources.localConnectionString();
  if (connectionString === undefined) return false;
  await vscode.env.clipboard.writeText(connectionString);
  void vscode.window.showInformationMessage(
    l10n.t('Copied. The connection string is good until the local service is started anew.'),
  );
  return true;
}

/** Makes a call in the local service and copies its server call ID. */
export async function newLocalCall(app: App, given: NewLocalCall = {}): Promise<LocalCall> {
  const { localService } = await app.recording.services();
  const { participantCount, endAfterSeconds } = given;
  const call = await localService.newCall({
    ...(participantCount === undefined ? {} : { participantCount }),
    ...(endAfterSeconds === undefined ? {} : { endAfterSeconds }),
  });
  await vscode.env.clipboard.writeText(call.serverCallId);
  void tellCall(call);
  return call;
}

async function tellCall({ callId, serverCallId }: LocalCall): Promise<void> {
  const record = l10n.t('Start Recording…');
  const picked = await vscode.window.showInformationMessage(
    l10n.t('Call {0} goes on. Its server call ID is in the clipboard.', callId),
    record,
  );
  if (picked === record)
    await vscode.commands.executeCommand('callRecordings.startRecording', {
      resource: 'local',
      call: serverCallId,
    });
}

/** Ends a call of the local service, and with it its recording. @returns the call ID */
export async function endLocalCall(app: App, given?: { readonly call: string }): Promise<string> {
  const { localService, active } = await app.recording.services();
  const call = given?.call ?? (await pickCall(await localService.calls()));
  await localService.endCall(call);
  await active.refresh();
  return call;
}

async function pickCall(calls: readonly LocalCall[]): Promise<string> {
  const running = calls.filter(({ state }) => state !== 'ended');
  if (running.length === 0) throw new Error(l10n.t('The local service has no call that goes on.'));
  const picked = await vscode.window.showQuickPick(
    running.map(({ callId, startTime }) => ({ label: callId, description: startTime })),
    { placeHolder: l10n.t('Which call ends?') },
  );
  return Cancelled.unless(picked).label;
}
