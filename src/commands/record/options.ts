import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { participantKind } from '../../recording/participant/id.ts';
import { maxChannels } from '../../calling/start/check.ts';
import { startProblemText } from '../../calling/start/problemText.ts';
import type { ChannelAffinity } from '../../calling/start/request.ts';
import { localResourceId } from '../../calling/connection/resource.ts';
import type { App } from '../../views/app.ts';
import { askCallback } from './callback.ts';
import type { ChosenOptions, LastStart, StartDraft } from './draft.ts';
import { type Back, type PickItem, type StepPlace, askMany, askText, back } from '../prompts/wizard.ts';

type Option = 'paused' | 'callback' | 'order' | 'affinity';

/** Asks for what a start can have beside call, format and destination. */
export async function askOptions(
  app: App,
  last: LastStart,
  draft: StartDraft,
  place: StepPlace,
): Promise<StartDraft | Back> {
  for (;;) {
    const answer = await askMany(
      place,
      l10n.t('Options (press Enter to continue)'),
      optionItems(last, draft),
      new vscode.ThemeIcon('code'),
      l10n.t('Show as Code…'),
    );
    if (answer === back) return back;
    const { picked, isByButton } = answer;
    const isLocal = draft.resource?.id === localResourceId;
    const options = await askDetails(app, last, picked, isLocal, { ...place, canGoBack: true });
    if (options !== back) return { ...draft, options, ...(isByButton && { asCode: true }) };
  }
}

function optionItems(last: LastStart, draft: StartDraft): readonly PickItem<Option>[] {
  return [
    { label: l10n.t('Start paused'), picked: last.pauseOnStart === true, value: 'paused' },
    {
      label: l10n.t('Send RecordingStateChanged to a callback URL…'),
      picked: last.callbackUrl !== undefined || last.callback !== undefined,
      value: 'callback',
    },
    ...(draft.format?.channel === 'unmixed'
      ? [
          { label: l10n.t('Set the order of the channels…'), value: 'order' as const },
          { label: l10n.t('Give channels to participants…'), value: 'affinity' as const },
        ]
      : []),
  ];
}

async function askDetails(
  app: App,
  last: LastStart,
  picked: readonly Option[],
  isLocal: boolean,
  place: StepPlace,
): Promise<ChosenOptions | Back> {
  let options: ChosenOptions = picked.includes('paused') ? { pauseOnStart: true } : {};
  if (picked.includes('callback')) {
    const callbackUrl = await askCallback(app, last, isLocal, place);
    if (callbackUrl === back) return back;
    if (callbackUrl !== '') options = { ...options, callbackUrl };
  }
  if (picked.includes('order')) {
    const text = await askText(place, {
      prompt: l10n.t('Raw IDs of the participants in the order of their channels, with commas between'),
      placeholder: '8:acs:…, 4:+15551234567',
      check: (value) => participantsProblem(listOf(value)),
    });
    if (text === back) return back;
    options = { ...options, channelOrder: listOf(text) };
  }
  if (picked.includes('affinity')) {
    const text = await askText(place, {
      prompt: l10n.t('Channel numbers with the raw IDs of participants, with commas between'),
      placeholder: '0=8:acs:…, 1=4:+15551234567',
      check: (value) => affinityProblem(value),
    });
    if (text === back) return back;
    options = { ...options, channelAffinity: affinityOf(text) };
  }
  return options;
}

function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function participantsProblem(participants: readonly string[]): string | undefined {
  const odd = participants.find((id) => participantKind(id) === 'unknown');
  return odd === undefined
    ? undefined
    : startProblemText({ field: 'channels', code: 'notAParticipant', participantId: odd });
}

function affinityOf(text: string): readonly ChannelAffinity[] {
  return listOf(text).map((part) => {
    const equals = part.indexOf('=');
    return {
      channel: Number(part.slice(0, Math.max(equals, 0)) || NaN),
      participantId: part.slice(equals + 1).trim(),
    };
  });
}

function affinityProblem(text: string): string | undefined {
  const affinity = affinityOf(text);
  const bad = affinity.find(
    ({ channel }) => !Number.isInteger(channel) || channel < 0 || channel >= maxChannels,
  );
  return bad
    ? startProblemText({ field: 'channels', code: 'badChannel', participantId: bad.participantId })
    : participantsProblem(affinity.map(({ participantId }) => participantId));
}
