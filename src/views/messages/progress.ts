import * as vscode from 'vscode';

/** How a running piece of work tells how far it is. */
export interface Progress {
  readonly signal: AbortSignal;
  /** @param fraction of the whole work, 0 to 1, where it is known */
  readonly report: (message: string, fraction?: number) => void;
}

/** Runs work with a notification that tells how far it is and can cancel it. */
export function withProgress<T>(title: string, work: (progress: Progress) => Promise<T>): Promise<T> {
  return Promise.resolve(
    vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      async (progress, token) => {
        const abort = new AbortController();
        token.onCancellationRequested(() => abort.abort());
        let shown = 0;
        return work({
          signal: abort.signal,
          report: (message, fraction) => {
            const increment = fraction === undefined ? 0 : Math.max(0, fraction * 100 - shown);
            shown += increment;
            progress.report(increment > 0 ? { message, increment } : { message });
          },
        });
      },
    ),
  );
}
