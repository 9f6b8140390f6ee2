import * as l10n from '@vscode/l10n';
import type { App } from '../views/app.ts';
import { Cancelled } from '../views/messages/cancelled.ts';
import { type PathKind, type PathNode, type TreeNode, hasPath, isFolderLike } from '../views/tree/node.ts';

/** Something in a container: a row of the tree, or its place in words, for keybindings and other extensions. */
export type ItemArgument =
  | TreeNode
  | {
      /** ID or name of the container; the first that has the path when absent. */
      readonly container?: string;
      /** Path of a date, call, recording or file, with prefix; a folder ends in `/`. */
      readonly path: string;
    }
  /** The selected rows and nothing else: a key pressed on a row that does not fit asks nothing. */
  | { readonly selected: true };

/**
 * What a command is to work on: the rows it was called with, else the rows that are selected, else what
 * the user picks.
 * @throws Cancelled
 */
export async function targets(
  app: App,
  argument: ItemArgument | undefined,
  rest: readonly unknown[],
  kinds: readonly PathKind[],
): Promise<PathNode[]> {
  const fits = (node: TreeNode): node is PathNode => hasPath(node) && kinds.includes(node.kind);
  if (argument && 'kind' in argument) {
    const others = Array.isArray(rest[0]) ? (rest[0] as TreeNode[]) : [];
    const all = others.some((one) => one.id === argument.id) ? others : [argument];
    return withoutNested(all.filter(fits));
  }
  if (argument && 'path' in argument) return [await locate(app, argument)];
  const selected = app.tree.selection.filter(fits);
  if (selected.length > 0) return withoutNested(selected);
  if (argument && 'selected' in argument) throw new Cancelled();
  const { pickNode } = await import('./prompts/pickNode.ts');
  return [await pickNode(app, kinds)];
}

/** As `targets`, for commands that work on one thing. */
export async function target(
  app: App,
  argument: ItemArgument | undefined,
  rest: readonly unknown[],
  kinds: readonly PathKind[],
): Promise<PathNode> {
  const [first] = await targets(app, argument, argument ? [] : rest, kinds);
  return Cancelled.unless(first);
}

/** A row whose folder is among the others adds nothing. */
function withoutNested(nodes: readonly PathNode[]): PathNode[] {
  return nodes.filter(
    (node) =>
      !nodes.some(
        (other) =>
          other !== node &&
          other.container.id === node.container.id &&
          isFolderLike(other) &&
          node.path.startsWith(other.path),
      ),
  );
}

async function locate(
  app: App,
  { container, path }: { container?: string; path: string },
): Promise<PathNode> {
  const named = container === undefined ? undefined : app.containers.find(container);
  if (container !== undefined && !named)
    throw new Error(l10n.t('No container has this name: {0}', container));
  for (const one of named ? [named] : app.containers.list()) {
    const node = path.startsWith(one.prefix) ? await app.tree.model.find(one, path) : undefined;
    if (node && hasPath(node)) return node;
  }
  throw new Error(l10n.t('Nothing is at this path, or a filter hides it: {0}', path));
}
