import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { App } from '../../views/app.ts';
import { type CheckSummary, checkReport, summarise, summaryText } from '../../mediaFiles/report.ts';
import { type CheckedRecording, checkRecordings } from '../../mediaFiles/check.ts';
import { explained } from '../../views/messages/errorLine.ts';
import { withProgress } from '../../views/messages/progress.ts';
import type { PathNode } from '../../views/tree/node.ts';

/** What a check found, for whoever runs it from code. */
export interface CheckResult extends CheckSummary {
  readonly wasCancelled: boolean;
  /** Address of the report's document. */
  readonly report: string;
}

/** Checks all recordings of the rows, marks those with problems in the tree, and offers a report. */
export async function checkNodes(app: App, nodes: readonly PathNode[]): Promise<CheckResult> {
  let wasCancelled = false;
  const checked = await withProgress(l10n.t('Checking recordings'), async ({ signal, report }) => {
    const all: CheckedRecording[] = [];
    for (const [index, node] of nodes.entries()) {
      if (signal.aborted) break;
      const ofAll = (message: string, fraction?: number): void =>
        report(message, fraction === undefined ? undefined : (index + fraction) / nodes.length);
      all.push(...(await checkNode(app, node, signal, ofAll)));
    }
    wasCancelled = signal.aborted;
    return all;
  });
  const places = nodes.map(({ container, path }) => ({ container: container.name, path }));
  const text = checkReport(places, checked, wasCancelled, new Date());
  const uri = app.inspector.reports.add(l10n.t('Check of recordings'), text);
  const summary = summarise(checked);
  void offerReport(summary, wasCancelled, uri);
  return { ...summary, wasCancelled, report: uri.toString() };
}

async function checkNode(
  app: App,
  node: PathNode,
  signal: AbortSignal,
  report: (message: string, fraction?: number) => void,
): Promise<CheckedRecording[]> {
  const { container } = node;
  const checked = await checkRecordings(node.path, {
    store: await app.containers.open(container),
    prefix: container.prefix,
    signal,
    explain: explained,
    onFound: (count) => report(l10n.t('{0} files', count)),
    onProgress: (done, total) => report(l10n.t('{0} of {1}', done, total), done / Math.max(1, total)),
  });
  for (const { recording, facts, problems } of checked) {
    app.inspector.results.set(container.id, recording.path, problems);
    app.tree.learn(container.id, recording.path, facts);
  }
  return checked;
}

async function offerReport(summary: CheckSummary, wasCancelled: boolean, uri: vscode.Uri): Promise<void> {
  const open = l10n.t('Open Report');
  const text = summaryText(summary, wasCancelled);
  const isBad = summary.withErrors + summary.withWarnings > 0;
  const picked = isBad
    ? await vscode.window.showWarningMessage(text, open)
    : await vscode.window.showInformationMessage(text, open);
  if (picked === open) await vscode.commands.executeCommand('vscode.open', uri);
}
