import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { fileName } from '../../recording/blobName.ts';
import { UserError } from '../../base/userError.ts';
import { StoreError } from '../../storage/failures/storeError.ts';
import { storeErrorText } from '../../storage/failures/storeErrorText.ts';
import type { App } from '../../views/app.ts';
import { formatDate, formatZonedTime, printable } from '../../base/display.ts';
import type { PathNode } from '../../views/tree/node.ts';
import { openLink } from '../../views/messages/openLink.ts';
import { withoutIcons } from '../../views/messages/withoutIcons.ts';
import { notify } from '../../views/messages/notify.ts';

const linkMinutes = 15;

/** What is copied, as a title. */
export function copyTitle(part: 'name' | 'path' | 'url' | 'id'): string {
  const titles = {
    name: l10n.t('Copy Name'),
    path: l10n.t('Copy Path'),
    url: l10n.t('Copy URL'),
    id: l10n.t('Copy Call or Recording ID'),
  };
  return titles[part];
}

/** Copies a part of each row, a line each. @returns what was copied */
export async function copy(
  app: App,
  nodes: readonly PathNode[],
  part: 'name' | 'path' | 'url' | 'id',
): Promise<string | undefined> {
  const lines = await Promise.all(nodes.map((node) => textOf(app, node, part)));
  const text = lines.filter(Boolean).join('\n');
  if (text === '') return undefined;
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(l10n.t('$(check) Copied: {0}', shown(text)), 3000);
  return text;
}

async function textOf(
  app: App,
  node: PathNode,
  part: 'name' | 'path' | 'url' | 'id',
): Promise<string | undefined> {
  switch (part) {
    case 'name':
      return node.kind === 'date' ? formatDate(node.date) : fileName(node.path.replace(/\/$/, ''));
    case 'path':
      return node.path;
    case 'url':
      return (await app.containers.open(node.container)).urlOf(node.path);
    case 'id':
      if (node.kind === 'call') return node.call.callId;
      if (node.kind === 'recording') return node.recording.folder;
      return node.kind === 'file'
        ? (node.recordingFile?.blob.documentId ?? node.recordingFile?.blob.callId)
        : undefined;
  }
}

/**
 * Copies a link that reads this one file for some minutes. Where the sign-in can make none, the reason
 * is said and the plain URL offered.
 */
export async function copyLink(app: App, node: PathNode): Promise<string | undefined> {
  if (node.container.kind === 'samples')
    throw new UserError(l10n.t('The samples are files of the extension: no link leads to them.'));
  const store = await app.containers.open(node.container);
  try {
    const link = await vscode.window.withProgress(
      { location: { viewId: 'callRecordings.recordings' }, title: l10n.t('Making a link…') },
      () => store.link(node.path, linkMinutes),
    );
    await vscode.env.clipboard.writeText(link.url);
    const until = formatZonedTime(link.expires);
    const open = l10n.t('Open in Browser');
    const said =
      link.kind === 'public'
        ? l10n.t('Copied the public address of this file.')
        : link.kind === 'file'
          ? l10n.t('Copied the address of this file on your disk.')
          : l10n.t(
              'Copied a read-only link to this one file. Anyone who has it can read the file until {0}.',
              until,
            );
    void notify.info(said, open).then((picked) => {
      if (picked === open) void openLink(link.url);
    });
    return link.url;
  } catch (error) {
    if (!StoreError.is(error, 'linkNotPossible')) throw error;
    const text = storeErrorText(error);
    const copyUrl = l10n.t('Copy URL without Access');
    const editSignIn = l10n.t('Edit Sign-in…');
    const picked = await notify.warn(`${text.why} ${text.next}`, editSignIn, copyUrl);
    if (picked === editSignIn) {
      await vscode.commands.executeCommand('callRecordings.editSignIn', { container: node.container.id });
    }
    return picked === copyUrl ? copy(app, [node], 'url') : undefined;
  }
}

function shown(text: string): string {
  const [line = '', ...others] = text.split('\n');
  const first = withoutIcons(printable(line));
  const cut = first.length > 60 ? `${first.slice(0, 60)}…` : first;
  return others.length > 0 ? `${cut} (+${others.length})` : cut;
}
