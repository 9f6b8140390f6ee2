import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { shortName } from '../../calling/active/callName.ts';
import type { CommunicationResource } from '../../calling/connection/resource.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { LocalCall } from '../../views/local/control.ts';
import type { LocalService } from '../../views/local/service.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { withProgress } from '../../views/messages/progress.ts';
import { type FaultKind, faultKinds, faultText } from '../../views/local/faults.ts';
import type { FaultSwitches, NewLocalCall } from '../record/arguments.ts';
import { UserError } from '../../base/userError.ts';
import { notify } from '../../views/messages/notify.ts';
import { titleOf } from '../prompts/title.ts';
import { formatZonedTime } from '../../base/display.ts';
import { showQuickPick } from '../../views/prompts.ts';

/** Starts the local Call Recording service, or finds the one that runs. */
export async function startLocalService(app: App): Promise<CommunicationResource> {
  const { localService, active } = await app.active.services();
  const resource = await withProgress(l10n.t('Starting the local Call Recording service'), () =>
    localService.start(),
  );
  void sayRunning(resource);
  await active.refresh();
  return resource;
}

async function sayRunning({ endpoint }: CommunicationResource): Promise<void> {
  const [newCall, copy] = [l10n.t('New Local Call'), l10n.t('Copy Connection String')];
  const picked = await notify.info(
    l10n.t('The local Call Recording service listens at {0}.', endpoint),
    newCall,
    copy,
  );
  if (picked === newCall) await vscode.commands.executeCommand('callRecordings.newLocalCall');
  if (picked === copy) await vscode.commands.executeCommand('callRecordings.copyLocalConnectionString');
}

/** Ends the local service for all windows. @returns whether it ran */
export async function stopLocalService(app: App): Promise<boolean> {
  const { localService, active } = await app.active.services();
  const stopped = await localService.stop();
  if (!stopped) void notify.info(l10n.t('The local service is not running.'));
  await active.refresh();
  return stopped;
}

/** Copies the connection string of the local service, for a back-end that is to use it. It is not shown. */
export async function copyLocalConnectionString(app: App): Promise<boolean> {
  const { localService, resources } = await app.active.services();
  await localService.start();
  const connectionString = await resources.localConnectionString();
  if (connectionString === undefined) return false;
  await vscode.env.clipboard.writeText(connectionString);
  void notify.info(
    l10n.t('Copied. The connection string is valid until the local service is started again.'),
  );
  return true;
}

/** Copies the address of the local service. It holds no key. */
export async function copyLocalAddress(app: App): Promise<string> {
  const { localService } = await app.active.services();
  const { endpoint } = await localService.start();
  await vscode.env.clipboard.writeText(endpoint);
  return endpoint;
}

/** Switches faults of the local service on and off; those that are not given are picked from a list. @returns those on */
export async function switchFaults(app: App, given: FaultSwitches = {}): Promise<readonly FaultKind[]> {
  const services = await app.active.services();
  const { localService } = services;
  const { on, off = [] } = given.on || given.off ? { on: [], ...given } : await pickFaults(localService);
  const unknown = [...on, ...off].find((kind) => !faultKinds.includes(kind));
  if (unknown !== undefined)
    throw new UserError(
      l10n.t('The local service has no fault {0}. It has: {1}.', unknown, faultKinds.join(', ')),
    );
  await localService.switchFaults(on, off);
  await services.lookAtLocalService();
  return (await localService.faults()).map(({ kind }) => kind);
}

async function pickFaults(localService: LocalService): Promise<Required<FaultSwitches>> {
  const pending = new Set((await localService.faults()).map(({ kind }) => kind));
  const picked = await showQuickPick(
    faultKinds.map((kind) => {
      const { name: label, effect } = faultText(kind);
      return { label, description: effect, picked: pending.has(kind), fault: kind };
    }),
    {
      title: l10n.t('Faults of the Local Service'),
      placeHolder: l10n.t('What should go wrong, until it is switched off?'),
      canPickMany: true,
      matchOnDescription: true,
    },
  );
  const on = Cancelled.unless(picked).map(({ fault }) => fault);
  return { on, off: faultKinds.filter((kind) => !on.includes(kind)) };
}

/** Makes a call in the local service and copies its server call ID. */
export async function newLocalCall(app: App, given: NewLocalCall = {}): Promise<LocalCall> {
  const { localService } = await app.active.services();
  const { participantCount, endAfterSeconds } = given;
  const call = await localService.newCall(withoutUndefined({ participantCount, endAfterSeconds }));
  await vscode.env.clipboard.writeText(call.serverCallId);
  void sayCall(call);
  return call;
}

async function sayCall({ callId, serverCallId }: LocalCall): Promise<void> {
  const record = l10n.t('Start Recording…');
  const picked = await notify.info(
    l10n.t('Call {0} is in progress. Its server call ID is in the clipboard.', shortName(callId)),
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
  const { localService, active } = await app.active.services();
  const call = given?.call ?? (await pickCall(app, await localService.calls()));
  await localService.endCall(call);
  await active.refresh();
  return call;
}

async function pickCall(app: App, calls: readonly LocalCall[]): Promise<string> {
  const running = calls.filter(({ state }) => state !== 'ended');
  if (running.length === 0) {
    void notify.info(l10n.t('The local service has no call in progress.'));
    throw new Cancelled();
  }
  const picked = await showQuickPick(
    running.map(({ callId, startTime }) => ({
      label: callId,
      description: l10n.t('since {0}', formatZonedTime(new Date(startTime))),
    })),
    { title: titleOf(app, 'endLocalCall'), placeHolder: l10n.t('Which call should end?') },
  );
  return Cancelled.unless(picked).label;
}
