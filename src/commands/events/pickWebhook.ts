import * as vscode from 'vscode';
import * as l10n from '@vscode/l10n';
import { UserError } from '../../base/userError.ts';
import { isLoopback } from '../../base/loopback.ts';
import { readWebhookUrl, shownUrl } from '../../events/send/webhook/target.ts';
import { webhookUrlProblemText } from '../../events/send/webhook/urlText.ts';
import type { App } from '../../views/app.ts';
import { Cancelled } from '../../views/messages/cancelled.ts';
import { localhostNote } from '../../views/events/editor/localhostNote.ts';
import { Webhooks, type RememberedWebhook, type WebhookSecrets } from '../../views/events/webhooks.ts';
import type { SendOptions } from './arguments.ts';
import { notify } from '../../views/messages/notify.ts';
import { withoutIcons } from '../../views/messages/withoutIcons.ts';
import { createQuickPick, showInputBox, showQuickPick } from '../../views/prompts.ts';

/** A webhook, its secrets, and how to deliver. */
export interface ChosenWebhook extends WebhookSecrets {
  readonly url: string;
  readonly handshake: boolean;
  readonly retries: boolean;
}

/**
 * Asks where to send, unless it is given, and for consent once where that is another machine. Remembers it.
 * @param needsHandshake false where nothing to be sent has a handshake before it
 * @throws Cancelled
 */
export async function chooseWebhook(
  app: App,
  given: SendOptions,
  needsHandshake = true,
): Promise<ChosenWebhook> {
  const webhooks = new Webhooks(app.context);
  const chosen =
    given.url === undefined
      ? await askForWebhook(app, webhooks, needsHandshake)
      : await givenWebhook(webhooks, given, given.url);
  const confirmed = webhooks.find(chosen.url)?.confirmed ?? false;
  if (!confirmed && !isLoopback(chosen.url)) await askForConsent(chosen);
  const { url, handshake, retries, query, headers } = chosen;
  await webhooks.remember({ url, handshake, retries, confirmed: true }, { url, query, headers });
  return chosen;
}

async function givenWebhook(webhooks: Webhooks, given: SendOptions, text: string): Promise<ChosenWebhook> {
  const read = readWebhookUrl(text);
  if ('problem' in read) throw new UserError(webhookUrlProblemText(read.problem));
  const known = await webhooks.secretsOf(read.url);
  return {
    url: known.url,
    query: read.query === '' ? known.query : read.query,
    headers: given.headers ?? known.headers,
    handshake: given.handshake ?? false,
    retries: given.retries ?? false,
  };
}

interface WebhookItem extends vscode.QuickPickItem {
  readonly webhook?: RememberedWebhook;
}

async function askForWebhook(app: App, webhooks: Webhooks, needsHandshake: boolean): Promise<ChosenWebhook> {
  const picked = webhooks.list().length === 0 ? undefined : await pickRemembered(app, webhooks);
  const known = picked && { ...picked, ...(await webhooks.secretsOf(picked.url)) };
  const address = known ?? { ...(await askForUrl(app)), headers: {}, handshake: true, retries: false };
  const { addHeader, ...chosen } = await pickHow(address, needsHandshake);
  return addHeader ? { ...chosen, headers: withHeader(chosen.headers, await askForHeader()) } : chosen;
}

/** Names of headers are the same in any case. */
function withHeader(
  headers: ChosenWebhook['headers'],
  [name, value]: readonly [name: string, value: string],
): ChosenWebhook['headers'] {
  const others = Object.entries(headers).filter(([other]) => other.toLowerCase() !== name.toLowerCase());
  return Object.fromEntries([...others, [name, value]]);
}

