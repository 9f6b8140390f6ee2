import { realpath, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as l10n from '@vscode/l10n';
import { UserError } from '../base/userError.ts';
import type { StoredFile } from '../recording/call.ts';
import { playableExtension } from '../recording/formats.ts';
import type { RecordingStore } from '../storage/recordingStore.ts';
import { safePath } from '../storage/transfer/safePath.ts';
import { contentLook, lookBytes } from './probe/contentLook.ts';

/** A media file that another program is to play. */
export interface PlayerFileRequest {
  readonly store: Pick<RecordingStore, 'stat' | 'read' | 'link'>;
  /** Full name. */
  readonly file: string;
  /** True where the file is in a folder of this machine. */
  readonly isOnDisk: boolean;
  /** False where the workspace is not trusted. */
  readonly isTrusted: boolean;
  /** Where copies for other programs are kept. */
  readonly folder: string;
  /** Copies the file to a path, for this user alone. */
  readonly copy: (file: StoredFile, path: string) => Promise<void>;
}

/**
 * The path of a media file that may be handed to the system: that of a local folder itself, else a copy.
 * For any names and content of the container's files, the path ends in an extension of the closed list
 * of media, and the content begins as that media does.
 * @throws UserError for everything else; rejects with a `StoreError` when the file cannot be read
 */
export async function playerFile(request: PlayerFileRequest): Promise<string> {
  const { store, file, isOnDisk, isTrusted, folder, copy } = request;
  const extension = requirePlayable(file);
  if (isOnDisk && !isTrusted) {
    throw new UserError(
      l10n.t(
        'Files of a folder are not opened in other programs in Restricted Mode. Trust the workspace first.',
      ),
    );
  }
  const stored = await store.stat(file);
  await refuseOtherContent(request, stored, extension);
  if (isOnDisk) {
    const path = await realpath(fileURLToPath((await store.link(file, 1)).url));
    if (playableExtension(path) !== extension) throw notMedia(file);
    return path;
  }
  const path = safePath(folder, `${file.slice(0, -extension.length - 1)}.${extension}`);
  if (playableExtension(path) !== extension) throw notMedia(file);
  if (!(await isCopy(path, stored))) await copy(stored, path);
  return path;
}

/** The extension of a file that other programs may be given. @throws UserError for any other file */
export function requirePlayable(file: string): string {
  const extension = playableExtension(file);
  if (extension === undefined) throw notMedia(file);
  return extension;
}

async function refuseOtherContent(
  { store, file }: PlayerFileRequest,
  { sizeBytes }: StoredFile,
  extension: string,
): Promise<void> {
  const head = sizeBytes === 0 ? new Uint8Array(0) : await store.read(file, { offset: 0, count: lookBytes });
  const wanted = extension === 'm4a' ? 'mp4' : extension;
  if (contentLook(head) !== wanted) {
    throw new UserError(
      l10n.t('The file is not opened: its content is not that of {0}. {1}', extension.toUpperCase(), file),
    );
  }
}

function notMedia(file: string): UserError {
  return new UserError(
    l10n.t('Only MP3, MP4, M4A and WAV files are opened in other programs. This is none: {0}', file),
  );
}

function isCopy(path: string, stored: StoredFile): Promise<boolean> {
  return stat(path).then(
    ({ size, mtimeMs }) => size === stored.sizeBytes && mtimeMs >= stored.lastModified.getTime(),
    () => false,
  );
}
