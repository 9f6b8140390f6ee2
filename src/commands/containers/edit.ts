import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { type Container, type SignIn } from '../../storage/container.ts';
import { accountNameOf, portalUrl } from '../../storage/containerAddress.ts';
import { isLoopback } from '../../base/loopback.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { pickSignIn } from '../../views/containers/signInPick.ts';
import type { ContainerArgument } from './arguments.ts';

/** Gives a container another name in the tree. */
export async function renameContainer(app: App, argument: ContainerArgument | undefined): Promise<string> {
  const container = await chosen(app, argument);
  const given = argument && !('kind' in argument) ? argument.name : undefined;
  const name = Cancelled.unless(
    given ??
      (await vscode.window.showInputBox({
        title: l10n.t('Rename {0}', container.name),
        value: container.name,
        prompt: l10n.t('Only the name shown here changes.'),
        validateInput: (text) => (text.trim() === '' ? l10n.t('A name is needed.') : undefined),
      })),
  ).trim();
  await app.containers.rename(container, name);
  return name;
}

/** Forgets a container and its secret, after a confirmation. */
export async function removeContainer(app: App, argument: ContainerArgument | undefined): Promise<boolean> {
  const container = await chosen(app, argument);
  const action = l10n.t('Remove');
  const picked = await vscode.window.showWarningMessage(
    l10n.t('Remove {0} from this list?', container.name),
    { modal: true, detail: l10n.t('Its recordings stay where they are. A secret kept for it is forgotten.') },
    action,
  );
  if (picked !== action) throw new Cancelled();
  await app.containers.remove(container);
  return true;
}

/** Asks for another sign-in, and reads the container anew with it. */
export async function editSignIn(app: App, argument: ContainerArgument | undefined): Promise<SignIn> {
  const container = await chosen(app, argument, 'blob');
  const current = container.kind === 'blob' ? container.signIn : undefined;
  const { signIn, secret } = await pickSignIn(l10n.t('Sign in to {0}', container.name), current);
  await app.containers.setSignIn(container, signIn, secret);
  return signIn;
}

/**
 * Opens the Azure portal at the storage accounts, and says which of them it is: the page of one account can only
 * be named with its subscription and resource group, which an address does not tell.
 * @returns the URL
 */
export async function openInPortal(app: App, argument: ContainerArgument | undefined): Promise<string> {
  const container = await chosen(app, argument, 'blob');
  if (container.kind !== 'blob' || isLoopback(container.url))
    throw new Error(l10n.t('This container is on this machine, not in Azure: {0}', container.name));
  const url = portalUrl(container.url);
  await vscode.env.openExternal(vscode.Uri.parse(url, true));
  const account = accountNameOf(container.url);
  if (account !== undefined) void tellAccount(account);
  return url;
}

async function tellAccount(account: string): Promise<void> {
  const copy = l10n.t('Copy Account Name');
  const picked = await vscode.window.showInformationMessage(
    l10n.t('The Azure portal shows your storage accounts. The one of this container is {0}.', account),
    copy,
  );
  if (picked === copy) await vscode.env.clipboard.writeText(account);
}

async function chosen(app: App, argument: ContainerArgument | undefined, kind?: 'blob'): Promise<Container> {
  const all = app.containers.list().filter((one) => kind === undefined || one.kind === kind);
  if (argument) {
    const isRow = 'kind' in argument;
    const found = isRow ? argument.container : app.containers.find(argument.container);
    if (!found) throw new Error(l10n.t('No container has this name: {0}', isRow ? '' : argument.container));
    if (kind !== undefined && found.kind !== kind)
      throw new Error(l10n.t('This is no container in Azure: {0}', found.name));
    return found;
  }
  const selected = app.tree.selection[0]?.container;
  if (selected && all.some((one) => one.id === selected.id)) return selected;
  if (all.length === 0) throw new Error(l10n.t('No container is connected that this could be done with.'));
  const picked = await vscode.window.showQuickPick(
    all.map((container) => ({ label: container.name, description: placeOf(container), container })),
    { placeHolder: l10n.t('Which container?'), matchOnDescription: true },
  );
  return Cancelled.unless(picked).container;
}

function placeOf(container: Container): string {
  if (container.kind === 'blob') return container.url;
  return container.kind === 'folder' ? container.folder : '';
}
