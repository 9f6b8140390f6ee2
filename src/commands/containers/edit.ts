import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { type Container, type SignIn } from '../../storage/container.ts';
import { parseAddress } from '../../storage/containerAddress.ts';
import { accountNameOf, addressOf, portalUrl } from '../../storage/containerUrl.ts';
import { isLoopback } from '../../base/loopback.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { addressProblemText } from '../../views/containers/addressProblemText.ts';
import { pickSignIn } from '../../views/containers/signInPick.ts';
import { isSetupNode } from '../../views/setup/row.ts';
import type { ContainerArgument, PortalArgument } from './arguments.ts';
import { UserError } from '../../base/userError.ts';
import { notify } from '../../views/messages/notify.ts';
import { withoutIcons } from '../../views/messages/withoutIcons.ts';
import { titleOf } from '../prompts/title.ts';
import { showInputBox, showQuickPick } from '../../views/prompts.ts';

/** Gives a container another name in the tree. */
export async function renameContainer(app: App, argument: ContainerArgument | undefined): Promise<string> {
  const container = await chosen(app, 'renameContainer', argument);
  const given = argument && !('kind' in argument) ? argument.name : undefined;
  const name = Cancelled.unless(
    given ??
      (await showInputBox({
        title: l10n.t('Rename {0}', container.name),
        value: container.name,
        prompt: l10n.t('Only the name shown here changes.'),
        validateInput: (text) => (text.trim() === '' ? l10n.t('Enter a name.') : undefined),
      })),
  ).trim();
  await app.containers.rename(container, name);
  return name;
}

/** Forgets a container and its secret, after a confirmation. */
export async function removeContainer(app: App, argument: ContainerArgument | undefined): Promise<boolean> {
  const container = await chosen(app, 'removeContainer', argument);
  const action = l10n.t('Remove');
  const picked = await notify.ask(
    l10n.t('Remove {0} from this list?', container.name),
    l10n.t('Its recordings stay where they are. Its stored secret is deleted.'),
    action,
  );
  if (picked !== action) throw new Cancelled();
  await app.containers.remove(container);
  return true;
}

/** Asks for another sign-in, and reads the container anew with it. */
export async function editSignIn(app: App, argument: ContainerArgument | undefined): Promise<SignIn> {
  const container = await chosen(app, 'editSignIn', argument, ['blob']);
  const current = container.kind === 'blob' ? container.signIn : undefined;
  const { signIn, secret } = await pickSignIn(l10n.t('Sign in to {0}', container.name), current);
  await app.containers.setSignIn(container, signIn, secret);
  return signIn;
}

/** Gives a container another address; its name and sign-in stay. @returns the address */
export async function editAddress(app: App, argument: ContainerArgument | undefined): Promise<string> {
  const container = await chosen(app, 'editAddress', argument, ['blob', 'folder']);
  const given = argument && !('kind' in argument) ? argument.address : undefined;
  if (container.kind === 'folder') {
    const folder = given ?? (await askFolder(container.folder));
    return placeOf(await app.containers.move(container, { folder }));
  }
  const text = given ?? (await askAddress(container));
  const address = parseAddress(text);
  if (address.kind !== 'container') throw new UserError(addressProblem(text) ?? '');
  const url = addressOf(address);
  const other = app.containers.known({ url });
  if (other && other.id !== container.id)
    throw new UserError(l10n.t('This address is connected already, as {0}.', other.name));
  const moved = await app.containers.move(container, { url });
  if (address.sas !== undefined) await app.containers.setSignIn(moved, 'sas', address.sas);
  await app.tree.reveal(moved);
  return placeOf(moved);
}

async function askAddress(container: Container): Promise<string> {
  const text = await showInputBox({
    title: l10n.t('Address of {0}', container.name),
    value: container.kind === 'blob' ? addressOf(container) : '',
    prompt: l10n.t('URL of the container, with the prefix that the date folders are below.'),
    validateInput: addressProblem,
  });
  return Cancelled.unless(text);
}

