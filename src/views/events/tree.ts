import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { Disposable } from '../disposable.ts';
import type { Deliveries } from './deliveries.ts';
import { sampleUri } from './address.ts';
import type { EventNode } from './node.ts';

/** The Events view: samples, and what was sent. What it shows is loaded when it is first opened. */
export class EventTree extends Disposable implements vscode.TreeDataProvider<EventNode> {
  readonly onDidChangeTreeData: vscode.Event<void>;
  readonly #deliveries: Deliveries;
  readonly #state: vscode.Memento;
  readonly #view: vscode.TreeView<EventNode>;

  constructor(deliveries: Deliveries, state: vscode.Memento) {
    super();
    this.#state = state;
    this.#deliveries = deliveries;
    this.onDidChangeTreeData = deliveries.onDidChange;
    this.#view = this.register(
      vscode.window.createTreeView('callRecordings.events', {
        treeDataProvider: this,
        showCollapseAll: true,
      }),
    );
  }

  /** The row that is selected. */
  get selection(): EventNode | undefined {
    return this.#view.selection[0];
  }

  /** Says above the rows where the events of the local service go. */
  showLocalWebhook(url: string | undefined): void {
    this.#view.message = url === undefined ? '' : l10n.t('Events of the local service go to {0}', url);
  }

  async getChildren(node?: EventNode): Promise<EventNode[]> {
    const { eventChildren } = await import('./rows.ts');
    if (!node) {
      const { localWebhook } = await import('./localDelivery.ts');
      this.showLocalWebhook(localWebhook(this.#state)?.url);
    }
    return [...eventChildren(node, await this.#deliveries.load())];
  }

  async getTreeItem(node: EventNode): Promise<vscode.TreeItem> {
    const { eventRow } = await import('./rows.ts');
    const row = eventRow(node);
    const item = new vscode.TreeItem(
      row.label,
      row.expands === 'no'
        ? vscode.TreeItemCollapsibleState.None
        : row.expands === 'expanded'
          ? vscode.TreeItemCollapsibleState.Expanded
          : vscode.TreeItemCollapsibleState.Collapsed,
    );
    item.id = row.id;
    item.contextValue = row.context;
    item.iconPath = new vscode.ThemeIcon(row.icon, row.color ? new vscode.ThemeColor(row.color) : undefined);
    if (row.description !== undefined) item.description = row.description;
    if (row.tooltip !== undefined) item.tooltip = row.tooltip;
    item.accessibilityInformation = { label: [row.label, row.description].filter(Boolean).join(', ') };
    const command = commandOf(node, row.label);
    if (command) item.command = command;
    return item;
  }
}

function commandOf(node: EventNode, title: string): vscode.Command | undefined {
  if (node.kind === 'sample') {
    return { command: 'vscode.open', title, arguments: [sampleUri(node.sample), { preview: true }] };
  }
  return node.kind === 'delivery'
    ? { command: 'callRecordings.openDelivery', title, arguments: [node] }
    : undefined;
}
