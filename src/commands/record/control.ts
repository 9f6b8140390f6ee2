import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { ActiveRecording } from '../../calling/active/recording.ts';
import type { App } from '../../views/app.ts';
import type { RecordingServices } from '../../views/active/services.ts';
import { describeActive } from '../../views/active/row.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { withProgress } from '../../views/messages/progress.ts';
import type { RecordingArgument } from './arguments.ts';

/** Pauses, resumes or stops a recording. That it had ended before is told, not taken for a failure. */
export async function steer(
  app: App,
  operation: 'pause' | 'resume' | 'stop',
  argument: RecordingArgument | undefined,
): Promise<ActiveRecording> {
  const services = await app.recording.services();
  const { recordingId } = await chosen(app, services, argument, steerable[operation]);
  const { outcome, recording } = await withProgress(progressText[operation](), ({ signal }) =>
    services.active[operation](recordingId, signal),
  ).catch((error: unknown) => {
    // The service may have done it before the cancel reached it.
    if (Cancelled.is(error)) void services.active.refresh(recordingId);
    throw error;
  });
  if (outcome === 'alreadyEnded')
    void vscode.window.showInformationMessage(l10n.t('The recording had already ended.'));
  else if (recording.state === 'ended' && recording.destination.kind === 'acs')
    void vscode.window.showInformationMessage(
      l10n.t(
        'The recording has ended. Communication Services keeps its files for 24 hours; their addresses are in the event RecordingFileStatusUpdated.',
      ),
    );
  return recording;
}

const steerable: Readonly<Record<'pause' | 'resume' | 'stop', readonly ActiveRecording['state'][]>> = {
  pause: ['active', 'unknown'],
  resume: ['paused', 'unknown'],
  stop: ['active', 'paused', 'unknown'],
};

const progressText: Readonly<Record<'pause' | 'resume' | 'stop', () => string>> = {
  pause: () => l10n.t('Pausing the recording'),
  resume: () => l10n.t('Resuming the recording'),
  stop: () => l10n.t('Stopping the recording'),
};

/** Asks the service for the state of one recording. */
export async function refreshOne(
  app: App,
  argument: RecordingArgument | undefined,
): Promise<ActiveRecording> {
  const services = await app.recording.services();
  const { recordingId } = await chosen(app, services, argument);
  await services.active.refresh(recordingId);
  return Cancelled.unless(services.active.get(recordingId));
}

/** Asks the service for the state of all recordings. */
export async function refreshAll(app: App): Promise<readonly ActiveRecording[]> {
  const { active } = await app.recording.services();
  await active.refresh();
  return active.list();
}

export async function copyRecordingId(app: App, argument: RecordingArgument | undefined): Promise<string> {
  const { recordingId } = await chosen(app, await app.recording.services(), argument);
  await vscode.env.clipboard.writeText(recordingId);
  return recordingId;
}

/** Shows the files of a recording in the Recordings tree. @returns the path of its folder */
export async function reveal(app: App, argument: RecordingArgument | undefined): Promise<string> {
  const { landing, containerId } = await chosen(app, await app.recording.services(), argument, ['ended']);
  const container = containerId === undefined ? undefined : app.containers.find(containerId);
  if (landing?.kind !== 'landed' || !container)
    throw new Error(l10n.t('The files of this recording are not in a container that is connected.'));
  await app.tree.reveal(container, landing.path);
  return landing.path;
}

/** Looks once more for the files of a recording that has ended. @returns the path of its folder */
export async function findFiles(app: App, argument: RecordingArgument | undefined): Promise<string> {
  const services = await app.recording.services();
  const recording = await chosen(app, services, argument, ['ended']);
  return Cancelled.unless(await services.landings.watch(recording, true));
}

/** Ends the wait for the files of a recording that has ended. @returns whether they were waited for */
export async function cancelWaiting(app: App, argument: RecordingArgument | undefined): Promise<boolean> {
  const services = await app.recording.services();
  const recording = await chosen(app, services, argument, ['ended']);
  return services.landings.cancel(recording.recordingId);
}

/** Takes a recording off the list; one that runs goes on, after a confirmation. */
export async function forget(app: App, argument: RecordingArgument | undefined): Promise<boolean> {
  const services = await app.recording.services();
  const recording = await chosen(app, services, argument);
  if (recording.state !== 'ended') {
    const action = l10n.t('Remove');
    const picked = await vscode.window.showWarningMessage(
      l10n.t('Remove this recording from the list?'),
      {
        modal: true,
        detail: l10n.t('It goes on. Without its recording ID it can be stopped only by ending the call.'),
      },
      action,
    );
    if (picked !== action) throw new Cancelled();
  }
  services.landings.cancel(recording.recordingId);
  services.active.forget(recording.recordingId);
  return true;
}

/**
 * The recording that a command is to work on: the one it was called with, the one selected, the only one it
 * can be, or the one that the user picks.
 */
async function chosen(
  app: App,
  services: RecordingServices,
  argument: RecordingArgument | undefined,
  states?: readonly ActiveRecording['state'][],
): Promise<ActiveRecording> {
  const { active } = services;
  if (argument) {
    const given = active.get(argument.recordingId);
    if (!given) throw new Error(l10n.t('No such recording was started here: {0}', argument.recordingId));
    return given;
  }
  const candidates = active.list().filter(({ state }) => states?.includes(state) ?? true);
  const [only, ...more] = candidates;
  if (!only) throw new Error(l10n.t('There is no recording that this could be done with.'));
  const selected = candidates.find(
    ({ recordingId }) => recordingId === app.recording.selection[0]?.recordingId,
  );
  if (selected) return selected;
  if (more.length === 0) return only;
  const now = Date.now();
  const items = candidates.map((recording) => {
    const { label, icon, description } = describeActive(recording, { now });
    return { label: `$(${icon}) ${label.replaceAll('$(', '\\$(')}`, description, recording };
  });
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: l10n.t('Which recording?'),
    matchOnDescription: true,
  });
  return Cancelled.unless(picked).recording;
}
