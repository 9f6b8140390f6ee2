import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { ActiveRecording } from '../../calling/active/recording.ts';
import { CallingError } from '../../calling/failures/callingError.ts';
import { callingErrorMessage } from '../../calling/failures/callingErrorText.ts';
import type { CallingErrorReason } from '../../calling/failures/reasons.ts';
import type { StartRequest } from '../../calling/start/request.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { type StartNotice, checkStart } from '../../calling/start/check.ts';
import { startNoticeText, startProblemText } from '../../calling/start/problemText.ts';
import { callName } from '../../calling/active/callName.ts';
import type { ActiveServices } from '../../views/active/services.ts';
import { localResourceId } from '../../calling/connection/resource.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import type { StartArgument } from './arguments.ts';
import { type LastStart, type StartDraft, answersOf, rememberedOf } from './draft.ts';
import { startQuestions } from './questions.ts';
import { sendStart } from './send.ts';
import { runSteps } from '../prompts/wizard.ts';
import { UserError } from '../../base/userError.ts';
import { notify } from '../../views/messages/notify.ts';

const lastKey = 'callRecordings.lastStart';

/** Starts a recording, asking for what is not given. Nothing is sent before all of it has been checked. */
export async function startRecording(
  app: App,
  given: StartArgument = {},
): Promise<ActiveRecording | undefined> {
  const services = await app.active.services();
  if (services.resources.list().length === 0)
    await vscode.commands.executeCommand('callRecordings.connectResource');
  if (services.resources.list().length === 0) throw new Cancelled();
  const draft = await filledIn(app, services, given);
  return sendOrChange(app, services, draft);
}

/** Sends the start. Where the service refuses it for what was asked, the answers can be changed. */
async function sendOrChange(
  app: App,
  services: ActiveServices,
  draft: StartDraft,
): Promise<ActiveRecording | undefined> {
  const check = checkStart(answersOf(draft));
  if (check.kind === 'invalid') throw new UserError(check.problems.map(startProblemText).join(' '));
  if (draft.asCode === true) {
    const { showStart } = await import('../code/show.ts');
    await showStart(app, check.request, draft.resource);
    return undefined;
  }
  await app.context.globalState.update(lastKey, rememberedOf(draft));
  if (draft.resource?.id === localResourceId && draft.destination?.kind === 'container')
    await services.openForLocalService(draft.destination.container);
  const named = await withCallId(services, draft, check.request);
  try {
    const recording = await sendStart(app, services, named, check.request);
    sayStarted(recording, noticesOf(check.notices, draft).map(startNoticeText));
    return recording;
  } catch (error) {
    if (!CallingError.is(error) || !changeable.includes(error.reason)) throw error;
    app.log.warn(`start: ${error.reason}: ${error.message}`);
    const change = l10n.t('Change Answers…');
    const picked = await notify.error(callingErrorMessage(error), change);
    if (picked !== change) throw new Cancelled();
    const { resource } = draft;
    const fresh = await filledIn(app, services, {}, withoutUndefined({ resource }), check.request.call.id);
    return sendOrChange(app, services, fresh);
  }
}

/** Refusals that are about what was asked for. */
const changeable: readonly CallingErrorReason[] = [
  'callNotFound',
  'cannotJoinCall',
  'notAServerCallId',
  'invalidRequest',
];

async function filledIn(
  app: App,
  services: ActiveServices,
  given: StartArgument,
  known: StartDraft = draftOf(app, services, given),
  typed?: string,
): Promise<StartDraft> {
  const last = lastStart(app);
  const pasted = typed ?? (given.call === undefined ? await vscode.env.clipboard.readText() : '');
  return runSteps(l10n.t('Start recording'), startQuestions(app, services, last, pasted), known);
}

/** The local service knows the call folder of each of its calls, so that the call has one name from the start. */
async function withCallId(
  { localService }: ActiveServices,
  draft: StartDraft,
  { call }: StartRequest,
): Promise<StartDraft> {
  if (draft.resource?.id !== localResourceId || draft.callId !== undefined) return draft;
  const calls = await localService.calls().catch(() => []);
  const callId = calls.find((one) =>
    [one.serverCallId, one.groupCallId, one.callConnectionId, one.roomId].includes(call.id),
  )?.callId;
  return { ...draft, ...withoutUndefined({ callId }) };
}

function noticesOf(notices: readonly StartNotice[], { destination }: StartDraft): readonly StartNotice[] {
  const usesSas =
    destination?.kind === 'container' &&
    destination.container.kind === 'blob' &&
    destination.container.signIn === 'sas';
  return notices.length === 0 && usesSas ? ['sasRemoved'] : notices;
}

/** The answers of last time. */
export function lastStart(app: App): LastStart {
  return app.context.globalState.get<LastStart>(lastKey) ?? {};
}

/** What the argument answers already. @throws UserError where it names what is not there */
export function draftOf(app: App, { resources }: ActiveServices, given: StartArgument): StartDraft {
  const all = resources.list();
  const [only] = all;
  const resource =
    given.resource === undefined ? (all.length === 1 ? only : undefined) : resources.find(given.resource);
  if (given.resource !== undefined && !resource)
    throw new UserError(l10n.t('No resource has this name: {0}', given.resource));
  const container = given.container === undefined ? undefined : app.containers.find(given.container);
  if (given.container !== undefined && !container)
    throw new UserError(l10n.t('No container has this name: {0}', given.container));
  const { pauseOnStart, callbackUrl, channelOrder, channelAffinity, content, channel, format } = given;
  return {
    ...withoutUndefined({
      resource,
      call:
        given.call === undefined
          ? undefined
          : typeof given.call === 'string'
            ? { id: given.call }
            : given.call,
    }),
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
    ...(given.askOptions === true ||
    [given.call, pauseOnStart, callbackUrl, channelOrder, channelAffinity].every((one) => one === undefined)
      ? {}
      : {
          options: withoutUndefined({ pauseOnStart, callbackUrl, channelOrder, channelAffinity }),
        }),
  };
}

/** Has no button, so that it disappears by itself: what it says is soon outdated. */
function sayStarted(recording: ActiveRecording, notices: readonly string[]): void {
  const started =
    recording.state === 'paused'
      ? l10n.t('The recording of call {0} has started, paused.', callName(recording))
      : l10n.t('Call {0} is being recorded.', callName(recording));
  void notify.info([started, ...notices].join(' '));
}
