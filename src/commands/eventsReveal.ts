import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { CommunicationEvent, RecordingFileStatusUpdated } from '../recording/recordingEvent.ts';
import type { App } from '../views/app.ts';
import { type RecordingPlace, placeOfEvent, placesOfCall, revealPlace } from '../views/locateRecording.ts';
import type { EventArgument } from './eventArguments.ts';
import { eventSource } from './eventsSource.ts';

/**
 * Shows the recording of an event in the tree: by its links where they lead into a connected container, else by
 * its call ID in all of them.
 * @returns the path that is shown
 */
export async function revealEventRecording(
  app: App,
  argument: EventArgument | undefined,
): Promise<string | undefined> {
  const { read } = await eventSource(app, argument);
  const event = read.find(isFileStatus);
  if (!event) throw new Error(l10n.t('Only RecordingFileStatusUpdated tells of a recording.'));
  const place = placeOfEvent(app, event) ?? (await newestPlace(app, event.subject?.callId));
  if (place && (await revealPlace(app, place))) return place.path;
  await sayMissing(app, event);
  return undefined;
}

function isFileStatus(event: CommunicationEvent): event is RecordingFileStatusUpdated {
  return event.kind === 'recordingFileStatusUpdated';
}

async function newestPlace(app: App, callId: string | undefined): Promise<RecordingPlace | undefined> {
  return callId === undefined ? undefined : (await placesOfCall(app, callId))[0];
}

async function sayMissing(app: App, { subject }: RecordingFileStatusUpdated): Promise<void> {
  const connect = l10n.t('Add Container…');
  const text =
    app.containers.list().length === 0
      ? l10n.t('No container is connected yet. Connect the one that your recordings are written to.')
      : l10n.t('No connected container has a recording of this call: {0}', subject?.callId ?? '');
  const picked = await vscode.window.showInformationMessage(text, connect);
  if (picked === connect) await vscode.commands.executeCommand('callRecordings.addContainer');
}
