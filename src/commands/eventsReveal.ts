import * as l10n from '@vscode/l10n';
import {
  callIdOf,
  type CommunicationEvent,
  type RecordingFileStatusUpdated,
} from '../recording/event/recordingEvent.ts';
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
  const callId = callIdOf(event ?? read[0]);
  if (!event && callId === undefined) throw new Error(l10n.t('This event names no call.'));
  const place = (event && placeOfEvent(app, event)) ?? (await newestPlace(app, callId));
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
