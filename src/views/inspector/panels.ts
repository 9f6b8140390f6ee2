import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../../base/userError.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { RangeServer } from '../../storage/transfer/rangeServer.ts';
import { StoreError } from '../../storage/failures/storeError.ts';
import { Disposable } from '../disposable.ts';
import { Cancelled } from '../messages/cancelled.ts';
import type { Containers } from '../containers/containers.ts';
import { errorLine } from '../messages/errorLine.ts';
import { InspectorPanel, type PanelDeps, newPanel } from './panel.ts';
import { recordingScheme } from '../documents/documents.ts';
import { onDisk, placeOf, targetOfDocument } from './place.ts';
import { temporaryCopies } from './temporaryCopies.ts';
import type { Account } from '../../history/account/account.ts';
import type { InspectorTarget } from './protocol.ts';

/** What the inspectors need of the extension. */
export interface InspectorsDeps {
  readonly context: vscode.ExtensionContext;
  readonly containers: Containers;
  readonly log: vscode.LogOutputChannel;
  readonly onView: (target: InspectorTarget, ...known: Parameters<NonNullable<PanelDeps['onView']>>) => void;
  readonly showError: (error: unknown) => void;
  /** What is known of a recording besides its files. */
  readonly history: (
    target: InspectorTarget,
    ...asked: Parameters<NonNullable<PanelDeps['history']>>
  ) => Promise<Account>;
  /** Whether all files of a recording that was started here are known to be there. */
  readonly hasLanded: (target: InspectorTarget) => Promise<boolean>;
  readonly onDidReceive: vscode.Event<unknown>;
}

/** A tab, and what fills it as soon as that is there. */
interface OpenInspector {
  readonly tab: vscode.WebviewPanel;
  readonly target: InspectorTarget;
  inspector?: InspectorPanel;
  /** The media file to move to once the tab is filled. */
  wanted?: string;
}

/** What an inspector shows. */
export interface Inspected {
  readonly target: InspectorTarget;
  /** Full name of the media file that the player is at; absent where there is none. */
  readonly file?: string | undefined;
}

/** The open inspectors of the window; loaded with the first of them. */
export class Inspectors extends Disposable {
  readonly #deps: InspectorsDeps;
  readonly #open = new Map<string, OpenInspector>();
  readonly #copies: Promise<vscode.Uri>;
  #server: Promise<RangeServer> | undefined;

  constructor(deps: InspectorsDeps) {
    super();
    this.#deps = deps;
    this.#copies = temporaryCopies(deps.context.globalStorageUri);
    this.register({ dispose: () => void this.#server?.then((server) => server.dispose()) });
  }

  /**
   * Brings the inspector of a recording to the front, or opens one.
   * @param file full name of a media file to move to; default: where the player was
   */
  async show(target: InspectorTarget, file?: string): Promise<void> {
    const known = this.#open.get(keyOf(target));
    if (known) {
      known.tab.reveal();
      if (file !== undefined) goTo(known, file);
      return;
    }
    // Fails before a tab is there, where the container is gone.
    const { panelType } = placeOf(target, this.#deps.containers);
    const panel = newPanel(panelType);
    try {
      await this.restore(panel, target, file);
    } catch (error) {
      panel.dispose();
      throw error;
    }
  }

  /** What the inspector shows that is in the place of a chunk metadata document, or in a tab of its own. */
  inspected(uri: vscode.Uri): Inspected | undefined {
    const isDocument = uri.scheme === recordingScheme || uri.scheme === 'file';
    const opened = isDocument ? this.#open.get(keyOf(targetOfDocument(uri))) : this.#meant(uri);
    if (opened) return { target: opened.target, file: opened.inspector?.file };
    return isDocument ? { target: targetOfDocument(uri) } : undefined;
  }

  /**
   * The tab whose title an action was pressed in. Of its tab VS Code tells the view type, within the address: among
   * several of one type it is the one in front, as other groups have no actions in their titles by default.
   */
  #meant(uri: vscode.Uri): OpenInspector | undefined {
    const shown = [...this.#open.values()].filter(
      ({ tab }) => tab.visible && uri.path.includes(`-${tab.viewType}-`),
    );
    const meant = shown.length === 1 ? shown[0] : shown.find(({ tab }) => tab.active);
    if (!meant && shown.length > 1)
      throw new UserError(l10n.t('Several inspectors are on screen. Click into one of them, and try again.'));
    return meant;
  }

  /** As `show`, for the recording that a chunk metadata document belongs to. */
  async showDocument(uri: vscode.Uri): Promise<void> {
    await this.show(targetOfDocument(uri));
  }

  /** Fills a tab that replaces a chunk metadata document. */
  async restoreDocument(panel: vscode.WebviewPanel, uri: vscode.Uri): Promise<void> {
    await this.restore(panel, targetOfDocument(uri));
  }

  /** Fills a tab that VS Code restored. */
  async restore(panel: vscode.WebviewPanel, target: InspectorTarget, file?: string): Promise<void> {
    const key = keyOf(target);
    // Registered before it is filled, so that a second request meanwhile finds this tab.
    if (!this.#open.has(key)) {
      const opened: OpenInspector = { tab: panel, target };
      if (file !== undefined) opened.wanted = file;
      this.#open.set(key, opened);
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
    const { context, log, showError, history, hasLanded, onDidReceive } = this.#deps;
    const inspector = new InspectorPanel(panel, target, place, {
      extensionUri: context.extensionUri,
      mediaFolder,
      server,
      ...withoutUndefined({ forwardedOrigin }),
      // In a remote window, an extension may still run on the user's own machine.
      isRemote:
        vscode.env.remoteName !== undefined &&
        context.extension.extensionKind === vscode.ExtensionKind.Workspace,
      explain: errorLine,
      log: (text) => log.warn(text),
      // Nothing is known of what is only on disk.
      ...(target.containerId === onDisk
        ? {}
        : {
            history: (...asked) => history(target, ...asked),
            hasLanded: () => hasLanded(target),
            onDidLearn: onDidReceive,
          }),
      onView: (...known) => this.#deps.onView(target, ...known),
      report: (error) => {
        if (!Cancelled.is(error) && !StoreError.is(error, 'cancelled')) showError(error);
      },
    });
    const opened = this.#open.get(keyOf(target));
    if (opened?.tab !== panel) return;
    opened.inspector = inspector;
    if (opened.wanted !== undefined) inspector.goTo(opened.wanted);
  }
}

function goTo(opened: OpenInspector, file: string): void {
  if (opened.inspector) opened.inspector.goTo(file);
  else opened.wanted = file;
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
