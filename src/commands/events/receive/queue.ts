import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../../base/userError.ts';
import type { QueueMode } from '../../../events/receive/queue/watch.ts';
import { readConnectionString } from '../../../storage/connectionString.ts';
import type { SignIn } from '../../../storage/container.ts';
import { StoreError } from '../../../storage/failures/storeError.ts';
import { storeErrorText } from '../../../storage/failures/storeErrorText.ts';
import type { App } from '../../../views/app.ts';
import { askSecret, pickSignIn } from '../../../views/containers/signInPick.ts';
import type { EventNode } from '../../../views/events/node.ts';
import { queueReport } from '../../../views/events/receiving/queueReport.ts';
import { openConnected, type ConnectedQueue } from '../../../views/events/receiving/queues.ts';
import { Cancelled } from '../../../views/messages/cancelled.ts';
import { notify } from '../../../views/messages/notify.ts';
import { withProgress } from '../../../views/messages/progress.ts';
import { withoutIcons } from '../../../views/messages/withoutIcons.ts';
import { showInputBox, showQuickPick } from '../../../views/prompts.ts';

/** A queue to connect; what is missing is asked for. */
export interface QueueArgument {
  /** Kept in secret storage. */
  readonly connectionString?: string;
  /** Name of the queue, where a connection string names the account. */
  readonly name?: string;
  /** Of the queue; a SAS in it is kept in secret storage. */
  readonly url?: string;
  readonly signIn?: SignIn;
  /** Kept in secret storage. */
  readonly secret?: string;
  readonly mode?: QueueMode;
}

const azurite = 'UseDevelopmentStorage=true';

type Address = Omit<ConnectedQueue, 'id' | 'mode'> & { readonly secret: string | undefined };

/** Connects the queue that Event Grid delivers to, and reads it from now on. @returns its address */
export async function connectQueue(app: App, given: QueueArgument | undefined): Promise<string> {
  const isGiven = given !== undefined && (given.url !== undefined || given.connectionString !== undefined);
  const address = await addressOf(isGiven ? given : await askKind());
  const mode = given?.mode ?? (await askMode());
  const { url, signIn, secret } = address;
  await withProgress(l10n.t('Looking at the queue'), async ({ signal }) => {
    const queue = await openConnected({ url, signIn, mode }, secret, app.log);
    await queue.peek(signal);
  }).catch((error: unknown) => {
    if (StoreError.is(error) && error.code === 'QueueNotFound')
      throw new UserError(
        l10n.t('This queue does not exist. Create it first, as Event Grid does not create it: {0}', url),
      );
    throw error;
  });
  const { queues } = await app.events.receiving();
  await queues.add({ url, signIn, mode }, secret);
  void vscode.commands.executeCommand('callRecordings.events.focus');
  return url;
}

/** Reads a queue no more. @returns whether there was one */
export async function disconnectQueue(app: App, node: EventNode | undefined): Promise<boolean> {
  const { queues } = await app.events.receiving();
  const rows = queues.rows();
  const picked = node?.kind === 'queue' ? node.row : await pickRow(rows);
  await queues.remove(picked.queue.id);
  return true;
}

/** Says why a queue cannot be read; else shows what came from it, and the messages that hold no event. */
export async function showQueue(app: App, node: EventNode | undefined): Promise<void> {
  const { queues } = await app.events.receiving();
  const row = node?.kind === 'queue' ? node.row : await pickRow(queues.rows());
  const error = row.state?.error;
  if (error !== undefined) {
    const { title, why, next } = StoreError.is(error)
      ? storeErrorText(error)
      : { title: l10n.t('The queue cannot be read'), why: '', next: '' };
    const again = l10n.t('Connect Again…');
    const choice = await notify.warn([title, why, next].filter(Boolean).join('. '), again);
    if (choice === again) await connectQueue(app, undefined);
    return;
  }
  const uri = app.inspector.reports.add(l10n.t('Event queue'), queueReport(row, new Date()));
  await vscode.commands.executeCommand('markdown.showPreview', uri);
}

/** Rows of the connected queues; the only one is not asked for. */
async function pickRow(rows: ReturnType<Awaited<ReturnType<App['events']['receiving']>>['queues']['rows']>) {
  const [first, ...more] = rows;
  if (!first) throw new UserError(l10n.t('No queue is connected.'));
  if (more.length === 0) return first;
  const picked = await showQuickPick(
    rows.map((row) => ({ label: withoutIcons(row.queue.url), row })),
    { title: l10n.t('Event Queue'), placeHolder: l10n.t('Which queue?') },
  );
  return Cancelled.unless(picked).row;
}

