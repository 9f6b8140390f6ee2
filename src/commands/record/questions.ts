import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { rateText } from '../../recording/formatText.ts';
import { type RecordingFormat, legalFormats } from '../../recording/formats.ts';
import type { CallLocator } from '../../recording/identifier/identifiers.ts';
import { type CallProblem, checkCallId, checkDestination, maxChannels } from '../../calling/start/check.ts';
import { callIdKindText, startProblemText, urlProblemText } from '../../calling/start/problemText.ts';
import { callIdKinds } from '../../calling/start/request.ts';
import type { Container } from '../../storage/container.ts';
import type { LocalCall } from '../../views/local/control.ts';
import type { ActiveServices } from '../../views/active/services.ts';
import { localResourceId } from '../../calling/connection/resource.ts';
import type { App } from '../../views/app.ts';
import { formatZonedTime } from '../../base/display.ts';
import { type ChosenDestination, type LastStart, type StartDraft, addressOf, lastFormat } from './draft.ts';
import { askOptions } from './options.ts';
import {
  type Back,
  type PickItem,
  type Step,
  type StepPlace,
  askPick,
  askText,
  back,
} from '../prompts/wizard.ts';
import { withoutIcons } from '../../views/messages/withoutIcons.ts';

/** The questions of a start, each skipped where the answer is known. */
export function startQuestions(
  app: App,
  services: ActiveServices,
  last: LastStart,
  /** Text that may hold the ID of a call, such as the clipboard's. */
  pasted: string,
): readonly Step<StartDraft>[] {
  return [
    {
      isNeeded: ({ resource }) => resource === undefined,
      ask: (draft, place) => askResource(services, last, draft, place),
    },
    {
      isNeeded: ({ call }) => call === undefined,
      ask: (draft, place) => askCall(services, pasted, draft, place),
    },
    {
      isNeeded: ({ format }) => format === undefined,
      ask: (draft, place) => askFormat(last, draft, place),
    },
    {
      isNeeded: ({ destination }) => destination === undefined,
      ask: (draft, place) => askDestination(app, last, draft, place),
    },
    {
      isNeeded: ({ options }) => options === undefined,
      ask: (draft, place) => askOptions(app, last, draft, place),
    },
  ];
}

async function askResource(
  services: ActiveServices,
  last: LastStart,
  draft: StartDraft,
  place: StepPlace,
): Promise<StartDraft | Back> {
  const items = services.resources
    .list()
    .map((value) => ({ label: withoutIcons(value.name), description: value.endpoint, value }));
  const active = items.find(({ value }) => value.id === last.resourceId);
  const resource = await askPick(
    place,
    l10n.t('Which Communication Services resource does the call belong to?'),
    items,
    active,
  );
  return resource === back ? back : { ...draft, resource };
}

async function askCall(
  services: ActiveServices,
  pasted: string,
  draft: StartDraft,
  place: StepPlace,
): Promise<StartDraft | Back> {
  if (draft.resource?.id !== localResourceId) return askCallId(pasted, draft, place);
  for (;;) {
    const picked = await askLocalCall(services, place);
    if (picked === back) return back;
    if (picked) {
      const { serverCallId, callId } = picked;
      return { ...draft, call: { kind: 'serverCallId', id: serverCallId }, callId };
    }
    const answer = await askCallId(pasted, draft, { ...place, canGoBack: true });
    if (answer !== back) return answer;
  }
}

async function askCallId(pasted: string, draft: StartDraft, place: StepPlace): Promise<StartDraft | Back> {
  for (let value = checkCallId(pasted).kind === 'valid' ? pasted.trim() : ''; ;) {
    const text = await askText(place, {
      prompt: l10n.t(
        'ID of the call: server call ID (in the event CallConnected), call connection ID, group call ID or room ID',
      ),
      placeholder: 'aHR0cHM6Ly9… · 7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc',
      value,
      check: callProblem,
    });
    if (text === back) return back;
    const known = checkCallId(text);
    if (known.kind === 'valid') return { ...draft, call: known.call };
    const call = await askWhatItIs(known.problem, { ...place, canGoBack: true });
    if (call !== back) return { ...draft, call };
    value = text;
  }
}

/** Offers the ways in which an ID can name a call. */
function askWhatItIs(problem: CallProblem, place: StepPlace): Promise<CallLocator | Back> {
  const offers = problem.code === 'otherKind' ? problem.offers : [];
  return askPick<CallLocator | Back>(place, l10n.t('What does this ID identify?'), [
    ...offers.map((value) => ({ label: callIdKindText(value.kind), description: value.id, value })),
    {
      label: `$(edit) ${l10n.t('Paste another ID…')}`,
      detail: l10n.t('Every Call Automation event has the server call ID, as serverCallId.'),
      value: back,
    },
  ]);
}

