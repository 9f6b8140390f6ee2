import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { findFormat } from '../../recording/formats.ts';
import {
  type CallLocator,
  type Identifier,
  callLocators,
  explainIdentifier,
} from '../../recording/identifier/identifiers.ts';
import { trimEnd } from '../../base/base64.ts';
import { participantKind } from '../../recording/participant/id.ts';
import { isLoopbackHost } from '../../base/loopback.ts';
import type { CallIdKind, ChannelAffinity, StartDestination, StartRequest } from './request.ts';

/** What a user, a keybinding or another extension wants recorded, unchecked. */
export interface StartAnswers {
  /** Without a kind, the ID itself must show it. */
  readonly call: { readonly kind?: CallIdKind; readonly id: string };
  readonly content: string;
  readonly channel: string;
  readonly format: string;
  /** The container's URL may carry a SAS, which is cut off. */
  readonly destination: StartDestination;
  readonly pauseOnStart?: boolean;
  readonly callbackUrl?: string;
  readonly channelOrder?: readonly string[];
  readonly channelAffinity?: readonly ChannelAffinity[];
  /** True for the local service, which reaches folders and servers of this computer. */
  readonly isLocal?: boolean;
}

/** Why an ID does not name the call to record. */
export type CallProblem =
  | { readonly field: 'call'; readonly code: 'empty' | 'secret' }
  /** It is an ID of another kind; `offers` are the ways in which it names a call, if any. */
  | {
      readonly field: 'call';
      readonly code: 'otherKind';
      readonly wanted?: CallIdKind;
      readonly found: Identifier;
      readonly offers: readonly CallLocator[];
    };

export type UrlProblem =
  | 'notAUrl'
  | 'httpsNeeded'
  | 'hasCredentials'
  | 'containerMissing'
  /** The service cannot reach an address of this computer; only the local one can. */
  | 'onlyLocal';

export type ChannelProblem = 'notUnmixed' | 'notAParticipant' | 'tooMany' | 'badChannel' | 'twice';

/** Why a recording cannot be started as asked. */
export type StartProblem =
  | CallProblem
  | { readonly field: 'format'; readonly code: 'illegal' }
  | { readonly field: 'destination'; readonly code: UrlProblem }
  | { readonly field: 'callbackUrl'; readonly code: UrlProblem }
  | { readonly field: 'channels'; readonly code: ChannelProblem; readonly participantId?: string };

/** What was changed before sending, to be reported. */
export type StartNotice = 'sasRemoved';

export type StartCheck =
  | { readonly kind: 'valid'; readonly request: StartRequest; readonly notices: readonly StartNotice[] }
  | { readonly kind: 'invalid'; readonly problems: readonly StartProblem[] };

const maxAddress = 4_096;
/** The most channels that an unmixed recording has. */
export const maxChannels = 5;

/**
 * Checks what is to be recorded, before anything is sent: the service takes illegal orders and fails later.
 * @see https://learn.microsoft.com/azure/communication-services/concepts/voice-video-calling/call-recording
 */
export function checkStart(answers: StartAnswers): StartCheck {
  const call = checkCallId(answers.call.id, answers.call.kind);
  const format = findFormat(answers.content, answers.channel, answers.format);
  const destination = checkDestination(answers.destination, answers.isLocal);
  const callback = checkCallbackUrl(answers.callbackUrl ?? '', answers.isLocal);
  const channels = checkChannels(answers);
  if (
    call.kind === 'valid' &&
    format &&
    destination.kind === 'valid' &&
    callback.kind === 'valid' &&
    channels.length === 0
  ) {
    const { content, channel, format: file } = format;
    return {
      kind: 'valid',
      request: {
        ...{ call: call.call, content, channel, format: file },
        destination: destination.destination,
        pauseOnStart: answers.pauseOnStart ?? false,
        ...withoutUndefined({ callbackUrl: callback.url }),
        channelOrder: answers.channelOrder ?? [],
        channelAffinity: answers.channelAffinity ?? [],
      },
      notices: destination.hadQuery ? ['sasRemoved'] : [],
    };
  }
  return {
    kind: 'invalid',
    problems: [
      ...(call.kind === 'invalid' ? [call.problem] : []),
      ...(format ? [] : [{ field: 'format', code: 'illegal' } as const]),
      ...(destination.kind === 'invalid'
        ? [{ field: 'destination', code: destination.problem } as const]
        : []),
      ...(callback.kind === 'invalid' ? [{ field: 'callbackUrl', code: callback.problem } as const] : []),
      ...channels,
    ],
  };
}

