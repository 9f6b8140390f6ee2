import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { type Identifier, explainIdentifier } from '../../recording/identifier/identifiers.ts';
import type { CallIds } from '../../recording/identifier/callNames.ts';
import { parseEventText } from '../../recording/event/parse.ts';
import { UserError } from '../../base/userError.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import {
  type RecordingPlace,
  placeOfEvent,
  placeOfUrl,
  placesBeginning,
  placesOfCall,
  revealPlace,
  sayNotFound,
} from '../../views/containers/locateRecording.ts';
import { withoutIcons } from '../../views/messages/withoutIcons.ts';
import { showInputBox, showQuickPick } from '../../views/prompts.ts';

/** What can be searched for by what was pasted. */
type Wanted =
  /** `place` where it should be; the IDs are searched for where it is not there. */
  | { readonly by: 'call'; readonly ids: CallIds; readonly place?: RecordingPlace | undefined }
  /** The beginning of a call ID. */
  | { readonly by: 'start'; readonly start: string }
  | { readonly by: 'nothing'; readonly why: string };

/** The first letters of a GUID: at least four, so that few calls begin with them. */
const callIdStart = /^[0-9a-f]{4,8}(?:-[0-9a-f-]{0,27})?$/i;

/**
 * Finds the recording of a call in all connected containers, by any ID or address that the user has, and shows it
 * in the tree.
 * @returns its path
 */
export async function findRecording(app: App, given: string | undefined): Promise<string | undefined> {
  const text = given ?? (await ask(app));
  const wanted = wantedBy(app, text);
  if (wanted.by === 'nothing') throw new UserError(wanted.why);
  if (wanted.by === 'call' && wanted.place && (await revealPlace(app, wanted.place)))
    return wanted.place.path;
  const places =
    wanted.by === 'call' ? await placesOfCall(app, wanted.ids) : await placesBeginning(app, wanted.start);
  const place = places.length > 1 ? await choose(places) : places[0];
  if (place && (await revealPlace(app, place))) return place.path;
  await sayNotFound(app);
  return undefined;
}

async function ask(app: App): Promise<string> {
  const clipboard = await vscode.env.clipboard.readText();
  const text = await showInputBox({
    title: l10n.t('Find a recording'),
    prompt: l10n.t(
      'Call ID or its beginning, event subject, blob URL or path, or a whole RecordingFileStatusUpdated event',
    ),
    // A link with a SAS in it is not put on screen.
    value: /sig=/i.test(clipboard) || !isWhole(wantedBy(app, clipboard)) ? '' : clipboard.trim(),
    validateInput: (value) => {
      const wanted = wantedBy(app, value);
      return value.trim() !== '' && wanted.by === 'nothing' ? wanted.why : undefined;
    },
  });
  return Cancelled.unless(text === '' ? undefined : text);
}

function isWhole({ by }: Wanted): boolean {
  return by === 'call';
}

function wantedBy(app: App, text: string): Wanted {
  const identifier = explainIdentifier(text);
  switch (identifier.kind) {
    case 'guid':
      return { by: 'call', ids: { callId: identifier.id } };
    case 'serverCallId':
    case 'conversationUrl':
      return { by: 'call', ids: { serverCallId: identifier.serverCallId } };
    case 'eventSubject':
      return { by: 'call', ids: identifier };
    case 'recordingAddress':
      return byAddress(app, identifier);
    case 'json':
      return byEvent(app, text);
    default: {
      const start = text.trim().replace(/…$/, '');
      return callIdStart.test(start)
        ? { by: 'start', start }
        : { by: 'nothing', why: unsearchable(identifier) };
    }
  }
}

function byAddress(app: App, address: Extract<Identifier, { kind: 'recordingAddress' }>): Wanted {
  const place = address.url === undefined ? undefined : placeOfUrl(app, address.url);
  if (address.callId !== undefined) return { by: 'call', ids: { callId: address.callId }, place };
  return { by: 'nothing', why: l10n.t('This is a date, not a call. Open the date in the tree.') };
}

function byEvent(app: App, text: string): Wanted {
  for (const event of parseEventText(text).events) {
    if (event.kind !== 'recordingFileStatusUpdated') continue;
    const place = placeOfEvent(app, event);
    if (place || event.subject) return { by: 'call', ids: event.subject ?? {}, place };
  }
  return {
    by: 'nothing',
    why: l10n.t('This JSON is not a RecordingFileStatusUpdated event with a call ID in its subject.'),
  };
}

function unsearchable(identifier: Identifier): string {
  switch (identifier.kind) {
    case 'empty':
      return l10n.t('Paste what you have of the call.');
    case 'secret':
      return l10n.t('This contains a secret and was not used for a search.');
    case 'recordingId':
      return l10n.t(
        'A recording ID holds no call ID and no date. The call ID is in the subject of the RecordingFileStatusUpdated event.',
      );
    case 'documentId':
      return l10n.t(
        'A document ID does not name the call. The call ID is in the metadata and in the event subject.',
      );
    case 'acsStorageUrl':
      return l10n.t(
        'This file is in the storage of Communication Services, for 24 hours, not in your container: the export failed or was not requested.',
      );
    case 'roomId':
      return l10n.t(
        'A room ID does not name the call. The call ID is in the subject of the RecordingFileStatusUpdated event.',
      );
    default:
      return l10n.t(
        'Nothing here leads to a recording. Paste a call ID, an event subject, a blob URL or an event.',
      );
  }
}

async function choose(places: readonly RecordingPlace[]): Promise<RecordingPlace> {
  const picked = await showQuickPick(
    places.map((place) => ({
      label: withoutIcons(place.path),
      description: withoutIcons(place.container.name),
      place,
    })),
    { title: l10n.t('Several calls or places match'), matchOnDescription: true },
  );
  return Cancelled.unless(picked).place;
}
