import type * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { language } from '../../base/text/language.ts';
import { UserError } from '../../base/userError.ts';
import { apiVersions } from '../../setup/management/apiVersions.ts';
import { ManagementError } from '../../setup/management/failure.ts';
import { failureText } from '../../setup/management/failureText.ts';
import { textOf } from '../../setup/management/fields.ts';
import type { FoundResource } from '../../setup/management/finding.ts';
import { searchAll } from '../../setup/evidence/searchAll.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { withoutIcons } from '../../views/messages/withoutIcons.ts';
import { type AzureSignIn, signInToTenant } from '../../views/setup/azureAccount.ts';
import type { SetupServices } from '../../views/setup/services.ts';
import { createQuickPick, showInputBox, showQuickPick } from '../../views/prompts.ts';

/** A container that was picked, and how it is signed in to. */
export interface PickedContainer {
  readonly url: string;
  readonly signIn: AzureSignIn;
}

/** A resource that was picked, and how it is signed in to. */
export interface PickedResource {
  readonly endpoint: string;
  readonly signIn: AzureSignIn;
}

const recentKey = 'callRecordings.recentAzureIds';
const mostRecent = 10;

/** Lets a person pick an account of any subscription, and a container of it. @throws Cancelled */
export async function pickContainer(app: App): Promise<PickedContainer> {
  const services = await app.setup.services();
  const signIn = await askSignIn();
  const account = await pickResource(app, services, signIn, 'account', l10n.t('Which storage account?'));
  const host = (account.host ?? '').replace(/\/$/, '');
  const name = await pickName(services, signIn, account);
  const url = `${host}/${name}`;
  await services.ids.set(url, { id: account.id });
  return { url, signIn };
}

/** Lets a person pick a Communication Services resource of any subscription. @throws Cancelled */
export async function pickCommunication(app: App): Promise<PickedResource> {
  const services = await app.setup.services();
  const signIn = await askSignIn();
  const found = await pickResource(
    app,
    services,
    signIn,
    'resource',
    l10n.t('Which Communication Services resource?'),
  );
  const endpoint = `https://${found.host ?? ''}`;
  await services.ids.set(endpoint, { id: found.id });
  return { endpoint, signIn };
}

async function askSignIn(): Promise<AzureSignIn> {
  const items = [
    {
      label: `$(account) ${l10n.t('Microsoft account')}`,
      description: l10n.t('the one VS Code is signed in with'),
      signIn: 'vscode' as const,
    },
    {
      label: `$(terminal) ${l10n.t('Azure CLI, environment or managed identity')}`,
      description: 'DefaultAzureCredential',
      signIn: 'default' as const,
    },
  ];
  const picked = await showQuickPick(items, {
    title: l10n.t('Pick from Azure'),
    placeHolder: l10n.t('How do you sign in?'),
  });
  return Cancelled.unless(picked).signIn;
}

type Item = vscode.QuickPickItem & { readonly found?: FoundResource; readonly tenantId?: string };

/** One list over all subscriptions, filled page by page; recent ones first. */
async function pickResource(
  app: App,
  services: SetupServices,
  signIn: AzureSignIn,
  kind: FoundResource['kind'],
  placeholder: string,
): Promise<FoundResource> {
  const { globalState } = app.context;
  const recent = textsIn(globalState.get<unknown>(recentKey));
  const rank = ({ id }: FoundResource): number => {
    const at = recent.indexOf(id.toLowerCase());
    return at < 0 ? recent.length : at;
  };
  const all: FoundResource[] = [];
  const locked: Item[] = [];
  const itemsNow = (): Item[] => {
    const usable = all.filter(({ host }) => host !== undefined).sort((one, other) => rank(one) - rank(other));
    locked.sort((one, other) => one.label.localeCompare(other.label, language()));
    return [...usable.map((one) => itemOf(one, rank(one) < recent.length)), ...locked];
  };
  const picked = await pickWhileLoading(placeholder, itemsNow, async (show, signal) => {
    await services.access.label(signIn);
    await searchAll([{ kind }], (tenantId) => services.manager(signIn, tenantId), {
      signal,
      onFound: (page) => {
        all.push(...page);
        show();
      },
      onLocked: ({ id, name }, failure) => {
        const { title } = failureText(failure);
        locked.push({
          label: `$(lock) ${l10n.t('Sign in to {0}…', withoutIcons(name ?? id))}`,
          description: title,
          alwaysShow: true,
          tenantId: id,
        });
        show();
      },
    });
  });
  if (picked.tenantId !== undefined) {
    await openTenant(picked.tenantId, signIn);
    return pickResource(app, services, signIn, kind, placeholder);
  }
  const found = Cancelled.unless(picked.found);
  const ids = [found.id.toLowerCase(), ...recent.filter((id) => id !== found.id.toLowerCase())];
  await globalState.update(recentKey, ids.slice(0, mostRecent));
  return found;
}

