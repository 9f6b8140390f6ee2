import * as l10n from '@vscode/l10n';
import {
  callIdOf,
  type CommunicationEvent,
  type RecordingFileStatusUpdated,
} from '../../recording/event/event.ts';
import type { App } from '../../views/app.ts';
import {
  placeOfEvent,
  placesOfCall,
  revealPlace,
  sayNotFound,
} from '../../views/containers/locateRecording.ts';
import type { EventArgument } from './arguments.ts';
import { eventSource } from './source.ts';
import { UserError } from '../../base/userError.ts';

/**
 * Shows the recording of an event in the tree: by its links where they lead into a connected container, else, or
 * where nothing is left there, by its call ID in all of them.
 * @returns the path that is shown
 */
export async function revealEventRecording(
  app: App,
  argument: EventArgument | undefined,
): Promise<string | undefined> {
  const { read } = await eventSource(app, argument);
  const event = read.find(isFileStatus);
  const callId = callIdOf(event ?? read[0]);
  if (!event && callId === undefined) throw new UserError(l10n.t('This event names no call.'));
  const linked = event && placeOfEvent(app, event);
  if (linked && (await revealPlace(app, linked))) return linked.path;
  const [found] = await placesOfCall(app, { callId, serverCallId: event?.subject?.serverCallId });
  if (found && (await revealPlace(app, found))) return found.path;
  await sayNotFound(app);
  return undefined;
}

function isFileStatus(event: CommunicationEvent): event is RecordingFileStatusUpdated {
  return event.kind === 'recordingFileStatusUpdated';
}
