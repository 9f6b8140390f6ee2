import type { SignIn } from '../container.ts';

/** What is known where an error is caught. */
export interface ErrorContext {
  readonly signIn?: SignIn | undefined;
  /** The SAS in use, with or without `?`: tells an expired one and is kept out of texts. */
  readonly sas?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The local clock, in ms since 1970. */
  readonly now?: number | undefined;
}

/** What an error of the SDK, of Node or of a credential tells, whatever its class. */
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
}

type Bag = Readonly<Record<string, unknown>>;

/**
 * Reads the facts off an error without trusting its shape.
 * @see https://learn.microsoft.com/rest/api/storageservices/status-and-error-codes2
 */
export function errorFacts(error: unknown): ErrorFacts {
  const bag = asBag(error);
  const response = asBag(bag['response']);
  const details = { ...asBag(response['parsedBody']), ...asBag(bag['details']) };
  const header = headerReader(response['headers']);
  const status = number(bag['statusCode']) ?? number(response['status']);
  const code = text(bag['code']);
  // The SDK's own codes are not the service's, though they come with an answer.
  const answerCode = status === undefined || code === 'PARSE_ERROR' ? undefined : code;
  const bodyCode = text(details['errorCode']) ?? text(details['code']) ?? text(details['Code']);
  return {
    name: text(bag['name']) ?? '',
    message: text(bag['message']) ?? (typeof error === 'string' ? error : ''),
    code,
    syscall: text(bag['syscall']),
    status,
    serviceCode: header('x-ms-error-code') ?? bodyCode ?? answerCode,
    detail:
      text(details['authenticationErrorDetail']) ??
      text(details['AuthenticationErrorDetail']) ??
      authenticationDetail(text(response['bodyAsText'])),
    requestId: header('x-ms-request-id'),
    answeredAt: time(header('date')),
  };
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
