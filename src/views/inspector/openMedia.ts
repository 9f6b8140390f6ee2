import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { safePath } from '../../storage/transfer/safePath.ts';
import type { RecordingStore } from '../../storage/recordingStore.ts';
import { openLink } from '../messages/openLink.ts';
import { withProgress } from '../messages/progress.ts';
import { formatSize } from '../../base/display.ts';

/** What is needed to play a file outside of the editor. */
export interface OutsideMedia {
  readonly store: Pick<RecordingStore, 'stat' | 'download' | 'link'>;
  readonly file: string;
  /** Where a browser can read it. */
  readonly url: () => Promise<string>;
  /** True where the file lies in a folder of this machine. */
  readonly isOnDisk: boolean;
  /** Where copies for other programs are kept. */
  readonly folder: vscode.Uri;
}

/**
 * Plays a media file with the browser, or with the system's player. The player gets a file: that of a local
 * folder itself, else a copy.
 */
export async function openMedia(media: OutsideMedia, where: 'browser' | 'system'): Promise<void> {
  if (where === 'system') {
    await vscode.env.openExternal(await localFile(media));
    return;
  }
  await openLink(await media.url());
}

async function localFile({ store, file, folder, isOnDisk }: OutsideMedia): Promise<vscode.Uri> {
  if (isOnDisk) return vscode.Uri.parse((await store.link(file, 1)).url, true);
  const stored = await store.stat(file);
  const path = safePath(folder.fsPath, file);
  const copied = await vscode.workspace.fs.stat(vscode.Uri.file(path)).then(
    ({ size, mtime }) => size === stored.sizeBytes && mtime >= stored.lastModified.getTime(),
    () => false,
  );
  if (!copied) {
    await mkdir(dirname(path), { recursive: true });
    const title = l10n.t('Copying {0} for the player', formatSize(stored.sizeBytes));
    await withProgress(title, ({ signal, report }) =>
      store.download(stored, path, {
        signal,
        // A copy that is there is one of what the file was before.
        overwrite: true,
        onProgress: (bytes) => report(formatSize(bytes), bytes / Math.max(1, stored.sizeBytes)),
      }),
    );
  }
  return vscode.Uri.file(path);
}
