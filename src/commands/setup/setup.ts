import type { SetupReport } from '../../setup/report.ts';
import type { CommandGroup } from '../command.ts';
import type {
  CreateArgument,
  CreateTexts,
  MendResult,
  MendTarget,
  ReportArgument,
  SetupArgument,
  TrialArgument,
  TrialResult,
} from './arguments.ts';

/** Finding out whether recordings can be written, and mending what keeps them from it. */
export interface SetupCommands {
  'callRecordings.checkSetup': { argument?: SetupArgument; result?: SetupReport };
  'callRecordings.mendSetup': { argument?: MendTarget; result?: MendResult };
  'callRecordings.copySetupReport': { argument?: ReportArgument; result?: string };
  'callRecordings.showSetupReport': { argument?: ReportArgument; result?: string };
  'callRecordings.signInToAzure': { result?: string };
  'callRecordings.tryForReal': { argument?: TrialArgument; result?: TrialResult };
  'callRecordings.createInAzure': { argument?: CreateArgument; result?: CreateTexts };
}

export const setupCommands: CommandGroup<SetupCommands> = {
  'callRecordings.checkSetup': async (app, argument) =>
    (await import('./check.ts')).checkSetup(app, argument),
  'callRecordings.mendSetup': async (app, argument) => (await import('./mend.ts')).mendSetup(app, argument),
  'callRecordings.copySetupReport': async (app, argument) =>
    (await import('./check.ts')).copySetupReport(app, argument),
  'callRecordings.showSetupReport': async (app, argument) =>
    (await import('./check.ts')).showSetupReport(app, argument),
  'callRecordings.signInToAzure': async (app) => (await import('./tenant.ts')).signInToAzure(app),
  'callRecordings.tryForReal': async (app, argument) => (await import('./try.ts')).tryForReal(app, argument),
  'callRecordings.createInAzure': async (app, argument) =>
    (await import('./create.ts')).createInAzure(app, argument),
};
