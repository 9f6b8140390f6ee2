import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/userError.ts';
import { mediaType } from '../../mediaFiles/contentType.ts';
import { StoreError } from '../../storage/failures/storeError.ts';
import type { Container } from '../../storage/container.ts';
import type { RecordingStore } from '../../storage/recordingStore.ts';
import { writeCompleteFile } from '../../storage/transfer/completeFile.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { withoutIcons } from '../../views/messages/withoutIcons.ts';
import type { AcsDownloadArgument } from './arguments.ts';
import { showQuickPick } from '../../views/prompts.ts';

/** Where downloaded files go. */
export interface DownloadTarget {
  /** The chosen folder, or the one in which files wait to be written into a container. */
  readonly folder: string;
  /** What comes before the recording folder in the container. */
  readonly prefix: string;
  /** The container in the tree that shows them. */
  readonly container: () => Promise<Container>;
  /** True for a file that a run before this one has put there. */
  readonly has: (name: string, signal: AbortSignal) => Promise<boolean>;
  /** Puts a file there that lies whole at a path. */
  readonly put: (name: string, path: string, signal: AbortSignal) => Promise<void>;
  /** Puts a small text there, as the last file. */
  readonly end: (name: string, path: string, text: string, signal: AbortSignal) => Promise<void>;
}

/** The target that is given, or else asked for. @param recording the recording folder, ending in `/` */
export async function downloadTarget(
  app: App,
  given: AcsDownloadArgument,
  recording: string,
): Promise<DownloadTarget> {
  if (given.folder !== undefined) return folderTarget(app, given.folder);
  const container =
    given.container === undefined ? await askContainer(app) : app.containers.find(given.container);
  if (container === 'folder') return folderTarget(app, await askFolder());
  if (!container)
    throw new UserError(l10n.t('There is no container of this name: {0}', given.container ?? ''));
  return containerTarget(app, container, recording);
}

/** @returns `folder` where a folder of this machine is wanted */
async function askContainer(app: App): Promise<Container | 'folder'> {
  const containers = app.containers.list().filter(({ kind }) => kind === 'blob');
  if (containers.length === 0) return 'folder';
  const items = [
    {
      label: `$(folder) ${l10n.t('A folder of this machine…')}`,
      description: '',
      value: 'folder' as const,
    },
    ...containers.map((one) => ({
      label: `$(database) ${withoutIcons(one.name)}`,
      description: one.kind === 'blob' ? withoutIcons(`${one.url}/${one.prefix}`) : '',
      value: one,
    })),
  ];
  const picked = await showQuickPick(items, {
    title: l10n.t('Download from ACS Storage'),
    placeHolder: l10n.t('Where should the files go?'),
  });
  return Cancelled.unless(picked).value;
}

async function askFolder(): Promise<string> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: l10n.t('Where should the files go?'),
      openLabel: l10n.t('Download Here'),
      ...{ canSelectFolders: true, canSelectFiles: false },
    })) ?? [];
  return Cancelled.unless(folder).fsPath;
}

function folderTarget(app: App, folder: string): DownloadTarget {
  return {
    folder,
    prefix: '',
    container: async () =>
      app.containers.list().find((one) => one.kind === 'folder' && one.folder === folder) ??
      (await app.containers.add({ folder, name: l10n.t('From ACS storage') })),
    has: () => Promise.resolve(false),
    put: () => Promise.resolve(),
    end: (_, path, text) =>
      writeCompleteFile(path, { within: folder, overwrite: true }, (file) => file.writeFile(text)),
  };
}

/** Each file is fetched whole to this machine first, so that a fetch can be continued and its size be checked. */
async function containerTarget(app: App, container: Container, recording: string): Promise<DownloadTarget> {
  const store = await app.containers.open(container);
  const { prefix } = container;
  const folder = join(
    app.context.globalStorageUri.fsPath,
    'from-acs',
    container.id,
    recording.split('/').at(-2) ?? '',
  );
  return {
    folder,
    prefix,
    container: () => Promise.resolve(container),
    has: async (name, signal) => ((await sizeOf(store, prefix + name, signal)) ?? 0) > 0,
    put: async (name, path, signal) => {
      const { size } = await stat(path);
      const contentType = name.endsWith('.json') ? 'application/json' : mediaType(name);
      await store.write(prefix + name, createReadStream(path), { signal, contentType });
      const written = await sizeOf(store, prefix + name, signal);
      if (written !== size)
        throw new StoreError('badAnswer', `${written ?? 0} of ${size} bytes were written: ${name}`);
      await rm(path);
    },
    end: async (name, _, text, signal) => {
      await store.write(prefix + name, Buffer.from(text), { signal, contentType: 'application/json' });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function sizeOf(store: RecordingStore, name: string, signal: AbortSignal): Promise<number | undefined> {
  try {
    return (await store.stat(name, signal)).sizeBytes;
  } catch (error) {
    if (StoreError.is(error, 'fileMissing')) return undefined;
    throw error;
  }
}
