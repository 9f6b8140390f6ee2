import type { EventSchema } from '../recording/event/event.ts';

/** Where the events are to be delivered besides being printed. */
export interface WebhookOption {
  /** A URL, perhaps with a key in its query: never to be shown as it is. */
  readonly address: string;
  readonly schema: EventSchema;
  readonly headers: Readonly<Record<string, string>>;
  /** Consent is asked for before the service starts. */
  readonly handshake: boolean;
  readonly retries: boolean;
}

/** The arguments of the program that speak of the webhook, as they were given. */
export interface WebhookArguments {
  readonly webhook?: string;
  readonly 'webhook-schema'?: string;
  readonly 'webhook-header'?: readonly string[];
  readonly 'no-handshake'?: boolean;
  readonly 'no-retry'?: boolean;
}

/** Reads them; undefined where no webhook is wanted. Throws an error that says what is wrong. */
export function readWebhook(values: WebhookArguments): WebhookOption | undefined {
  const names = ['webhook-schema', 'webhook-header', 'no-handshake', 'no-retry'] as const;
  const { webhook: address, 'webhook-schema': schema = 'eventGrid' } = values;
  if (address === undefined) {
    const stray = names.find((name) => values[name] !== undefined);
    if (stray) throw new RangeError(`--${stray} needs --webhook.`);
    return undefined;
  }
  if (schema !== 'eventGrid' && schema !== 'cloudEvents')
    throw new RangeError('--webhook-schema must be eventGrid or cloudEvents.');
  return {
    address,
    schema,
    headers: Object.fromEntries((values['webhook-header'] ?? []).map(readHeader)),
    handshake: values['no-handshake'] !== true,
    retries: values['no-retry'] !== true,
  };
}

/** The text is not shown where it is wrong: the value may be a key. */
function readHeader(text: string): readonly [name: string, value: string] {
  const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*)$/.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new RangeError("--webhook-header must be 'NAME: VALUE'.");
  return [name, value];
}
