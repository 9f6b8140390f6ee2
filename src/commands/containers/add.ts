import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/userError.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { Container, SignIn } from '../../storage/container.ts';
import { type Address, parseAddress } from '../../storage/containerAddress.ts';
import { addressOf } from '../../storage/containerUrl.ts';
import { StoreError, isSignInFailure } from '../../storage/failures/storeError.ts';
import { storeErrorText } from '../../storage/failures/storeErrorText.ts';
import { type AccountChoice, isAzurite } from '../../storage/openStore.ts';
import type { App } from '../../views/app.ts';
import { addressProblemText } from '../../views/containers/addressProblemText.ts';
import { askSecret, pickSignIn } from '../../views/containers/signInPick.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { logLine } from '../../views/messages/logLine.ts';
import { withProgress } from '../../views/messages/progress.ts';
import { hasPath } from '../../views/tree/node.ts';
import { type Wanted, addedAgain } from './addedAgain.ts';
import type { NewContainer } from './arguments.ts';
import { chooseContainer, chooseUnlisted, containersOf, isFixedByRetyping } from './choose.ts';
import { notify } from '../../views/messages/notify.ts';
import { showInputBox, showQuickPick } from '../../views/prompts.ts';

const azurite = 'UseDevelopmentStorage=true';

/** Adds a container, asking for what is not given, and shows it in the tree. */
export async function addContainer(app: App, given: NewContainer | undefined): Promise<Container> {
  const isAsked = !given || Object.keys(given).length === 0;
  const wanted = await complete(app, isAsked ? await askKind(app) : given, isAsked);
  const known = app.containers.known(wanted.setting);
  const container = known
    ? await addedAgain(app, known, wanted)
    : await app.containers.add(wanted.setting, wanted.secret);
  if (!known && container.kind !== 'samples') await checkAccess(app, container);
  // Where the tree is on screen already, in the Explorer too, a person stays there.
  if (!app.tree.isVisible) await vscode.commands.executeCommand('callRecordings.recordings.focus');
  await revealAdded(app, container, wanted.path);
  return container;
}

/** The place where its address led, the first call of the samples, else the container. */
async function revealAdded(app: App, container: Container, path: string | undefined): Promise<void> {
  const at = path ?? (container.kind === 'samples' ? await firstCall(app, container) : undefined);
  await app.tree.reveal(container, at);
}

async function firstCall(app: App, container: Container): Promise<string | undefined> {
  let node = await app.tree.model.find(container);
  for (const kind of ['date', 'call'] as const)
    node = node && (await app.tree.model.children(node)).find((child) => child.kind === kind);
  return node && hasPath(node) ? node.path : undefined;
}

async function askKind(app: App): Promise<NewContainer> {
  const items: (vscode.QuickPickItem & { ask: () => Promise<NewContainer> })[] = [
    {
      label: `$(azure) ${l10n.t('From Azure…')}`,
      description: l10n.t('pick the account and container by sign-in'),
      ask: async () => (await import('../setup/pick.ts')).pickContainer(app),
    },
    {
      label: `$(link) ${l10n.t('Container URL…')}`,
      description: l10n.t('with or without a prefix and a SAS token'),
      ask: askUrl,
    },
    {
      label: `$(plug) ${l10n.t('Connection string…')}`,
      description: l10n.t('then choose a container'),
      ask: async () => ({ connectionString: (await askSecret('connectionString')) ?? '' }),
    },
    {
      label: '$(server-environment) Azurite',
      description: azurite,
      ask: () => Promise.resolve({ connectionString: azurite }),
    },
    {
      label: `$(root-folder) ${l10n.t('Local folder…')}`,
      description: l10n.t('that holds a copy of a container'),
      ask: askFolder,
    },
    {
      label: `$(beaker) ${l10n.t('Sample recordings')}`,
      description: l10n.t('come with the extension'),
      ask: () => Promise.resolve({ samples: true }),
    },
  ];
  const picked = await showQuickPick(items, {
    title: l10n.t('Add a container'),
    placeHolder: l10n.t('Where are the recordings?'),
    matchOnDescription: true,
  });
  return Cancelled.unless(picked).ask();
}

async function askUrl(): Promise<NewContainer> {
  const url = await showInputBox({
    title: l10n.t('Add a container'),
    prompt: l10n.t(
      'URL of the container, or of a place in it. A SAS token in it is moved into secret storage.',
    ),
    placeHolder: 'https://account.blob.core.windows.net/recordings',
    validateInput: (text) => (text.trim() === '' ? undefined : addressNote(parseAddress(text))),
  });
  return { url: Cancelled.unless(url === '' ? undefined : url) };
}

async function askFolder(): Promise<NewContainer> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: l10n.t('Add Folder'),
      title: l10n.t('Folder that holds the date folders'),
    })) ?? [];
  return { folder: Cancelled.unless(folder).fsPath };
}

