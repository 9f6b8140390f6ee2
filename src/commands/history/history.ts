import type { CommandGroup } from '../command.ts';
import type { AcsDownload, AcsDownloadArgument, HistoryArgument, ShownAccount } from './arguments.ts';

/** What is known of a recording, and why it is missing. */
export interface HistoryCommands {
  'callRecordings.showHistory': { argument?: HistoryArgument; result?: ShownAccount };
  'callRecordings.copyHistory': { result?: string };
  'callRecordings.whyMissing': { argument?: string; result?: ShownAccount };
  'callRecordings.downloadFromAcs': { argument?: AcsDownloadArgument; result?: AcsDownload };
}

export const historyCommands: CommandGroup<HistoryCommands> = {
  'callRecordings.showHistory': async (app, argument) =>
    (await import('./show.ts')).showHistory(app, argument),
  'callRecordings.copyHistory': async () => (await import('./show.ts')).copyHistory(),
  'callRecordings.whyMissing': async (app, text) => (await import('./show.ts')).whyMissing(app, text),
  'callRecordings.downloadFromAcs': async (app, given) =>
    (await import('./download.ts')).downloadFromAcs(app, given),
};
