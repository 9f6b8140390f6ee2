import * as vscode from 'vscode';
import { Disposable } from '../disposable.ts';

/** Documents of one kind, and what is odd in them. */
export interface MarkedKind {
  /** Of the collection of marks. */
  readonly name: string;
  readonly isOne: (uri: vscode.Uri) => boolean;
  readonly find: (document: vscode.TextDocument) => Promise<readonly vscode.Diagnostic[]>;
  /** Registers what else their editors show. */
  readonly help?: () => readonly vscode.Disposable[];
}

/**
 * Marks what is odd in the documents of a kind, and helps to edit them, while they are open, in a container or on disk.
 * Until the first one is open, this is one listener.
 */
export class MarkedDocuments extends Disposable {
  readonly #kind: MarkedKind;
  #marks: vscode.DiagnosticCollection | undefined;

  constructor(kind: MarkedKind) {
    super();
    this.#kind = kind;
    this.register(vscode.workspace.onDidOpenTextDocument((document) => void this.mark(document)));
    for (const document of vscode.workspace.textDocuments) void this.mark(document);
  }

  /** Marks a document anew; one of another kind is left alone. */
  async mark(document: vscode.TextDocument): Promise<void> {
    if (!this.#kind.isOne(document.uri)) return;
    const marks = (this.#marks ??= this.#begin());
    const { version } = document;
    const found = await this.#kind.find(document);
    if (!document.isClosed && document.version === version) marks.set(document.uri, found);
  }

  #begin(): vscode.DiagnosticCollection {
    for (const helper of this.#kind.help?.() ?? []) this.register(helper);
    const marks = this.register(vscode.languages.createDiagnosticCollection(this.#kind.name));
    this.register(vscode.workspace.onDidChangeTextDocument(({ document }) => void this.mark(document)));
    this.register(vscode.workspace.onDidCloseTextDocument(({ uri }) => marks.delete(uri)));
    return marks;
  }
}
