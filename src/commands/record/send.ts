import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { ActiveRecording, StartPlace } from '../../calling/active/recording.ts';
import { CallingError } from '../../calling/failures/callingError.ts';
import { callingErrorMessage } from '../../calling/failures/callingErrorText.ts';
import type { StartAttempt } from '../../calling/recordingControl.ts';
import { startAgain } from '../../calling/start/retry.ts';
import type { StartRequest } from '../../calling/start/request.ts';
import { explainIdentifier } from '../../recording/identifier/identifiers.ts';
import { identifierText } from '../../recording/identifier/text.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { ActiveServices } from '../../views/active/services.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { withProgress } from '../../views/messages/progress.ts';
import { type StartDraft, addressOf } from './draft.ts';
import { notify } from '../../views/messages/notify.ts';
import { showInputBox } from '../../views/prompts.ts';

/**
 * Sends a start. Tried again, it is the same start, of which the service makes no second recording. A recording
 * that runs already can be put on the list.
 */
export async function sendStart(
  app: App,
  services: ActiveServices,
  draft: StartDraft,
  request: StartRequest,
): Promise<ActiveRecording> {
  const { active } = services;
  const place = placeOf(app, draft, request);
  let attempt = attemptFor(services, place, request);
  for (;;) {
    try {
      return await withProgress(l10n.t('Starting the recording'), ({ signal }) =>
        active.start(place, request, attempt, signal),
      );
    } catch (error) {
      if (!CallingError.is(error)) throw error;
      if (error.reason === 'alreadyRecording') return takeUp(app, services, { place, request, error });
      const as = startAgain(error, Date.now());
      if (as === undefined) throw error;
      await offerAgain(app, error);
      if (as === 'new') attempt = newAttempt();
    }
  }
}

function placeOf(app: App, { resource, callId }: StartDraft, { destination }: StartRequest): StartPlace {
  const container = app.containers
    .list()
    .find((one) => destination.kind === 'container' && addressOf(one) === destination.url);
  return withoutUndefined({ resourceId: resource?.id ?? '', containerId: container?.id, callId });
}

/** A start with an unknown outcome is sent again as the same start. */
function attemptFor(
  { active }: ActiveServices,
  { resourceId }: StartPlace,
  request: StartRequest,
): StartAttempt {
  const before = active.unresolved.find(resourceId, request.call, Date.now());
  return before && JSON.stringify(before.request) === JSON.stringify(request) ? before.attempt : newAttempt();
}

function newAttempt(): StartAttempt {
  return { requestId: randomUUID(), firstSent: Date.now() };
}

/** @throws Cancelled where the user does not want to try again */
async function offerAgain(app: App, error: CallingError): Promise<void> {
  app.log.warn(`start: ${error.reason}, outcome ${error.outcome}: ${error.message}`);
  const again = l10n.t('Try Again');
  const picked =
    error.reason === 'cancelled'
      ? await notify.warn(cancelledText(), again)
      : await notify.error(callingErrorMessage(error), again);
  if (picked !== again) throw new Cancelled();
}

function cancelledText(): string {
  return l10n.t(
    'The start was cancelled. If the service had accepted it already, the call is being recorded: try again to add the recording to the list, where it can be stopped.',
  );
}

interface RefusedStart {
  readonly place: StartPlace;
  readonly request: StartRequest;
  readonly error: CallingError;
}

/** The call is being recorded already: shows that recording, or puts it on the list. */
async function takeUp(
  app: App,
  services: ActiveServices,
  { place, request, error }: RefusedStart,
): Promise<ActiveRecording> {
  const { active } = services;
  app.log.warn(`start: ${error.reason}: ${error.message}`);
  const listed = active
    .list()
    .find(
      ({ state, resourceId, call }) =>
        state !== 'ended' && resourceId === place.resourceId && call.id === request.call.id,
    );
  const unresolved = active.unresolved.find(place.resourceId, request.call, Date.now());
  const [show, take, byId] = [
    l10n.t('Show It'),
    l10n.t('Add It to the List'),
    l10n.t('Add by Recording ID…'),
  ];
  const picked = await notify.error(
    callingErrorMessage(error),
    ...(listed ? [show] : unresolved ? [take, byId] : [byId]),
  );
  if (picked === show && listed) {
    await vscode.commands.executeCommand('callRecordings.active.focus');
    return listed;
  }
  if (picked === take && unresolved)
    return withProgress(l10n.t('Looking for the recording'), ({ signal }) =>
      active.start(unresolved.place, unresolved.request, unresolved.attempt, signal),
    );
  if (picked !== byId) throw new Cancelled();
  const recordingId = await askRecordingId();
  return withProgress(l10n.t('Looking for the recording'), ({ signal }) =>
    active.takeUp(place, request, recordingId, signal),
  );
}

async function askRecordingId(): Promise<string> {
  const pasted = recordingIdOf(await vscode.env.clipboard.readText());
  const text = await showInputBox({
    title: l10n.t('Add a running recording to the list'),
    prompt: l10n.t('Recording ID, as in the answer to its start or in the event RecordingStateChanged'),
    ...withoutUndefined({ value: pasted }),
    validateInput: (value) =>
      value.trim() === '' || recordingIdOf(value) !== undefined
        ? undefined
        : l10n.t('This is not a recording ID, but: {0}', identifierText(explainIdentifier(value)).title),
  });
  return Cancelled.unless(recordingIdOf(text ?? ''));
}

function recordingIdOf(text: string): string | undefined {
  const identifier = explainIdentifier(text);
  return identifier.kind === 'recordingId' ? identifier.recordingId : undefined;
}
