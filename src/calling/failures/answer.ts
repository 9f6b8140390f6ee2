import { printable } from '../../base/display.ts';
import { scrubAnswer } from '../../base/secrets/scrubAnswer.ts';
import { plainToken } from '../../base/text/token.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import type { OtherAnswer, RequestTrace } from './callingError.ts';

/** Reads one response header; undefined when there is none of that name. */
export type HeaderReader = (name: string) => string | undefined;

/** An answer that is a dump is cut to this many characters. */
const longestText = 1_000;

/** What a response says for support to find the request. What does not look like an ID is left out. */
export function traceOf(header: HeaderReader): RequestTrace {
  // A date may have comments, which are no part of its normal form.
  const date = Date.parse(header('date') ?? '');
  return withoutUndefined({
    correlationId: plainToken(header('x-microsoft-skype-chain-id')),
    clientRequestId: plainToken(header('x-ms-client-request-id')),
    azureRef: azureRefOf(header('x-azure-ref') ?? ''),
    date: Number.isNaN(date) ? undefined : new Date(date).toUTCString(),
  });
}

/**
 * The reference of Azure Front Door: a time and an ID, or, in its older form, base64 with a GUID in it, which
 * base64 of a key has not.
 * @see https://learn.microsoft.com/azure/frontdoor/front-door-http-headers-protocol
 */
function azureRefOf(value: string): string | undefined {
  if (plainToken(value) !== undefined || /^\d{8}T\d{6}Z-[\w-]{1,36}$/.test(value)) return value;
  const isOld = /^0[\w+/=-]{1,127}$/.test(value);
  const decoded = isOld ? Buffer.from(value.slice(1), 'base64').toString('latin1') : '';
  return /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/.test(decoded) ? value : undefined;
}

/** Reads headers off whatever an SDK gives as a response. Never throws. */
export function headersOf(response: unknown): HeaderReader {
  return (name) => {
    try {
      const { headers } = response as { readonly headers: { readonly get: (name: string) => unknown } };
      const value = headers.get(name);
      return typeof value === 'string' ? value : undefined;
    } catch {
      return undefined;
    }
  };
}

/** True for an answer that is a web page, which the service never gives. */
export function isWebPage(body: string, header: HeaderReader): boolean {
  return (
    /^[^;]*\bhtml\b/i.test(header('content-type') ?? '') ||
    /^\s*<(?:!doctype|html|head|body)\b/i.test(body.slice(0, 500))
  );
}

/** What can be said of an answer that is not the service's. */
export function otherAnswerOf(body: string, header: HeaderReader, secrets: readonly string[]): OtherAnswer {
  const clean = (text: string | undefined, most: number): string | undefined => {
    const line = oneLine(text ?? '', secrets).slice(0, most);
    return line === '' ? undefined : line;
  };
  return withoutUndefined({
    contentType: clean(header('content-type')?.split(';', 1)[0], 60),
    server: clean(header('server'), 60),
    title: clean(/<title[^>]{0,100}>([^<]{0,300})/i.exec(body.slice(0, 20_000))?.[1], 120),
  });
}

/**
 * What the service says of a failure: the message with its details, whole but for secrets. The forms are those of
 * the Azure REST guidelines and of RFC 9457.
 * @see https://github.com/microsoft/api-guidelines/blob/vNext/azure/Guidelines.md#handling-errors
 */
export function saidOf(body: string, message: string, secrets: readonly string[]): string | undefined {
  const texts = textsIn(parsed(body));
  const said = oneLine((texts.length > 0 ? [...new Set(texts)] : [message]).join(' '), secrets);
  return said === '' ? undefined : said.slice(0, longestText);
}

/** A text for a log line or a message: secrets are cut out before anything else is. */
export function oneLine(text: string, secrets: readonly string[]): string {
  return printable(scrubAnswer(text, secrets).replace(/\s+/g, ' ').trim());
}

function textsIn(value: unknown, depth = 0): readonly string[] {
  if (typeof value !== 'object' || value === null || depth > 5) return [];
  const fields = value as Readonly<Record<string, unknown>>;
  const own = ['message', 'title', 'detail'].flatMap((name) =>
    typeof fields[name] === 'string' && fields[name].trim() !== '' ? [fields[name].trim()] : [],
  );
  const errors = fields['errors'];
  const listed: readonly unknown[] =
    typeof errors === 'object' && errors !== null
      ? Object.values(errors as Readonly<Record<string, unknown>>).flat()
      : [];
  const details: readonly unknown[] = Array.isArray(fields['details']) ? fields['details'] : [];
  const inner: readonly unknown[] = [fields['error'], fields['innererror'], ...details, ...listed];
  return [
    ...own,
    ...inner.slice(0, 20).flatMap((one) => (typeof one === 'string' ? [one] : textsIn(one, depth + 1))),
  ];
}

function parsed(body: string): unknown {
  try {
    return body.length > 100_000 ? undefined : JSON.parse(body);
  } catch {
    return undefined;
  }
}
