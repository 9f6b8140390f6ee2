import type { ActiveRecording } from '../calling/activeRecording.ts';
import type { CommunicationResource } from '../calling/resource.ts';
import type { CallIdKind, ChannelAffinity } from '../calling/startRequest.ts';
import type { ActiveRow } from '../views/active/activeRow.ts';
import type { LocalCall } from '../views/active/localService.ts';
import type { CommandGroup } from './command.ts';

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
}

/** Names a recording that was started here. */
export type RecordingArgument = ActiveRow | { readonly recordingId: string };

/** A call of the local service to make. */
export interface NewLocalCall {
  readonly participantCount?: number;
  readonly endAfterSeconds?: number;
}

/** What a pasted ID is. */
export interface ExplainedId {
  readonly kind: string;
  readonly title: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly advice: readonly string[];
}

/** What is done with resources, recordings that run, and the local service. */
export interface RecordCommands {
  'callRecordings.connectResource': { argument?: NewResource; result?: CommunicationResource };
  'callRecordings.disconnectResource': { argument?: ResourceArgument; result?: boolean };
  'callRecordings.startRecording': { argument?: StartArgument; result?: ActiveRecording };
  'callRecordings.pauseRecording': { argument?: RecordingArgument; result?: ActiveRecording };
  'callRecordings.resumeRecording': { argument?: RecordingArgument; result?: ActiveRecording };
  'callRecordings.stopRecording': { argument?: RecordingArgument; result?: ActiveRecording };
  'callRecordings.refreshRecording': { argument?: RecordingArgument; result?: ActiveRecording };
  'callRecordings.refreshRecordings': { result?: readonly ActiveRecording[] };
  'callRecordings.copyRecordingId': { argument?: RecordingArgument; result?: string };
  'callRecordings.revealRecording': { argument?: RecordingArgument; result?: string };
  'callRecordings.findFiles': { argument?: RecordingArgument; result?: string };
  'callRecordings.forgetRecording': { argument?: RecordingArgument; result?: boolean };
  'callRecordings.explainId': { argument?: string; result?: ExplainedId };
  'callRecordings.startLocalService': { result?: CommunicationResource };
  'callRecordings.stopLocalService': { result?: boolean };
  'callRecordings.copyLocalConnectionString': { result?: boolean };
  'callRecordings.newLocalCall': { argument?: NewLocalCall; result?: LocalCall };
  'callRecordings.endLocalCall': { argument?: { readonly call: string }; result?: string };
}

export const recordCommands: CommandGroup<RecordCommands> = {
  'callRecordings.connectResource': async (app, given) =>
    (await import('./recordConnect.ts')).connectResource(app, given),
  'callRecordings.disconnectResource': async (app, given) =>
    (await import('./recordConnect.ts')).disconnectResource(app, given),
  'callRecordings.startRecording': async (app, given) =>
    (await import('./recordStart.ts')).startRecording(app, given),
  'callRecordings.pauseRecording': async (app, argument) =>
    (await import('./recordSteer.ts')).steer(app, 'pause', argument),
  'callRecordings.resumeRecording': async (app, argument) =>
    (await import('./recordSteer.ts')).steer(app, 'resume', argument),
  'callRecordings.stopRecording': async (app, argument) =>
    (await import('./recordSteer.ts')).steer(app, 'stop', argument),
  'callRecordings.refreshRecording': async (app, argument) =>
    (await import('./recordSteer.ts')).refreshOne(app, argument),
  'callRecordings.refreshRecordings': async (app) => (await import('./recordSteer.ts')).refreshAll(app),
  'callRecordings.copyRecordingId': async (app, argument) =>
    (await import('./recordSteer.ts')).copyRecordingId(app, argument),
  'callRecordings.revealRecording': async (app, argument) =>
    (await import('./recordSteer.ts')).reveal(app, argument),
  'callRecordings.findFiles': async (app, argument) =>
    (await import('./recordSteer.ts')).findFiles(app, argument),
  'callRecordings.forgetRecording': async (app, argument) =>
    (await import('./recordSteer.ts')).forget(app, argument),
  'callRecordings.explainId': async (_app, text) => (await import('./recordExplain.ts')).explainId(text),
  'callRecordings.startLocalService': async (app) =>
    (await import('./recordLocal.ts')).startLocalService(app),
  'callRecordings.stopLocalService': async (app) => (await import('./recordLocal.ts')).stopLocalService(app),
  'callRecordings.copyLocalConnectionString': async (app) =>
    (await import('./recordLocal.ts')).copyLocalConnectionString(app),
  'callRecordings.newLocalCall': async (app, given) =>
    (await import('./recordLocal.ts')).newLocalCall(app, given),
  'callRecordings.endLocalCall': async (app, given) =>
    (await import('./recordLocal.ts')).endLocalCall(app, given),
};
