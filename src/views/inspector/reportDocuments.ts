import * as vscode from 'vscode';
import { Disposable } from '../disposable.ts';

const scheme = 'callrecordings-report';

/** Reports of checks as read-only documents, as long as the window lives. */
export class ReportDocuments extends Disposable {
  readonly #reports = new Map<string, string>();

  constructor() {
    super();
    this.register(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: (uri) => this.#reports.get(uri.path),
      }),
    );
  }

  /** Keeps a report. @returns the address of its document */
  add(name: string, text: string): vscode.Uri {
    const path = `/${this.#reports.size + 1}/${name}.md`;
    this.#reports.set(path, text);
    return vscode.Uri.from({ scheme, path });
  }
}
