import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { timeZone } from '../../base/timeZone.ts';
import { Disposable } from '../disposable.ts';
import type { Deliveries } from './deliveries.ts';
import { sampleUri } from './address.ts';
import type { EventNode } from './node.ts';
import { isReceivingNode } from './receiving/node.ts';
import type { Receiving } from './receiving/receiving.ts';

/** The Events view: samples, and what was sent. What it shows is loaded when it is first opened. */
export class EventTree extends Disposable implements vscode.TreeDataProvider<EventNode> {
  readonly #changed = this.register(new vscode.EventEmitter<void>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #deliveries: Deliveries;
  readonly #state: vscode.Memento;
  readonly #receiving: () => Promise<Receiving>;
  readonly #view: vscode.TreeView<EventNode>;

  constructor(deliveries: Deliveries, state: vscode.Memento, receiving: () => Promise<Receiving>) {
    super();
    this.#receiving = receiving;
    this.#state = state;
    this.#deliveries = deliveries;
    this.register(deliveries.onDidChange(() => this.redraw()));
    this.#view = this.register(
      vscode.window.createTreeView('callRecordings.events', {
        treeDataProvider: this,
        showCollapseAll: true,
      }),
    );
    this.register(
      this.#view.onDidChangeVisibility(({ visible }) => {
        // The rows stay as they are: those that came last may be pressed already.
        if (visible) void receiving().then((one) => this.#showUnread(one));
      }),
    );
  }

  /** The rows show bare times: their zone is said once, beside the title, when they are first shown. */
  #sayZone(): void {
    const text = l10n.t('times in {0}', timeZone());
    if (this.#view.description !== text) this.#view.description = text;
  }

  redraw(): void {
    this.#changed.fire();
  }

  /** Draws what was received anew, and counts on the view's badge what was not looked at. */
  showReceived(receiving: Receiving): void {
    this.#showUnread(receiving);
    // What cannot work is not offered.
    const set = (key: string, value: boolean): void =>
      void vscode.commands.executeCommand('setContext', `callRecordings.${key}`, value);
    set('listens', receiving.listening.state !== undefined);
    set('hasReceived', receiving.store.list().length > 0);
    set('hasEventQueue', receiving.queues.rows().length > 0);
    this.#changed.fire();
  }

  #showUnread(receiving: Receiving): void {
    const { unread } = receiving;
    const { visible } = this.#view;
    if (visible) void receiving.markRead();
    this.#view.badge =
      unread === 0 || visible ? undefined : { value: unread, tooltip: l10n.t('{0} events received', unread) };
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
      this.#sayZone();
      const { localWebhook } = await import('./localDelivery.ts');
      this.showLocalWebhook(localWebhook(this.#state)?.url);
      const { receivingRoots } = await import('./receiving/rows.ts');
      const own = eventChildren(node, await this.#deliveries.load());
      return [...receivingRoots(await this.#receiving()), ...own];
    }
    if (node.kind === 'received') {
      const { receivedRows } = await import('./receiving/rows.ts');
      return [...receivedRows(await this.#receiving())];
    }
    if (isReceivingNode(node)) return [];
    return [...eventChildren(node, await this.#deliveries.load())];
  }

  async getTreeItem(node: EventNode): Promise<vscode.TreeItem> {
    const row = isReceivingNode(node)
      ? (await import('./receiving/rows.ts')).receivingRow(node)
      : (await import('./rows.ts')).eventRow(node);
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
    return { command: 'vscode.open', title, arguments: [sampleUri(node.sample, title), { preview: true }] };
  }
  if (node.kind === 'delivery') return { command: 'callRecordings.openDelivery', title, arguments: [node] };
  if (node.kind === 'receivedEvent')
    return { command: 'callRecordings.openReceived', title, arguments: [node] };
  if (node.kind === 'listener') return { command: 'callRecordings.showListener', title };
  if (node.kind === 'queue') return { command: 'callRecordings.showEventQueue', title, arguments: [node] };
  if (node.kind === 'wayToReceive')
    return {
      command: node.way === 'listener' ? 'callRecordings.startListener' : 'callRecordings.connectEventQueue',
      title,
    };
  return node.kind === 'moreReceived'
    ? { command: 'callRecordings.showMoreReceived', title, arguments: [node] }
    : undefined;
}
