import type { ChannelAffinity, CallIdKind, StartDestination } from '../calling/start/request.ts';
import type { ChannelType, ContentType, MediaFormat } from '../recording/formats.ts';

/** The start of a recording that code is wanted for. Nothing in it is trusted to be free of secrets. */
export interface SnippetRequest {
  /** Without an ID, the code takes it from the environment. */
  readonly call: { readonly kind: CallIdKind; readonly id?: string };
  readonly content: ContentType;
  readonly channel: ChannelType;
  readonly format: MediaFormat;
  readonly destination: StartDestination;
  readonly pauseOnStart: boolean;
  readonly callbackUrl?: string;
  readonly channelOrder: readonly string[];
  readonly channelAffinity: readonly ChannelAffinity[];
  /** How the resource is signed in to. */
  readonly signIn: 'accessKey' | 'entra';
  /** True for the local service, which speaks plain HTTP. */
  readonly isLocal: boolean;
}
