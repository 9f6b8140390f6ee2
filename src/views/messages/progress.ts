import * as vscode from 'vscode';
import { withoutLinks } from './withoutLinks.ts';

/** How running work reports its progress. */
export interface Progress {
  readonly signal: AbortSignal;
  /** @param fraction of the whole work, 0 to 1, where it is known */
  readonly report: (message: string, fraction?: number) => void;
  /** As `report`, of a text whose links were made here and are to work. */
  readonly reportLinks: (message: string) => void;
}

/** Runs work with a notification that shows its progress and can cancel it. */
export function withProgress<T>(title: string, work: (progress: Progress) => Promise<T>): Promise<T> {
  return Promise.resolve(
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: withoutLinks(title), cancellable: true },
      async (progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        let shown = 0;
        return work({
          signal: abort.signal,
          reportLinks: (message) => progress.report({ message }),
          report: (text, fraction) => {
            const message = withoutLinks(text);
            const increment = fraction === undefined ? 0 : Math.max(0, fraction * 100 - shown);
            shown += increment;
            progress.report(increment > 0 ? { message, increment } : { message });
          },
        });
      },
    ),
  );
}
