import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { ActiveRecording } from '../../calling/active/recording.ts';
import { CallingError } from '../../calling/failures/callingError.ts';
import { outcomeOf } from '../../calling/failures/reasons.ts';
import type { Container } from '../../storage/container.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { withProgress } from '../../views/messages/progress.ts';
import type { RecordingArgument } from './arguments.ts';
import { chosen } from './chosen.ts';
import { UserError } from '../../base/userError.ts';
import { notify } from '../../views/messages/notify.ts';

type Operation = 'pause' | 'resume' | 'stop';

/** Pauses, resumes or stops a recording. A recording that had already ended is reported as information, not as an error. */
export async function control(
  app: App,
  operation: Operation,
  argument: RecordingArgument | undefined,
): Promise<ActiveRecording> {
  const services = await app.active.services();
  const { recordingId } = await chosen(app, services, argument, operation, `${operation}Recording`);
  const { outcome, recording } = await withProgress(progressText[operation](), ({ signal }) =>
    services.active[operation](recordingId, signal),
  ).catch((error: unknown) => {
    // The service may have done it before the cancel or the broken answer.
    if (CallingError.is(error) && outcomeOf(error.reason) === 'unknown')
      void services.active.refresh(recordingId);
    throw error;
  });
  if (outcome === 'alreadyEnded') void notify.info(l10n.t('The recording had already ended.'));
  else if (recording.state === 'ended' && recording.destination.kind === 'acs')
    void offerDownload(recordingId);
  return recording;
}

async function offerDownload(recordingId: string): Promise<void> {
  const download = l10n.t('Download from ACS Storage…');
  const picked = await notify.info(
    l10n.t(
      'The recording has ended. Communication Services keeps its files for 24 hours; their addresses are in the event RecordingFileStatusUpdated.',
    ),
    download,
  );
  if (picked === download)
    await vscode.commands.executeCommand('callRecordings.downloadFromAcs', { recordingId });
}

const progressText: Readonly<Record<Operation, () => string>> = {
  pause: () => l10n.t('Pausing the recording'),
  resume: () => l10n.t('Resuming the recording'),
  stop: () => l10n.t('Stopping the recording'),
};

/** Asks the service for the state of one recording. */
export async function refreshOne(
  app: App,
  argument: RecordingArgument | undefined,
): Promise<ActiveRecording> {
  const services = await app.active.services();
  const { recordingId } = await chosen(app, services, argument, 'refresh', 'refreshRecording');
  await services.active.refresh(recordingId);
  return Cancelled.unless(services.active.get(recordingId));
}

/** Asks the service for the state of all recordings. */
export async function refreshAll(app: App): Promise<readonly ActiveRecording[]> {
  const { active } = await app.active.services();
  await active.refresh();
  return active.list();
}

export async function copyRecordingId(app: App, argument: RecordingArgument | undefined): Promise<string> {
  const services = await app.active.services();
  const { recordingId } = await chosen(app, services, argument, 'list', 'copyRecordingId');
  await vscode.env.clipboard.writeText(recordingId);
  return recordingId;
}

/** Shows the files of a recording in the Recordings tree. @returns the path of its folder */
export async function reveal(app: App, argument: RecordingArgument | undefined): Promise<string> {
  const { container, path } = await landed(app, argument, 'revealRecording');
  await app.tree.reveal(container, path);
  return path;
}

/** Opens a recording whose files have landed in the inspector. @returns the path of its folder */
export async function inspect(app: App, argument: RecordingArgument | undefined): Promise<string> {
  const { container, path } = await landed(app, argument, 'inspectRecording');
  await app.inspector.open({ containerId: container.id, recordingPath: path });
  return path;
}

/** @throws UserError where its container is no longer connected */
async function landed(
  app: App,
  argument: RecordingArgument | undefined,
  command: string,
): Promise<{ readonly container: Container; readonly path: string }> {
  const services = await app.active.services();
  const { landing, containerId } = await chosen(app, services, argument, 'reveal', command);
  const container = containerId === undefined ? undefined : app.containers.find(containerId);
  if (landing?.kind !== 'landed' || !container)
    throw new UserError(l10n.t('The files of this recording are not in a container that is connected.'));
  return { container, path: landing.path };
}

/** Looks once more for the files of a recording that has ended. @returns the path of its folder */
export async function findFiles(app: App, argument: RecordingArgument | undefined): Promise<string> {
  const services = await app.active.services();
  const recording = await chosen(app, services, argument, 'findFiles', 'findFiles');
  return Cancelled.unless(await services.landings.watch(recording, true));
}

/** Ends the wait for the files of a recording that has ended. @returns whether they were waited for */
export async function cancelWaiting(app: App, argument: RecordingArgument | undefined): Promise<boolean> {
  const services = await app.active.services();
  const { recordingId } = await chosen(app, services, argument, 'cancelWaiting', 'cancelWaiting');
  return services.landings.cancel(recordingId);
}

/** Takes a recording off the list; one in progress continues, and is removed only after a confirmation. */
export async function forget(app: App, argument: RecordingArgument | undefined): Promise<boolean> {
  const services = await app.active.services();
  const recording = await chosen(app, services, argument, 'list', 'forgetRecording');
  if (recording.state !== 'ended') {
    const action = l10n.t('Remove');
    const picked = await notify.ask(
      l10n.t('Remove this recording from the list?'),
      l10n.t('It continues. Without its recording ID, only ending the call can stop it.'),
      action,
    );
    if (picked !== action) throw new Cancelled();
  }
  services.landings.cancel(recording.recordingId);
  services.active.forget(recording.recordingId);
  return true;
}
