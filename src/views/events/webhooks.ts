import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { webhookName, type WebhookTarget } from '../../events/send/webhook/target.ts';
import { KeptSecrets } from '../keptSecrets.ts';
import { isObject } from '../../recording/event/fields.ts';

/** A webhook that was sent to; query, headers and keys in its path are in secret storage. */
export interface RememberedWebhook {
  /** Names it: its address without query and keys, as `webhookName` gives it. */
  readonly url: string;
  /** The user agreed once that events go there. Loopback needs no consent. */
  readonly confirmed: boolean;
  readonly handshake: boolean;
  readonly retries: boolean;
  /** False where all of it is in the address; what was remembered earlier does not say. */
  readonly hasSecrets?: boolean;
}

/** What of a webhook is kept secret. */
export type WebhookSecrets = Pick<WebhookTarget, 'url' | 'query' | 'headers'>;

const listKey = 'callRecordings.webhooks';
const mostRemembered = 20;

/** Webhooks that were sent to, the last one first. */
export class Webhooks {
  readonly #state: vscode.Memento;
  readonly #secrets: KeptSecrets;

  constructor({ globalState, secrets }: Pick<vscode.ExtensionContext, 'globalState' | 'secrets'>) {
    this.#state = globalState;
    this.#secrets = new KeptSecrets(secrets);
  }

  list(): readonly RememberedWebhook[] {
    const stored = this.#state.get<unknown>(listKey);
    return Array.isArray(stored) ? stored.filter(isRemembered) : [];
  }

  find(url: string): RememberedWebhook | undefined {
    const name = webhookName(url);
    return this.list().find((webhook) => webhook.url === name);
  }

  /** Puts a webhook first; the oldest is forgotten with its secrets. */
  async remember(webhook: RememberedWebhook, secrets?: WebhookSecrets): Promise<void> {
    const url = webhookName(webhook.url);
    const hasSecrets = secrets ? !isPlain(url, secrets) : this.find(url)?.hasSecrets;
    const named = withoutUndefined({ ...webhook, url, hasSecrets });
    if (secrets) await this.#storeSecrets(url, secrets);
    const all = [named, ...this.list().filter(({ url }) => url !== named.url)];
    for (const { url } of all.slice(mostRemembered)) await this.#secrets.forget(secretKey(url));
    await this.#state.update(listKey, all.slice(0, mostRemembered));
  }

  async forget(url: string): Promise<void> {
    await this.#secrets.forget(secretKey(url));
    await this.#state.update(
      listKey,
      this.list().filter((webhook) => webhook.url !== url),
    );
  }

  /**
   * The whole address, query and headers of a webhook, by its address or its name.
   * @throws UserError where it may have secrets and the secret storage fails
   */
  async secretsOf(url: string): Promise<WebhookSecrets> {
    const known = this.find(url);
    // What was never sent to has nothing that is kept.
    if (!known || known.hasSecrets === false) return { url, query: '', headers: {} };
    return readSecrets(url, await this.#secrets.get(secretKey(webhookName(url))));
  }

  async #storeSecrets(name: string, secrets: WebhookSecrets): Promise<void> {
    const { url, query, headers } = secrets;
    if (isPlain(name, secrets)) await this.#secrets.forget(secretKey(name));
    else await this.#secrets.store(secretKey(name), JSON.stringify({ url, query, headers }));
  }
}

function isPlain(name: string, { url, query, headers }: WebhookSecrets): boolean {
  return url === name && query === '' && Object.keys(headers).length === 0;
}

function secretKey(url: string): string {
  return `callRecordings.webhook.${createHash('sha256').update(url).digest('hex').slice(0, 32)}`;
}

function readSecrets(name: string, stored: string | undefined): WebhookSecrets {
  try {
    const value: unknown = JSON.parse(stored ?? '{}');
    if (!isObject(value)) return { url: name, query: '', headers: {} };
    const { url, query } = value;
    const headers = isObject(value['headers']) ? Object.entries(value['headers']) : [];
    return {
      url: typeof url === 'string' ? url : name,
      query: typeof query === 'string' ? query : '',
      headers: Object.fromEntries(
        headers.filter((header): header is [string, string] => typeof header[1] === 'string'),
      ),
    };
  } catch {
    return { url: name, query: '', headers: {} };
  }
}

function isRemembered(value: unknown): value is RememberedWebhook {
  return (
    isObject(value) &&
    typeof value['url'] === 'string' &&
    ['confirmed', 'handshake', 'retries'].every((name) => typeof value[name] === 'boolean')
  );
}
