import * as vscode from 'vscode';
import type { CommandGroup } from '../command.ts';
import type { CheckResult } from './check.ts';
import { type ItemArgument, target, targets } from '../targets.ts';

/** What is inspected and checked. */
export interface InspectCommands {
  /** A row of the tree, its place in words, or a chunk metadata document. */
  'callRecordings.openInspector': { argument?: ItemArgument | vscode.Uri; result?: string };
  'callRecordings.checkRecordings': { argument?: ItemArgument; result?: CheckResult };
}

export const inspectCommands: CommandGroup<InspectCommands> = {
  'callRecordings.openInspector': async (app, argument, ...rest) => {
    const document = argument ?? activeMetadata();
    if (document instanceof vscode.Uri) {
      await app.inspector.openDocument(document);
      return document.toString();
    }
    const node = await target(app, document, rest, ['recording', 'file']);
    const recordingPath = node.path.slice(0, node.path.lastIndexOf('/') + 1);
    await app.inspector.open({ containerId: node.container.id, recordingPath });
    return recordingPath;
  },
  'callRecordings.checkRecordings': async (app, argument, ...rest) => {
    const nodes = await targets(app, argument, rest, ['date', 'call', 'recording']);
    return (await import('./check.ts')).checkNodes(app, nodes);
  },
};

/** The chunk metadata document that is in front. */
function activeMetadata(): vscode.Uri | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri && /acsmetadata[^/]*\.json$/i.test(uri.path) ? uri : undefined;
}
