import * as vscode from 'vscode';
import { Disposable } from '../disposable.ts';
import { Deliveries } from './deliveries.ts';
import type { LocalWebhook } from './localDelivery.ts';
import { eventPlace } from './address.ts';
import { eventFileEnding, eventScheme } from './node.ts';
import type { Guess } from './editor/assumptions.ts';
import { EventTree } from './tree.ts';

/** Events: their view, their documents and what was sent. Loads what it shows when it is shown. */
export class Events extends Disposable {
  readonly deliveries: Deliveries;
  readonly tree: EventTree;
  readonly #diagnostics = this.register(vscode.languages.createDiagnosticCollection('callRecordings.events'));

  readonly #context: vscode.ExtensionContext;
  /** By the path of the document, which stays the same when it is saved for the first time. */
  readonly #guesses = new Map<string, readonly Guess[]>();
  #localWork = new AbortController();

  constructor(context: vscode.ExtensionContext) {
    super();
    this.#context = context;
    this.deliveries = this.register(new Deliveries(context.globalState));
    this.tree = this.register(new EventTree(this.deliveries, context.globalState));
    const selector: vscode.DocumentSelector = { pattern: `**/*${eventFileEnding}` };
    this.register(
      vscode.workspace.registerTextDocumentContentProvider(eventScheme, {
        provideTextDocumentContent: async (uri) => {
          const place = eventPlace(uri);
          const { eventContent } = await import('./content.ts');
          return place && eventContent(place, (id) => this.deliveries.find(id));
        },
      }),
    );
    this.register(
      vscode.languages.registerCodeLensProvider(selector, {
        provideCodeLenses: async (document) => (await import('./editor/lenses.ts')).eventLenses(document),
      }),
    );
    this.register(
      vscode.languages.registerInlayHintsProvider(selector, {
        provideInlayHints: async (document, range) =>
          (await import('./editor/hints.ts')).eventHints(document, range),
      }),
    );
    this.register(vscode.workspace.onDidOpenTextDocument((document) => void this.#check(document)));
    this.register(vscode.workspace.onDidChangeTextDocument(({ document }) => void this.#check(document)));
    this.register(
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        this.#diagnostics.delete(uri);
        const { path } = uri;
        if (!vscode.workspace.textDocuments.some((open) => open.uri.path === path))
          this.#guesses.delete(path);
      }),
    );
    for (const document of vscode.workspace.textDocuments) void this.#check(document);
  }

  /** Marks likely values in a document, until they are changed or it is closed. */
  markGuesses(document: vscode.TextDocument, guesses: readonly Guess[]): void {
    this.#guesses.set(document.uri.path, guesses);
    void this.#check(document);
  }

  /** Lets the events of the local service go to a webhook from now on, or nowhere; ends what is under way. */
  async setLocalWebhook(webhook: LocalWebhook | undefined): Promise<void> {
    this.#localWork.abort();
    this.#localWork = new AbortController();
    const { setLocalWebhook } = await import('./localDelivery.ts');
    await setLocalWebhook(this.#context.globalState, webhook);
    this.tree.showLocalWebhook(webhook?.url);
  }

  /** Delivers an event of the local service, where a webhook is set for them. */
  async hearLocalEvent(event: unknown): Promise<void> {
    const { deliverLocalEvent } = await import('./localDelivery.ts');
    await deliverLocalEvent(this.#context, this.deliveries, event, this.#localWork.signal);
  }

  override dispose(): void {
    this.#localWork.abort();
    super.dispose();
  }

  async #check(document: vscode.TextDocument): Promise<void> {
    if (!document.uri.path.endsWith(eventFileEnding)) return;
    const { version } = document;
    const { eventDiagnostics } = await import('./editor/diagnostics.ts');
    if (!document.isClosed && document.version === version) {
      this.#diagnostics.set(document.uri, eventDiagnostics(document, this.#guesses.get(document.uri.path)));
    }
  }
}
