import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { ActiveRecording } from '../../calling/active/recording.ts';
import type { ActiveServices } from '../../views/active/services.ts';
import type { App } from '../../views/app.ts';
import { type RecordingPlace, searchForCall } from '../../views/containers/locateRecording.ts';
import { UserError } from '../../base/userError.ts';
import { eventsOf } from '../../views/history/gather.ts';
import { type Subject, subjectOfText } from '../../views/history/subject.ts';

/** What is known here of the recording that an ID names. */
export interface Recognised {
  /** Of the list of active recordings. */
  readonly recording?: ActiveRecording;
  /** Looks for its files in the connected containers. Undefined where the ID does not lead to a folder. */
  readonly findPlace?: (signal: AbortSignal) => Promise<PlaceSearch>;
}

export interface PlaceSearch {
  readonly place?: RecordingPlace;
  /** Names of the containers that were read, and of those that could not be. */
  readonly searched: readonly string[];
  readonly unread: readonly string[];
}

/** @returns undefined where the text names no recording, nor a call */
export async function recognise(
  app: App,
  services: ActiveServices,
  text: string,
): Promise<Recognised | undefined> {
  const subject = subjectIn(app, services, text);
  if (!subject) return undefined;
  const { recording, place } = subject;
  const ids = await callIdsOf(app, services, subject);
  if (!place && !ids) return withoutUndefined({ recording });
  return withoutUndefined({
    recording,
    findPlace: async (signal: AbortSignal): Promise<PlaceSearch> => {
      if (place && (await app.tree.model.find(place.container, place.path)))
        return { place, searched: [place.container.name], unread: [] };
      if (!ids) return { searched: place ? [place.container.name] : [], unread: [] };
      const { places, searched, unread } = await searchForCall(app, ids, signal);
      return withoutUndefined({ place: places[0], searched, unread });
    },
  });
}

function subjectIn(app: App, services: ActiveServices, text: string): Subject | undefined {
  try {
    return subjectOfText(app, services, text);
  } catch (error) {
    if (UserError.is(error)) return undefined;
    throw error;
  }
}

/** The IDs that the folder of the call is named by; an event may have them where the ID has not. */
async function callIdsOf(
  app: App,
  services: ActiveServices,
  subject: Subject,
): Promise<{ readonly callId?: string; readonly serverCallId?: string } | undefined> {
  const { callId, serverCallId } = subject;
  if (callId !== undefined) return withoutUndefined({ callId, serverCallId });
  const events = await eventsOf(app, services, subject);
  const heard = events.find(({ summary }) => summary.callId !== undefined)?.summary.callId;
  return heard === undefined && serverCallId === undefined
    ? undefined
    : withoutUndefined({ callId: heard, serverCallId });
}
