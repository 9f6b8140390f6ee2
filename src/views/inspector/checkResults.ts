import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { Disposable } from '../disposable.ts';
import { recordingScheme } from '../documents/documents.ts';
import type { ProblemView } from '../../mediaFiles/problems.ts';

/** How many problems a recording has. */
interface Counts {
  readonly errors: number;
  readonly warnings: number;
}

/**
 * What the completeness checks of this window found. Recordings with errors or warnings carry a mark in
 * the tree; notes alone are no reason for one.
 */
export class CheckResults extends Disposable implements vscode.FileDecorationProvider {
  readonly #counts = new Map<string, Counts>();
  readonly #changed = this.register(new vscode.EventEmitter<vscode.Uri>());
  #provider: vscode.Disposable | undefined;
  readonly onDidChangeFileDecorations = this.#changed.event;

  /** Remembers what was found in a recording. @param path of the recording folder, ending in `/` */
  set(containerId: string, path: string, problems: readonly Pick<ProblemView, 'severity'>[]): void {
    const count = (severity: ProblemView['severity']): number =>
      problems.filter((problem) => problem.severity === severity).length;
    const uri = vscode.Uri.from({ scheme: recordingScheme, authority: containerId, path: `/${path}` });
    this.#counts.set(uri.toString(), { errors: count('error'), warnings: count('warning') });
    // VS Code asks a provider about each file of the window: none is there before there is a mark.
    this.#provider ??= this.register(vscode.window.registerFileDecorationProvider(this));
    this.#changed.fire(uri);
  }

  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    if (uri.scheme !== recordingScheme) return undefined;
    const counts = this.#counts.get(uri.toString());
    if (!counts || counts.errors + counts.warnings === 0) return undefined;
    const decoration = new vscode.FileDecoration(
      '!',
      l10n.t('Found by the check: errors {0}, warnings {1}', counts.errors, counts.warnings),
      new vscode.ThemeColor(counts.errors > 0 ? 'list.errorForeground' : 'list.warningForeground'),
    );
    decoration.propagate = true;
    return decoration;
  }
}
