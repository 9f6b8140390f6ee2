import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { ActiveRecording } from '../../calling/active/recording.ts';
import type { SnippetRequest } from '../../snippets/request.ts';
import { UserError } from '../../base/userError.ts';
import type { ActiveServices } from '../../views/active/services.ts';
import { describeActive } from '../../views/active/row.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { withoutIcons } from '../../views/messages/withoutIcons.ts';
import { type Step, askPick, back, runSteps } from '../prompts/wizard.ts';
import type { RecordingArgument, StartArgument } from '../record/arguments.ts';
import type { StartDraft } from '../record/draft.ts';
import { formatLabel, startQuestions } from '../record/questions.ts';
import { draftOf, lastStart } from '../record/start.ts';
import { type ItemArgument, commandTarget } from '../targets.ts';
import type { CodeArgument } from './arguments.ts';
import { requestOfActive, requestOfDraft, requestOfNode } from './request.ts';
import { showQuickPick } from '../../views/prompts.ts';

/** Stands for a call whose ID comes from the environment. */
const unknownCall = { kind: 'serverCallId', id: '' } as const;

/** The start that the code is for: of what the command was called with, or of what the user chooses. */
export async function findRequest(
  app: App,
  argument: CodeArgument | RecordingArgument | ItemArgument | undefined,
  rest: readonly unknown[],
): Promise<SnippetRequest> {
  const services = await app.active.services();
  if (argument && 'recordingId' in argument) return ofActive(services, argument.recordingId);
  if (argument && ('kind' in argument || 'path' in argument || 'selected' in argument))
    return ofNode(app, services, argument, rest);
  if (argument?.start) return ofStart(app, services, argument.start);
  const recording = await askActive(services);
  return recording ? ofActive(services, recording.recordingId) : askStart(app, services);
}

function ofActive({ active, resources }: ActiveServices, recordingId: string): SnippetRequest {
  const recording = active.get(recordingId);
  if (!recording) throw new UserError(l10n.t('No such recording was started here: {0}', recordingId));
  return requestOfActive(recording, resources.find(recording.resourceId));
}

async function ofNode(
  app: App,
  { resources }: ActiveServices,
  argument: ItemArgument,
  rest: readonly unknown[],
): Promise<SnippetRequest> {
  const node = await commandTarget(app, argument, rest, { title: l10n.t('Show Code'), kinds: ['recording'] });
  if (node.kind !== 'recording') throw new Cancelled();
  const [only, ...more] = resources.list();
  return requestOfNode(app, node, more.length === 0 ? only : undefined, async (formats) => {
    const items = formats.map((value) => ({ label: formatLabel(value), value }));
    const placeHolder = l10n.t('The files do not say it: in which format is it recorded?');
    const title = l10n.t('Show as code');
    return Cancelled.unless(await showQuickPick(items, { title, placeHolder })).value;
  });
}

/** What a program leaves out is asked for, but for the call and the options. */
async function ofStart(app: App, services: ActiveServices, start: StartArgument): Promise<SnippetRequest> {
  const draft = draftOf(app, services, start);
  return fillIn(app, services, { ...draft, call: draft.call ?? unknownCall, options: draft.options ?? {} });
}

/** @returns undefined where the user wants to fill in a start */
async function askActive({ active }: ActiveServices): Promise<ActiveRecording | undefined> {
  const recordings = active.list();
  if (recordings.length === 0) return undefined;
  const now = Date.now();
  const items = [
    { label: `$(edit) ${l10n.t('Fill in a start…')}` },
    ...recordings.map((recording) => {
      const { label, icon, description } = describeActive(recording, { now });
      return { label: `$(${icon}) ${withoutIcons(label)}`, description, recording };
    }),
  ];
  const placeHolder = l10n.t('Which start do you want as code?');
  const picked = Cancelled.unless(
    await showQuickPick<{ label: string; recording?: ActiveRecording }>(items, {
      title: l10n.t('Show as code'),
      placeHolder,
      matchOnDescription: true,
    }),
  );
  return picked.recording;
}

function askStart(app: App, services: ActiveServices): Promise<SnippetRequest> {
  return fillIn(app, services, draftOf(app, services, {}));
}

async function fillIn(app: App, services: ActiveServices, known: StartDraft): Promise<SnippetRequest> {
  const pasted = known.call === undefined ? await vscode.env.clipboard.readText() : '';
  const [askResource, ...questions] = startQuestions(app, services, lastStart(app), pasted);
  const hasResources = services.resources.list().length > 0;
  const steps: readonly Step<StartDraft>[] = [
    ...(askResource && hasResources ? [askResource] : []),
    askWhichCall,
    ...questions,
  ];
  return requestOfDraft(await runSteps(l10n.t('Show as code'), steps, known));
}

/** A call is often not known while code is written. */
const askWhichCall: Step<StartDraft> = {
  isNeeded: ({ call }) => call === undefined,
  async ask(draft, place) {
    const isFromEnvironment = await askPick(place, l10n.t('Which call is to be recorded?'), [
      { label: l10n.t('The server call ID comes from the environment'), value: true },
      { label: l10n.t('A call whose ID I have…'), value: false },
    ]);
    if (isFromEnvironment === back) return back;
    return isFromEnvironment ? { ...draft, call: unknownCall } : draft;
  },
};
