import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RecordingStore } from '../../storage/recordingStore.ts';
import { playerFile, requirePlayable } from '../../mediaFiles/playerFile.ts';
import { openLink } from '../messages/openLink.ts';
import { withProgress } from '../messages/progress.ts';
import { formatSize } from '../../base/display.ts';

/** What is needed to play a file outside of the editor. */
export interface OutsideMedia {
  readonly store: Pick<RecordingStore, 'stat' | 'read' | 'download' | 'link'>;
  readonly file: string;
  /** Where a browser can read it. */
  readonly url: () => Promise<string>;
  /** True where the file is in a folder of this machine. */
  readonly isOnDisk: boolean;
  /** Where copies for other programs are kept. */
  readonly folder: vscode.Uri;
}

/** Plays a media file with the browser, or with the system's player. @throws UserError for what is no media */
export async function openMedia(media: OutsideMedia, where: 'browser' | 'system'): Promise<void> {
  const { store, folder } = media;
  if (where === 'browser') {
    requirePlayable(media.file);
    await openLink(await media.url());
    return;
  }
  const path = await playerFile({
    ...media,
    folder: folder.fsPath,
    isTrusted: vscode.workspace.isTrusted,
    copy: (stored, target) =>
      withProgress(l10n.t('Copying {0} for the player', formatSize(stored.sizeBytes)), ({ signal, report }) =>
        store.download(stored, target, {
          signal,
          within: folder.fsPath,
          isPrivate: true,
          // The copy that is there is one of an older version.
          overwrite: true,
          onProgress: (bytes) => report(formatSize(bytes), bytes / Math.max(1, stored.sizeBytes)),
        }),
      ),
  });
  await vscode.env.openExternal(vscode.Uri.file(path));
}