async function askKind(): Promise<QueueArgument> {
  const items: (vscode.QuickPickItem & { readonly ask: () => Promise<QueueArgument> })[] = [
    {
      label: `$(plug) ${l10n.t('Connection string…')}`,
      description: l10n.t('of the storage account, then the name of the queue'),
      ask: async () => ({ connectionString: Cancelled.unless(await askSecret('connectionString')) }),
    },
    {
      label: `$(link) ${l10n.t('Queue URL…')}`,
      description: l10n.t('with or without a SAS token'),
      ask: askUrl,
    },
    {
      label: '$(server-environment) Azurite',
      description: azurite,
      ask: () => Promise.resolve({ connectionString: azurite }),
    },
  ];
  const picked = await showQuickPick(items, {
    title: l10n.t('Connect Event Queue'),
    placeHolder: l10n.t('Which queue does the event subscription deliver to?'),
  });
  return Cancelled.unless(picked).ask();
}

async function askUrl(): Promise<QueueArgument> {
  const url = await showInputBox({
    title: l10n.t('Connect Event Queue'),
    placeHolder: 'https://account.queue.core.windows.net/recordings',
    prompt: l10n.t('A SAS token in it is moved into secret storage.'),
    validateInput: (text) =>
      text === '' || isQueueUrl(text) ? undefined : l10n.t('This is not the address of a queue.'),
  });
  return { url: Cancelled.unless(url === '' ? undefined : url) };
}

function isQueueUrl(text: string): boolean {
  const url = URL.parse(text.trim());
  return (
    url !== null && /^https?:$/.test(url.protocol) && /[^/]\/?$/.test(url.pathname) && url.pathname !== '/'
  );
}

function notOfAnAccount(): UserError {
  return new UserError(l10n.t('This is not a connection string of a storage account.'));
}

async function addressOf(given: QueueArgument): Promise<Address> {
  if (given.connectionString !== undefined) {
    const text = readConnectionString(given.connectionString)?.connectionString;
    if (text === undefined) throw notOfAnAccount();
    const name = given.name ?? (await askName());
    const { queueUrlOf } = await import('../../../events/receive/queue/queue.ts');
    const url = queueUrlOf(text, name);
    if (url === undefined) throw notOfAnAccount();
    return { url, signIn: 'connectionString', secret: text };
  }
  const url = URL.parse((given.url ?? '').trim());
  if (!url || !isQueueUrl(url.href)) throw new UserError(l10n.t('This is not the address of a queue.'));
  const plain = `${url.origin}${url.pathname.replace(/^(.*[^/])\/*$/, '$1')}`;
  if (url.search !== '') return { url: plain, signIn: 'sas', secret: url.search.slice(1) };
  const chosen = given.signIn
    ? { signIn: given.signIn, secret: given.secret ?? (await askSecret(given.signIn)) }
    : await pickSignIn(l10n.t('Connect Event Queue'));
  return { url: plain, signIn: chosen.signIn, secret: chosen.secret };
}

async function askName(): Promise<string> {
  return Cancelled.unless(
    await showInputBox({
      title: l10n.t('Name of the Queue'),
      placeHolder: 'recordings',
      // https://learn.microsoft.com/rest/api/storageservices/naming-queues-and-metadata
      validateInput: (text) =>
        /^[a-z0-9](?:-?[a-z0-9]){2,62}$/.test(text)
          ? undefined
          : l10n.t('3 to 63 lowercase letters, digits and single hyphens.'),
    }),
  );
}

async function askMode(): Promise<QueueMode> {
  const items = [
    {
      label: l10n.t('Watch without removing'),
      detail: l10n.t('Other readers are not disturbed. Only the first 32 messages can be seen.'),
      mode: 'watch',
    },
    {
      label: l10n.t('Take each message'),
      detail: l10n.t('Deleted from the queue once it is stored here. Other readers do not get it.'),
      mode: 'take',
    },
  ] as const;
  const picked = await showQuickPick(items, {
    title: l10n.t('Connect Event Queue'),
    placeHolder: l10n.t('How should it be read?'),
  });
  return Cancelled.unless(picked).mode;
}