function addressProblem(text: string): string | undefined {
  const address = parseAddress(text);
  if (address.kind === 'container') return undefined;
  if (address.kind === 'invalid') return addressProblemText(address.problem);
  return address.kind === 'account'
    ? l10n.t('This address names an account, not a container.')
    : l10n.t('This is a connection string. Edit the sign-in to use it.');
}

async function askFolder(folder: string): Promise<string> {
  const picked = await vscode.window.showOpenDialog({
    canSelectFolders: true,
    canSelectFiles: false,
    defaultUri: vscode.Uri.file(folder),
    openLabel: l10n.t('Use Folder'),
    title: l10n.t('Folder that holds the date folders'),
  });
  return Cancelled.unless(picked?.[0]).fsPath;
}

/** Shows a local folder in the file manager of this machine. @returns its path */
export async function revealInOS(app: App, argument: ContainerArgument | undefined): Promise<string> {
  const container = await chosen(app, 'revealInOS', argument, ['folder']);
  await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(placeOf(container)));
  return placeOf(container);
}

/**
 * Opens the Azure portal at the containers of the account, where its ID is known: since it was picked from Azure or
 * its setup was checked. An address does not contain it; without it, opens the list of accounts and says which it is.
 * @returns the URL
 */
export async function openInPortal(app: App, argument: PortalArgument | undefined): Promise<string> {
  const services = await app.setup.services();
  if (argument && 'kind' in argument && isSetupNode(argument)) {
    const page = services.portalPage(argument);
    if (page === undefined) throw new UserError(l10n.t('No page in the Azure portal is known for this.'));
    await vscode.env.openExternal(vscode.Uri.parse(page, true));
    return page;
  }
  const container = await chosen(app, 'openInPortal', argument, ['blob'], isInAzure);
  if (container.kind !== 'blob' || isLoopback(container.url))
    throw new UserError(l10n.t('This container is on this machine, not in Azure: {0}', container.name));
  const id = services.ids.get(container.url)?.id;
  const url = portalUrl(container.url, id);
  await vscode.env.openExternal(vscode.Uri.parse(url, true));
  const account = id === undefined ? accountNameOf(container.url) : undefined;
  if (account !== undefined) void tellAccount(account);
  return url;
}

function isInAzure(container: Container): boolean {
  return container.kind === 'blob' && !isLoopback(container.url);
}

async function tellAccount(account: string): Promise<void> {
  const copy = l10n.t('Copy Account Name');
  const picked = await notify.info(
    l10n.t('The Azure portal shows your storage accounts. The one of this container is {0}.', account),
    copy,
  );
  if (picked === copy) await vscode.env.clipboard.writeText(account);
}

/** The container that a command was called with, the only one it can be, or the one that the user picks. */
async function chosen(
  app: App,
  command: string,
  argument: ContainerArgument | undefined,
  kinds?: readonly Container['kind'][],
  /** Those that are worth offering; default: all of these kinds. */
  isOffered: (container: Container) => boolean = () => true,
): Promise<Container> {
  const fits = ({ kind }: Container): boolean => kinds?.includes(kind) ?? true;
  if (argument) {
    const isRow = 'kind' in argument;
    const found = isRow ? argument.container : app.containers.find(argument.container);
    if (!found)
      throw new UserError(l10n.t('No container has this name: {0}', isRow ? '' : argument.container));
    if (!fits(found)) throw new UserError(l10n.t('This does not apply to {0}.', found.name));
    return found;
  }
  const all = app.containers.list().filter((one) => fits(one) && isOffered(one));
  const [only, ...others] = all;
  if (!only) throw new UserError(l10n.t('No container is connected that this applies to.'));
  if (others.length === 0) return only;
  const selected = app.tree.selection[0]?.container.id;
  const items = all.map((container) => ({
    label: withoutIcons(container.name),
    description: placeOf(container),
    container,
  }));
  const picked = await showQuickPick(
    items.toSorted((a, b) => Number(b.container.id === selected) - Number(a.container.id === selected)),
    { title: titleOf(app, command), placeHolder: l10n.t('Which container?'), matchOnDescription: true },
  );
  return Cancelled.unless(picked).container;
}

function placeOf(container: Container): string {
  if (container.kind === 'blob') return addressOf(container);
  return container.kind === 'folder' ? container.folder : '';
}
