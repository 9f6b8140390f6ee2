import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { type Identifier, explainIdentifier } from '../../recording/identifier/identifiers.ts';
import { readEvents } from '../../recording/event/parse.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import {
  type RecordingPlace,
  placeOfEvent,
  placeOfUrl,
  placesOfCall,
  revealPlace,
  sayNotFound,
} from '../../views/containers/locateRecording.ts';

/** What can be searched for by what was pasted. */
type Wanted =
  | { readonly by: 'callId'; readonly callId: string }
  | { readonly by: 'place'; readonly place: RecordingPlace }
  | { readonly by: 'nothing'; readonly why: string };

/**
 * Finds the recording of a call in all connected containers, by whatever the user has of it, and shows it
 * in the tree.
 * @returns its path
 */
export async function findRecording(app: App, given: string | undefined): Promise<string | undefined> {
  const text = given ?? (await ask(app));
  const wanted = wantedBy(app, text);
  if (wanted.by === 'nothing') throw new Error(wanted.why);
  const places = wanted.by === 'place' ? [wanted.place] : await placesOfCall(app, wanted.callId);
  const place = places.length > 1 ? await choose(places) : places[0];
  if (place && (await revealPlace(app, place))) return place.path;
  await sayNotFound(app);
  return undefined;
}

async function ask(app: App): Promise<string> {
  const clipboard = await vscode.env.clipboard.readText();
  const text = await vscode.window.showInputBox({
    title: l10n.t('Find a recording'),
    prompt: l10n.t('Call ID, event subject, blob URL or path, or a whole RecordingFileStatusUpdated event'),
    // A link with a SAS in it is not put on screen.
    value: /sig=/i.test(clipboard) || wantedBy(app, clipboard).by === 'nothing' ? '' : clipboard.trim(),
    ignoreFocusOut: true,
    validateInput: (value) => {
      const wanted = wantedBy(app, value);
      return value.trim() !== '' && wanted.by === 'nothing' ? wanted.why : undefined;
    },
  });
  return Cancelled.unless(text === '' ? undefined : text);
}

function wantedBy(app: App, text: string): Wanted {
  const identifier = explainIdentifier(text);
  switch (identifier.kind) {
    case 'guid':
      return { by: 'callId', callId: identifier.id };
    case 'serverCallId':
      return { by: 'callId', callId: identifier.serverCallId };
    case 'eventSubject':
      return { by: 'callId', callId: identifier.callId };
    case 'recordingAddress':
      return byAddress(app, identifier);
    case 'json':
      return byEvent(app, text);
    default:
      return { by: 'nothing', why: unsearchable(identifier) };
  }
}

function byAddress(app: App, address: Extract<Identifier, { kind: 'recordingAddress' }>): Wanted {
  const place = address.url === undefined ? undefined : placeOfUrl(app, address.url);
  if (place) return { by: 'place', place };
  if (address.callId !== undefined) return { by: 'callId', callId: address.callId };
  return { by: 'nothing', why: l10n.t('This names a date, not a call. Open the date in the tree.') };
}

function byEvent(app: App, text: string): Wanted {
  for (const event of eventsIn(text)) {
    if (event.kind !== 'recordingFileStatusUpdated') continue;
    const place = placeOfEvent(app, event);
    if (place) return { by: 'place', place };
    if (event.subject?.callId) return { by: 'callId', callId: event.subject.callId };
  }
  return {
    by: 'nothing',
    why: l10n.t('This JSON is no RecordingFileStatusUpdated event with a call ID in its subject.'),
  };
}

function eventsIn(text: string) {
  try {
    return readEvents(JSON.parse(text)).events;
  } catch {
    return [];
  }
}

function unsearchable(identifier: Identifier): string {
  switch (identifier.kind) {
    case 'empty':
      return l10n.t('Paste what you have of the call.');
    case 'secret':
      return l10n.t('This holds a secret; nothing is searched for by it.');
    case 'recordingId':
      return l10n.t(
        'A recording ID holds no call ID and no date. The call ID is in the subject of the RecordingFileStatusUpdated event.',
      );
    case 'documentId':
      return l10n.t(
        'A document ID does not tell the call. The call ID is in the metadata and in the event subject.',
      );
    case 'acsStorageUrl':
      return l10n.t(
        'This file lies in the storage of Communication Services, for 24 hours, not in your container: the export failed or was not asked for.',
      );
    case 'roomId':
      return l10n.t(
        'A room ID does not tell the call. The call ID is in the subject of the RecordingFileStatusUpdated event.',
      );
    default:
      return l10n.t(
        'No recording can be found by this. Paste a call ID, an event subject, a blob URL or an event.',
      );
  }
}

async function choose(places: readonly RecordingPlace[]): Promise<RecordingPlace> {
  const picked = await vscode.window.showQuickPick(
    places.map((place) => ({ label: place.path, description: place.container.name, place })),
    { title: l10n.t('This call was recorded in several places'), matchOnDescription: true },
  );
  return Cancelled.unless(picked).place;
}