/** Checks that a text names a call, in the way that is wanted if one is. */
export function checkCallId(
  text: string,
  wanted?: CallIdKind,
):
  | { readonly kind: 'valid'; readonly call: CallLocator }
  | { readonly kind: 'invalid'; readonly problem: CallProblem } {
  const identifier = explainIdentifier(text);
  if (identifier.kind === 'empty' || identifier.kind === 'secret')
    return { kind: 'invalid', problem: { field: 'call', code: identifier.kind } };
  const offers = callLocators(identifier);
  // A GUID can name a call in two ways: only the user knows which.
  const [call] =
    wanted === undefined && offers.length > 1 ? [] : offers.filter(({ kind }) => kind === (wanted ?? kind));
  if (call) return { kind: 'valid', call };
  const problem = { field: 'call', code: 'otherKind', found: identifier, offers } as const;
  return { kind: 'invalid', problem: wanted === undefined ? problem : { ...problem, wanted } };
}

/** Checks the place that the files go to; a SAS, which the service does not take, is cut off. */
export function checkDestination(
  destination: StartDestination,
  isLocal = false,
):
  | { readonly kind: 'valid'; readonly destination: StartDestination; readonly hadQuery: boolean }
  | { readonly kind: 'invalid'; readonly problem: UrlProblem } {
  if (destination.kind === 'acs') return { kind: 'valid', destination, hadQuery: false };
  if (isLocal && URL.parse(destination.url)?.protocol === 'file:')
    return { kind: 'valid', destination, hadQuery: false };
  const checked = checkUrl(destination.url, isLocal);
  if (checked.kind === 'invalid') return checked;
  const { url } = checked;
  const path = trimEnd(url.pathname, '/');
  if (path === '') return { kind: 'invalid', problem: 'containerMissing' };
  return {
    kind: 'valid',
    destination: { kind: 'container', url: `${url.origin}${path}` },
    hadQuery: url.search !== '',
  };
}

/** Checks the address for `RecordingStateChanged`; the service sends to HTTPS only. Empty means none. */
export function checkCallbackUrl(
  text: string,
  isLocal = false,
):
  | { readonly kind: 'valid'; readonly url?: string }
  | { readonly kind: 'invalid'; readonly problem: UrlProblem } {
  if (text.trim() === '') return { kind: 'valid' };
  const checked = checkUrl(text, isLocal);
  return checked.kind === 'valid' ? { kind: 'valid', url: checked.url.href } : checked;
}

function checkUrl(
  text: string,
  isLocal: boolean,
):
  { readonly kind: 'valid'; readonly url: URL } | { readonly kind: 'invalid'; readonly problem: UrlProblem } {
  const url = URL.parse(text.length > maxAddress ? '' : text.trim());
  if (!url || !/^https?:$/.test(url.protocol)) return { kind: 'invalid', problem: 'notAUrl' };
  if (url.username !== '' || url.password !== '') return { kind: 'invalid', problem: 'hasCredentials' };
  if (!isLocal && isLoopbackHost(url.hostname)) return { kind: 'invalid', problem: 'onlyLocal' };
  // Azurite, and receivers of the local service, speak plain HTTP on this computer.
  if (url.protocol === 'http:' && !isLoopbackHost(url.hostname))
    return { kind: 'invalid', problem: 'httpsNeeded' };
  return { kind: 'valid', url };
}

function checkChannels({
  channel,
  channelOrder = [],
  channelAffinity = [],
}: StartAnswers): readonly StartProblem[] {
  const participants = [...channelOrder, ...channelAffinity.map(({ participantId }) => participantId)];
  if (participants.length === 0) return [];
  const problem = (code: ChannelProblem, participantId?: string): readonly StartProblem[] => [
    { field: 'channels', code, ...withoutUndefined({ participantId }) },
  ];
  if (channel.trim().toLowerCase() !== 'unmixed') return problem('notUnmixed');
  const odd = participants.find((id) => participantKind(id) === 'unknown');
  if (odd !== undefined) return problem('notAParticipant', odd);
  if (channelOrder.length > maxChannels || channelAffinity.length > maxChannels) return problem('tooMany');
  const far = channelAffinity.find(
    (item) => !Number.isInteger(item.channel) || item.channel < 0 || item.channel >= maxChannels,
  );
  if (far) return problem('badChannel', far.participantId);
  const twice = repeated(channelOrder) ?? repeated(channelAffinity.map(({ participantId }) => participantId));
  if (twice !== undefined) return problem('twice', twice);
  return repeated(channelAffinity.map((item) => item.channel)) === undefined ? [] : problem('twice');
}

function repeated<T>(items: readonly T[]): T | undefined {
  return items.find((item, index) => items.indexOf(item) !== index);
}
