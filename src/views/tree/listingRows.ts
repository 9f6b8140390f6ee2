import type { Call, StoredFile } from '../../recording/call.ts';
import { DateList } from '../../storage/listing/dates.ts';
import { type RecordingFilter, isEmptyFilter } from '../../storage/listing/filter.ts';
import { DayList } from '../../storage/listing/day.ts';
import { FolderList } from '../../storage/listing/level.ts';
import { StoreError } from '../../storage/failures/storeError.ts';
import { messageLine } from '../messages/logLine.ts';
import { type TreeNode, callNode, dateNode, folderNode, otherFileNode } from './node.ts';

// What a listing has so far, as rows below the row that it belongs to; and the listings themselves, so that all
// of it is loaded at once.
export { DateList, DayList, FolderList };

/** The dates of a container. */
export function dateRows(node: TreeNode, list: DateList, filter: RecordingFilter): TreeNode[] {
  const dates = list.dates.map((date) => dateNode(node.container, date));
  const rows: TreeNode[] = [...dates];
  if (list.loading) rows.push(progressRow(node, list));
  const filtered = !isEmptyFilter(filter);
  if (!filtered) rows.push(...otherRows(node, list.otherFiles, list.otherFolders));
  rows.push(...unreadableRows(node, list));
  if (list.complete && dates.length === 0) rows.unshift(messageRow(node, filtered ? 'noMatch' : 'noDates'));
  return rows;
}

/** The calls of a date. @param calls of the list, in the order in which they are shown */
export function callRows(
  node: TreeNode,
  list: DayList,
  filter: RecordingFilter,
  calls: readonly Call[],
): TreeNode[] {
  const rows: TreeNode[] = calls.map((call) => callNode(node.container, call, call === list.unfinishedCall));
  if (list.loading) rows.push(messageRow(node, 'loading'));
  else if (!list.complete) rows.push(moreRow(node, 'calls', node.id));
  if (isEmptyFilter(filter) || !filter.callIdStart) rows.push(...otherRows(node, list.otherFiles, []));
  rows.push(...unreadableRows(node, list));
  if (list.complete && rows.length === 0) rows.push(messageRow(node, 'noCalls'));
  return rows;
}

/** What is in a folder that is no date. */
export function folderRows(node: TreeNode, list: FolderList): TreeNode[] {
  const rows: TreeNode[] = [
    ...list.folders.map((folder) => folderNode(node.container, folder)),
    ...list.files.map((file) => otherFileNode(node.container, file, 'path' in node ? node.path : '')),
  ];
  if (list.loading) rows.push(messageRow(node, 'loading'));
  else if (!list.complete) rows.push(moreRow(node, 'files', node.id));
  rows.push(...unreadableRows(node, list));
  if (list.complete && rows.length === 0) rows.push(messageRow(node, 'emptyFolder'));
  return rows;
}

function otherRows(node: TreeNode, files: readonly StoredFile[], folders: readonly string[]): TreeNode[] {
  if (files.length === 0 && folders.length === 0) return [];
  const above = 'path' in node ? node.path : node.container.prefix;
  return [{ kind: 'otherFiles', id: `${node.id}#other`, container: node.container, files, folders, above }];
}

/** The row that reads on. @param shownIn ID of the row above it */
export function moreRow(owner: TreeNode, what: 'calls' | 'files', shownIn: string): TreeNode {
  return { kind: 'more', id: `${shownIn}#more`, container: owner.container, what, parent: owner.id };
}

function messageRow(
  node: TreeNode,
  message: 'noDates' | 'noMatch' | 'noCalls' | 'emptyFolder' | 'loading',
): TreeNode {
  return { kind: 'message', id: `${node.id}#message`, container: node.container, message };
}

/** A folder of this machine may hold what this user may not read: said, and not passed over. */
function unreadableRows(node: TreeNode, { unreadable }: { readonly unreadable: number }): TreeNode[] {
  if (unreadable === 0) return [];
  const { container } = node;
  return [
    { kind: 'message', id: `${node.id}#unreadable`, container, message: 'unreadable', total: unreadable },
  ];
}

function progressRow(node: TreeNode, list: DateList): TreeNode {
  const row = { kind: 'message', id: `${node.id}#message`, container: node.container } as const;
  return list.searched ? { ...row, message: 'searching', ...list.searched } : { ...row, message: 'loading' };
}

/** The row that says why a listing failed. */
export async function problemRow(node: TreeNode, error: unknown): Promise<TreeNode> {
  const { storeErrorText } = await import('../../storage/failures/storeErrorText.ts');
  const known = StoreError.is(error) ? error : new StoreError('unknown', messageLine(error));
  return {
    kind: 'problem',
    id: `${node.id}#problem`,
    container: node.container,
    error: known,
    text: storeErrorText(known),
    parent: node.id,
  };
}
