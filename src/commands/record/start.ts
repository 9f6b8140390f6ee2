import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { ActiveRecording } from '../../calling/active/recording.ts';
import { CallingError } from '../../calling/failures/callingError.ts';
import { callingErrorMessage } from '../../calling/failures/callingErrorText.ts';
import type { StartAttempt } from '../../calling/recordingControl.ts';
import { startAgain } from '../../calling/start/retry.ts';
import { checkStart } from '../../calling/start/check.ts';
import { startNoticeText, startProblemText } from '../../calling/start/problemText.ts';
import type { StartRequest } from '../../calling/start/request.ts';
import { callName } from '../../views/active/row.ts';
import type { RecordingServices } from '../../views/active/services.ts';
import { localResourceId } from '../../views/active/resources.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { withProgress } from '../../views/messages/progress.ts';
import { withoutLinks } from '../../views/messages/withoutLinks.ts';
import type { StartArgument } from './arguments.ts';
import { type LastStart, type StartDraft, addressOf, answersOf, rememberedOf } from './draft.ts';
import { startQuestions } from './questions.ts';
import { runSteps } from '../prompts/wizard.ts';

const lastKey = 'callRecordings.lastStart';

/** Starts a recording, asking for what is not given. Nothing is sent before all of it has been checked. */
export async function startRecording(app: App, given: StartArgument = {}): Promise<ActiveRecording> {
  const services = await app.recording.services();
  if (services.resources.list().length === 0)
    await vscode.commands.executeCommand('callRecordings.connectResource');
  if (services.resources.list().length === 0) throw new Cancelled();
  const last = app.context.globalState.get<LastStart>(lastKey) ?? {};
  const pasted = given.call === undefined ? await vscode.env.clipboard.readText() : '';
  const draft = await runSteps(
    l10n.t('Start recording'),
    startQuestions(app, services, last, pasted),
    draftOf(app, services, given),
  );
  const check = checkStart(answersOf(draft));
  if (check.kind === 'invalid') throw new Error(check.problems.map(startProblemText).join(' '));
  if (draft.resource?.id === localResourceId && draft.destination?.kind === 'container')
    await services.openForLocalService(draft.destination.container);
  const recording = await send(app, services, draft, check.request);
  await app.context.globalState.update(lastKey, rememberedOf(draft));
  const usesSas =
    draft.destination?.kind === 'container' &&
    draft.destination.container.kind === 'blob' &&
    draft.destination.container.signIn === 'sas';
  const notices = check.notices.length === 0 && usesSas ? (['sasRemoved'] as const) : check.notices;
  tellStarted(recording, notices.map(startNoticeText));
  return recording;
}

/** What the argument answers already. @throws Error where it names what is not there */
function draftOf(app: App, { resources }: RecordingServices, given: StartArgument): StartDraft {
  const all = resources.list();
  const [only] = all;
  const resource =
    given.resource === undefined ? (all.length === 1 ? only : undefined) : resources.find(given.resource);
  if (given.resource !== undefined && !resource)
    throw new Error(l10n.t('No resource has this name: {0}', given.resource));
  const container = given.container === undefined ? undefined : app.containers.find(given.container);
  if (given.container !== undefined && !container)
    throw new Error(l10n.t('No container has this name: {0}', given.container));
  const { pauseOnStart, callbackUrl, channelOrder, channelAffinity, content, channel, format } = given;
  return {
    ...(resource ? { resource } : {}),
    ...(given.call === undefined
      ? {}
      : { call: typeof given.call === 'string' ? { id: given.call } : given.call }),
    ...(content === undefined || channel === undefined || format === undefined
      ? {}
      : { format: { content, channel, format } as StartDraft['format'] & object }),
    ...(container
      ? { destination: { kind: 'container', container } as const }
      : given.destinationUrl !== undefined
        ? { destination: { kind: 'url', url: given.destinationUrl } as const }
        : given.storage === 'acs'
          ? { destination: { kind: 'acs' } as const }
          : {}),
    // A program that names the call names what it wants; a person is asked.
    ...([given.call, pauseOnStart, callbackUrl, channelOrder, channelAffinity].every(
      (one) => one === undefined,
    )
      ? {}
      : {
          options: {
            ...(pauseOnStart === undefined ? {} : { pauseOnStart }),
            ...(callbackUrl === undefined ? {} : { callbackUrl }),
            ...(channelOrder === undefined ? {} : { channelOrder }),
            ...(channelAffinity === undefined ? {} : { channelAffinity }),
          },
        }),
  };
}

/** Sends the start. Tried again, it is the same start: the service makes no second recording of it. */
async function send(
  app: App,
  { active }: RecordingServices,
  { resource, callId }: StartDraft,
  request: StartRequest,
): Promise<ActiveRecording> {
  const { destination } = request;
  const container = app.containers
    .list()
    .find((one) => destination.kind === 'container' && addressOf(one) === destination.url);
  let attempt = newAttempt();
  const place = {
    resourceId: resource?.id ?? '',
    ...(container ? { containerId: container.id } : {}),
    ...(callId === undefined ? {} : { callId }),
  };
  for (;;) {
    try {
      return await withProgress(l10n.t('Starting the recording'), ({ signal }) =>
        active.start(place, request, attempt, signal),
      );
    } catch (error) {
      const as = CallingError.is(error) ? startAgain(error.reason) : undefined;
      if (!CallingError.is(error) || as === undefined) throw error;
      const again = l10n.t('Try Again');
      const picked =
        error.reason === 'cancelled'
          ? await vscode.window.showWarningMessage(cancelledText(), again)
          : await vscode.window.showErrorMessage(withoutLinks(callingErrorMessage(error)), again);
      if (picked !== again) throw new Cancelled();
      if (as === 'new') attempt = newAttempt();
    }
  }
}

function newAttempt(): StartAttempt {
  return { requestId: randomUUID(), firstSent: Date.now() };
}

function cancelledText(): string {
  return l10n.t(
    'The start was cancelled. If the service had taken it already, the call is being recorded: try again to have the recording on the list, where it can be stopped.',
  );
}

/** Has no button, so that it goes by itself: what it says is soon no longer so. */
function tellStarted(recording: ActiveRecording, notices: readonly string[]): void {
  const started =
    recording.state === 'paused'
      ? l10n.t('The recording of call {0} has started, paused.', callName(recording))
      : l10n.t('Call {0} is being recorded.', callName(recording));
  void vscode.window.showInformationMessage([started, ...notices].join(' '));
}
