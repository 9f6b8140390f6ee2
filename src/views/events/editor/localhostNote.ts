import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';

/** Whose localhost is meant, where there is more than one; undefined where there is but this computer. */
export function localhostNote(
  extension: Pick<vscode.Extension<unknown>, 'extensionKind'>,
): string | undefined {
  const { remoteName } = vscode.env;
  if (remoteName === undefined) return undefined;
  return extension.extensionKind === vscode.ExtensionKind.Workspace
    ? l10n.t('localhost is the remote machine ({0}), not the computer in front of you.', remoteName)
    : l10n.t('localhost is the computer in front of you, not the remote machine ({0}).', remoteName);
}
