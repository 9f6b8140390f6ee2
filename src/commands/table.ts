import type { BrowseCommands } from './browse/browse.ts';
import type { ContainerCommands } from './containers/containers.ts';
import type { RecordCommands } from './record/record.ts';
import type { EventCommands } from './events/events.ts';
import type { InspectCommands } from './inspect/inspect.ts';

/** Every command of the extension with its argument and result, for whoever calls one from code. */
export interface CommandTable
  extends ContainerCommands, BrowseCommands, EventCommands, RecordCommands, InspectCommands {}
