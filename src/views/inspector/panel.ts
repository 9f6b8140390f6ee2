import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { RangeServer } from '../../storage/transfer/rangeServer.ts';
import { Disposable } from '../disposable.ts';
import { followTimeZone } from '../followTimeZone.ts';
import { openCommands } from '../../history/account/text.ts';
import { inspectorHtml } from './html.ts';
import type { InspectorPlace } from './place.ts';
import { InspectorSession, type SessionPorts } from './session.ts';
import { openMedia } from './openMedia.ts';
import { type InspectorTarget, readFromWebview } from './protocol.ts';

/** What VS Code and the window give every inspector. */
export interface PanelDeps extends Pick<
  SessionPorts,
  'explain' | 'log' | 'onView' | 'history' | 'hasLanded'
> {
  readonly extensionUri: vscode.Uri;
  readonly server: RangeServer;
  /** The server's origin as the editor forwards it to the user's machine; absent where it is not forwarded. */
  readonly forwardedOrigin?: string;
  /** True where the extension runs on another machine than the window. */
  readonly isRemote: boolean;
  /** Where copies for other players are kept. */
  readonly mediaFolder: vscode.Uri;
  /** Fires when more may be known of any recording. */
  readonly onDidLearn?: vscode.Event<unknown>;
  /** Shows an error to the user. */
  readonly report: (error: unknown) => void;
}

/** One inspector in an editor tab, wherever the tab came from. Ends with its tab. */
export class InspectorPanel extends Disposable {
  readonly #session: InspectorSession;
  #file: string | undefined;

  /** Fills a tab with the inspector of a place. @param target as the webview's state is to remember it */
  constructor(panel: vscode.WebviewPanel, target: InspectorTarget, place: InspectorPlace, deps: PanelDeps) {
    super();
    this.register(panel.onDidDispose(() => this.dispose()));
    const { webview } = panel;
    const folder = vscode.Uri.joinPath(deps.extensionUri, 'dist', 'webview');
    const { forwardedOrigin } = deps;
    const session = (this.#session = this.register(
      new InspectorSession(place, target, deps.server, {
        post: (message) => void webview.postMessage(message),
        ...withoutUndefined({ translations: vscode.l10n.bundle }),
        copy: (text) => void vscode.env.clipboard.writeText(text),
        editSignIn: () =>
          void vscode.commands
            .executeCommand('callRecordings.editSignIn', { container: target.containerId })
            .then(undefined, deps.report),
        openDocument: (file) => void openDocument(place.documentUri(file.name)).then(undefined, deps.report),
        openMedia: (file, where, url) =>
          void place
            .openStore()
            .then((store) => {
              const folder = vscode.Uri.joinPath(deps.mediaFolder, target.containerId);
              const isOnDisk = place.storageOrigin === undefined;
              const player = deps.isRemote ? 'browser' : where;
              return openMedia({ store, file: file.name, url, folder, isOnDisk }, player);
            })
            .catch(deps.report),
        explain: deps.explain,
        log: deps.log,
        ...withoutUndefined({ forwardedOrigin, history: deps.history, hasLanded: deps.hasLanded }),
        openEntry: (kind, id) =>
          void vscode.commands.executeCommand(openCommands[kind], { id }).then(undefined, deps.report),
        onView: (view, facts) => {
          panel.title = view.title;
          this.#file ??= view.playlist[0]?.file;
          deps.onView?.(view, facts);
        },
      }),
    ));
    this.register(
      webview.onDidReceiveMessage((message: unknown) => {
        const known = readFromWebview(message);
        if (known?.type === 'playMedia') this.#file = known.file;
        if (known) void session.take(known);
      }),
    );
    this.register(
      panel.onDidChangeViewState(
        ({ webviewPanel }) => void session.take({ type: 'shown', isShown: webviewPanel.visible }),
      ),
    );
    if (deps.onDidLearn) this.register(deps.onDidLearn(() => session.history.changed()));
    webview.options = { enableScripts: true, localResourceRoots: [folder] };
    const draw = (): void => {
      webview.html = inspectorHtml({
        scriptUri: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'inspector.js')).toString(),
        styleUri: webview.asWebviewUri(vscode.Uri.joinPath(folder, 'inspector.css')).toString(),
        cspSource: webview.cspSource,
        mediaOrigins: [deps.server.origin, forwardedOrigin, place.storageOrigin].filter(
          (one) => one !== undefined,
        ),
      });
    };
    draw();
    // The page asks anew for all that it shows.
    this.register(followTimeZone(() => void session.take({ type: 'refresh' }).then(draw)));
  }

  /** Full name of the media file that the player is at; undefined where there is none. */
  get file(): string | undefined {
    return this.#file;
  }

  /** Moves the player to a media file. @param file full name */
  goTo(file: string): void {
    this.#session.goTo(file);
  }
}

function openDocument(uri: vscode.Uri): Thenable<unknown> {
  return vscode.commands.executeCommand('vscode.openWith', uri, 'default', vscode.ViewColumn.Beside);
}

/** A tab for an inspector that is opened by a command. */
export function newPanel(viewType: string): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(viewType, l10n.t('Recording Inspector'), vscode.ViewColumn.Active, {
    enableScripts: true,
    enableFindWidget: true,
    // Playing continues while another tab is in front.
    retainContextWhenHidden: true,
    localResourceRoots: [],
  });
}
