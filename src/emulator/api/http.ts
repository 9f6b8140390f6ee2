import { createReadStream } from 'node:fs';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { guardHeaders, guardRefusalText, guardRequest } from '../../base/localGuard.ts';
import { type ByteSource, newGuid } from '../service/ids.ts';
import type { Log } from '../../base/log.ts';
import { ServiceError, internalError, invalidRequest } from '../service/errors.ts';
import type { WireRequest } from './signature.ts';
import { decodeUrlPart } from '../../base/text/urlPart.ts';

/** What a route answers. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: object;
  /** A file, or a part of it, sent instead. */
  readonly file?: { readonly path: string; readonly offset: number; readonly count: number };
}

/** Answers a request; undefined where there is nothing at this address. A `ServiceError` becomes its answer. */
export type Route = (request: WireRequest, url: URL) => Promise<Answer | undefined>;

/** How requests are answered. */
export interface AnswerOptions {
  readonly routes: readonly Route[];
  /** Hosts besides the loopback names under which the service is reachable on purpose. */
  readonly publicHosts: readonly string[];
  /** What the correlation IDs of answers are made of. */
  readonly source: ByteSource;
  /** Resolves when what a request changed is kept. */
  readonly saved: () => Promise<void>;
  readonly log: Log;
}

const longestBodyBytes = 1_000_000;
/** No ID of the service is longer than a few hundred characters. */
const longestId = 4096;
const storageHost = /^[a-z0-9-]{1,63}\.asm\.skype\.com$/i;

/** Lets the first route that knows the address answer, with the headers that each answer of the service has. */
export async function answerRequest(
  incoming: IncomingMessage,
  response: ServerResponse,
  options: AnswerOptions,
): Promise<void> {
  const { log } = options;
  const answer = await findAnswer(incoming, options).catch((error: unknown) => refusal(error, log));
  log(`${incoming.method ?? ''} ${pathOf(incoming)} ${answer.status}`);
  try {
    for (const [name, value] of Object.entries(guardHeaders)) response.setHeader(name, value);
    response.setHeader('X-Microsoft-Skype-Chain-ID', newGuid(options.source));
    const clientRequestId = incoming.headers['x-ms-client-request-id'];
    if (typeof clientRequestId === 'string') response.setHeader('x-ms-client-request-id', clientRequestId);
    await send(response, answer);
  } catch (error) {
    // The client went away, or the file is gone; nothing more can be said to it.
    log(`The answer was cut off: ${String(error)}`);
    response.destroy();
  }
}

/** Reads the JSON of a request's body, with or without a byte order mark. @throws ServiceError for anything else */
export function readJson(request: WireRequest): unknown {
  if (request.body.byteLength === 0) return {};
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body));
  } catch {
    throw invalidRequest('the body is not JSON in UTF-8.');
  }
}

/** An ID in a path without its escapes; as it is where they are malformed. @throws ServiceError where it is too long */
export function decodeSegment(segment: string): string {
  checkId(segment);
  return decodeUrlPart(segment);
}

/** @throws ServiceError for an ID that is longer than any of the service */
export function checkId(id: string): void {
  if (id.length > longestId) throw invalidRequest(`an ID is longer than ${longestId} characters.`);
}

async function findAnswer(incoming: IncomingMessage, options: AnswerOptions): Promise<Answer> {
  const pathAndQuery = incoming.url ?? '/';
  guard(incoming, pathAndQuery, options.publicHosts);
  const url = URL.parse(pathAndQuery, 'http://local');
  if (!url) throw new ServiceError(400, 'BadRequest', 'The address is malformed.');
  const body = await readBody(incoming);
  const request = { method: incoming.method ?? 'GET', pathAndQuery, headers: incoming.headers, body };
  for (const route of options.routes) {
    const answer = await route(request, url);
    if (answer && request.method !== 'GET') await options.saved();
    if (answer) return answer;
  }
  throw new ServiceError(404, 'NotFound', 'The local service knows Call Recording only.');
}

/** @throws ServiceError for a request that a web page sends, or may have sent; its body is not read */
function guard({ headers }: IncomingMessage, pathAndQuery: string, publicHosts: readonly string[]): void {
  // The address of a file in built-in storage names the host of the real service, in all events and SDKs.
  const host = headers.host?.replace(/:\d{1,5}$/, '') ?? '';
  const isStorage = pathAndQuery.startsWith('/v1/objects/') && storageHost.test(host);
  const refused = guardRequest(headers, {
    publicHosts: isStorage ? [...publicHosts, headers.host ?? ''] : publicHosts,
  });
  if (refused) throw new ServiceError(403, 'Forbidden', guardRefusalText[refused], { Connection: 'close' });
}

async function readBody(incoming: IncomingMessage): Promise<Uint8Array> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    bytes += piece.byteLength;
    if (bytes > longestBodyBytes) {
      throw new ServiceError(413, 'ContentTooLarge', 'The body is too large.', { Connection: 'close' });
    }
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function refusal(error: unknown, log: Log): Answer {
  if (!(error instanceof ServiceError)) log(`Failed: ${String(error)}`);
  const refused = error instanceof ServiceError ? error : internalError();
  return { status: refused.status, headers: refused.headers, json: refused.body };
}

async function send(response: ServerResponse, { status, headers = {}, json, file }: Answer): Promise<void> {
  if (file) {
    response.writeHead(status, { ...headers, 'Content-Length': file.count });
    const end = file.offset + file.count - 1;
    if (file.count === 0) response.end();
    else await pipeline(createReadStream(file.path, { start: file.offset, end }), response);
    return;
  }
  const body = json === undefined ? undefined : Buffer.from(JSON.stringify(json));
  response.writeHead(status, {
    ...headers,
    ...(body && { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.byteLength }),
  });
  response.end(body);
}

function pathOf(incoming: IncomingMessage): string {
  return (incoming.url ?? '').split('?', 1)[0] ?? '';
}
