import type { StoredFile } from '../../recording/call.ts';
import { type DateList, type RecordingFilter, isEmptyFilter } from '../../storage/listing/dates.ts';
import type { DayList } from '../../storage/listing/day.ts';
import type { FolderList } from '../../storage/listing/level.ts';
import { StoreError } from '../../storage/failures/storeError.ts';
import { messageLine } from '../messages/logLine.ts';
import { type TreeNode, callNode, dateNode, folderNode, otherFileNode } from './node.ts';

// What a listing has so far, as rows below the row that it belongs to.

/** The dates of a container. */
export function dateRows(node: TreeNode, list: DateList, filter: RecordingFilter): TreeNode[] {
  const dates = list.dates.map((date) => dateNode(node.container, date));
  const rows: TreeNode[] = [...dates];
  if (list.loading) rows.push(progressRow(node, list));
  const filtered = !isEmptyFilter(filter);
  if (!filtered) rows.push(...otherRows(node, list.otherFiles, list.otherFolders));
  if (list.complete && dates.length === 0) rows.unshift(messageRow(node, filtered ? 'noMatch' : 'noDates'));
  return rows;
}

/** The calls of a date. */
export function callRows(node: TreeNode, list: DayList, filter: RecordingFilter): TreeNode[] {
  const rows: TreeNode[] = list.calls.map((call) =>
    callNode(node.container, call, call === list.unfinishedCall),
  );
  if (list.loading) rows.push(messageRow(node, 'loading'));
  else if (!list.complete) rows.push(moreRow(node, 'calls', node.id));
  if (isEmptyFilter(filter) || !filter.callIdStart) rows.push(...otherRows(node, list.otherFiles, []));
  if (list.complete && rows.length === 0) rows.push(messageRow(node, 'noCalls'));
  return rows;
}

/** What lies in a folder that is no date. */
export function folderRows(node: TreeNode, list: FolderList): TreeNode[] {
  const rows: TreeNode[] = [
    ...list.folders.map((folder) => folderNode(node.container, folder)),
    ...list.files.map((file) => otherFileNode(node.container, file, 'path' in node ? node.path : '')),
  ];
  if (list.loading) rows.push(messageRow(node, 'loading'));
  else if (!list.complete) rows.push(moreRow(node, 'files', node.id));
  if (list.complete && rows.length === 0) rows.push(messageRow(node, 'emptyFolder'));
  return rows;
}

function otherRows(node: TreeNode, files: readonly StoredFile[], folders: readonly string[]): TreeNode[] {
  if (files.length === 0 && folders.length === 0) return [];
  const above = 'path' in node ? node.path : node.container.prefix;
  return [{ kind: 'otherFiles', id: `${node.id}#other`, container: node.container, files, folders, above }];
}

/** The row that reads on. @param shownIn ID of the row that it stands below */
export function moreRow(owner: TreeNode, what: 'calls' | 'files', shownIn: string): TreeNode {
  return { kind: 'more', id: `${shownIn}#more`, container: owner.container, what, parent: owner.id };
}

function messageRow(
  node: TreeNode,
  message: 'noDates' | 'noMatch' | 'noCalls' | 'emptyFolder' | 'loading',
): TreeNode {
  return { kind: 'message', id: `${node.id}#message`, container: node.container, message };
}

function progressRow(node: TreeNode, list: DateList): TreeNode {
  const row = { kind: 'message', id: `${node.id}#message`, container: node.container } as const;
  return list.searched ? { ...row, message: 'searching', ...list.searched } : { ...row, message: 'loading' };
}

/** The row that says why a listing failed. */
export async function problemRow(node: TreeNode, error: unknown): Promise<TreeNode> {
  const { explainStoreError } = await import('../../storage/failures/storeErrorText.ts');
  const known = StoreError.is(error) ? error : new StoreError('unknown', messageLine(error));
  return {
    kind: 'problem',
    id: `${node.id}#problem`,
    container: node.container,
    error: known,
    text: explainStoreError(known),
    parent: node.id,
  };
}
