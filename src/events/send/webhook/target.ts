import { isLoopbackHost } from '../../../recording/event/location.ts';
import type { EventSchema } from '../../../recording/event/event.ts';

/** Where events are sent. Values of the query and of the headers are secrets. */
export interface WebhookTarget {
  /** Without query and fragment, fit to be shown and stored. */
  readonly url: string;
  /** Without the question mark, such as `code=…`; empty where there is none. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly schema: EventSchema;
}

/** Why a text is no webhook. */
export type WebhookUrlProblem = 'notAUrl' | 'notHttp' | 'userInUrl';

/** Takes a typed URL apart into what may be shown and what is a secret. */
export function readWebhookUrl(
  text: string,
): { readonly url: string; readonly query: string } | { readonly problem: WebhookUrlProblem } {
  const parsed = URL.parse(text.trim());
  if (!parsed) return { problem: 'notAUrl' };
  if (!/^https?:$/.test(parsed.protocol)) return { problem: 'notHttp' };
  if (parsed.username !== '' || parsed.password !== '') return { problem: 'userInUrl' };
  return { url: parsed.origin + parsed.pathname, query: parsed.search.replace(/^\?/, '') };
}

/** True where the URL names the machine that sends. */
export function isLoopbackUrl(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && isLoopbackHost(parsed.hostname);
}

/** The address that is called, secrets included. Never to be shown. */
export function fullUrl({ url, query }: WebhookTarget): string {
  return query === '' ? url : `${url}?${query}`;
}

/** The address with the values of the query taken out. */
export function shownUrl({ url, query }: Pick<WebhookTarget, 'url' | 'query'>): string {
  const names = queryParts(query).map(({ name, value }) => (value === undefined ? '***' : `${name}=***`));
  return names.length === 0 ? url : `${url}?${names.join('&')}`;
}

/** The parameters of a query as they are written; one without a name has no value here and is a secret as a whole. */
export function queryParts(query: string): readonly { readonly name: string; readonly value?: string }[] {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      return at < 0 ? { name: part } : { name: part.slice(0, at), value: part.slice(at + 1) };
    });
}

/** Takes the secrets of a target out of a text that an endpoint gave back, encoded or not. */
export function redact(text: string, target: WebhookTarget): string {
  const values = [
    ...queryParts(target.query).map(({ name, value }) => value ?? name),
    ...Object.values(target.headers),
  ];
  const secrets = values.flatMap((value) => [value, decoded(value), JSON.stringify(value).slice(1, -1)]);
  return (
    [...new Set(secrets)]
      // A word of three letters would be found everywhere, and is no secret.
      .filter((secret) => secret.length > 3)
      .sort((a, b) => b.length - a.length)
      .reduce((result, secret) => result.replaceAll(secret, '***'), text)
  );
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return value;
  }
}
