import * as l10n from '@vscode/l10n';
import type { Container } from '../../storage/container.ts';
import type { RecordingFilter } from '../../storage/listing/filter.ts';
import { isSignInFailure } from '../../storage/failures/storeError.ts';
import type { App } from '../../views/app.ts';
import type { TreeNode } from '../../views/tree/node.ts';
import type { CommandGroup } from '../command.ts';
import { type ItemArgument, commandTarget, commandTargets } from '../targets.ts';

/** What is browsed, copied, opened, downloaded and deleted. */
export interface BrowseCommands {
  'callRecordings.refresh': { argument?: TreeNode };
  'callRecordings.retry': { argument?: TreeNode };
  'callRecordings.explainProblem': { argument?: TreeNode };
  'callRecordings.loadMore': { argument?: TreeNode };
  'callRecordings.filter': { argument?: RecordingFilter; result?: RecordingFilter };
  'callRecordings.clearFilter': object;
  'callRecordings.findRecording': { argument?: string; result?: string };
  'callRecordings.reveal': { argument?: { container?: string; path: string }; result?: string };
  'callRecordings.open': { argument?: ItemArgument };
  'callRecordings.copyName': { argument?: ItemArgument; result?: string };
  'callRecordings.copyPath': { argument?: ItemArgument; result?: string };
  'callRecordings.copyUrl': { argument?: ItemArgument; result?: string };
  'callRecordings.copyId': { argument?: ItemArgument; result?: string };
  'callRecordings.copyLink': { argument?: ItemArgument; result?: string };
  'callRecordings.download': { argument?: ItemArgument & { folder?: string }; result?: readonly string[] };
  'callRecordings.delete': { argument?: ItemArgument; result?: number };
  'callRecordings.rehydrate': {
    argument?: ItemArgument & { priority?: 'Standard' | 'High' };
    result?: number;
  };
  'callRecordings.showLog': object;
}

export const browseCommands: CommandGroup<BrowseCommands> = {
  'callRecordings.refresh': (app, node) => {
    if (!node) for (const container of app.containers.list()) app.containers.forget(container);
    app.tree.model.refresh(node);
    app.documents.refresh(node?.container);
    return Promise.resolve(undefined);
  },
  'callRecordings.retry': async (app, node) => {
    const { model } = app.tree;
    // What was read before a connection broke stays; another sign-in may see other things.
    if (node?.kind === 'problem' && !isSignInFailure(node.error) && model.hasRead(node.parent)) {
      await model.loadMore(node.parent);
      return undefined;
    }
    if (node) app.containers.forget(node.container);
    model.refresh(node);
    return undefined;
  },
  'callRecordings.explainProblem': async (app, node) => {
    if (node?.kind === 'problem') await (await import('./problem.ts')).explainProblem(app, node);
    return undefined;
  },
  'callRecordings.loadMore': async (app, node) => {
    if (node?.kind === 'more') await app.tree.model.loadMore(node.parent);
    return undefined;
  },
  'callRecordings.filter': async (app, filter) => (await import('./filter.ts')).setFilter(app, filter),
  'callRecordings.clearFilter': (app) => {
    app.tree.setFilter({});
    return Promise.resolve(undefined);
  },
  'callRecordings.findRecording': async (app, text) =>
    (await import('./find.ts')).findRecording(app, typeof text === 'string' ? text : undefined),
  'callRecordings.reveal': async (app, place) => {
    const kinds = ['date', 'call', 'recording', 'file'] as const;
    const node = await commandTarget(app, place, [], { title: l10n.t('Reveal in Tree'), kinds });
    await app.tree.reveal(node.container, node.path);
    return node.path;
  },
  'callRecordings.open': async (app, argument, ...rest) => {
    const node = await commandTarget(app, argument, rest, {
      title: l10n.t('Open Recording File'),
      kinds: ['file'],
    });
    if (node.kind === 'file') await (await import('./openFile.ts')).openFile(app, node);
    return undefined;
  },
  'callRecordings.copyName': (app, ...asked) => copyPart(app, 'name', ...asked),
  'callRecordings.copyPath': (app, ...asked) => copyPart(app, 'path', ...asked),
  'callRecordings.copyUrl': (app, ...asked) => copyPart(app, 'url', ...asked),
  'callRecordings.copyId': (app, ...asked) => copyPart(app, 'id', ...asked),
  'callRecordings.copyLink': async (app, argument, ...rest) => {
    const title = l10n.t('Copy Read-only Link');
    const node = await commandTarget(app, argument, rest, { title, kinds: ['file'], takes: isOwn });
    return (await import('./copy.ts')).copyLink(app, node);
  },
  'callRecordings.download': async (app, argument, ...rest) => {
    const nodes = await commandTargets(app, argument, rest, {
      title: l10n.t('Download Recordings'),
      kinds: all,
      takesContainers: true,
    });
    const folder = argument && 'folder' in argument ? argument.folder : undefined;
    return (await import('./download.ts')).download(app, nodes, folder);
  },
  'callRecordings.delete': async (app, argument, ...rest) => {
    const wanted = { title: l10n.t('Delete Recording Files'), kinds: all, takes: isOwn, asksFirst: true };
    const nodes = await commandTargets(app, argument, rest, wanted);
    return (await import('./delete.ts')).deleteRecordings(app, nodes);
  },
  'callRecordings.rehydrate': async (app, argument, ...rest) => {
    const nodes = await commandTargets(app, argument, rest, { title: l10n.t('Rehydrate'), kinds: all });
    const priority = argument && 'priority' in argument ? argument.priority : undefined;
    const { rehydrate } = await import('./rehydrate.ts');
    return rehydrate(app, nodes, priority === undefined ? {} : { priority });
  },
  'callRecordings.showLog': (app) => {
    app.log.show();
    return Promise.resolve(undefined);
  },
};

const all = ['date', 'call', 'recording', 'file', 'folder'] as const;

/** The samples are part of the extension. */
function isOwn(container: Container): boolean {
  return container.kind !== 'samples';
}

async function copyPart(
  app: App,
  part: 'name' | 'path' | 'url' | 'id',
  argument: ItemArgument | undefined,
  ...rest: readonly unknown[]
): Promise<string | undefined> {
  const { copy, copyTitle } = await import('./copy.ts');
  const kinds = part === 'id' ? (['call', 'recording', 'file'] as const) : all;
  return copy(app, await commandTargets(app, argument, rest, { title: copyTitle(part), kinds }), part);
}
