import { homedir } from 'node:os';
import { posix } from 'node:path';
import * as vscode from 'vscode';
import { eventText } from '../../views/events/content.ts';
import { eventFileEnding } from '../../views/events/node.ts';

/**
 * Opens events in a new, unsaved document that would be saved beside what is open.
 * @param name what the file is called, without what no file system allows
 * @returns the document's address
 */
export async function openNewEvent(name: string, json: unknown): Promise<string> {
  const uri = await freeName(name);
  const document = await vscode.workspace.openTextDocument(uri);
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), eventText(json));
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document, { preview: false });
  return document.uri.toString();
}

async function freeName(text: string): Promise<vscode.Uri> {
  // Windows allows none of these in the name of a file.
  const name = text.replace(/[\\/:*?"<>|]/g, '');
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file(homedir());
  const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.path));
  for (let number = 1; ; number++) {
    const file = `${name}${number === 1 ? '' : `-${number}`}${eventFileEnding}`;
    const path = posix.join(folder.path, file);
    if (open.has(path)) continue;
    if (!(await exists(folder.with({ path })))) return vscode.Uri.from({ scheme: 'untitled', path });
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
