import { withoutUndefined } from '../base/withoutUndefined.ts';
import type { CallIdKind } from '../calling/start/request.ts';
import { isGuid } from '../recording/identifier/recordingId.ts';
import { parseServerCallId } from '../recording/identifier/serverCallId.ts';
import { participantKind } from '../recording/participant/id.ts';
import { scrubSecrets } from '../base/scrubSecrets.ts';
import type { SnippetRequest } from './request.ts';

/** A text that code works with: as it is, or from the environment with the reason as a comment. */
export type SnippetValue =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'environment'; readonly variable: string; readonly reason: string };

/** What the texts of a start become in code. */
export interface SnippetValues {
  readonly call: SnippetValue;
  /** Absent for the service's own storage. */
  readonly container?: SnippetValue;
  readonly callback?: SnippetValue;
  readonly order: readonly SnippetValue[];
  readonly affinity: readonly { readonly channel: number; readonly participant: SnippetValue }[];
}

/**
 * Sorts the texts of a start into those that may stand in code, and those that may hold a secret or are not
 * known: a text that is not surely free of secrets comes from the environment.
 */
export function valuesOf(request: SnippetRequest): SnippetValues {
  const { call, destination, callbackUrl, channelOrder, channelAffinity } = request;
  return {
    call: callValue(call),
    ...(destination.kind === 'container' ? { container: containerValue(destination.url) } : {}),
    ...withoutUndefined({ callback: callbackUrl === undefined ? undefined : callbackValue(callbackUrl) }),
    order: channelOrder.map((id, index) => participantValue(id, `RECORDING_PARTICIPANT_${index + 1}`)),
    affinity: channelAffinity.map(({ channel, participantId }, index) => ({
      channel: Math.trunc(channel),
      participant: participantValue(participantId, `RECORDING_AFFINITY_${index + 1}`),
    })),
  };
}

/** The variables that the values come from, each once, with the reason. */
export function variablesOf(values: SnippetValues): readonly (SnippetValue & { kind: 'environment' })[] {
  const all = [
    values.call,
    ...(values.container ? [values.container] : []),
    ...(values.callback ? [values.callback] : []),
    ...values.order,
    ...values.affinity.map(({ participant }) => participant),
  ];
  const variables = all.filter((value) => value.kind === 'environment');
  return variables.filter(
    (value, index) => variables.findIndex(({ variable }) => variable === value.variable) === index,
  );
}

const callVariables: Readonly<Record<CallIdKind, string>> = {
  serverCallId: 'COMMUNICATION_SERVER_CALL_ID',
  callConnectionId: 'COMMUNICATION_CALL_CONNECTION_ID',
  groupCallId: 'COMMUNICATION_GROUP_CALL_ID',
  roomId: 'COMMUNICATION_ROOM_ID',
};

const callNames: Readonly<Record<CallIdKind, string>> = {
  serverCallId: 'server call ID',
  callConnectionId: 'call connection ID',
  groupCallId: 'group call ID',
  roomId: 'room ID',
};

function callValue({ kind, id }: SnippetRequest['call']): SnippetValue {
  if (id !== undefined && isCallId(kind, id)) return { kind: 'literal', text: id };
  const reason =
    id === undefined
      ? `The files of a recording do not hold the ${callNames[kind]}: it comes with the event CallConnected.`
      : `What was given is not a ${callNames[kind]}.`;
  return { kind: 'environment', variable: callVariables[kind], reason };
}

function isCallId(kind: CallIdKind, id: string): boolean {
  switch (kind) {
    case 'serverCallId':
      return /^[A-Za-z0-9+/_=-]+$/.test(id) && parseServerCallId(id) !== undefined && isPlainCall(id);
    case 'roomId':
      return /^\d{1,40}$/.test(id);
    case 'callConnectionId':
    case 'groupCallId':
      return isGuid(id);
  }
}

/** A conversation's address has an instance and a time in its query; anything else may be a secret. */
function isPlainCall(id: string): boolean {
  const url = URL.parse(parseServerCallId(id)?.url ?? '');
  return (
    url !== null &&
    url.username === '' &&
    url.password === '' &&
    url.hash === '' &&
    [...url.searchParams].every(([name, value]) => /^[ie]$/.test(name) && /^[\d-]*$/.test(value)) &&
    url.pathname.split('/').every((segment) => segment.length <= 60)
  );
}

function containerValue(text: string): SnippetValue {
  const url = URL.parse(text);
  const isAddress = url !== null && ['http:', 'https:', 'file:'].includes(url.protocol);
  const plain = isAddress ? `${url.origin === 'null' ? 'file://' : url.origin}${url.pathname}` : '';
  if (isAddress && isPlain(plain)) return { kind: 'literal', text: plain };
  return {
    kind: 'environment',
    variable: 'RECORDING_CONTAINER_URL',
    reason:
      text === ''
        ? 'The URL of the container that the files go to.'
        : 'The address of the container may hold a secret.',
  };
}

function callbackValue(text: string): SnippetValue {
  const url = URL.parse(text);
  const isBare =
    url?.search === '' &&
    url.hash === '' &&
    url.username === '' &&
    url.password === '' &&
    !text.includes('?');
  // A URL parser drops line breaks, a compiler does not.
  const isPrintable = /^[!-~]+$/.test(text);
  if (isBare && isPrintable && ['http:', 'https:'].includes(url.protocol) && isPlain(text))
    return { kind: 'literal', text };
  return {
    kind: 'environment',
    variable: 'RECORDING_CALLBACK_URL',
    reason: 'The callback URL may hold a secret.',
  };
}

function participantValue(text: string, variable: string): SnippetValue {
  const isId = participantKind(text) !== 'unknown' && /^[\w:+.-]{1,200}$/.test(text) && isPlain(text);
  if (isId) return { kind: 'literal', text };
  return {
    kind: 'environment',
    variable,
    reason: 'What was given is not the raw ID of a participant.',
  };
}

function isPlain(text: string): boolean {
  return scrubSecrets(text) === text;
}
