import type { ActiveRecordingsView } from './active/view.ts';
import type { SetupView } from './setup/view.ts';
import type { Services } from './services.ts';

/** The services of the extension, made once in `activate()` and passed to what needs them. */
export interface App extends Services {
  readonly active: ActiveRecordingsView;
  readonly setup: SetupView;
}
