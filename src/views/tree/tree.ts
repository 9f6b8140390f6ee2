import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { timeZone } from '../../base/timeZone.ts';
import { Disposable } from '../disposable.ts';
import { recordingUri } from '../documents/documents.ts';
import type { Recording } from '../../recording/call.ts';
import { formatDate } from '../../base/display.ts';
import { type RecordingFilter, isEmptyFilter } from '../../storage/listing/filter.ts';
import type { RecordingFacts } from '../../recording/facts.ts';
import type { Container } from '../../storage/container.ts';
import { containerRow } from './containerRow.ts';
import { type TreeNode, hasPath } from './node.ts';
import { type KnownFacts, type Row, knownFacts } from './recordingRow.ts';
import { type ContainerSource, TreeModel } from './model.ts';
import { type RowTime, timeForNow } from './rowTime.ts';
import type { ReadStarts } from './startTimes.ts';

const viewIds = ['callRecordings.recordings', 'callRecordings.explorer'] as const;
const filterKey = 'callRecordings.filter';
/** A row is revealed after this time in ms, even if the starts of its neighbours are still being read. */
const settleMs = 2_000;

/** What the tree loads when it is needed. */
export interface TreeParts {
  /** Makes a tooltip; may read the metadata. */
  readonly tooltip: (
    node: TreeNode,
    token: vscode.CancellationToken,
  ) => Promise<vscode.MarkdownString | undefined>;
  readonly readStarts: ReadStarts;
}

/** The Recordings tree, shown in its own view container and in the Explorer from one provider. */
export class RecordingsTree extends Disposable implements vscode.TreeDataProvider<TreeNode> {
  readonly model: TreeModel;
  readonly #changed = this.register(new vscode.EventEmitter<TreeNode | undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #views: readonly vscode.TreeView<TreeNode>[];
  /** A recording that is listed anew is another object: what was known of it may no longer hold. */
  readonly #facts = new WeakMap<Recording, KnownFacts>();
  readonly #state: vscode.Memento;
  readonly #parts: TreeParts;
  #lastUsed: vscode.TreeView<TreeNode> | undefined;
  #notice: string | undefined;

  constructor(source: ContainerSource, state: vscode.Memento, parts: TreeParts) {
    super();
    this.#state = state;
    this.#parts = parts;
    this.model = new TreeModel(source, (node) => this.#changed.fire(node), {
      read: parts.readStarts,
      isWanted: () => vscode.workspace.getConfiguration('callRecordings').get('readStartTimes') !== false,
    });
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
      this.register(view.onDidChangeSelection(() => (this.#lastUsed = view)));
    }
    this.register(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('callRecordings.readStartTimes')) this.redraw();
      }),
    );
    const filter = state.get<RecordingFilter>(filterKey);
    if (filter) this.setFilter(filter);
  }

  getChildren(node?: TreeNode): Promise<TreeNode[]> {
    if (!node) this.#sayZone();
    return this.model.children(node);
  }

  getParent(node: TreeNode): TreeNode | undefined {
    return this.model.parent(node);
  }

  async getTreeItem(node: TreeNode): Promise<vscode.TreeItem> {
    const row = await this.#describe(node, (time) => time);
    const item = new vscode.TreeItem(
      row.label,
      row.expands === 'no'
        ? vscode.TreeItemCollapsibleState.None
        : row.expands === 'collapsed'
          ? vscode.TreeItemCollapsibleState.Collapsed
          : vscode.TreeItemCollapsibleState.Expanded,
    );
    item.id = node.id;
    item.contextValue = node.container.kind === 'samples' ? `${row.context};samples` : row.context;
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
    const tooltip = await this.#parts.tooltip(node, token);
    if (tooltip) item.tooltip = tooltip;
    return item;
  }

  redraw(): void {
    this.#changed.fire(undefined);
  }

  /** Adds to its row what the metadata of a recording says, where the row is listed; its time stays. */
  learn(containerId: string, recordingPath: string, read: RecordingFacts): void {
    const facts = knownFacts(read);
    const node = this.model.listedRecording(containerId, recordingPath);
    if (node?.kind !== 'recording' || !facts) return;
    if (JSON.stringify(this.#facts.get(node.recording)) === JSON.stringify(facts)) return;
    this.#facts.set(node.recording, facts);
    this.#changed.fire(node);
  }

  /** What a row shows where it is drawn only once, such as in a pick. */
  async rowOf(node: TreeNode): Promise<Row> {
    return this.#describe(node, timeForNow);
  }

  /** What rows below a container show is loaded with them. */
  async #describe(node: TreeNode, shown: (time: RowTime, recording: Recording) => RowTime): Promise<Row> {
    if (node.kind === 'container') return containerRow(node.container);
    const { describe } = await import('./row.ts');
    const { starts } = this.model;
    return describe(node, {
      timeOf: (recording) => shown(starts.timeOf(recording), recording),
      factsOf: (recording) => ({
        ...starts.factsOf(node.container.id, recording),
        ...this.#facts.get(recording),
      }),
    });
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
   * @param path of a row; the container itself when absent
   * @param focus false where the user is at something else
   * @returns undefined when there is no such row
   */
  async reveal(container: Container, path?: string, focus = true): Promise<TreeNode | undefined> {
    const node = await this.model.find(container, path);
    if (node && node.kind !== 'date') await this.settled(node);
    const view = this.#views.find((one) => one.visible) ?? this.#views[0];
    if (node && view) await view.reveal(node, { select: true, focus, expand: true });
    return node;
  }

  /** Resolves once the rows of the date of a row have taken their places, or after a moment. */
  async settled(node: TreeNode): Promise<void> {
    let date: TreeNode | undefined = node;
    while (date && date.kind !== 'date') date = this.model.parent(date);
    if (!date) return;
    const moment = new Promise<void>((resolve) => setTimeout(resolve, settleMs));
    await Promise.race([this.model.starts.settled(date.id), moment]);
  }

  /**
   * The rows show bare times: their zone is said once, beside the title. Not at activation: to find the zone, Node
   * loads its data of all languages, which takes longer than all else there.
   */
  #sayZone(): void {
    const text = l10n.t('times in {0}', timeZone());
    for (const view of this.#views) if (view.description !== text) view.description = text;
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
  if (node.kind === 'recording') {
    const title = l10n.t('Open Recording Inspector');
    return { command: 'callRecordings.openInspector', title, arguments: [node] };
  }
  if (node.kind === 'more') {
    return { command: 'callRecordings.loadMore', title: l10n.t('Load More'), arguments: [node] };
  }
  if (node.kind === 'problem') {
    return { command: 'callRecordings.explainProblem', title: l10n.t('Explain Problem'), arguments: [node] };
  }
  if (node.kind === 'message' && node.message === 'noMatch')
    return { command: 'callRecordings.filter', title: l10n.t('Filter Recordings…') };
  if (node.kind === 'message' && node.message === 'noDates')
    return { command: 'callRecordings.editAddress', title: l10n.t('Edit Address…'), arguments: [node] };
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
