import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { Disposable } from '../disposable.ts';
import { recordingUri } from '../documents/documents.ts';
import type { Recording } from '../../recording/call.ts';
import { formatDate } from '../../base/display.ts';
import { type RecordingFilter, isEmptyFilter } from '../../storage/listing/dates.ts';
import type { RecordingFacts } from '../../recording/facts.ts';
import type { Container } from '../../storage/container.ts';
import { type TreeNode, hasPath } from './node.ts';
import { type KnownFacts, describe, knownFacts } from './row.ts';
import { type ContainerSource, TreeModel } from './model.ts';

const viewIds = ['callRecordings.recordings', 'callRecordings.explorer'] as const;
const filterKey = 'callRecordings.filter';

/** What is asked of the tooltip: it may read the metadata, and tells the facts it found. */
export type DescribeLazily = (
  node: TreeNode,
  token: vscode.CancellationToken,
) => Promise<{ tooltip: vscode.MarkdownString; facts?: KnownFacts | undefined } | undefined>;

/** The Recordings tree, shown in its own view container and in the Explorer from one provider. */
export class RecordingsTree extends Disposable implements vscode.TreeDataProvider<TreeNode> {
  readonly model: TreeModel;
  readonly #changed = this.register(new vscode.EventEmitter<TreeNode | undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #views: readonly vscode.TreeView<TreeNode>[];
  /** A recording that is listed anew is another object: what was known of it may no longer hold. */
  readonly #facts = new WeakMap<Recording, KnownFacts>();
  readonly #toDraw = new Set<TreeNode>();
  readonly #state: vscode.Memento;
  readonly #describeLazily: DescribeLazily;
  #lastUsed: vscode.TreeView<TreeNode> | undefined;
  #notice: string | undefined;

