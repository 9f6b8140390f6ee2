import { access } from 'node:fs/promises';
import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { StoredFile } from '../../recording/call.ts';
import { inParallel } from '../../base/inParallel.ts';
import { SafePaths } from '../../storage/transfer/safePath.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { type Progress, withProgress } from '../../views/messages/progress.ts';
import { formatSize } from '../../base/display.ts';
import type { PathNode } from '../../views/tree/node.ts';
import { filesBelow } from './filesBelow.ts';
import { notify } from '../../views/messages/notify.ts';

const parallelFiles = 4;
const parallelLooks = 32;
/** Names are made safe in steps between which the extension host can do other things. */
const namesAtOnce = 500;
const lastFolderKey = 'callRecordings.downloadFolder';

interface Planned {
  readonly node: PathNode;
  readonly file: StoredFile;
  readonly path: string;
  readonly exists: boolean;
  /** The user has agreed to replace what is there. */
  readonly overwrite?: boolean;
}

/** Downloads files, recordings, calls or dates into a folder. @returns the paths written */
export async function download(
  app: App,
  nodes: readonly PathNode[],
  given?: string,
): Promise<readonly string[]> {
  const folder = given ?? (await askFolder(app));
  const planned = await withProgress(l10n.t('Counting files…'), (progress) =>
    plan(app, nodes, folder, progress),
  );
  const wanted = await withoutUnwanted(planned);
  const total = wanted.reduce((sum, one) => sum + one.file.sizeBytes, 0);
  return withProgress(l10n.t('Downloading'), async (progress) => {
    const written: string[] = [];
    try {
      await transfer(app, wanted, { folder, total, written }, progress);
      void tellDone(folder, written.length, total);
    } catch (error) {
      if (!progress.signal.aborted) throw error;
      void tellStopped(written.length, wanted.length);
    }
    return written;
  });
}

async function askFolder(app: App): Promise<string> {
  const last = app.context.globalState.get<string>(lastFolderKey);
  const [picked] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: l10n.t('Download Here'),
      title: l10n.t('Where should the recordings be saved?'),
      ...(last ? { defaultUri: vscode.Uri.file(last) } : {}),
    })) ?? [];
  const { fsPath } = Cancelled.unless(picked);
  await app.context.globalState.update(lastFolderKey, fsPath);
  return fsPath;
}

/** A folder keeps its own name and what is below it; the way to it is left out. */
async function plan(
  app: App,
  nodes: readonly PathNode[],
  folder: string,
  { report, signal }: Progress,
): Promise<Planned[]> {
  const planned: Planned[] = [];
  let unreadable = 0;
  const safe = new SafePaths(folder);
  for (const node of nodes) {
    const store = await app.containers.open(node.container);
    const above = node.path.slice(0, node.path.lastIndexOf('/', node.path.length - 2) + 1);
    const before = planned.length;
    const files = await filesBelow(store, node, {
      signal,
      onFound: (count) => report(l10n.t('{0} files', before + count)),
      onUnreadable: (count) => (unreadable += count),
    });
    for (const file of files) {
      if (planned.length % namesAtOnce === namesAtOnce - 1) await new Promise(setImmediate);
      const path = safe.of(file.name.slice(above.length));
      planned.push({ node, file, path, exists: false });
    }
  }
  if (unreadable > 0) {
    void notify.warn(l10n.t('Left out, as they cannot be read: {0} files or folders.', unreadable));
  }
  const existing = new Set<string>();
  await inParallel(planned, parallelLooks, signal, async ({ path }) => {
    if (await exists(path)) existing.add(path);
  });
  return planned.map((one) => ({ ...one, exists: existing.has(one.path) }));
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Asks before anything on disk is replaced. */
async function withoutUnwanted(planned: readonly Planned[]): Promise<readonly Planned[]> {
  const existing = planned.filter((one) => one.exists);
  if (existing.length === 0) return planned;
  const replace = l10n.t('Replace');
  const skip = l10n.t('Skip These');
  const picked = await notify.ask(
    existing.length === 1
      ? l10n.t('1 of {0} files already exists.', planned.length)
      : l10n.t('{0} of {1} files already exist.', existing.length, planned.length),
    existing
      .slice(0, 8)
      .map((one) => one.path)
      .join('\n'),
    replace,
    skip,
  );
  if (picked === replace) return planned.map((one) => ({ ...one, overwrite: true }));
  if (picked === skip) return planned.filter((one) => !one.exists);
  throw new Cancelled();
}

interface Target {
  readonly folder: string;
  /** Bytes of all files. */
  readonly total: number;
  /** Gets the path of each file when it is complete. */
  readonly written: string[];
}

async function transfer(
  app: App,
  planned: readonly Planned[],
  { folder, total, written }: Target,
  { report, signal }: Progress,
): Promise<void> {
  const received = new Map<Planned, number>();
  let bytes = 0;
  const one = async (item: Planned, either: AbortSignal): Promise<void> => {
    const store = await app.containers.open(item.node.container);
    const onProgress = (sofar: number): void => {
      bytes += sofar - (received.get(item) ?? 0);
      received.set(item, sofar);
      report(
        l10n.t('{0} of {1} files, {2}', written.length, planned.length, formatSize(bytes)),
        total === 0 ? 1 : bytes / total,
      );
    };
    const overwrite = item.overwrite ?? false;
    await store.download(item.file, item.path, {
      within: folder,
      signal: either,
      onProgress,
      overwrite,
    });
    written.push(item.path);
  };
  await inParallel(planned, parallelFiles, signal, one);
}

async function tellStopped(files: number, planned: number): Promise<void> {
  await notify.warn(l10n.t('Stopped: {0} of {1} files were downloaded. None is incomplete.', files, planned));
}

async function tellDone(folder: string, files: number, total: number): Promise<void> {
  const open = l10n.t('Open Folder');
  const message =
    files === 1
      ? l10n.t('Downloaded 1 file ({0}) to {1}.', formatSize(total), folder)
      : l10n.t('Downloaded {0} files ({1}) to {2}.', files, formatSize(total), folder);
  // The folder is on the machine that the extension runs on, and only the desktop can show one.
  const isHere = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  const picked = await notify.info(message, ...(isHere ? [open] : []));
  if (picked === open) {
    await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(folder));
  }
}
