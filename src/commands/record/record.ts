import type { ActiveRecording } from '../../calling/active/recording.ts';
import type { CommunicationResource } from '../../calling/connection/resource.ts';
import type { FaultKind } from '../../views/local/faults.ts';
import type { LocalCall } from '../../views/local/control.ts';
import type { CommandGroup } from '../command.ts';
import type {
  ExplainedId,
  FaultSwitches,
  NewLocalCall,
  NewResource,
  RecordingArgument,
  ResourceArgument,
  StartArgument,
} from './arguments.ts';

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
  'callRecordings.inspectRecording': { argument?: RecordingArgument; result?: string };
  'callRecordings.findFiles': { argument?: RecordingArgument; result?: string };
  'callRecordings.cancelWaiting': { argument?: RecordingArgument; result?: boolean };
  'callRecordings.forgetRecording': { argument?: RecordingArgument; result?: boolean };
  'callRecordings.explainId': { argument?: string; result?: ExplainedId };
  'callRecordings.startLocalService': { result?: CommunicationResource };
  'callRecordings.stopLocalService': { result?: boolean };
  'callRecordings.copyLocalConnectionString': { result?: boolean };
  'callRecordings.copyLocalAddress': { result?: string };
  'callRecordings.switchFaults': { argument?: FaultSwitches; result?: readonly FaultKind[] };
  'callRecordings.newLocalCall': { argument?: NewLocalCall; result?: LocalCall };
  'callRecordings.endLocalCall': { argument?: { readonly call: string }; result?: string };
}

export const recordCommands: CommandGroup<RecordCommands> = {
  'callRecordings.connectResource': async (app, given) =>
    (await import('../resources/connect.ts')).connectResource(app, given),
  'callRecordings.disconnectResource': async (app, given) =>
    (await import('../resources/connect.ts')).disconnectResource(app, given),
  'callRecordings.startRecording': async (app, given) =>
    (await import('./start.ts')).startRecording(app, given),
  'callRecordings.pauseRecording': async (app, argument) =>
    (await import('./control.ts')).control(app, 'pause', argument),
  'callRecordings.resumeRecording': async (app, argument) =>
    (await import('./control.ts')).control(app, 'resume', argument),
  'callRecordings.stopRecording': async (app, argument) =>
    (await import('./control.ts')).control(app, 'stop', argument),
  'callRecordings.refreshRecording': async (app, argument) =>
    (await import('./control.ts')).refreshOne(app, argument),
  'callRecordings.refreshRecordings': async (app) => (await import('./control.ts')).refreshAll(app),
  'callRecordings.copyRecordingId': async (app, argument) =>
    (await import('./control.ts')).copyRecordingId(app, argument),
  'callRecordings.revealRecording': async (app, argument) =>
    (await import('./control.ts')).reveal(app, argument),
  'callRecordings.inspectRecording': async (app, argument) =>
    (await import('./control.ts')).inspect(app, argument),
  'callRecordings.findFiles': async (app, argument) =>
    (await import('./control.ts')).findFiles(app, argument),
  'callRecordings.cancelWaiting': async (app, argument) =>
    (await import('./control.ts')).cancelWaiting(app, argument),
  'callRecordings.forgetRecording': async (app, argument) =>
    (await import('./control.ts')).forget(app, argument),
  'callRecordings.explainId': async (app, text) => (await import('./explainId.ts')).explainId(app, text),
  'callRecordings.startLocalService': async (app) =>
    (await import('../resources/localService.ts')).startLocalService(app),
  'callRecordings.stopLocalService': async (app) =>
    (await import('../resources/localService.ts')).stopLocalService(app),
  'callRecordings.copyLocalConnectionString': async (app) =>
    (await import('../resources/localService.ts')).copyLocalConnectionString(app),
  'callRecordings.copyLocalAddress': async (app) =>
    (await import('../resources/localService.ts')).copyLocalAddress(app),
  'callRecordings.switchFaults': async (app, given) =>
    (await import('../resources/localService.ts')).switchFaults(app, given),
  'callRecordings.newLocalCall': async (app, given) =>
    (await import('../resources/localService.ts')).newLocalCall(app, given),
  'callRecordings.endLocalCall': async (app, given) =>
    (await import('../resources/localService.ts')).endLocalCall(app, given),
};
