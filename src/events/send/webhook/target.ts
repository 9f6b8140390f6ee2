import { createHash } from 'node:crypto';
import { redact } from '../../../base/secrets/redact.ts';
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

/** The address that is called, secrets included. Never to be shown. */
export function fullUrl({ url, query }: WebhookTarget): string {
  return query === '' ? url : `${url}?${query}`;
}

/** The address with the values of the query, and keys in the path, taken out. */
export function shownUrl({ url, query }: Pick<WebhookTarget, 'url' | 'query'>): string {
  const names = queryParts(query).map(({ name, value }) => (value === undefined ? '***' : `${name}=***`));
  const path = shownPath(url);
  return names.length === 0 ? path : `${path}?${names.join('&')}`;
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

/** The secrets of a target: the values of its query and headers, and what its path holds. */
export function secretsOf({ url, query, headers }: WebhookTarget): readonly string[] {
  return [
    ...queryParts(query).map(({ name, value }) => value ?? name),
    ...Object.values(headers),
    ...secretSegments(url),
  ];
}

/** Takes the secrets of a target out of a text that an endpoint gave back, however it spells them. */
export function redactFor(text: string, target: WebhookTarget): string {
  return redact(text, secretsOf(target));
}

/**
 * Segments of a path that look like keys, as webhooks of chat services have them: long, and of letters with digits.
 * An ID that only names something, a GUID, counts too, as nothing distinguishes it from a key.
 */
export function secretSegments(url: string): readonly string[] {
  return url
    .split('/')
    .slice(3)
    .filter((segment) => segment.length >= 16 && /\d/.test(segment) && /[A-Za-z]/.test(segment));
}

/** The address without query, with what looks like a key in its path taken out. */
function shownPath(url: string): string {
  return secretSegments(url).reduce((text, segment) => text.replaceAll(`/${segment}`, '/***'), url);
}

/**
 * What names a webhook where it is stored in the clear: its address without query; where a key is in the path, that is
 * replaced by a hash. The name of a name is the same.
 */
export function webhookName(url: string): string {
  const shown = shownPath(url);
  if (shown === url) return url;
  const hash = createHash('sha256').update(url).digest('hex').slice(0, 8);
  return `${shown}#${hash}`;
}
