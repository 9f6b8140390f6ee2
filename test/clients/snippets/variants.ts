import type { StartDestination } from '../../../src/calling/start/request.ts';
import { legalFormats } from '../../../src/recording/formats.ts';
import type { SnippetRequest } from '../../../src/snippets/request.ts';

/** A call of the local service, with its IDs. */
export interface Call {
  readonly callId: string;
  readonly serverCallId: string;
  readonly callConnectionId: string;
  readonly groupCallId: string;
  readonly roomId: string;
  readonly participants: readonly string[];
}

/** A start that code is made for and run with. */
export interface Variant {
  readonly name: string;
  readonly request: (call: Call, containerUrl: string, callbackUrl: string) => SnippetRequest;
  /** What the code takes from the environment, beside endpoint and key. */
  readonly environment?: (
    call: Call,
    containerUrl: string,
    callbackUrl: string,
  ) => Readonly<Record<string, string>>;
  /** What the service is to receive, where it is not what the request says. */
  readonly received?: (call: Call, containerUrl: string, callbackUrl: string) => Partial<SnippetRequest>;
}

const container = (url: string): StartDestination => ({ kind: 'container', url });

const plain = (call: Call, containerUrl: string): SnippetRequest => ({
  call: { kind: 'serverCallId', id: call.serverCallId },
  content: 'audio',
  channel: 'mixed',
  format: 'mp3',
  destination: container(containerUrl),
  pauseOnStart: false,
  channelOrder: [],
  channelAffinity: [],
  signIn: 'accessKey',
  isLocal: false,
});

const unmixed = { content: 'audio', channel: 'unmixed', format: 'wav' } as const;

/** Each legal format, each way to name the call, and each option. */
export const variants: readonly Variant[] = [
  ...legalFormats.map(({ content, channel, format }): Variant => ({
    name: `${format}, ${channel}, into a container`,
    request: (call, url) => ({ ...plain(call, url), content, channel, format }),
  })),
  {
    name: 'a prefix in the container, by group call, starting paused',
    request: (call, url) => ({
      ...plain(call, url),
      call: { kind: 'groupCallId', id: call.groupCallId },
      destination: container(`${url}/team%20a/calls`),
      pauseOnStart: true,
    }),
  },
  {
    name: "the service's own storage, by room, with a callback",
    request: (call, url, callbackUrl) => ({
      ...plain(call, url),
      call: { kind: 'roomId', id: call.roomId },
      destination: { kind: 'acs' },
      callbackUrl,
    }),
  },
  {
    name: 'by call connection, with the order of channels',
    request: (call, url) => ({
      ...plain(call, url),
      ...unmixed,
      call: { kind: 'callConnectionId', id: call.callConnectionId },
      channelOrder: [...call.participants.toReversed(), '4:+15551234567'],
    }),
  },
  {
    name: 'with channel affinity',
    request: (call, url) => ({
      ...plain(call, url),
      ...unmixed,
      channelAffinity: call.participants.map((participantId, index) => ({
        channel: 2 - index,
        participantId,
      })),
    }),
  },
  {
    name: 'signed in with Entra',
    request: (call, url) => ({ ...plain(call, url), signIn: 'entra' }),
  },
  {
    name: 'a server call ID and a callback with a secret from the environment',
    request: (call, url, callbackUrl) => ({
      ...plain(call, url),
      call: { kind: 'serverCallId' },
      callbackUrl: `${callbackUrl}?code=secret`,
    }),
    environment: (call, _url, callbackUrl) => ({
      COMMUNICATION_SERVER_CALL_ID: call.serverCallId,
      RECORDING_CALLBACK_URL: `${callbackUrl}?code=secret`,
    }),
    received: (call) => ({ call: { kind: 'serverCallId', id: call.serverCallId } }),
  },
];
