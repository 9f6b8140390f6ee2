import type * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { parseAddress } from '../../storage/containerAddress.ts';
import { accountUrlOf } from '../../storage/containerUrl.ts';
import type { StoreError, StoreErrorReason } from '../../storage/failures/storeError.ts';
import { storeErrorText } from '../../storage/failures/storeErrorText.ts';
import { type AccountChoice, listAccountContainers } from '../../storage/openStore.ts';
import type { App } from '../../views/app.ts';
import { addressProblemText } from '../../views/containers/addressProblemText.ts';
import { storeDeps } from '../../views/containers/storeOpener.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { withProgress } from '../../views/messages/progress.ts';
import { withoutIcons } from '../../views/messages/withoutIcons.ts';
import { showInputBox, showQuickPick } from '../../views/prompts.ts';

const title = (): string => l10n.t('Add a container');

/** Lists an account's containers with progress. @throws StoreError */
export async function containersOf(app: App, account: AccountChoice) {
  const deps = storeDeps(
    { context: app.context, log: app.log, notify: (text) => app.tree.setNotice(text) },
    'account',
  );
  return withProgress(l10n.t('Listing containers'), ({ signal }) =>
    listAccountContainers(account, deps, signal),
  );
}

/**
 * Lets the user choose one of an account's containers, or type its name: some sign-ins may read one container
 * but not list them.
 * @param accountUrl undefined where only the listing shows it
 * @returns its URL
 */
export async function chooseContainer(
  found: Awaited<ReturnType<typeof containersOf>>,
  accountUrl: string | undefined,
): Promise<string> {
  if (found.length === 0) return typeName(accountUrl, l10n.t('This account has no container yet.'));
  const items: (vscode.QuickPickItem & { url?: string })[] = [
    ...found.map(({ name, isPublic, url }) => ({
      label: withoutIcons(name),
      description: isPublic ? l10n.t('public') : '',
      url,
    })),
    { label: `$(edit) ${l10n.t('Type the Name…')}`, alwaysShow: true },
  ];
  const picked = await showQuickPick(items, {
    title: title(),
    placeHolder: l10n.t('Which container are the recordings written to?'),
  });
  const { url } = Cancelled.unless(picked);
  const [first] = found;
  return url ?? typeName(accountUrl ?? (first && accountUrlOf(first.url)), undefined);
}

/** As `chooseContainer`, where the list was refused. */
export async function chooseUnlisted(accountUrl: string | undefined, error: StoreError): Promise<string> {
  const { title: failed, why } = storeErrorText(error);
  return typeName(accountUrl, l10n.t('The containers cannot be listed: {0}. {1}', failed, why));
}

async function typeName(accountUrl: string | undefined, why: string | undefined): Promise<string> {
  const ask = l10n.t('Name of the container');
  const urlOf = (name: string): string => (accountUrl === undefined ? name : `${accountUrl}/${name}`);
  const text = await showInputBox({
    title: title(),
    prompt: [why, ask].filter(Boolean).join(' '),
    placeHolder: accountUrl === undefined ? 'https://account.blob.core.windows.net/recordings' : 'recordings',
    validateInput: (name) => {
      if (name.trim() === '') return undefined;
      const address = parseAddress(urlOf(name.trim()));
      if (address.kind === 'container') return undefined;
      return addressProblemText(address.kind === 'invalid' ? address.problem : 'containerName');
    },
  });
  const name = Cancelled.unless(text).trim();
  return urlOf(Cancelled.unless(name === '' ? undefined : name));
}

const fixedByRetyping: readonly StoreErrorReason[] = [
  'wrongKey',
  'badSecret',
  'unknownHost',
  'badSas',
  'expiredSas',
  'notSecure',
];

/** True for a failure that another connection string would solve. */
export function isFixedByRetyping({ reason }: StoreError): boolean {
  return fixedByRetyping.includes(reason);
}
