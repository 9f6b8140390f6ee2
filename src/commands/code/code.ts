import type { CommandGroup } from '../command.ts';
import type { RecordingArgument } from '../record/arguments.ts';
import type { ItemArgument } from '../targets.ts';
import type { CodeArgument } from './arguments.ts';

/** The start of a recording as code. */
export interface CodeCommands {
  /** An active recording, a recording of the tree, or what is wanted in words; gives the code. */
  'callRecordings.showAsCode': {
    argument?: CodeArgument | RecordingArgument | ItemArgument;
    result?: string;
  };
}

export const codeCommands: CommandGroup<CodeCommands> = {
  'callRecordings.showAsCode': async (app, argument, ...rest) =>
    (await import('./run.ts')).showAsCode(app, argument, rest),
};
