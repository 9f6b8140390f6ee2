import { type BrowseCommands, browseCommands } from './browse/browse.ts';
import { type CodeCommands, codeCommands } from './code/code.ts';
import type { CommandGroup } from './command.ts';
import { type ContainerCommands, containerCommands } from './containers/containers.ts';
import { type EventCommands, eventCommands } from './events/events.ts';
import { type HistoryCommands, historyCommands } from './history/history.ts';
import { type InspectCommands, inspectCommands } from './inspect/inspect.ts';
import { type SetupCommands, setupCommands } from './setup/setup.ts';
import { type RecordCommands, recordCommands } from './record/record.ts';

/** Every command of the extension with its argument and result, for code that runs one. */
export interface CommandTable
  extends
    ContainerCommands,
    BrowseCommands,
    EventCommands,
    RecordCommands,
    SetupCommands,
    InspectCommands,
    CodeCommands,
    HistoryCommands {}

/** What each command runs. Loaded with the first command, so that a command costs nothing before it is used. */
export const commandTable: CommandGroup<CommandTable> = {
  ...containerCommands,
  ...browseCommands,
  ...eventCommands,
  ...recordCommands,
  ...setupCommands,
  ...inspectCommands,
  ...codeCommands,
  ...historyCommands,
};
