import type * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import type { SignIn } from '../../storage/container.ts';
import { parseAddress } from '../../storage/containerAddress.ts';
import { readSas } from '../../storage/sas.ts';
import { addressProblemText } from './addressProblemText.ts';
import { Cancelled } from '../messages/cancelled.ts';
import { showInputBox, showQuickPick } from '../prompts.ts';

/** How a container is signed in to, with the secret where that kind has one. */
export interface ChosenSignIn {
  readonly signIn: SignIn;
  readonly secret?: string;
}

interface SignInItem extends vscode.QuickPickItem {
  readonly signIn: SignIn;
}

/** Asks how to sign in, and for the secret that it takes. @throws Cancelled */
export async function pickSignIn(title: string, current?: SignIn): Promise<ChosenSignIn> {
  const items: SignInItem[] = [
    {
      signIn: 'vscode',
      label: `$(account) ${l10n.t('Microsoft account')}`,
      description: l10n.t('the one VS Code is signed in with'),
    },
    {
      signIn: 'default',
      label: `$(terminal) ${l10n.t('Azure CLI, environment or managed identity')}`,
      description: 'DefaultAzureCredential',
    },
    { signIn: 'accountKey', label: `$(key) ${l10n.t('Account key…')}` },
    { signIn: 'sas', label: `$(link) ${l10n.t('Shared access signature (SAS)…')}` },
    { signIn: 'connectionString', label: `$(plug) ${l10n.t('Connection string…')}` },
    {
      signIn: 'anonymous',
      label: `$(globe) ${l10n.t('Anonymous')}`,
      description: l10n.t('public containers'),
    },
  ];
  const picked = Cancelled.unless(
    await showQuickPick(
      items.map((item) => (item.signIn === current ? { ...item, detail: l10n.t('Used now') } : item)),
      { title, placeHolder: l10n.t('How do you sign in?'), matchOnDescription: true },
    ),
  );
  const secret = await askSecret(picked.signIn);
  return secret === undefined ? { signIn: picked.signIn } : { signIn: picked.signIn, secret };
}

/**
 * Asks for the secret of a sign-in kind; undefined where the kind has none.
 * @param again what was typed before, and what was wrong with it
 * @throws Cancelled
 */
export async function askSecret(
  signIn: SignIn,
  again?: { readonly text: string; readonly problem: string },
): Promise<string | undefined> {
  const prompts: Partial<Record<SignIn, string>> = {
    accountKey: l10n.t('Account key (one of the two keys of the storage account)'),
    sas: l10n.t('SAS token (the part of the URL after the question mark)'),
    connectionString: l10n.t('Connection string of the storage account'),
  };
  const prompt = prompts[signIn];
  if (prompt === undefined) return undefined;
  const secret = await showInputBox({
    title: l10n.t('Sign in'),
    // What is said below the box of a value that was not changed yet is not shown: it stands in the prompt.
    prompt: [again?.problem, `${prompt}. ${l10n.t('It is kept in the secret storage of VS Code.')}`]
      .filter(Boolean)
      .join(' '),
    value: again?.text ?? '',
    password: true,
    validateInput: (text) => secretProblem(signIn, text),
  });
  const text = Cancelled.unless(secret).trim();
  return signIn === 'sas' ? sasIn(text) : signIn === 'connectionString' ? connectionStringIn(text) : text;
}

/** The SAS token, also where the whole URL was pasted. */
function sasIn(text: string): string {
  const read = readSas(text);
  return read.kind === 'sas' ? read.sas : text.replace(/^\?/, '');
}

/** In the spelling that the SDK takes, from any form that was pasted. */
function connectionStringIn(text: string): string {
  const address = parseAddress(text);
  return address.kind === 'connectionString' ? address.connectionString : text;
}

function secretProblem(signIn: SignIn, text: string): string | undefined {
  if (text.trim() === '') return l10n.t('This cannot be empty.');
  const address = parseAddress(text);
  if (address.kind === 'invalid' && address.problem === 'communicationConnectionString')
    return addressProblemText(address.problem);
  if (signIn === 'sas' && readSas(text).kind !== 'sas')
    return l10n.t('This is not a SAS token: it has no signature (sig=).');
  return signIn === 'connectionString' && address.kind !== 'connectionString'
    ? l10n.t('This is not the connection string of a storage account.')
    : undefined;
}
