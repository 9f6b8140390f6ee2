import type { Account } from '../../history/account/account.ts';
import type { ActiveRow } from '../../views/active/row.ts';
import type { EventNode } from '../../views/events/node.ts';
import type { TreeNode } from '../../views/tree/node.ts';

/** A recording that was started here, a recording in the tree, an event that was received, or any ID of one. */
export type HistoryArgument =
  ActiveRow | TreeNode | EventNode | { readonly recordingId: string } | { readonly id: string };

/** What is downloaded from ACS storage; what is missing is asked for. */
export interface AcsDownloadArgument {
  /** A recording that was started here. */
  readonly recordingId?: string;
  /** A `RecordingFileStatusUpdated` event as text. */
  readonly event?: string;
  /** ID, name or endpoint of the resource that made the recording. */
  readonly resource?: string;
  /** A folder that the files go to. */
  readonly folder?: string;
  /** Name, ID or URL of the container that the files go to, in place of a folder. */
  readonly container?: string;
}

/** What was downloaded. */
export interface AcsDownload {
  /** The container in the tree: the one that was chosen, or that of the folder. */
  readonly containerId: string;
  /** The recording folder in it, ending in `/`. */
  readonly recording: string;
  readonly files: number;
  /** Files that are still empty in ACS storage. */
  readonly empty: number;
}

/** An account with its text. */
export interface ShownAccount extends Account {
  readonly markdown: string;
}
