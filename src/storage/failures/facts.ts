import { plainToken } from '../../base/text/token.ts';
import type { SignIn } from '../container.ts';

/** What is known where an error is caught. */
export interface ErrorContext {
  readonly signIn?: SignIn | undefined;
  /** The SAS in use, with or without `?`: shows whether it has expired, and is kept out of texts. */
  readonly sas?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The local clock, in ms since 1970. */
  readonly now?: number | undefined;
}

/** What an error of the SDK, of Node or of a credential says, for any class. */
export interface ErrorFacts {
  readonly name: string;
  readonly message: string;
  /** Code of Node or of the SDK, such as `ENOTFOUND`; for answers of the service its error code. */
  readonly code: string | undefined;
  readonly syscall: string | undefined;
  readonly status: number | undefined;
  /** The service's error code, from the header that every answer of Azure Storage bears, or from the body. */
  readonly serviceCode: string | undefined;
  /** The service's explanation of a failed authentication; may quote a signature. */
  readonly detail: string;
  readonly requestId: string | undefined;
  /** When the service answered, by its own clock, in ms since 1970. */
  readonly answeredAt: number | undefined;
  /** What the request proved itself with, which an answer may echo: its query where that is a SAS, its token. */
  readonly secrets: readonly string[];
}

type Bag = Readonly<Record<string, unknown>>;

/**
 * Reads the facts off an error without trusting its shape.
 * @see https://learn.microsoft.com/rest/api/storageservices/status-and-error-codes2
 */
export function factsOfError(error: unknown): ErrorFacts {
  const bag = asBag(error);
  const response = asBag(bag['response']);
  const details = { ...asBag(response['parsedBody']), ...asBag(bag['details']) };
  const header = headerReader(response['headers']);
  const status = number(bag['statusCode']) ?? number(response['status']);
  const code = plainToken(bag['code']);
  // The SDK's own codes are not the service's, though they come with an answer.
  const answerCode = status === undefined || code === 'PARSE_ERROR' ? undefined : code;
  const bodyCode = text(details['errorCode']) ?? text(details['code']) ?? text(details['Code']);
  return {
    name: text(bag['name']) ?? '',
    message: text(bag['message']) ?? (typeof error === 'string' ? error : ''),
    code,
    syscall: text(bag['syscall']),
    status,
    serviceCode: plainToken(header('x-ms-error-code')) ?? plainToken(bodyCode) ?? plainToken(answerCode),
    detail:
      text(details['authenticationErrorDetail']) ??
      text(details['AuthenticationErrorDetail']) ??
      authenticationDetail(text(response['bodyAsText'])),
    requestId: plainToken(header('x-ms-request-id')),
    answeredAt: time(header('date')),
    secrets: [bag['request'], response['request']].flatMap(secretsOfRequest),
  };
}

function secretsOfRequest(given: unknown): readonly string[] {
  const request = asBag(given);
  const [, query = ''] = (text(request['url']) ?? '').split('?', 2);
  const sent = headerReader(request['headers'])('authorization') ?? '';
  const proof = sent.slice(sent.lastIndexOf(' ') + 1);
  return [...secretsOfSas(query), proof].filter((secret) => secret !== '');
}

/** A SAS, and what of it is secret; nothing for a query that is none. */
export function secretsOfSas(sas: string): readonly string[] {
  const signatures = [...sas.matchAll(/(?:^|[?&])sig=([^&]+)/gi)].map(([, signature = '']) => signature);
  return signatures.length === 0 ? [] : [sas, ...signatures];
}

function authenticationDetail(xml: string | undefined): string {
  return /<AuthenticationErrorDetail>([^<]{0,2000})/.exec(xml ?? '')?.[1] ?? '';
}

function headerReader(headers: unknown): (name: string) => string | undefined {
  const get = asBag(headers)['get'];
  return (name) =>
    typeof get === 'function' ? text((get as (name: string) => unknown).call(headers, name)) : undefined;
}

function asBag(value: unknown): Bag {
  return typeof value === 'object' && value !== null ? (value as Bag) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 ? value : undefined;
}

function time(date: string | undefined): number | undefined {
  const ms = Date.parse(date ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}
