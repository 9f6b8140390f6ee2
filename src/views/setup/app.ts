import type { ActiveRecordingsView } from '../active/view.ts';
import type { Services } from '../services.ts';

/** What checking the setup needs of the extension. */
export type SetupApp = Services & { readonly active: ActiveRecordingsView };
