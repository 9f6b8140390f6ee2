import type { BrowseCommands } from './browse.ts';
import type { ContainerCommands } from './containers.ts';
import type { RecordCommands } from './record.ts';
import type { EventCommands } from './events.ts';
import type { InspectCommands } from './inspect.ts';

/** Every command of the extension with its argument and result, for whoever calls one from code. */
export interface CommandTable
  extends ContainerCommands, BrowseCommands, EventCommands, RecordCommands, InspectCommands {}
