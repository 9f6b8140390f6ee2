import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { App } from '../../../../src/views/app.ts';
import { type Screen, textOf } from './screen.ts';

/** What a sink is read from. */
export interface Watched {
  readonly app: App;
  readonly screen: Screen;
  /** What was on the clipboard after each command that copies no secret. */
  readonly copied: readonly string[];
  /** What commands gave back: other extensions and keybindings get it. */
  readonly results: readonly string[];
}

type Read = (watched: Watched) => readonly string[] | Promise<readonly string[]>;

/** Larger files of the data folder are those of VS Code itself. */
const largestFile = 5_000_000;

/**
 * Every place that a secret could come out at, beside the secret storage and the server it is meant for. A new
 * capability that shows, logs or keeps something somewhere else adds its place here.
 */
export const sinks: Readonly<Record<string, Read>> = {
  'lines of the log': ({ screen }) => screen.logged,
  notifications: ({ screen }) => screen.notified,
  questions: ({ screen }) => screen.asked,
  progress: ({ screen }) => screen.progress,
  'status bar': async ({ app, screen }) => [
    ...screen.status,
    (await app.active.services()).status.text ?? '',
  ],
  'rows and tooltips of Recordings': ({ app }) => rowsOf(app.tree),
  'rows and tooltips of Active Recordings': ({ app }) => rowsOf(app.active),
  'rows and tooltips of Events': ({ app }) => rowsOf(app.events.tree),
  documents: () =>
    vscode.workspace.textDocuments.flatMap((document) => [document.uri.toString(true), document.getText()]),
  'marks in documents': () =>
    vscode.languages
      .getDiagnostics()
      .flatMap(([uri, marks]) => [uri.toString(true), ...marks.map(({ message }) => message)]),
  tabs: () =>
    vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map((tab) => `${tab.label} ${textOf(tab.input)}`)),
  'pages, and what is posted to them': ({ screen }) => [...screen.pages, ...screen.posted],
  'rows and tooltips of Setup': ({ app }) => rowsOf(app.setup),
  settings: () => [textOf(vscode.workspace.getConfiguration('callRecordings'))],
  'global state': ({ app }) => stateOf(app.context.globalState),
  'workspace state': ({ app }) => stateOf(app.context.workspaceState),
  clipboard: async ({ copied }) => [...copied, await vscode.env.clipboard.readText()],
  'results of commands': ({ results }) => results,
  'files in the data folder': async ({ app }) => [
    ...(await filesIn(join(app.context.globalStorageUri.fsPath, '../../..'))),
    ...(await filesIn(app.context.logUri.fsPath)),
  ],
  'arguments and environment of child processes': () => processesBelow(process.pid),
};

interface Rows<T> {
  getChildren(node?: T): Promise<T[]> | T[];
  getTreeItem(node: T): vscode.TreeItem | Promise<vscode.TreeItem>;
  resolveTreeItem?(item: vscode.TreeItem, node: T, token: vscode.CancellationToken): Promise<vscode.TreeItem>;
}

async function rowsOf<T>(tree: Rows<T>, node?: T, depth = 0): Promise<string[]> {
  if (depth > 4) return [];
  const texts: string[] = [];
  for (const child of await tree.getChildren(node)) {
    const item = await tree.getTreeItem(child);
    const { token } = new vscode.CancellationTokenSource();
    const { tooltip } = (await tree.resolveTreeItem?.(item, child, token)) ?? item;
    const hover = typeof tooltip === 'string' ? tooltip : (tooltip?.value ?? '');
    texts.push(
      [
        item.label,
        item.description,
        hover,
        item.id,
        item.accessibilityInformation,
        item.command,
        item.resourceUri,
      ]
        .map(textOf)
        .join(' '),
    );
    texts.push(...(await rowsOf(tree, child, depth + 1)));
  }
  return texts;
}

function stateOf(state: vscode.Memento): readonly string[] {
  return state.keys().map((key) => `${key} ${textOf(state.get(key))}`);
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const texts = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile()) return path;
    const { size } = await stat(path);
    return size > largestFile ? path : `${path}\n${await readFile(path, 'latin1')}`;
  });
  return Promise.all(texts.map((text) => text.catch(() => '')));
}

/** From /proc, so that only Linux is looked at; there is nothing of it elsewhere. */
async function processesBelow(root: number): Promise<readonly string[]> {
  if (process.platform !== 'linux') return [];
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc')) {
    const status = /^\d+$/.test(name) ? await readFile(`/proc/${name}/status`, 'utf8').catch(() => '') : '';
    const parent = /^PPid:\s*(\d+)/m.exec(status)?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const isBelow = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent !== undefined && (parent === root || isBelow(parent));
  };
  return Promise.all(
    [...parents.keys()]
      .filter(isBelow)
      .flatMap((pid) =>
        ['cmdline', 'environ'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
      ),
  );
}
