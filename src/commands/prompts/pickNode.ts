import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { type PathKind, type PathNode, type TreeNode, containerNode, hasPath } from '../../views/tree/node.ts';
import { describe } from '../../views/tree/row.ts';
import { withoutIcons } from '../../views/messages/withoutIcons.ts';

interface NodeItem extends vscode.QuickPickItem {
  readonly node: TreeNode;
  readonly takesIt: boolean;
}

/**
 * Lets the user go down the tree in a quick pick until something of a wanted kind is chosen.
 * @throws Cancelled
 */
export async function pickNode(app: App, kinds: readonly PathKind[]): Promise<PathNode> {
  const containers = app.containers.list();
  const path: TreeNode[] = [];
  const [only] = containers;
  if (!only) {
    await vscode.commands.executeCommand('callRecordings.addContainer');
    throw new Cancelled();
  }
  if (containers.length === 1) path.push(containerNode(only));
  for (;;) {
    const at = path.at(-1);
    const picked = await pickChild(app, at, kinds, path.length > (containers.length === 1 ? 1 : 0));
    if (picked === 'back') path.pop();
    else if (picked.takesIt && hasPath(picked.node)) return picked.node;
    else if (picked.node.kind === 'more') await app.tree.model.loadMore(picked.node.parent);
    else path.push(picked.node);
  }
}

async function pickChild(
  app: App,
  at: TreeNode | undefined,
  kinds: readonly PathKind[],
  canGoBack: boolean,
): Promise<NodeItem | 'back'> {
  const pick = vscode.window.createQuickPick<NodeItem>();
  pick.placeholder = l10n.t('Choose where the recording is');
  pick.matchOnDescription = true;
  pick.busy = true;
  if (canGoBack) pick.buttons = [vscode.QuickInputButtons.Back];
  try {
    pick.show();
    const children = await app.tree.model.children(at);
    pick.items = [
      ...(at && hasPath(at) && kinds.includes(at.kind) ? [itemOf(at, true)] : []),
      ...children.map((child) => itemOf(child, kinds.length === 1 && child.kind === kinds[0])),
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

function itemOf(node: TreeNode, takesIt: boolean): NodeItem {
  const row = describe(node);
  const label = withoutIcons(row.label);
  const isLeaf = row.expands === 'no';
  return {
    node,
    takesIt: takesIt || (isLeaf && hasPath(node)),
    label: takesIt && !isLeaf ? `$(check) ${l10n.t('All of {0}', label)}` : `$(${row.icon}) ${label}`,
    ...(row.description === undefined ? {} : { description: withoutIcons(row.description) }),
  };
}
