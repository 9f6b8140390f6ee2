import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { Container, SignIn } from '../../storage/container.ts';
import { type Address, addressOf, parseAddress } from '../../storage/containerAddress.ts';
import { type AccountChoice, isAzurite, listAccountContainers } from '../../storage/openStore.ts';
import { StoreError } from '../../storage/failures/storeError.ts';
import { explainStoreError } from '../../storage/failures/storeErrorText.ts';
import { addressProblemText } from '../../views/containers/addressProblemText.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import type { ContainerSetting } from '../../views/containers/containers.ts';
import { withProgress } from '../../views/messages/progress.ts';
import { logLine } from '../../views/messages/logLine.ts';
import { askSecret, pickSignIn } from '../../views/containers/signInPick.ts';
import { storeDeps } from '../../views/containers/storeOpener.ts';
import { withoutLinks } from '../../views/messages/withoutLinks.ts';
import type { NewContainer } from './arguments.ts';

const azurite = 'UseDevelopmentStorage=true';

interface Wanted {
  readonly setting: ContainerSetting;
  readonly secret?: string | undefined;
  /** Where the address led, below the prefix's date folders. */
  readonly path?: string | undefined;
}

/** Adds a container, asking for what is not given, and shows it in the tree. */
export async function addContainer(app: App, given: NewContainer | undefined): Promise<Container> {
  const wanted = await complete(app, given && Object.keys(given).length > 0 ? given : await askKind());
  const container = await app.containers.add(wanted.setting, wanted.secret);
  if (!given?.samples) await checkAccess(app, container);
  await vscode.commands.executeCommand('callRecordings.recordings.focus');
  if (wanted.path !== undefined) await app.tree.reveal(container, wanted.path);
  return container;
}

async function askKind(): Promise<NewContainer> {
  const items: (vscode.QuickPickItem & { ask: () => Promise<NewContainer> })[] = [
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
  const picked = await vscode.window.showQuickPick(items, {
    title: l10n.t('Add a container'),
    placeHolder: l10n.t('Where are the recordings?'),
    matchOnDescription: true,
  });
  return Cancelled.unless(picked).ask();
}

async function askUrl(): Promise<NewContainer> {
  const url = await vscode.window.showInputBox({
    title: l10n.t('Add a container'),
    prompt: l10n.t(
      'URL of the container, or of a place in it. A SAS token in it is moved into secret storage.',
    ),
    placeHolder: 'https://account.blob.core.windows.net/recordings',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? undefined : addressProblem(parseAddress(text))),
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

/** Asks for what is not given. */
async function complete(app: App, given: NewContainer): Promise<Wanted> {
  const named = given.name === undefined ? {} : { name: given.name };
  if (given.samples) return { setting: { samples: true, ...named } };
  if (given.folder !== undefined) return { setting: { folder: given.folder, ...named } };
  if (given.connectionString !== undefined) return fromConnectionString(app, given.connectionString, given);
  const text = given.url ?? Cancelled.unless((await askUrl()).url);
  const address = parseAddress(text);
  if (address.kind === 'connectionString') return fromConnectionString(app, text.trim(), given);
  if (address.kind === 'invalid') throw new Error(addressProblemText(address.problem));
  const chosen = given.signIn
    ? { signIn: given.signIn, secret: given.secret ?? (await neededSecret(given.signIn, address.url)) }
    : address.sas !== undefined
      ? { signIn: 'sas' as const, secret: address.sas }
      : await pickSignIn(l10n.t('Add a container'));
  if (address.kind === 'account') {
    const accountUrl = address.url;
    const { signIn, secret } = chosen;
    const choice: AccountChoice =
      signIn === 'connectionString'
        ? { signIn, connectionString: secret ?? '' }
        : { signIn, accountUrl, ...(secret === undefined ? {} : { secret }) };
    const url = await pickContainer(app, choice);
    return { setting: { url, signIn, ...named }, secret };
  }
  return {
    setting: { url: addressOf(address), signIn: chosen.signIn, ...named },
    secret: chosen.secret,
    path: address.path,
  };
}

/** Azurite's well-known key needs no question. */
async function neededSecret(signIn: SignIn, url: string): Promise<string | undefined> {
  return signIn === 'accountKey' && isAzurite(url) ? undefined : askSecret(signIn);
}

async function fromConnectionString(
  app: App,
  connectionString: string,
  given: NewContainer,
): Promise<Wanted> {
  const kind = parseAddress(connectionString);
  if (kind.kind === 'invalid' && kind.problem === 'communicationConnectionString')
    throw new Error(addressProblemText(kind.problem));
  const url = given.url ?? (await pickContainer(app, { signIn: 'connectionString', connectionString }));
  return {
    setting: { url, signIn: 'connectionString', ...(given.name === undefined ? {} : { name: given.name }) },
    secret: connectionString,
  };
}

/** Lets the user choose one of the account's containers. @returns its URL */
async function pickContainer(app: App, account: AccountChoice): Promise<string> {
  const deps = storeDeps(
    { context: app.context, log: app.log, notify: (text) => app.tree.setNotice(text) },
    'account',
  );
  const found = await withProgress(l10n.t('Listing containers'), ({ signal }) =>
    listAccountContainers(account, deps, signal),
  );
  if (found.length === 0) throw new Error(l10n.t('This account has no container yet.'));
  const picked = await vscode.window.showQuickPick(
    found.map((one) => ({
      label: one.name,
      description: one.isPublic ? l10n.t('public') : '',
      url: one.url,
    })),
    {
      title: l10n.t('Add a container'),
      placeHolder: l10n.t('Which container are the recordings written to?'),
      ignoreFocusOut: true,
    },
  );
  return Cancelled.unless(picked).url;
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
    const text = explainStoreError(error);
    const edit = l10n.t('Edit Sign-in…');
    const remove = l10n.t('Remove Again');
    const message = l10n.t(
      'Added {0}, but it cannot be read yet. {1}: {2} {3}',
      container.name,
      text.title,
      text.why,
      text.next,
    );
    void vscode.window.showWarningMessage(withoutLinks(message), edit, remove).then(async (picked) => {
      if (picked === remove) await app.containers.remove(container);
      if (picked === edit)
        await vscode.commands.executeCommand('callRecordings.editSignIn', { container: container.id });
    });
  }
}

function addressProblem(address: Address): string | undefined {
  return address.kind === 'invalid' ? addressProblemText(address.problem) : undefined;
}
