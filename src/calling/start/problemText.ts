import * as l10n from '@vscode/l10n';
import { identifierText, whereServerCallId } from '../../recording/identifier/text.ts';
import type { Identifier } from '../../recording/identifier/identifiers.ts';
import {
  type ChannelProblem,
  type StartNotice,
  type StartProblem,
  type UrlProblem,
  maxChannels,
} from './check.ts';
import type { CallIdKind } from './request.ts';

/** Says why a recording cannot be started as asked, and what to do. */
export function startProblemText(problem: StartProblem): string {
  switch (problem.field) {
    case 'call':
      return problem.code === 'otherKind'
        ? otherKindText(
            problem.found,
            problem.offers.map(({ kind }) => kind),
          )
        : problem.code === 'secret'
          ? l10n.t('This is a secret, not the ID of a call. It was not kept.')
          : l10n.t('The ID of the call is missing.');
    case 'format':
      return l10n.t('The service does not offer this combination of content, channel and format.');
    case 'destination':
      return l10n.t('Destination: {0}', urlProblemText(problem.code));
    case 'callbackUrl':
      return l10n.t('Callback URL: {0}', urlProblemText(problem.code));
    case 'channels':
      return channelProblemText(problem.code, problem.participantId ?? '');
  }
}

/** What was changed before sending. */
export function startNoticeText(notice: StartNotice): string {
  return noticeTexts[notice]();
}

const noticeTexts: Readonly<Record<StartNotice, () => string>> = {
  sasRemoved: () =>
    l10n.t(
      'The SAS was left out of the container URL: the service writes with the managed identity of the resource.',
    ),
};

/** What kind of ID names the call. */
export function callIdKindText(kind: CallIdKind): string {
  switch (kind) {
    case 'serverCallId':
      return l10n.t('Server call ID');
    case 'callConnectionId':
      return l10n.t('Call connection ID');
    case 'groupCallId':
      return l10n.t('Group call ID');
    case 'roomId':
      return l10n.t('Room ID');
  }
}

function otherKindText(found: Identifier, offers: readonly CallIdKind[]): string {
  const what = l10n.t('Pasted was: {0}.', identifierText(found).title);
  return offers.length === 0
    ? `${what} ${whereServerCallId()}`
    : `${what} ${l10n.t('It can be used as: {0}.', offers.map(callIdKindText).join(', '))}`;
}

/** What is wrong with an address. */
export function urlProblemText(problem: UrlProblem): string {
  switch (problem) {
    case 'notAUrl':
      return l10n.t('This is not a web address.');
    case 'httpsNeeded':
      return l10n.t('The address must begin with "https://".');
    case 'hasCredentials':
      return l10n.t('The address must not hold a user name or password.');
    case 'containerMissing':
      return l10n.t('The address names no container.');
    case 'onlyLocal':
      return l10n.t('This is an address of this computer, which only the local service can reach.');
  }
}

function channelProblemText(problem: ChannelProblem, participantId: string): string {
  switch (problem) {
    case 'notUnmixed':
      return l10n.t('Only an unmixed recording has channels to be given to participants.');
    case 'notAParticipant':
      return l10n.t(
        'This is not the raw ID of a participant, such as "8:acs:…" or "4:+1555…": {0}',
        participantId,
      );
    case 'tooMany':
      return l10n.t('An unmixed recording has at most {0} channels.', maxChannels);
    case 'badChannel':
      return l10n.t('A channel is a number from 0 to {0}: {1}', maxChannels - 1, participantId);
    case 'twice':
      return participantId === ''
        ? l10n.t('A channel is given to two participants.')
        : l10n.t('A participant is named twice: {0}', participantId);
  }
}
