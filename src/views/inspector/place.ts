import { basename, dirname, relative, sep } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { UserError } from '../../base/userError.ts';
import { isDateFolder } from '../../recording/blobName.ts';
import { LocalFolderStore } from '../../storage/folder/localStore.ts';
import { recordingScheme } from '../documents/documents.ts';
import type { RecordingStore } from '../../storage/recordingStore.ts';
import type { Containers } from '../containers/containers.ts';
import { resourceUri } from '../tree/tree.ts';
import { type InspectorTarget, panelTypes } from './protocol.ts';
import { type ReadableStore, deferredStore } from '../../storage/readableStore.ts';

/** Container ID of recordings that were opened from a metadata file on disk. */
export const onDisk = 'file';

/** Where the recording is. */
export interface SessionPlace {
  readonly store: ReadableStore;
  readonly containerName: string;
  /** Prefix of the container, empty or ending in `/`. */
  readonly prefix: string;
  /** Path of the recording folder, with prefix, ending in `/`. */
  readonly path: string;
  /** No file is ever added: the bundled samples, however new their files are. */
  readonly isFixed?: boolean;
}

/** Where a recording is, and what the editor can do with its files. */
export interface InspectorPlace extends SessionPlace {
  readonly openStore: () => Promise<RecordingStore>;
  readonly documentUri: (file: string) => vscode.Uri;
  /** The view type of a tab that shows it. */
  readonly panelType: string;
  /** `https://account.blob.core.windows.net`, where the recording is in a Blob container. */
  readonly storageOrigin?: string;
}

/** The recording that a chunk metadata document belongs to. @throws for documents that lie elsewhere */
export function targetOfDocument(uri: vscode.Uri): InspectorTarget {
  const folder = uri.with({
    path: uri.path.slice(0, uri.path.lastIndexOf('/') + 1),
    query: '',
    fragment: '',
  });
  if (uri.scheme === recordingScheme)
    return { containerId: uri.authority, recordingPath: folder.path.slice(1) };
  if (uri.scheme === 'file') return { containerId: onDisk, recordingPath: folder.toString() };
  throw new UserError(l10n.t('Only a recording in a connected container or on disk can be inspected.'));
}

/** Finds the store of a target. @throws where its container is no longer connected */
export function placeOf(target: InspectorTarget, containers: Containers): InspectorPlace {
  if (target.containerId === onDisk) return placeOnDisk(target);
  const container = containers.find(target.containerId);
  if (!container) {
    throw new UserError(
      l10n.t('The container of this recording is no longer connected. Add it again to inspect it.'),
    );
  }
  const openStore = (): Promise<RecordingStore> => containers.open(container);
  return {
    path: target.recordingPath,
    store: deferredStore(openStore),
    openStore,
    documentUri: (file) => resourceUri(container, file),
    panelType: container.kind === 'samples' ? panelTypes.samples : panelTypes.container,
    containerName: container.name,
    prefix: container.prefix,
    isFixed: container.kind === 'samples',
    ...(container.kind === 'blob' ? { storageOrigin: new URL(container.url).origin } : {}),
  };
}

/** Below date and call folders the recording is read as in a container; elsewhere its folder alone. */
function placeOnDisk(target: InspectorTarget): InspectorPlace {
  const folder = vscode.Uri.parse(target.recordingPath, true).fsPath.replace(/[\\/]$/, '');
  const date = dirname(dirname(folder));
  const root = isDateFolder(basename(date)) ? dirname(date) : dirname(folder);
  const store = new LocalFolderStore(root);
  return {
    path: `${relative(root, folder).split(sep).join('/')}/`,
    store,
    openStore: () => Promise.resolve(store),
    documentUri: (file) => vscode.Uri.joinPath(vscode.Uri.file(root), file),
    panelType: panelTypes.disk,
    containerName: root,
    prefix: '',
  };
}
