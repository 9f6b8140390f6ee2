import * as vscode from 'vscode';
import { RangeServer } from '../../storage/transfer/rangeServer.ts';
import { StoreError } from '../../storage/failures/storeError.ts';
import { Disposable } from '../disposable.ts';
import { Cancelled } from '../messages/cancelled.ts';
import type { Containers } from '../containers/containers.ts';
import { explained } from '../messages/errorLine.ts';
import { InspectorPanel, type PanelDeps, newPanel } from './panel.ts';
import { placeOf, targetOfDocument } from './place.ts';
import { playerCopies } from './temporaryCopies.ts';
import type { InspectorTarget } from './protocol.ts';

/** What the inspectors need of the extension. */
export interface InspectorsDeps {
  readonly context: vscode.ExtensionContext;
  readonly containers: Containers;
  readonly log: vscode.LogOutputChannel;
  readonly onView: (target: InspectorTarget, ...known: Parameters<NonNullable<PanelDeps['onView']>>) => void;
  readonly showError: (error: unknown) => void;
}

/** The open inspectors of the window; loaded with the first of them. */
export class Inspectors extends Disposable {
  readonly #deps: InspectorsDeps;
  readonly #open = new Map<string, vscode.WebviewPanel>();
  readonly #copies: Promise<vscode.Uri>;
  #server: Promise<RangeServer> | undefined;

  constructor(deps: InspectorsDeps) {
    super();
    this.#deps = deps;
    this.#copies = playerCopies(deps.context.globalStorageUri);
    this.register({ dispose: () => void this.#server?.then((server) => server.dispose()) });
  }

  /** Brings the inspector of a recording to the front, or opens one. */
  async show(target: InspectorTarget, viewType: string): Promise<void> {
    const known = this.#open.get(keyOf(target));
    if (known) {
      known.reveal();
      return;
    }
    // Fails before a tab is there, where the container is gone.
    placeOf(target, this.#deps.containers);
    const panel = newPanel(viewType);
    try {
      await this.restore(panel, target);
    } catch (error) {
      panel.dispose();
      throw error;
    }
  }

  /** As `show`, for the recording that a chunk metadata document belongs to. */
  async showDocument(uri: vscode.Uri, viewType: string): Promise<void> {
    await this.show(targetOfDocument(uri), viewType);
  }

  /** Fills a tab that stands in place of a chunk metadata document. */
  async restoreDocument(panel: vscode.WebviewPanel, uri: vscode.Uri): Promise<void> {
    await this.#fill(panel, targetOfDocument(uri));
  }

  /** Fills a tab that VS Code restored. */
  async restore(panel: vscode.WebviewPanel, target: InspectorTarget): Promise<void> {
    const key = keyOf(target);
    // Known before it is filled: who asks again meanwhile is led to this tab.
    if (!this.#open.has(key)) {
      this.#open.set(key, panel);
      panel.onDidDispose(() => this.#open.delete(key));
    }
    await this.#fill(panel, target);
  }

  /** Started with the first inspector, and again where that failed. */
  #served(): Promise<RangeServer> {
    this.#server ??= RangeServer.start().catch((error: unknown) => {
      this.#server = undefined;
      throw error;
    });
    return this.#server;
  }

  async #fill(panel: vscode.WebviewPanel, target: InspectorTarget): Promise<void> {
    const place = placeOf(target, this.#deps.containers);
    const closed = new AbortController();
    panel.onDidDispose(() => closed.abort());
    const mediaFolder = await this.#copies;
    const server = await this.#served();
    const forwardedOrigin = await forwarded(server.origin);
    if (closed.signal.aborted) return;
    const { context, log, showError } = this.#deps;
    new InspectorPanel(panel, target, place, {
      extensionUri: context.extensionUri,
      mediaFolder,
      server,
      ...(forwardedOrigin === undefined ? {} : { forwardedOrigin }),
      // In a remote window, an extension may still run on the user's own machine.
      isRemote:
        vscode.env.remoteName !== undefined &&
        context.extension.extensionKind === vscode.ExtensionKind.Workspace,
      explain: explained,
      log: (text) => log.warn(text),
      onView: (...known) => this.#deps.onView(target, ...known),
      report: (error) => {
        if (!Cancelled.is(error) && !StoreError.is(error, 'cancelled')) showError(error);
      },
    });
  }
}

/** The loopback origin as the user's machine reaches it; undefined where that is the same. */
async function forwarded(origin: string): Promise<string | undefined> {
  const uri = await vscode.env.asExternalUri(vscode.Uri.parse(origin));
  const address = uri.toString(true).replace(/\/$/, '');
  return address === origin ? undefined : address;
}

function keyOf({ containerId, recordingPath }: InspectorTarget): string {
  return `${containerId}\n${recordingPath}`;
}
