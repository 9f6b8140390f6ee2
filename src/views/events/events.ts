import * as vscode from 'vscode';
import { Disposable } from '../disposable.ts';
import { MarkedDocuments } from '../documents/marked.ts';
import type { ReceivedSummary } from '../../events/receive/received.ts';
import { DeliveryPauses } from './pauses.ts';
import type { Receiving } from './receiving/receiving.ts';
import { Deliveries } from './deliveries.ts';
import type { LocalWebhook } from './localDelivery.ts';
import { eventPlace } from './address.ts';
import { eventFileEnding, eventScheme } from './node.ts';
import type { Assumption } from './editor/assumptions.ts';
import { EventTree } from './tree.ts';

const mostInspected = 50;

/** Events: their view, their documents and what was sent. Loads what it shows when it is shown. */
export class Events extends Disposable {
  readonly deliveries: Deliveries;
  readonly tree: EventTree;
  readonly pauses = new DeliveryPauses();
  readonly #documents: MarkedDocuments;
  readonly #context: vscode.ExtensionContext;
  /** By the path of the document, which stays the same when it is saved for the first time. */
  readonly #assumptions = new Map<string, readonly Assumption[]>();
  readonly #log: vscode.LogOutputChannel;
  readonly #received = this.register(new vscode.EventEmitter<readonly ReceivedSummary[]>());
  /** Fires in each window with what was received. */
  readonly onDidReceive = this.#received.event;
  #receiving: Promise<Receiving> | undefined;
  /** Texts of read-only documents, by ID; the oldest leave. */
  readonly #inspected = new Map<string, string>();
  #localWork = new AbortController();

  constructor(context: vscode.ExtensionContext, log: vscode.LogOutputChannel) {
    super();
    this.#context = context;
    this.#log = log;
    this.deliveries = this.register(new Deliveries(context.globalState));
    this.tree = this.register(new EventTree(this.deliveries, context.globalState, () => this.receiving()));
    this.register(
      vscode.workspace.registerTextDocumentContentProvider(eventScheme, {
        provideTextDocumentContent: async (uri) => {
          const place = eventPlace(uri);
          const { eventContent } = await import('./content.ts');
          return place && eventContent(place, this);
        },
      }),
    );
    this.#documents = this.register(
      new MarkedDocuments({
        name: 'callRecordings.events',
        isOne: ({ path }) => path.endsWith(eventFileEnding),
        find: async (document) =>
          (await import('./editor/diagnostics.ts')).eventDiagnostics(
            document,
            this.#assumptions.get(document.uri.path),
          ),
        help: () => this.#editorHelpers(),
      }),
    );
  }

  /** Receives again where this window, or one that was closed, did before; without that, nothing is loaded. */
  takeUp(): void {
    this.deliveries.sayWhetherThereAreAny();
    const { globalState } = this.#context;
    const queues: unknown = globalState.get('callRecordings.eventQueues');
    const hasQueue = Array.isArray(queues) && queues.length > 0;
    if (hasQueue || globalState.get('callRecordings.listenerRuns') === true)
      setTimeout(() => void this.receiving(), 1_000).unref();
  }

  /** Marks likely values in a document, until they are changed or it is closed. */
  markAssumptions(document: vscode.TextDocument, assumptions: readonly Assumption[]): void {
    this.#assumptions.set(document.uri.path, assumptions);
    void this.#documents.mark(document);
  }

  /** Lets the events of the local service go to a webhook from now on, or nowhere; ends what is under way. */
  async setLocalWebhook(webhook: LocalWebhook | undefined): Promise<void> {
    this.#localWork.abort();
    this.#localWork = new AbortController();
    const { localWebhook, setLocalWebhook } = await import('./localDelivery.ts');
    await setLocalWebhook(this.#context.globalState, webhook);
    this.tree.showLocalWebhook(localWebhook(this.#context.globalState)?.url);
  }

  /** Keeps the text of a read-only document for the session. */
  keepInspected(id: string, text: string): void {
    this.#inspected.set(id, text);
    for (const oldest of [...this.#inspected.keys()].slice(0, -mostInspected)) this.#inspected.delete(oldest);
  }

  inspected(id: string): string | undefined {
    return this.#inspected.get(id);
  }

  /** What was received, and what receives; opened when it is first asked for. */
  receiving(): Promise<Receiving> {
    this.#receiving ??= this.#openReceiving();
    return this.#receiving;
  }

  async #openReceiving(): Promise<Receiving> {
    const { Receiving } = await import('./receiving/receiving.ts');
    const receiving = this.register(await Receiving.open(this.#context, this.#log));
    this.register(receiving.onDidReceive((events) => this.#received.fire(events)));
    this.register(receiving.onDidChange(() => this.tree.showReceived(receiving)));
    this.tree.showReceived(receiving);
    return receiving;
  }

  /** Keeps an event of the local service, and delivers it where a webhook is set for them. */
  async hearLocalEvent(event: unknown): Promise<void> {
    const receiving = await this.receiving();
    await receiving.add(event, { via: 'localService' });
    const { deliverLocalEvent } = await import('./localDelivery.ts');
    const log = (line: string): void => this.#log.trace(line);
    const to = { deliveries: this.deliveries, queues: receiving.queues };
    await deliverLocalEvent(this.#context, to, event, this.#localWork.signal, log);
  }

  override dispose(): void {
    this.#localWork.abort();
    super.dispose();
  }

  #editorHelpers(): readonly vscode.Disposable[] {
    const selector: vscode.DocumentSelector = { pattern: `**/*${eventFileEnding}` };
    return [
      vscode.languages.registerCodeLensProvider(selector, {
        provideCodeLenses: async (document) => (await import('./editor/lenses.ts')).eventLenses(document),
      }),
      vscode.languages.registerInlayHintsProvider(selector, {
        provideInlayHints: async (document, range) =>
          (await import('./editor/hints.ts')).eventHints(document, range),
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri: { path } }) => {
        if (!vscode.workspace.textDocuments.some((open) => open.uri.path === path))
          this.#assumptions.delete(path);
      }),
    ];
  }
}
