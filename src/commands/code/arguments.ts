import type { SnippetLanguage } from '../../snippets/snippets.ts';
import type { StartArgument } from '../record/arguments.ts';

/** Code that is wanted in words, for keybindings and other extensions; what is missing is asked for. */
export interface CodeArgument {
  /** The start, as for Start Recording. Without a call, the code takes it from the environment. */
  readonly start?: StartArgument;
  readonly language?: SnippetLanguage;
  /** The webhook that receives RecordingFileStatusUpdated instead of the start. */
  readonly webhook?: boolean;
}
