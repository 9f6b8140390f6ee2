import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { App } from '../../views/app.ts';
import { formatSize } from '../../base/display.ts';
import type { FileNode } from '../../views/tree/node.ts';
import { copyLink } from './copy.ts';

/** VS Code's own preview loads the whole file: larger ones are opened outside. */
const maxPreviewBytes = 64 * 1024 * 1024;
const previewable = /\.(mp3|wav|ogg|oga|mp4|webm|json|txt|log|csv|xml|png|jpe?g|gif|webp)$/i;

/** Opens a file: chunk metadata pretty-printed, media in VS Code's preview, else outside. */
export async function openFile(app: App, node: FileNode): Promise<void> {
  if (previewable.test(node.path) && node.file.sizeBytes <= maxPreviewBytes) {
    const uri = app.documents.open(node.container, node.file);
    await vscode.commands.executeCommand('vscode.open', uri, { preview: true });
    return;
  }
  const downloadIt = l10n.t('Download…');
  const linkIt = l10n.t('Copy Read-only Link');
  const openIt = l10n.t('Open as Text');
  const why = previewable.test(node.path)
    ? l10n.t(
        'This file is large ({0}); VS Code would load all of it to show it.',
        formatSize(node.file.sizeBytes),
      )
    : l10n.t('VS Code has no preview for this kind of file.');
  const picked = await vscode.window.showInformationMessage(
    why,
    downloadIt,
    linkIt,
    ...(node.file.sizeBytes <= maxPreviewBytes ? [openIt] : []),
  );
  if (picked === downloadIt) await vscode.commands.executeCommand('callRecordings.download', node);
  if (picked === linkIt) await copyLink(app, node);
  if (picked === openIt) {
    const uri = app.documents.open(node.container, node.file);
    await vscode.commands.executeCommand('vscode.openWith', uri, 'default');
  }
}
