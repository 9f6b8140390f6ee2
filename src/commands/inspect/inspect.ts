import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { CommandGroup } from '../command.ts';
import { isMetadata } from '../../recording/blobName.ts';
import type { CheckResult } from './check.ts';
import { type ItemArgument, commandTarget, commandTargets } from '../targets.ts';

/** What is inspected and checked. */
export interface InspectCommands {
  /** A row of the tree, its place in words, or a chunk metadata document. */
  'callRecordings.openInspector': { argument?: ItemArgument | vscode.Uri; result?: string };
  'callRecordings.checkRecordings': { argument?: ItemArgument; result?: CheckResult };
  /** Shows the report of the last check; gives false where there is none. */
  'callRecordings.openReport': { result?: boolean };
}

export const inspectCommands: CommandGroup<InspectCommands> = {
  'callRecordings.openInspector': async (app, argument, ...rest) => {
    const document = argument ?? activeMetadata();
    if (document instanceof vscode.Uri) {
      await app.inspector.openDocument(document);
      return document.toString();
    }
    const node = await commandTarget(app, document, rest, {
      title: l10n.t('Open Recording Inspector'),
      kinds: ['recording', 'file'],
      pickedKinds: ['recording'],
    });
    const recordingPath = node.path.slice(0, node.path.lastIndexOf('/') + 1);
    const isMedia = node.kind === 'file' && node.recordingFile && !isMetadata(node.recordingFile.blob);
    await app.inspector.open(
      { containerId: node.container.id, recordingPath },
      isMedia ? node.path : undefined,
    );
    return recordingPath;
  },
  'callRecordings.checkRecordings': async (app, argument, ...rest) => {
    const nodes = await commandTargets(app, argument, rest, {
      title: l10n.t('Check Recordings'),
      kinds: ['date', 'call', 'recording'],
      takesContainers: true,
    });
    return (await import('./check.ts')).checkNodes(app, nodes);
  },
  'callRecordings.openReport': (app) => Promise.resolve(app.inspector.reports.showLast()),
};

/** The chunk metadata document that is in front. */
function activeMetadata(): vscode.Uri | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri && /acsmetadata[^/]*\.json$/i.test(uri.path) ? uri : undefined;
}
