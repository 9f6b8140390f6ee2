import type { CallIdKind, ChannelAffinity } from '../../calling/start/request.ts';
import type { FaultKind } from '../../views/local/faults.ts';
import type { ActiveRow } from '../../views/active/row.ts';

/** A Communication Services resource to connect; what is missing is asked for. */
export interface NewResource {
  readonly name?: string;
  /** Kept in secret storage. */
  readonly connectionString?: string;
  readonly endpoint?: string;
  /** How to sign in to the endpoint: VS Code's Microsoft account, or DefaultAzureCredential. */
  readonly signIn?: 'vscode' | 'default';
  /** The local service. */
  readonly local?: boolean;
  /** What was typed before, to be changed. */
  readonly edit?: { readonly connectionString?: string; readonly endpoint?: string };
}

/** Names a resource by its ID, name or endpoint. */
export interface ResourceArgument {
  readonly resource: string;
}

/** A recording to start; what is missing is asked for. Options that are missing are not asked for once the call is given. */
export interface StartArgument {
  /** ID, name or endpoint of a connected resource. */
  readonly resource?: string;
  /** A server call ID, or an ID with its kind. */
  readonly call?: string | { readonly kind?: CallIdKind; readonly id: string };
  readonly content?: string;
  readonly channel?: string;
  readonly format?: string;
  /** ID or name of a connected container; its prefix is kept. */
  readonly container?: string;
  /** Any other container, with prefix; a SAS in it is left out. */
  readonly destinationUrl?: string;
  /** The service's own storage, for 24 hours. */
  readonly storage?: 'acs';
  readonly pauseOnStart?: boolean;
  readonly callbackUrl?: string;
  readonly channelOrder?: readonly string[];
  readonly channelAffinity?: readonly ChannelAffinity[];
  /** True where options are asked for although the call is given; default: false. */
  readonly askOptions?: boolean;
}

/** Names a recording that was started here. */
export type RecordingArgument = ActiveRow | { readonly recordingId: string };

/** A call of the local service to make. */
export interface NewLocalCall {
  readonly participantCount?: number;
  readonly endAfterSeconds?: number;
}

/** Faults of the local service to switch on and off. */
export interface FaultSwitches {
  readonly on?: readonly FaultKind[];
  readonly off?: readonly FaultKind[];
}

/** What a pasted ID is. */
export interface ExplainedId {
  readonly kind: string;
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly advice: readonly string[];
  /** The recording of the list of active recordings that it names. */
  readonly recordingId?: string;
}
