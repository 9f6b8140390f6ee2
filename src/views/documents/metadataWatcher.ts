import * as vscode from 'vscode';
import { Disposable } from '../disposable.ts';

const metadataName = /acsmetadata[^/]*\.json$/i;

/** Marks what is odd in chunk metadata while it is open, whether it is in a container or on disk. */
export class MetadataWatcher extends Disposable {
  readonly #diagnostics = this.register(vscode.languages.createDiagnosticCollection('callRecordings'));

  constructor() {
    super();
    this.register(vscode.workspace.onDidOpenTextDocument((document) => void this.#check(document)));
    this.register(vscode.workspace.onDidChangeTextDocument(({ document }) => void this.#check(document)));
    this.register(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#diagnostics.delete(uri)));
    for (const document of vscode.workspace.textDocuments) void this.#check(document);
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    if (!metadataName.test(document.uri.path)) return;
    const { version } = document;
    const { metadataDiagnostics } = await import('./metadataDiagnostics.ts');
    if (!document.isClosed && document.version === version) {
      this.#diagnostics.set(document.uri, metadataDiagnostics(document));
    }
  }
}
