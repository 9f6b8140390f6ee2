import * as l10n from '@vscode/l10n';
import { isLandedWhole } from '../../calling/active/recording.ts';
import type { App } from '../../views/app.ts';
import {
  type CheckSummary,
  checkReport,
  summarise,
  summaryText,
  unreadableIn,
} from '../../mediaFiles/report.ts';
import { checkRecordings } from '../../mediaFiles/check.ts';
import { type CheckedPlace, reportPage } from '../../mediaFiles/reportPage.ts';
import { errorLine } from '../../views/messages/errorLine.ts';
import { withProgress } from '../../views/messages/progress.ts';
import type { PathNode } from '../../views/tree/node.ts';
import { notify } from '../../views/messages/notify.ts';

/** What a check found, for callers from code. */
export interface CheckResult extends CheckSummary {
  readonly wasCancelled: boolean;
  /** Address of the report's document. */
  readonly report: string;
}

/** Checks all recordings of the rows, marks those with problems in the tree, and offers a report. */
export async function checkNodes(app: App, nodes: readonly PathNode[]): Promise<CheckResult> {
  let wasCancelled = false;
  const found = await withProgress(l10n.t('Checking recordings'), async ({ signal, report }) => {
    const all: CheckedPlace[] = [];
    for (const [index, node] of nodes.entries()) {
      if (signal.aborted) break;
      const ofAll = (message: string, fraction?: number): void =>
        report(message, fraction === undefined ? undefined : (index + fraction) / nodes.length);
      all.push({
        containerId: node.container.id,
        container: node.container.name,
        path: node.path,
        ...(await checkNode(app, node, signal, ofAll)),
      });
    }
    wasCancelled = signal.aborted;
    return all;
  });
  const checked = found.flatMap((place) => place.checked);
  const now = new Date();
  const uri = app.inspector.reports.add(
    l10n.t('Check of recordings'),
    checkReport(found, checked, wasCancelled, now),
    (nonce) => reportPage(found, wasCancelled, now, nonce),
  );
  const summary = summarise(checked, unreadableIn(found));
  void offerReport(app, summary, wasCancelled);
  return { ...summary, wasCancelled, report: uri.toString() };
}

async function checkNode(
  app: App,
  node: PathNode,
  signal: AbortSignal,
  report: (message: string, fraction?: number) => void,
): Promise<Pick<CheckedPlace, 'checked' | 'unreadable'>> {
  const { container } = node;
  const { active } = await app.active.services();
  let unreadable = 0;
  const checked = await checkRecordings(node.path, {
    store: await app.containers.open(container),
    prefix: container.prefix,
    isFixed: (path) => container.kind === 'samples' || isLandedWhole(active.list(), container.id, path),
    signal,
    explain: errorLine,
    onUnreadable: (count) => (unreadable = count),
    onFound: (count) => report(l10n.t('{0} files', count)),
    onProgress: (done, total) => report(l10n.t('{0} of {1}', done, total), done / Math.max(1, total)),
  });
  for (const { recording, facts, problems } of checked) {
    app.inspector.results.set(container.id, recording.path, problems);
    app.tree.learn(container.id, recording.path, facts);
  }
  return { checked, unreadable };
}

async function offerReport(app: App, summary: CheckSummary, wasCancelled: boolean): Promise<void> {
  const open = l10n.t('Open Report');
  const text = summaryText(summary, wasCancelled);
  const isBad = summary.withErrors + summary.withWarnings + summary.unreadable > 0;
  const picked = isBad ? await notify.warn(text, open) : await notify.info(text, open);
  if (picked === open) app.inspector.reports.showLast();
}
