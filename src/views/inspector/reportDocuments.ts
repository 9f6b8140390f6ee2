import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { Disposable } from '../disposable.ts';

const scheme = 'callrecordings-report';

/** The commands that links of a page may run, by what the page shows. Pages have no scripts. */
const commandsOfPages = {
  check: ['callRecordings.openInspector'],
  history: [
    'callRecordings.openReceived',
    'callRecordings.openDelivery',
    'callRecordings.copyHistory',
    'callRecordings.downloadFromAcs',
    'callRecordings.checkSetup',
    'callRecordings.startListener',
  ],
  missingFiles: [
    'callRecordings.downloadFromAcs',
    'callRecordings.checkSetup',
    'callRecordings.startLocalService',
    'callRecordings.findRecording',
    'callRecordings.findFiles',
    'callRecordings.showHistory',
    'callRecordings.showLog',
  ],
};
type PageKind = keyof typeof commandsOfPages;

/** A page, made anew for the nonce that its style sheet is allowed by. */
type PageOf = (nonce: string) => string;

/** Reports, as long as the window lives: as read-only documents, or as pages with links. */
export class ReportDocuments extends Disposable {
  readonly #reports = new Map<string, string>();
  readonly #panels = new Map<PageKind, vscode.WebviewPanel>();
  #provider: vscode.Disposable | undefined;
  #last: { readonly name: string; readonly page: PageOf } | undefined;

  constructor() {
    super();
    this.register({
      dispose: () => {
        for (const panel of [...this.#panels.values()]) panel.dispose();
      },
    });
  }

  /** Keeps a report. @param page of a check @returns the address of its document */
  add(name: string, text: string, page?: PageOf): vscode.Uri {
    this.#provider ??= this.register(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: (uri) => this.#reports.get(uri.path),
      }),
    );
    const path = `/${this.#reports.size + 1}/${name}.md`;
    this.#reports.set(path, text);
    if (page !== undefined) {
      this.#last = { name, page };
      void vscode.commands.executeCommand('setContext', 'callRecordings.hasReport', true);
    }
    return vscode.Uri.from({ scheme, path });
  }

  /** Shows the page of the last report. @returns false where nothing was checked yet */
  showLast(): boolean {
    if (!this.#last) return false;
    this.showPage('check', this.#last.name, this.#last.page);
    return true;
  }

  /** Shows a page, in the place of an earlier one of its kind. */
  showPage(kind: PageKind, title: string, page: PageOf): void {
    const panel = this.#panels.get(kind) ?? this.#newPanel(kind, title);
    panel.title = title;
    panel.webview.html = page(randomBytes(18).toString('base64'));
    panel.reveal();
  }

  #newPanel(kind: PageKind, title: string): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel('callRecordings.report', title, vscode.ViewColumn.Active, {
      enableScripts: false,
      enableFindWidget: true,
      localResourceRoots: [],
      enableCommandUris: commandsOfPages[kind],
    });
    panel.onDidDispose(() => this.#panels.delete(kind));
    this.#panels.set(kind, panel);
    return panel;
  }
}
