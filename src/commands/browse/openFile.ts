import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { App } from '../../views/app.ts';
import { playableExtension } from '../../recording/formats.ts';
import { formatSize } from '../../base/display.ts';
import type { FileNode } from '../../views/tree/node.ts';
import { copyLink } from './copy.ts';
import { notify } from '../../views/messages/notify.ts';

/** VS Code's own preview loads the whole file: larger ones are opened outside. */
const maxPreviewBytes = 64 * 1024 * 1024;
const previewable = /\.(mp3|wav|ogg|oga|mp4|webm|json|txt|log|csv|xml|png|jpe?g|gif|webp)$/i;

/**
 * Opens a file: media of a recording in the inspector, chunk metadata pretty-printed, other files in VS Code's
 * preview, and what has none outside. A setting gives media to VS Code's preview too.
 */
export async function openFile(app: App, node: FileNode): Promise<void> {
  if (isMedia(node)) {
    // A preview of an empty file shows a failure; the inspector says that it is empty.
    if (mediaOpensIn() === 'inspector' || node.file.sizeBytes === 0) {
      await vscode.commands.executeCommand('callRecordings.openInspector', node);
      return;
    }
    // The preview hides why a file cannot be read: a missing file or an expired sign-in is reported here.
    await (await app.containers.open(node.container)).stat(node.path);
  }
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
  const inspectIt = l10n.t('Open Recording Inspector');
  const picked = await notify.info(
    why,
    ...(isMedia(node) ? [inspectIt] : []),
    downloadIt,
    ...(node.container.kind === 'samples' ? [] : [linkIt]),
    ...(node.file.sizeBytes <= maxPreviewBytes ? [openIt] : []),
  );
  if (picked === inspectIt) await vscode.commands.executeCommand('callRecordings.openInspector', node);
  if (picked === downloadIt) await vscode.commands.executeCommand('callRecordings.download', node);
  if (picked === linkIt) await copyLink(app, node);
  if (picked === openIt) {
    const uri = app.documents.open(node.container, node.file);
    await vscode.commands.executeCommand('vscode.openWith', uri, 'default');
  }
}

function isMedia({ recordingFile }: FileNode): boolean {
  return recordingFile !== undefined && playableExtension(recordingFile.name) !== undefined;
}

function mediaOpensIn(): 'inspector' | 'preview' {
  const chosen = vscode.workspace.getConfiguration('callRecordings').get<string>('openMediaIn');
  return chosen === 'preview' ? 'preview' : 'inspector';
}
