import * as l10n from '@vscode/l10n';
import { formatDate, formatWeekday, printable } from '../../base/display.ts';
import { fileName } from '../../recording/blobName.ts';
import { containerRow } from './containerRow.ts';
import type { MessageNode, TreeNode } from './node.ts';
import { type Row, type RowKnowledge, callRow, fileRow, recordingRow } from './recordingRow.ts';
import { writtenTime } from './rowTime.ts';

const onlyListed: RowKnowledge = { timeOf: writtenTime, factsOf: () => undefined };

/** What a row shows. */
export function describe(node: TreeNode, known: RowKnowledge = onlyListed, now = new Date()): Row {
  switch (node.kind) {
    case 'container':
      return containerRow(node.container);
    case 'date':
      return {
        label: formatDate(node.date),
        description: formatWeekday(node.date, now),
        spoken: `${formatDate(node.date)}, ${formatWeekday(node.date, now)}`,
        icon: 'calendar',
        context: 'date',
        expands: 'collapsed',
      };
    case 'call':
      return callRow(node.call, known.timeOf);
    case 'recording':
      return recordingRow(node, known);
    case 'file':
      return fileRow(node);
    case 'otherFiles':
      return {
        label: l10n.t('Other files'),
        description: l10n.t('not part of a recording'),
        icon: 'files',
        context: 'otherFiles',
        expands: 'collapsed',
      };
    case 'folder':
      return {
        label: printable(lastFolder(node.path)) || l10n.t('(no name)'),
        icon: 'folder',
        context: 'folder',
        expands: 'collapsed',
      };
    case 'more':
      return {
        label: node.what === 'calls' ? l10n.t('Load more calls…') : l10n.t('Load more…'),
        icon: 'ellipsis',
        context: 'more',
        expands: 'no',
      };
    case 'problem': {
      const { text } = node;
      return {
        label: text.title,
        description: text.why,
        icon: node.error.reason === 'cancelled' ? 'circle-slash' : 'error',
        ...(node.error.reason === 'cancelled' ? {} : { color: 'list.errorForeground' }),
        context: `${node.container.kind === 'blob' ? 'problem' : 'localProblem'}.${node.error.reason}`,
        expands: 'no',
        spoken: `${text.title}. ${text.why} ${text.next}`,
      };
    }
    case 'message':
      return messageRow(node);
  }
}

function messageRow(node: MessageNode): Row {
  const row = { context: 'message', expands: 'no' } as const;
  switch (node.message) {
    case 'loading':
      return { ...row, label: l10n.t('Loading…'), icon: 'loading~spin' };
    case 'searching':
      return {
        ...row,
        label: l10n.t('Searching… {0} of {1} dates', node.done ?? 0, node.total ?? 0),
        icon: 'loading~spin',
      };
    case 'noDates':
      return {
        ...row,
        label: l10n.t('No date folders here'),
        description: l10n.t('is the prefix right?'),
        icon: 'info',
      };
    case 'noMatch':
      return { ...row, label: l10n.t('Nothing matches the filter'), icon: 'filter' };
    case 'noCalls':
      return { ...row, label: l10n.t('No recordings on this date'), icon: 'info' };
    case 'unreadable':
      return {
        ...row,
        label: l10n.t('Items that cannot be read: {0}', node.total ?? 0),
        description: l10n.t('permissions or broken links'),
        icon: 'warning',
      };
    case 'emptyFolder':
      return { ...row, label: l10n.t('Empty folder'), icon: 'info' };
  }
}

function lastFolder(path: string): string {
  return fileName(path.slice(0, -1));
}
