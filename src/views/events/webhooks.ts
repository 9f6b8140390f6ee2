import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';
import type { WebhookTarget } from '../../events/send/webhook/target.ts';
import { isObject } from '../../recording/event/fields.ts';

/** A webhook that was sent to; query and headers lie in secret storage. */
export interface RememberedWebhook {
  /** Without query. */
  readonly url: string;
  /** The user agreed once that events go there. Loopback needs no consent. */
  readonly confirmed: boolean;
  readonly handshake: boolean;
  readonly retries: boolean;
}

/** What of a webhook is kept secret. */
export type WebhookSecrets = Pick<WebhookTarget, 'query' | 'headers'>;

const listKey = 'callRecordings.webhooks';
const mostRemembered = 20;

/** Webhooks that were sent to, the last one first. */
export class Webhooks {
  readonly #state: vscode.Memento;
  readonly #secrets: vscode.SecretStorage;

  constructor({ globalState, secrets }: Pick<vscode.ExtensionContext, 'globalState' | 'secrets'>) {
    this.#state = globalState;
    this.#secrets = secrets;
  }

  list(): readonly RememberedWebhook[] {
    const stored = this.#state.get<unknown>(listKey);
    return Array.isArray(stored) ? stored.filter(isRemembered) : [];
  }

  find(url: string): RememberedWebhook | undefined {
    return this.list().find((webhook) => webhook.url === url);
  }

  /** Puts a webhook first; the oldest is forgotten with its secrets. */
  async remember(webhook: RememberedWebhook, secrets?: WebhookSecrets): Promise<void> {
    if (secrets) await this.#storeSecrets(webhook.url, secrets);
    const all = [webhook, ...this.list().filter(({ url }) => url !== webhook.url)];
    for (const { url } of all.slice(mostRemembered)) await this.#secrets.delete(secretKey(url));
    await this.#state.update(listKey, all.slice(0, mostRemembered));
  }

  async forget(url: string): Promise<void> {
    await this.#secrets.delete(secretKey(url));
    await this.#state.update(
      listKey,
      this.list().filter((webhook) => webhook.url !== url),
    );
  }

  /** Query and headers; empty where there are none. */
  async secretsOf(url: string): Promise<WebhookSecrets> {
    const stored = await this.#secrets.get(secretKey(url));
    return readSecrets(stored);
  }

  async #storeSecrets(url: string, { query, headers }: WebhookSecrets): Promise<void> {
    if (query === '' && Object.keys(headers).length === 0) await this.#secrets.delete(secretKey(url));
    else await this.#secrets.store(secretKey(url), JSON.stringify({ query, headers }));
  }
}

function secretKey(url: string): string {
  return `callRecordings.webhook.${createHash('sha256').update(url).digest('hex').slice(0, 32)}`;
}

function readSecrets(stored: string | undefined): WebhookSecrets {
  try {
    const value: unknown = JSON.parse(stored ?? '{}');
    if (!isObject(value)) return { query: '', headers: {} };
    const headers = isObject(value['headers']) ? Object.entries(value['headers']) : [];
    return {
      query: typeof value['query'] === 'string' ? value['query'] : '',
      headers: Object.fromEntries(
        headers.filter((header): header is [string, string] => typeof header[1] === 'string'),
      ),
    };
  } catch {
    return { query: '', headers: {} };
  }
}

function isRemembered(value: unknown): value is RememberedWebhook {
  return (
    isObject(value) &&
    typeof value['url'] === 'string' &&
    ['confirmed', 'handshake', 'retries'].every((name) => typeof value[name] === 'boolean')
  );
}
