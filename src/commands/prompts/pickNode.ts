import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { formatDate } from '../../base/display.ts';
import { UserError } from '../../base/userError.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { Container } from '../../storage/container.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { withoutIcons } from '../../views/messages/withoutIcons.ts';
import {
  type PathKind,
  type PathNode,
  type TreeNode,
  containerNode,
  hasPath,
} from '../../views/tree/node.ts';
import { createQuickPick, showQuickPick } from '../../views/prompts.ts';

/** What a command can work on. */
export interface Wanted {
  /** Title of the pick, where the user has to pick. */
  readonly title: string;
  readonly kinds: readonly PathKind[];
  /** What the user picks, where that is less than the command takes. */
  readonly pickedKinds?: readonly PathKind[];
  /** Default: any container. */
  readonly takes?: (container: Container) => boolean;
  /** A row of a container stands for all that is below its prefix. */
  readonly takesContainers?: boolean;
  /** Selected rows are offered, not taken: what the command does cannot be undone. */
  readonly asksFirst?: boolean;
}

interface NodeItem extends vscode.QuickPickItem {
  readonly node: TreeNode;
  readonly takesIt: boolean;
}

/**
 * Lets the user go down the tree in a quick pick until something of a wanted kind is chosen. Where nothing is
 * connected yet, that comes first.
 * @throws Cancelled
 */
export async function pickNode(app: App, wanted: Wanted): Promise<PathNode> {
  const containers = await connected(app, wanted);
  const [only] = containers;
  const path: TreeNode[] = only && containers.length === 1 ? [containerNode(only)] : [];
  const top = path.length;
  for (;;) {
    const at = path.at(-1);
    const rows = at
      ? childrenInPlace(app, at)
      : Promise.resolve(containers.map((container) => containerNode(container)));
    const picked = await pickChild(app, at, rows, wanted, path.length > top);
    if (picked === 'back') path.pop();
    else if (picked.takesIt && hasPath(picked.node)) return picked.node;
    else if (picked.node.kind === 'more') await app.tree.model.loadMore(picked.node.parent);
    else path.push(picked.node);
  }
}

/** Offers the selected rows before another is picked. @returns false for another @throws Cancelled */
export async function pickSelected(app: App, title: string, nodes: readonly PathNode[]): Promise<boolean> {
  const labels = await Promise.all(nodes.map((node) => labelOf(app, node)));
  const [first] = nodes;
  const items = [
    {
      label: `$(list-selection) ${l10n.t('Selected: {0}', labels.join(', '))}`,
      description: withoutIcons(first ? `${first.container.name}: ${first.path}` : ''),
      isSelected: true,
    },
    { label: `$(list-tree) ${l10n.t('Choose Another…')}`, isSelected: false },
  ];
  return Cancelled.unless(await showQuickPick(items, { title })).isSelected;
}

/** The containers that can be picked from; lets the user connect one where there is none. */
async function connected(app: App, { takes = () => true }: Wanted): Promise<readonly Container[]> {
  if (app.containers.list().length === 0) await vscode.commands.executeCommand('callRecordings.addContainer');
  const all = app.containers.list();
  if (all.length === 0) throw new Cancelled();
  const containers = all.filter(takes);
  if (containers.length === 0)
    throw new UserError(l10n.t('The sample recordings are part of the extension. Add a container first.'));
  return containers;
}

async function pickChild(
  app: App,
  at: TreeNode | undefined,
  rows: Promise<readonly TreeNode[]>,
  { title, kinds, pickedKinds = kinds }: Wanted,
  canGoBack: boolean,
): Promise<NodeItem | 'back'> {
  const placeholder = at ? await placeOf(app, at) : l10n.t('Which container?');
  const pick = createQuickPick<NodeItem>();
  pick.title = title;
  pick.placeholder = placeholder;
  pick.matchOnDescription = true;
  pick.busy = true;
  if (canGoBack) pick.buttons = [vscode.QuickInputButtons.Back];
  try {
    pick.show();
    const [onlyKind, ...otherKinds] = pickedKinds;
    const isLast = (node: TreeNode): boolean => otherKinds.length === 0 && node.kind === onlyKind;
    const latest = at?.kind === 'container' && isLastKind(pickedKinds) ? await latestOf(app, at) : undefined;
    pick.items = [
      ...(latest ? [await latestItem(app, latest)] : []),
      ...(at && hasPath(at) && pickedKinds.includes(at.kind) ? [await allOf(app, at)] : []),
      ...(await Promise.all((await rows).map((child) => itemOf(app, child, isLast(child))))),
    ];
    pick.busy = false;
    return await new Promise<NodeItem | 'back'>((resolve, reject) => {
      pick.onDidTriggerButton(() => resolve('back'));
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (item && !['message', 'problem'].includes(item.node.kind)) resolve(item);
      });
      pick.onDidHide(() => reject(new Cancelled()));
    });
  } finally {
    pick.dispose();
  }
}

function isLastKind(kinds: readonly string[]): boolean {
  return kinds.length === 1 && kinds[0] === 'recording';
}

/** What one chooses from: the names of the rows above. */
async function placeOf(app: App, at: TreeNode): Promise<string> {
  const parent = app.tree.model.parent(at);
  const { label } = await app.tree.rowOf(at);
  return parent ? `${await placeOf(app, parent)} › ${label}` : label;
}

async function labelOf(app: App, node: TreeNode): Promise<string> {
  return withoutIcons((await app.tree.rowOf(node)).label);
}

/** The rows below a row, once they have taken their places: a pick does not follow the starts that are being read. */
async function childrenInPlace(app: App, at: TreeNode): Promise<readonly TreeNode[]> {
  const rows = await app.tree.model.children(at);
  if (at.kind !== 'date' && at.kind !== 'call') return rows;
  await app.tree.settled(at);
  return app.tree.model.children(at);
}

/** The last recording of the newest call. */
async function latestOf(app: App, container: TreeNode): Promise<PathNode | undefined> {
  let node: TreeNode | undefined = container;
  for (const kind of ['date', 'call'] as const) {
    node = node && (await childrenInPlace(app, node)).find((child) => child.kind === kind);
  }
  const recordings = node ? await childrenInPlace(app, node) : [];
  return recordings.filter(hasPath).findLast((child) => child.kind === 'recording');
}

async function latestItem(app: App, node: PathNode): Promise<NodeItem> {
  const { label, description } = await app.tree.rowOf(node);
  const day = 'recording' in node ? formatDate(node.recording.date) : '';
  return {
    node,
    takesIt: true,
    label: `$(history) ${l10n.t('Latest Recording')}`,
    description: withoutIcons(`${day} ${[label, description].filter(Boolean).join(' · ')}`),
  };
}

async function allOf(app: App, node: TreeNode): Promise<NodeItem> {
  const label = l10n.t('All of {0}', await labelOf(app, node));
  return { node, takesIt: true, label: `$(check) ${label}` };
}

async function itemOf(app: App, node: TreeNode, isLast: boolean): Promise<NodeItem> {
  const row = await app.tree.rowOf(node);
  return {
    node,
    takesIt: isLast || (row.expands === 'no' && hasPath(node)),
    label: `$(${row.icon}) ${withoutIcons(row.label)}`,
    ...withoutUndefined({
      description: row.description === undefined ? undefined : withoutIcons(row.description),
    }),
  };
}
