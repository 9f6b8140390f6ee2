import type { ActiveRecordingsView } from './active/view.ts';
import type { Services } from './services.ts';

/** The services of the extension, made once in `activate()` and handed to whoever needs them. */
export interface App extends Services {
  readonly recording: ActiveRecordingsView;
}
