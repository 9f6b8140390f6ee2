import type { ChannelType, ContentType, MediaFormat } from '../../recording/formats.ts';
import type { CallLocator } from '../../recording/identifier/identifiers.ts';

/** By which ID a call is named. */
export type CallIdKind = CallLocator['kind'];

export const callIdKinds: readonly CallIdKind[] = [
  'serverCallId',
  'callConnectionId',
  'groupCallId',
  'roomId',
];

/** Where the files go: the service's own storage for 24 hours, or a container. */
export type StartDestination =
  | { readonly kind: 'acs' }
  /** The container's URL with the prefix, without any SAS. */
  | { readonly kind: 'container'; readonly url: string };

/** Which channel of an unmixed recording a participant gets. */
export interface ChannelAffinity {
  /** From 0. */
  readonly channel: number;
  /** Raw participant ID, such as `8:acs:…` or `4:+1555…`. */
  readonly participantId: string;
}

/** A start that has been checked. */
export interface StartRequest {
  /** The call that is to be recorded. */
  readonly call: CallLocator;
  readonly content: ContentType;
  readonly channel: ChannelType;
  readonly format: MediaFormat;
  readonly destination: StartDestination;
  readonly pauseOnStart: boolean;
  /** HTTPS address that gets `RecordingStateChanged`. It may hold a secret in its query. */
  readonly callbackUrl?: string;
  /** Raw participant IDs in the order of their channels; unmixed only. */
  readonly channelOrder: readonly string[];
  /** Unmixed only. */
  readonly channelAffinity: readonly ChannelAffinity[];
}