/** A GUID is accepted: what it identifies is asked next. */
function callProblem(text: string): string | undefined {
  const known = checkCallId(text);
  if (known.kind === 'valid' || callIdKinds.some((kind) => checkCallId(text, kind).kind === 'valid'))
    return undefined;
  return startProblemText(known.problem);
}

/** @returns undefined when the user wants to paste an ID instead */
async function askLocalCall(
  services: ActiveServices,
  place: StepPlace,
): Promise<LocalCall | Back | undefined> {
  const calls = (await services.localService.calls()).filter(({ state }) => state !== 'ended');
  const picked = await askPick<LocalCall | 'new' | 'paste'>(place, l10n.t('Which call?'), [
    ...calls.map((value) => ({
      label: `$(call-outgoing) ${value.callId}`,
      description: l10n.t('since {0}', formatZonedTime(new Date(value.startTime))),
      value,
    })),
    { label: `$(add) ${l10n.t('New local call')}`, value: 'new' as const },
    { label: `$(edit) ${l10n.t('Paste an ID…')}`, value: 'paste' as const },
  ]);
  if (picked === 'new') return services.localService.newCall();
  return picked === 'paste' ? undefined : picked;
}

async function askFormat(last: LastStart, draft: StartDraft, place: StepPlace): Promise<StartDraft | Back> {
  const items = legalFormats.map((value) => ({
    label: formatLabel(value),
    description: rateText(value),
    detail: formatDetail(value),
    value,
  }));
  const active = items.find(({ value }) => value === lastFormat(last));
  const format = await askPick(place, l10n.t('What is recorded, in which format?'), items, active);
  return format === back ? back : { ...draft, format };
}

/** What a format is called in a list. */
export function formatLabel({ content, channel, format }: RecordingFormat): string {
  if (content === 'audioVideo') return l10n.t('{0}: audio and video', format.toUpperCase());
  return channel === 'unmixed'
    ? l10n.t('{0}: audio, a channel for each participant', format.toUpperCase())
    : l10n.t('{0}: audio, all participants mixed', format.toUpperCase());
}

function formatDetail({ content, channel }: RecordingFormat): string {
  if (content === 'audioVideo') return l10n.t('1920 × 1080, up to nine tiles');
  return channel === 'unmixed'
    ? l10n.t('at most {0} participants', maxChannels)
    : l10n.t('16 kHz, one channel');
}

async function askDestination(
  app: App,
  last: LastStart,
  draft: StartDraft,
  place: StepPlace,
): Promise<StartDraft | Back> {
  const isLocal = draft.resource?.id === localResourceId;
  const containers: readonly PickItem<ChosenDestination | 'add'>[] = app.containers
    .list()
    .filter(({ kind }) => kind !== 'samples')
    .map((container) => ({
      label: `$(${container.kind === 'folder' ? 'folder' : 'database'}) ${withoutIcons(container.name)}`,
      description: addressOf(container),
      unusable: destinationProblem(container, isLocal),
      value: { kind: 'container', container },
    }));
  const items: readonly PickItem<ChosenDestination | 'add'>[] = [
    ...containers,
    {
      label: `$(history) ${l10n.t('Storage of Communication Services')}`,
      description: l10n.t('kept for 24 hours'),
      value: { kind: 'acs' },
    },
    { label: `$(add) ${l10n.t('Add Container…')}`, value: 'add' },
  ];
  const active = items.find(({ value, unusable }) =>
    value === 'add' || unusable !== undefined
      ? false
      : value.kind === 'container'
        ? value.container.id === last.destination
        : value.kind === last.destination,
  );
  const destination = await askPick(place, l10n.t('Where do the files go?'), items, active);
  if (destination === back) return back;
  if (destination !== 'add') return { ...draft, destination };
  await vscode.commands.executeCommand('callRecordings.addContainer');
  return askDestination(app, last, draft, place);
}

/** Why the service cannot write there; undefined where it can as far as the address says. */
function destinationProblem(container: Container, isLocal: boolean): string | undefined {
  if (container.kind === 'folder' && !isLocal)
    return l10n.t('This is a folder of this computer, which only the local service can write to.');
  const checked = checkDestination({ kind: 'container', url: addressOf(container) }, isLocal);
  return checked.kind === 'invalid' ? urlProblemText(checked.problem) : undefined;
}
