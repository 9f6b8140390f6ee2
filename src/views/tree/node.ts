import type { Call, Recording, RecordingFile, StoredFile } from '../../recording/call.ts';
import type { Container } from '../../storage/container.ts';
import type { Explanation } from '../../base/explanation.ts';
import type { StoreError } from '../../storage/failures/storeError.ts';

interface InContainer {
  /** Stable and unique in the tree; expansion is remembered by it. */
  readonly id: string;
  readonly container: Container;
}

export interface ContainerNode extends InContainer {
  readonly kind: 'container';
}
export interface DateNode extends InContainer {
  readonly kind: 'date';
  /** `YYYYMMDD` */
  readonly date: string;
  /** Container path with prefix, ending in `/`. */
  readonly path: string;
}
export interface CallNode extends InContainer {
  readonly kind: 'call';
  readonly call: Call;
  readonly path: string;
  /** True when more of this call may be on the next page. */
  readonly unfinished: boolean;
}
export interface RecordingNode extends InContainer {
  readonly kind: 'recording';
  readonly recording: Recording;
  /** All recordings of the call. */
  readonly siblings: readonly Recording[];
  readonly path: string;
}
export interface FileNode extends InContainer {
  readonly kind: 'file';
  readonly file: StoredFile;
  /** Present where the file belongs to a recording. */
  readonly recordingFile?: RecordingFile;
  readonly path: string;
  /** The way to it from the row above. */
  readonly name: string;
}
/** Files, and folders, that are no part of a recording. */
export interface OtherFilesNode extends InContainer {
  readonly kind: 'otherFiles';
  readonly files: readonly StoredFile[];
  readonly folders: readonly string[];
  /** Path of the folder that they lie in. */
  readonly above: string;
}
export interface FolderNode extends InContainer {
  readonly kind: 'folder';
  readonly path: string;
}
/** Reads on where a page ended. */
export interface MoreNode extends InContainer {
  readonly kind: 'more';
  readonly what: 'calls' | 'files';
  /** ID of the node that it belongs to. */
  readonly parent: string;
}
/** A listing that failed; never the same as an empty one. */
export interface ProblemNode extends InContainer {
  readonly kind: 'problem';
  readonly error: StoreError;
  readonly text: Explanation;
  readonly parent: string;
}
export interface MessageNode extends InContainer {
  readonly kind: 'message';
  readonly message:
    'noDates' | 'noMatch' | 'noCalls' | 'emptyFolder' | 'loading' | 'searching' | 'unreadable';
  readonly done?: number;
  readonly total?: number;
}

/** One row of the Recordings tree. */
export type TreeNode =
  | ContainerNode
  | DateNode
  | CallNode
  | RecordingNode
  | FileNode
  | OtherFilesNode
  | FolderNode
  | MoreNode
  | ProblemNode
  | MessageNode;

/** A row that stands for files in the container. */
export type PathNode = DateNode | CallNode | RecordingNode | FileNode | FolderNode;

export type PathKind = PathNode['kind'];

/** True for a row that stands for files in the container. */
export function hasPath(node: TreeNode): node is PathNode {
  return 'path' in node;
}

/** True for rows that stand for all below a path. A file is none, though its name may end in `/`. */
export function isFolderLike(node: PathNode): boolean {
  return node.kind !== 'file';
}

/** True for the row at a path, and for those above it. */
export function leadsTo(node: TreeNode, path: string): boolean {
  return hasPath(node) && (node.path === path || (isFolderLike(node) && path.startsWith(node.path)));
}

/** True for a row that has a listing of its own. */
export function hasListing(
  node: TreeNode,
): node is Extract<TreeNode, { kind: 'container' | 'date' | 'folder' }> {
  return node.kind === 'container' || node.kind === 'date' || node.kind === 'folder';
}

export function containerNode(container: Container): ContainerNode {
  return { kind: 'container', id: container.id, container };
}

export function dateNode(container: Container, date: string): DateNode {
  const path = `${container.prefix}${date}/`;
  return { kind: 'date', id: nodeId(container, path), container, date, path };
}

export function callNode(container: Container, call: Call, unfinished: boolean): CallNode {
  return { kind: 'call', id: nodeId(container, call.path), container, call, path: call.path, unfinished };
}

export function recordingNode(
  container: Container,
  recording: Recording,
  siblings: readonly Recording[],
): RecordingNode {
  return {
    kind: 'recording',
    id: nodeId(container, recording.path),
    container,
    recording,
    siblings,
    path: recording.path,
  };
}

export function recordingFileNode(container: Container, file: RecordingFile): FileNode {
  return { ...otherFileNode(container, file), recordingFile: file };
}

/** @param above path of the folder that contains the row */
export function otherFileNode(container: Container, file: StoredFile, above = ''): FileNode {
  const name = file.name.slice(above.length);
  // The name of a file may end in `/` or look like any other row's ID: `:` distinguishes it from a folder.
  const id = `${container.id}:${file.name}`;
  return { kind: 'file', id, container, file, path: file.name, name };
}

export function folderNode(container: Container, path: string): FolderNode {
  return { kind: 'folder', id: nodeId(container, path), container, path };
}

function nodeId(container: Container, path: string): string {
  return `${container.id}/${path}`;
}
