import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { withoutUndefined } from '../../../base/withoutUndefined.ts';
import { failureReason, type NetworkFailure } from './networkFailure.ts';

/** A request to an endpoint of the user. */
export interface HttpRequest {
  readonly method: 'POST' | 'OPTIONS' | 'GET';
  /** Secrets included. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The answer of an endpoint; redirects are answers too, they are not followed. */
export interface HttpAnswer {
  readonly kind: 'answer';
  readonly status: number;
  readonly statusText: string;
  /** By lower-case name; values of repeated headers joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** True where the body was longer than what is kept. */
  readonly truncated: boolean;
  readonly durationMs: number;
  /** True where headers and body were kept for the session only, and are gone. */
  readonly forgotten?: true;
}

/** Why there was no answer. */
export interface HttpFailure {
  readonly kind: 'failure';
  readonly reason: NetworkFailure;
  /** The error's code, such as `ECONNREFUSED`; empty where it has none. */
  readonly code: string;
  readonly durationMs: number;
}

export type HttpOutcome = HttpAnswer | HttpFailure;

export interface ExchangeOptions {
  /** For the whole exchange, body included. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Leaves the connection open for the next request; default: closes it, as a stray one would. */
  readonly keepAlive?: boolean;
  /** Bytes of the answer's body that are kept; the rest is not read. */
  readonly maxBodyBytes?: number;
}

const defaultMaxBodyBytes = 64 * 1024;

/**
 * Sends one request and reads the answer. Never rejects: what went wrong is in the outcome.
 *
 * Goes through node's own modules, which VS Code fits with the user's proxy and certificates.
 */
export function exchange(request: HttpRequest, options: ExchangeOptions): Promise<HttpOutcome> {
  const started = performance.now();
  const elapsed = (): number => Math.round(performance.now() - started);
  const timeout = AbortSignal.timeout(options.timeoutMs);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  return new Promise((resolve) => {
    const fail = (error: unknown): void => {
      const reason = options.signal?.aborted
        ? 'cancelled'
        : timeout.aborted
          ? 'timedOut'
          : failureReason(error);
      resolve({ kind: 'failure', reason, code: codeOf(error), durationMs: elapsed() });
    };
    try {
      const send = request.url.startsWith('https:') ? httpsRequest : httpRequest;
      const outgoing = send(request.url, {
        method: request.method,
        headers: headersOf(request, options.keepAlive),
        signal,
      });
      outgoing.on('error', fail);
      outgoing.once('response', (response) => {
        readAnswer(response, options.maxBodyBytes ?? defaultMaxBodyBytes).then(
          (answer) => resolve({ ...answer, durationMs: elapsed() }),
          fail,
        );
      });
      // Without a listener, a switch of protocols ends in neither an answer nor an error.
      outgoing.once('upgrade', (response, socket) => {
        socket.destroy();
        resolve({ ...answerOf(response, '', false), durationMs: elapsed() });
      });
      outgoing.end(request.body);
    } catch (error) {
      // A header or URL that node refuses, before anything is sent.
      fail(error);
    }
  });
}

function headersOf({ headers, body }: HttpRequest, keepAlive = false): Record<string, string> {
  return {
    ...headers,
    ...(keepAlive ? {} : { Connection: 'close' }),
    ...withoutUndefined({
      'Content-Length': body === undefined ? undefined : String(Buffer.byteLength(body)),
    }),
  };
}

async function readAnswer(
  response: IncomingMessage,
  maxBytes: number,
): Promise<Omit<HttpAnswer, 'durationMs'>> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    pieces.push(piece.subarray(0, maxBytes - bytes));
    bytes += piece.length;
    // Leaving the loop closes the connection, so an endless answer ends here.
    if (bytes > maxBytes) break;
  }
  return answerOf(response, new TextDecoder().decode(Buffer.concat(pieces)), bytes > maxBytes);
}

function answerOf(
  response: IncomingMessage,
  body: string,
  truncated: boolean,
): Omit<HttpAnswer, 'durationMs'> {
  return {
    kind: 'answer',
    status: response.statusCode ?? 0,
    statusText: response.statusMessage ?? '',
    headers: Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, [value ?? ''].flat().join(', ')]),
    ),
    body,
    truncated,
  };
}

function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? error.code : '';
}
