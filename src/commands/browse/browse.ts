import type { RecordingFilter } from '../../storage/listing/dates.ts';
import { isSignInFailure } from '../../storage/failures/storeError.ts';
import type { TreeNode } from '../../views/tree/node.ts';
import type { CommandGroup } from '../command.ts';
import { type ItemArgument, target, targets } from '../targets.ts';

/** What is browsed, copied, opened, downloaded and deleted. */
export interface BrowseCommands {
  'callRecordings.refresh': { argument?: TreeNode };
  'callRecordings.retry': { argument?: TreeNode };
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
    const node = await target(app, place, [], ['date', 'call', 'recording', 'file']);
    await app.tree.reveal(node.container, node.path);
    return node.path;
  },
  'callRecordings.open': async (app, argument, ...rest) => {
    const node = await target(app, argument, rest, ['file']);
    if (node.kind === 'file') await (await import('./openFile.ts')).openFile(app, node);
    return undefined;
  },
  'callRecordings.copyName': async (app, argument, ...rest) =>
    (await import('./copy.ts')).copy(app, await targets(app, argument, rest, all), 'name'),
  'callRecordings.copyPath': async (app, argument, ...rest) =>
    (await import('./copy.ts')).copy(app, await targets(app, argument, rest, all), 'path'),
  'callRecordings.copyUrl': async (app, argument, ...rest) =>
    (await import('./copy.ts')).copy(app, await targets(app, argument, rest, all), 'url'),
  'callRecordings.copyId': async (app, argument, ...rest) =>
    (await import('./copy.ts')).copy(
      app,
      await targets(app, argument, rest, ['call', 'recording', 'file']),
      'id',
    ),
  'callRecordings.copyLink': async (app, argument, ...rest) => {
    const node = await target(app, argument, rest, ['file']);
    return (await import('./copy.ts')).copyLink(app, node);
  },
  'callRecordings.download': async (app, argument, ...rest) => {
    const nodes = await targets(app, argument, rest, all);
    const folder = argument && 'folder' in argument ? argument.folder : undefined;
    return (await import('./download.ts')).download(app, nodes, folder);
  },
  'callRecordings.delete': async (app, argument, ...rest) =>
    (await import('./delete.ts')).deleteRecordings(app, await targets(app, argument, rest, all)),
  'callRecordings.showLog': (app) => {
    app.log.show();
    return Promise.resolve(undefined);
  },
};

const all = ['date', 'call', 'recording', 'file', 'folder'] as const;
