import * as l10n from '@vscode/l10n';
import type { CommunicationEvent, RecordingFileStatusUpdated } from '../recording/event/recordingEvent.ts';
import type { App } from '../views/app.ts';
import {
  type RecordingPlace,
  placeOfEvent,
  placesOfCall,
  revealPlace,
  sayNotFound,
} from '../views/locateRecording.ts';
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
  await sayNotFound(app);
  return undefined;
}

function isFileStatus(event: CommunicationEvent): event is RecordingFileStatusUpdated {
  return event.kind === 'recordingFileStatusUpdated';
}

async function newestPlace(app: App, callId: string | undefined): Promise<RecordingPlace | undefined> {
  return callId === undefined ? undefined : (await placesOfCall(app, callId))[0];
}
