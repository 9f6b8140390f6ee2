import * as vscode from 'vscode';
import { Disposable } from '../disposable.ts';
import { Deliveries } from './deliveries.ts';
import { eventPlace } from './eventAddress.ts';
import { eventFileEnding, eventScheme } from './eventNode.ts';
import { EventTree } from './eventTree.ts';

/** Events: their view, their documents and what was sent. Loads what it shows when it is shown. */
export class Events extends Disposable {
  readonly deliveries: Deliveries;
  readonly tree: EventTree;
  readonly #diagnostics = this.register(vscode.languages.createDiagnosticCollection('callRecordings.events'));

  constructor(context: vscode.ExtensionContext) {
    super();
    this.deliveries = this.register(new Deliveries(context.globalState));
    this.tree = this.register(new EventTree(this.deliveries));
    const selector: vscode.DocumentSelector = { pattern: `**/*${eventFileEnding}` };
    this.register(
      vscode.workspace.registerTextDocumentContentProvider(eventScheme, {
        provideTextDocumentContent: async (uri) => {
          const place = eventPlace(uri);
          const { eventContent } = await import('./eventContent.ts');
          return place && eventContent(place, (id) => this.deliveries.find(id));
        },
      }),
    );
    this.register(
      vscode.languages.registerCodeLensProvider(selector, {
        provideCodeLenses: async (document) => (await import('./eventLenses.ts')).eventLenses(document),
      }),
    );
    this.register(
      vscode.languages.registerInlayHintsProvider(selector, {
        provideInlayHints: async (document, range) =>
          (await import('./eventHints.ts')).eventHints(document, range),
      }),
    );
    this.register(vscode.workspace.onDidOpenTextDocument((document) => void this.#check(document)));
    this.register(vscode.workspace.onDidChangeTextDocument(({ document }) => void this.#check(document)));
    this.register(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#diagnostics.delete(uri)));
    for (const document of vscode.workspace.textDocuments) void this.#check(document);
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    if (!document.uri.path.endsWith(eventFileEnding)) return;
    const { version } = document;
    const { eventDiagnostics } = await import('./eventDiagnostics.ts');
    if (!document.isClosed && document.version === version) {
      this.#diagnostics.set(document.uri, eventDiagnostics(document));
    }
  }
}