/** @returns undefined for a new one */
async function pickRemembered(app: App, webhooks: Webhooks): Promise<RememberedWebhook | undefined> {
  const note = localhostNote(app.context.extension);
  const forget = {
    iconPath: new vscode.ThemeIcon('trash'),
    tooltip: l10n.t('Forget This Webhook and Its Secrets'),
  };
  const items = (): WebhookItem[] => [
    ...webhooks.list().map((webhook) => ({
      label: `$(globe) ${withoutIcons(webhook.url)}`,
      ...(note !== undefined && isLoopback(webhook.url) ? { detail: note } : {}),
      webhook,
      buttons: [forget],
    })),
    { label: `$(add) ${l10n.t('New Webhook…')}` },
  ];
  const pick = createQuickPick<WebhookItem>();
  pick.title = l10n.t('Send to Webhook');
  pick.placeholder = l10n.t('Where to?');
  pick.items = items();
  try {
    return await new Promise<RememberedWebhook | undefined>((resolve, reject) => {
      pick.onDidTriggerItemButton(({ item }) => {
        if (item.webhook) void webhooks.forget(item.webhook.url).then(() => (pick.items = items()));
      });
      pick.onDidAccept(() => {
        const [item] = pick.selectedItems;
        if (item) resolve(item.webhook);
      });
      pick.onDidHide(() => reject(new Cancelled()));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

async function askForUrl(app: App): Promise<{ readonly url: string; readonly query: string }> {
  const note = localhostNote(app.context.extension);
  const text = await showInputBox({
    title: l10n.t('Send to Webhook'),
    placeHolder: 'http://localhost:7071/api/recordings',
    prompt: [l10n.t('URL of the endpoint. A key in its query is kept secret.'), note]
      .filter(Boolean)
      .join(' '),
    validateInput: (value) => {
      const read = readWebhookUrl(value);
      return 'problem' in read && value !== '' ? webhookUrlProblemText(read.problem) : undefined;
    },
  });
  const read = readWebhookUrl(Cancelled.unless(text));
  if ('problem' in read) throw new Cancelled();
  return read;
}

interface HowItem extends vscode.QuickPickItem {
  readonly how: 'handshake' | 'retries' | 'query' | 'header' | 'addHeader';
  /** Name of the header. */
  readonly header?: string;
}

/** What is remembered of the webhook is ticked; what is unticked is sent no more, and forgotten. */
async function pickHow(
  known: ChosenWebhook,
  needsHandshake: boolean,
): Promise<ChosenWebhook & { readonly addHeader: boolean }> {
  const { url, query, headers } = known;
  const untick = l10n.t('untick it to remove it');
  const handshake: HowItem = {
    how: 'handshake',
    label: l10n.t('Validation handshake first'),
    description: l10n.t('as Event Grid does when a subscription is made'),
    picked: known.handshake,
  };
  const items: HowItem[] = [
    ...(needsHandshake ? [handshake] : []),
    {
      how: 'retries',
      label: l10n.t('Retries'),
      description: l10n.t('on the schedule of Event Grid: 10 s, 30 s, 1 min… up to a day'),
      picked: known.retries,
    },
    ...(query === ''
      ? []
      : [
          {
            how: 'query' as const,
            label: l10n.t('Query {0}', withoutIcons(shownUrl(known).slice(url.length))),
            description: untick,
            picked: true,
          },
        ]),
    ...Object.keys(headers).map((header) => ({
      how: 'header' as const,
      header,
      label: l10n.t('Header {0}', header),
      description: untick,
      picked: true,
    })),
    { how: 'addHeader', label: l10n.t('Add a header…'), description: l10n.t('its value is kept secret') },
  ];
  const picked = Cancelled.unless(
    await showQuickPick(items, {
      title: l10n.t('Send to Webhook'),
      placeHolder: l10n.t('How? Press Enter to send.'),
      canPickMany: true,
    }),
  );
  const has = (how: HowItem['how']): boolean => picked.some((item) => item.how === how);
  const kept = picked.map(({ header }) => header);
  return {
    url,
    query: has('query') ? query : '',
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => kept.includes(name))),
    handshake: needsHandshake ? has('handshake') : known.handshake,
    retries: has('retries'),
    addHeader: has('addHeader'),
  };
}

async function askForHeader(): Promise<readonly [name: string, value: string]> {
  const name = Cancelled.unless(
    await showInputBox({
      title: l10n.t('Name of the Header'),
      placeHolder: 'x-functions-key',
      // https://www.rfc-editor.org/rfc/rfc9110#name-tokens
      validateInput: (value) =>
        /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(value) ? undefined : l10n.t('This is not a header name.'),
    }),
  );
  const value = Cancelled.unless(
    await showInputBox({
      title: l10n.t('Value of {0}', name),
      password: true,
      validateInput: (text) =>
        /^[\t\x20-\x7e\x80-\xff]*$/.test(text) ? undefined : l10n.t('A header cannot hold these characters.'),
    }),
  );
  return [name, value];
}

async function askForConsent(webhook: ChosenWebhook): Promise<void> {
  const send = l10n.t('Send');
  const shown = shownUrl(webhook);
  const detail = [
    l10n.t('The event leaves this machine. This is asked once for each webhook.'),
    ...(webhook.url.startsWith('http:') ? [l10n.t('Event Grid itself delivers to https only.')] : []),
  ].join('\n');
  const picked = await notify.ask(l10n.t('Send to {0}?', shown), detail, send);
  if (picked !== send) throw new Cancelled();
}