/** Asks for what is not given. @param isAsked true where a person typed what is given */
async function complete(app: App, given: NewContainer, isAsked: boolean): Promise<Wanted> {
  const named = given.name === undefined ? {} : { name: given.name };
  if (given.samples) return { setting: { samples: true, ...named } };
  if (given.folder !== undefined) return { setting: { folder: given.folder, ...named } };
  if (given.connectionString !== undefined)
    return fromConnectionString(app, given.connectionString, given, isAsked);
  const text = given.url ?? Cancelled.unless((await askUrl()).url);
  const address = parseAddress(text);
  if (address.kind === 'connectionString') return fromConnectionString(app, text, given, isAsked);
  if (address.kind === 'invalid') throw new UserError(addressProblemText(address.problem));
  return fromAddress(app, address, given);
}

async function fromAddress(
  app: App,
  address: Extract<Address, { kind: 'account' | 'container' }>,
  given: NewContainer,
): Promise<Wanted> {
  const named = given.name === undefined ? {} : { name: given.name };
  const chosen = given.signIn
    ? { signIn: given.signIn, secret: given.secret ?? (await neededSecret(given.signIn, address.url)) }
    : address.sas !== undefined
      ? { signIn: 'sas' as const, secret: address.sas }
      : await pickSignIn(l10n.t('Add a container'));
  if (address.kind === 'account') {
    const url = await ofAccount(app, address.url, chosen.signIn, chosen.secret);
    return { setting: { url, signIn: chosen.signIn, ...named }, secret: chosen.secret };
  }
  return {
    setting: { url: addressOf(address), signIn: chosen.signIn, ...named },
    secret: chosen.secret,
    path: address.path,
  };
}

/** The container of an account; its name is typed where the sign-in may not list them. */
async function ofAccount(
  app: App,
  accountUrl: string,
  signIn: SignIn,
  secret: string | undefined,
): Promise<string> {
  const choice: AccountChoice =
    signIn === 'connectionString'
      ? { signIn, connectionString: secret ?? '' }
      : { signIn, accountUrl, ...withoutUndefined({ secret }) };
  try {
    return await chooseContainer(await containersOf(app, choice), accountUrl);
  } catch (error) {
    if (!StoreError.is(error) || Cancelled.is(error)) throw error;
    return chooseUnlisted(accountUrl, error);
  }
}

/** Azurite's well-known key needs no question. */
async function neededSecret(signIn: SignIn, url: string): Promise<string | undefined> {
  return signIn === 'accountKey' && isAzurite(url) ? undefined : askSecret(signIn);
}

/** A connection string that does not work is asked for again, with what was typed and what is wrong with it. */
async function fromConnectionString(
  app: App,
  text: string,
  given: NewContainer,
  isAsked: boolean,
): Promise<Wanted> {
  const address = parseAddress(text);
  if (address.kind === 'invalid') throw new UserError(addressProblemText(address.problem));
  // One with a SAS and an endpoint may be that of a container.
  if (address.kind !== 'connectionString') return fromAddress(app, address, given);
  const { connectionString } = address;
  const account = { signIn: 'connectionString', connectionString } as const;
  const setting = { signIn: 'connectionString', ...withoutUndefined({ name: given.name }) } as const;
  const chosen = given.connectionString === undefined ? undefined : given.url;
  try {
    const url = chosen ?? address.url ?? (await chooseContainer(await containersOf(app, account), undefined));
    return { setting: { url, ...setting }, secret: connectionString };
  } catch (error) {
    if (!isAsked || !StoreError.is(error) || Cancelled.is(error)) throw error;
    if (!isFixedByRetyping(error)) {
      const url = await chooseUnlisted(undefined, error);
      return { setting: { url, ...setting }, secret: connectionString };
    }
    const { title, why } = storeErrorText(error);
    const again = await askSecret('connectionString', { text, problem: `${title}: ${why}` });
    return fromConnectionString(app, again ?? '', given, isAsked);
  }
}

/** Tells at once where the new container can't be read; it stays, its row says the same. */
async function checkAccess(app: App, container: Container): Promise<void> {
  try {
    const store = await app.containers.open(container);
    await withProgress(l10n.t('Connecting to {0}', container.name), ({ signal }) =>
      store.listLevel(container.prefix, { pageSize: 1, signal }),
    );
  } catch (error) {
    if (!StoreError.is(error) || Cancelled.is(error)) return;
    app.log.error(logLine(error));
    const text = storeErrorText(error);
    const edit = isSignInFailure(error) ? l10n.t('Edit Sign-in…') : l10n.t('Edit Address…');
    const command = isSignInFailure(error) ? 'callRecordings.editSignIn' : 'callRecordings.editAddress';
    const remove = l10n.t('Remove Again');
    const message = l10n.t(
      'Added {0}, but it cannot be read yet. {1}: {2} {3}',
      container.name,
      text.title,
      text.why,
      text.next,
    );
    void notify.warn(message, edit, remove).then(async (picked) => {
      if (picked === remove) await app.containers.remove(container);
      if (picked === edit) await vscode.commands.executeCommand(command, { container: container.id });
    });
  }
}

/** Says below the box what is wrong with an address, or what comes next. */
function addressNote(address: Address): string | vscode.InputBoxValidationMessage | undefined {
  if (address.kind === 'invalid') return addressProblemText(address.problem);
  if (address.kind !== 'account') return undefined;
  const message = l10n.t('This address names an account, not a container: you choose one next.');
  return { message, severity: vscode.InputBoxValidationSeverity.Info };
}
