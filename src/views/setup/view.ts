import * as vscode from 'vscode';
import { Disposable } from '../disposable.ts';
import type { SetupApp } from './app.ts';
import type { AzureAccess } from './azureAccount.ts';
import type { SetupNode } from './row.ts';
import type { SetupServices } from './services.ts';

/** The Setup view. What is behind it is loaded with the first check. */
export class SetupView extends Disposable implements vscode.TreeDataProvider<SetupNode> {
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #app: () => SetupApp;
  readonly #view: vscode.TreeView<SetupNode>;
  #services: Promise<SetupServices> | undefined;

  /** @param app asked for when the services are first needed */
  constructor(app: () => SetupApp) {
    super();
    this.#app = app;
    this.#view = this.register(
      vscode.window.createTreeView<SetupNode>('callRecordings.setup', { treeDataProvider: this }),
    );
  }

  /** What checks and repairs. @param access the way to Azure, for tests; replaces what was used before */
  services(access?: AzureAccess): Promise<SetupServices> {
    if (access) this.#services = undefined;
    this.#services ??= import('./services.ts').then(({ SetupServices: Made }) => {
      const made = this.register(new Made(this.#app(), access));
      this.register(made.onDidChange(() => this.#changed.fire()));
      return made;
    });
    return this.#services;
  }

  /** Stops the recording of a trial that a reload cut off; without one, nothing is loaded. */
  restore(): void {
    const { globalState } = this.#app().context;
    if (globalState.get<unknown>('callRecordings.trialRecording') === undefined) return;
    void import('./unfinishedTrial.ts').then(({ endUnfinishedTrial }) => endUnfinishedTrial(globalState));
  }

  /** The row that is selected. */
  get selection(): SetupNode | undefined {
    return this.#view.selection[0];
  }

  async getChildren(node?: SetupNode): Promise<SetupNode[]> {
    if (!this.#services) return [];
    return [...(await this.#services).rows(node)];
  }

  async getTreeItem(node: SetupNode): Promise<vscode.TreeItem> {
    return (await this.services()).item(node);
  }
}
