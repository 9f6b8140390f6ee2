import type { App } from '../../views/app.ts';
import type { RecordingArgument } from '../record/arguments.ts';
import type { ItemArgument } from '../targets.ts';
import type { CodeArgument } from './arguments.ts';
import { askCode, choiceOf } from './choice.ts';
import { show } from './show.ts';
import { findRequest } from './source.ts';

/**
 * Shows the start of a recording as code, or the webhook that is notified of its files, in an untitled document.
 * @returns the code
 */
export async function showAsCode(
  app: App,
  argument: CodeArgument | RecordingArgument | ItemArgument | undefined,
  rest: readonly unknown[],
): Promise<string> {
  const wanted: CodeArgument = argument && !('kind' in argument) ? (argument as CodeArgument) : {};
  if (wanted.webhook === true) return show(undefined, choiceOf(wanted) ?? (await askCode(app, 'webhook')));
  const request = await findRequest(app, argument, rest);
  return show(request, choiceOf(wanted) ?? (await askCode(app, 'all')));
}