/** Signs in to a tenant that could not be searched. @throws UserError where the sign-in is that of another program */
async function openTenant(tenantId: string, signIn: AzureSignIn): Promise<void> {
  if (signIn === 'default')
    throw new UserError(
      l10n.t('Sign in to this tenant with Azure CLI, then pick again: {0}', `az login --tenant ${tenantId}`),
    );
  await signInToTenant(tenantId);
}

function itemOf(found: FoundResource, isRecent: boolean): Item {
  const { name, location, resourceGroup, subscriptionId } = found;
  return {
    label: withoutIcons(name),
    description: [isRecent ? l10n.t('recent') : '', location, resourceGroup].filter(Boolean).join(' · '),
    detail: subscriptionId ?? '',
    found,
  };
}

/** The containers of an account as management lists them; where that is not allowed, the name is typed. */
async function pickName(
  services: SetupServices,
  signIn: AzureSignIn,
  account: FoundResource,
): Promise<string> {
  const typed: Item = { label: `$(edit) ${l10n.t('Type the name…')}`, alwaysShow: true };
  const names: Item[] = [];
  let note: string | undefined;
  const itemsNow = (): Item[] => [...names, note === undefined ? typed : { ...typed, description: note }];
  const picked = await pickWhileLoading(l10n.t('Which container?'), itemsNow, async (show, signal) => {
    try {
      const manager = services.manager(signIn, account.tenantId);
      const path = `${account.id}/blobServices/default/containers`;
      for await (const page of manager.pages(path, apiVersions.storage, signal)) {
        names.push(
          ...page.flatMap(({ name }) =>
            textOf(name) === undefined ? [] : [{ label: String(textOf(name)) }],
          ),
        );
        show();
      }
    } catch (error) {
      if (!ManagementError.is(error) || error.failure.reason === 'cancelled') throw error;
      note = failureText(error.failure).title;
    }
  });
  if (!picked.label.startsWith('$(edit)')) return picked.label;
  const text = await showInputBox({
    title: l10n.t('Pick from Azure'),
    prompt: l10n.t('Name of the container in {0}', account.name),
    validateInput: (name) =>
      /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name)
        ? undefined
        : l10n.t('3 to 63 lowercase letters, digits and single hyphens are allowed.'),
  });
  return Cancelled.unless(text);
}

/** A list that can be picked from while it is still being loaded; leaving it cancels the loading. */
async function pickWhileLoading(
  placeholder: string,
  itemsNow: () => Item[],
  load: (show: () => void, signal: AbortSignal) => Promise<void>,
): Promise<Item> {
  const pick = createQuickPick<Item>();
  const abort = new AbortController();
  Object.assign(pick, {
    title: l10n.t('Pick from Azure'),
    placeholder,
    matchOnDescription: true,
    matchOnDetail: true,
    busy: true,
  });
  const show = (): void => {
    const active = pick.activeItems[0]?.label;
    pick.items = itemsNow();
    pick.activeItems = pick.items.filter(({ label }) => label === active);
  };
  try {
    return await new Promise<Item>((resolve, reject) => {
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (item) resolve(item);
      });
      pick.onDidHide(() => reject(new Cancelled()));
      pick.show();
      load(show, abort.signal).then(
        () => {
          pick.busy = false;
          show();
          if (pick.items.length === 0)
            pick.placeholder = l10n.t('Nothing was found in any subscription of this account.');
        },
        (error: unknown) => reject(error instanceof Error ? error : new Error(String(error))),
      );
    });
  } finally {
    abort.abort();
    pick.dispose();
  }
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
}