  constructor(source: ContainerSource, state: vscode.Memento, describeLazily: DescribeLazily) {
    super();
    this.#state = state;
    this.#describeLazily = describeLazily;
    this.model = new TreeModel(source, (node) => this.#changed.fire(node));
    this.#views = viewIds.map((id) =>
      this.register(
        vscode.window.createTreeView<TreeNode>(id, {
          treeDataProvider: this,
          showCollapseAll: true,
          canSelectMany: true,
        }),
      ),
    );
    for (const view of this.#views) {
      this.register(view.onDidCollapseElement((event) => this.model.stop(event.element)));
      this.register(
        view.onDidChangeSelection(() => {
          this.#lastUsed = view;
          this.#drawFacts();
        }),
      );
      this.register(view.onDidExpandElement(() => this.#drawFacts()));
    }
    const filter = state.get<RecordingFilter>(filterKey);
    if (filter) this.setFilter(filter);
  }

  getChildren(node?: TreeNode): Promise<TreeNode[]> {
    return this.model.children(node);
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return this.model.parent(node);
  }

  getTreeItem(node: TreeNode): vscode.TreeItem {
    const row = describe(node, node.kind === 'recording' ? this.#facts.get(node.recording) : undefined);
    const item = new vscode.TreeItem(
      row.label,
      row.expands === 'no'
        ? vscode.TreeItemCollapsibleState.None
        : row.expands === 'collapsed'
          ? vscode.TreeItemCollapsibleState.Collapsed
          : vscode.TreeItemCollapsibleState.Expanded,
    );
    item.id = node.id;
    item.contextValue = row.context;
    item.iconPath = new vscode.ThemeIcon(row.icon, row.color ? new vscode.ThemeColor(row.color) : undefined);
    if (row.description !== undefined) item.description = row.description;
    item.accessibilityInformation = {
      label: row.spoken ?? [row.label, row.description].filter(Boolean).join(', '),
    };
    if (hasPath(node)) item.resourceUri = resourceUri(node.container, node.path);
    const command = commandOf(node);
    if (command) item.command = command;
    return item;
  }

  async resolveTreeItem(
    item: vscode.TreeItem,
    node: TreeNode,
    token: vscode.CancellationToken,
  ): Promise<vscode.TreeItem> {
    const described = await this.#describeLazily(node, token);
    if (described) item.tooltip = described.tooltip;
    if (described?.facts && node.kind === 'recording' && !this.#facts.has(node.recording)) {
      this.#facts.set(node.recording, described.facts);
      // Drawn anew at once, the row would take away the tooltip that is about to show.
      this.#toDraw.add(node);
    }
    return item;
  }

  /** Shows in its row what the metadata of a recording says, where the row is listed. */
  learn(containerId: string, recordingPath: string, read: RecordingFacts): void {
    const facts = knownFacts(read);
    const node = this.model.listedRecording(containerId, recordingPath);
    if (node?.kind !== 'recording' || !facts) return;
    if (JSON.stringify(this.#facts.get(node.recording)) === JSON.stringify(facts)) return;
    this.#facts.set(node.recording, facts);
    this.#changed.fire(node);
  }

  #drawFacts(): void {
    for (const node of this.#toDraw) this.#changed.fire(node);
    this.#toDraw.clear();
  }

  get filter(): RecordingFilter {
    return this.model.filter;
  }

  setFilter(filter: RecordingFilter): void {
    const filtered = !isEmptyFilter(filter);
    void this.#state.update(filterKey, filtered ? filter : undefined);
    void vscode.commands.executeCommand('setContext', 'callRecordings.filtered', filtered);
    this.model.setFilter(filter);
    this.#showMessage();
  }

  /** Shows a passing notice above the rows, such as that a throttled request is tried again. */
  setNotice(notice: string | undefined): void {
    this.#notice = notice;
    this.#showMessage();
  }

  /** The rows that are selected where the user last was. */
  get selection(): readonly TreeNode[] {
    const view = this.#lastUsed ?? this.#views.find((one) => one.visible);
    return view?.selection ?? [];
  }

  /** True while the tree is on screen, in either place. */
  get isVisible(): boolean {
    return this.#views.some((one) => one.visible);
  }

  /**
   * Opens the tree down to a path and selects it.
   * @param focus false where the user is at something else
   * @returns undefined when there is no such row
   */
  async reveal(container: Container, path: string, focus = true): Promise<TreeNode | undefined> {
    const node = await this.model.find(container, path);
    const view = this.#views.find((one) => one.visible) ?? this.#views[0];
    if (node && view) await view.reveal(node, { select: true, focus, expand: true });
    return node;
  }

  #showMessage(): void {
    const text = [this.#notice, filterText(this.filter)].filter(Boolean).join('\n');
    for (const view of this.#views) view.message = text;
  }
}

/** The address of a row, which decorations go by; a file opens by it too. */
export function resourceUri(container: Container, path: string): vscode.Uri {
  return recordingUri(container.id, path);
}

function commandOf(node: TreeNode): vscode.Command | undefined {
  if (node.kind === 'file')
    return { command: 'callRecordings.open', title: l10n.t('Open'), arguments: [node] };
  if (node.kind === 'more') {
    return { command: 'callRecordings.loadMore', title: l10n.t('Load More'), arguments: [node] };
  }
  return undefined;
}

function filterText(filter: RecordingFilter): string | undefined {
  if (isEmptyFilter(filter)) return undefined;
  const from = filter.from && formatDate(filter.from);
  const to = filter.to && formatDate(filter.to);
  const dates =
    from && to
      ? from === to
        ? from
        : l10n.t('{0} to {1}', from, to)
      : from
        ? l10n.t('from {0}', from)
        : to && l10n.t('until {0}', to);
  const call = filter.callIdStart && l10n.t('call IDs that begin with {0}', filter.callIdStart);
  return l10n.t(
    'Filtered: {0}. Clear it with the filter button above.',
    [dates, call].filter(Boolean).join(', '),
  );
}
