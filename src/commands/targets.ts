import * as l10n from '@vscode/l10n';
import type { Uri } from 'vscode';
import type { App } from '../views/app.ts';
import { UserError } from '../base/userError.ts';
import type { Wanted } from './prompts/pickNode.ts';
import { Cancelled } from '../views/messages/cancelled.ts';
import { type PathNode, type TreeNode, folderNode, hasPath, isFolderLike } from '../views/tree/node.ts';

/** Something in a container: a row of the tree, or its place in words, for keybindings and other extensions. */
export type ItemArgument =
  | TreeNode
  | {
      /** ID or name of the container; the first that has the path when absent. */
      readonly container?: string;
      /** Path of a date, call, recording or file, with prefix; a folder ends in `/`. */
      readonly path: string;
    }
  /** The address of an inspector's tab, or of the document in it. */
  | Uri
  /** The selected rows and nothing else: a key pressed on a row that does not fit asks nothing. */
  | { readonly selected: true };

/**
 * What a command is to work on: the rows it was called with, else the rows that are selected, else what
 * the user picks.
 * @throws Cancelled
 */
export async function commandTargets(
  app: App,
  argument: ItemArgument | undefined,
  rest: readonly unknown[],
  wanted: Wanted,
): Promise<PathNode[]> {
  const { kinds, takes = () => true } = wanted;
  const fits = (node: TreeNode): node is PathNode => hasPath(node) && kinds.includes(node.kind);
  const fitting = (nodes: readonly TreeNode[]): PathNode[] =>
    withoutNested(
      nodes.flatMap((node) => {
        if (node.kind === 'container' && wanted.takesContainers === true)
          return [folderNode(node.container, node.container.prefix)];
        return fits(node) ? [node] : [];
      }),
    );
  // What the title of an editor passes is the address of what is in it.
  if (argument && 'scheme' in argument) return [await inspected(app, argument, kinds)];
  if (argument && 'kind' in argument) {
    const others = Array.isArray(rest[0]) ? (rest[0] as TreeNode[]) : [];
    const all = others.some((one) => one.id === argument.id) ? others : [argument];
    return fitting(all);
  }
  if (argument && 'path' in argument) return [await locate(app, argument)];
  const selected = fitting(app.tree.selection.filter(({ container }) => takes(container)));
  if (argument && 'selected' in argument) {
    if (selected.length === 0) throw new Cancelled();
    return selected;
  }
  const { pickNode, pickSelected } = await import('./prompts/pickNode.ts');
  if (selected.length > 0 && (wanted.asksFirst !== true || (await pickSelected(app, wanted.title, selected))))
    return selected;
  return [await pickNode(app, wanted)];
}

/** As `targets`, for commands that work on one thing. */
export async function commandTarget(
  app: App,
  argument: ItemArgument | undefined,
  rest: readonly unknown[],
  wanted: Wanted,
): Promise<PathNode> {
  const [first] = await commandTargets(app, argument, argument ? [] : rest, wanted);
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

/** The recording that an inspector shows, or the file that its player is at. */
async function inspected(app: App, uri: Uri, kinds: readonly string[]): Promise<PathNode> {
  const shown = await app.inspector.inspected(uri);
  const container = shown && app.containers.find(shown.target.containerId);
  if (!container) {
    throw new UserError(
      l10n.t('This works for recordings of a connected container. Add the container or folder first.'),
    );
  }
  const path = kinds.includes('recording') ? shown.target.recordingPath : shown.file;
  if (path === undefined) throw new UserError(l10n.t('The recording has no media file.'));
  return locate(app, { container: container.id, path });
}

async function locate(
  app: App,
  { container, path }: { container?: string; path: string },
): Promise<PathNode> {
  const named = container === undefined ? undefined : app.containers.find(container);
  if (container !== undefined && !named)
    throw new UserError(l10n.t('No container has this name: {0}', container));
  for (const one of named ? [named] : app.containers.list()) {
    const node = path.startsWith(one.prefix) ? await app.tree.model.find(one, path) : undefined;
    if (node && hasPath(node)) return node;
  }
  throw new UserError(l10n.t('Nothing is at this path, or a filter hides it: {0}', path));
}
