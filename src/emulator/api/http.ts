import { createReadStream } from 'node:fs';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { newGuid } from '../service/ids.ts';
import type { Log } from '../log.ts';
import { ServiceError, internalError } from '../service/errors.ts';
import type { WireRequest } from './signature.ts';

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

const longestBodyBytes = 1_000_000;

/** Lets the first route that knows the address answer, with the headers that each answer of the service has. */
export async function answerRequest(
  incoming: IncomingMessage,
  response: ServerResponse,
  routes: readonly Route[],
  log: Log,
): Promise<void> {
  const answer = await findAnswer(incoming, routes).catch((error: unknown) => refusal(error, log));
  log(`${incoming.method ?? ''} ${pathOf(incoming)} ${answer.status}`);
  try {
    response.setHeader('X-Microsoft-Skype-Chain-ID', newGuid());
    const clientRequestId = incoming.headers['x-ms-client-request-id'];
    if (typeof clientRequestId === 'string') response.setHeader('x-ms-client-request-id', clientRequestId);
    await send(response, answer);
  } catch (error) {
    // The client went away, or the file is gone; nothing more can be said to it.
    log(`The answer was cut off: ${String(error)}`);
    response.destroy();
  }
}

/** Reads the JSON of a request's body. @throws ServiceError for anything else */
export function readJson(request: WireRequest): unknown {
  if (request.body.byteLength === 0) return {};
  try {
    return JSON.parse(Buffer.from(request.body).toString());
  } catch {
    throw new ServiceError(400, '8523', 'Invalid request, the body is no JSON.');
  }
}

/** A part of a path without its escapes; as it is where they are malformed. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

async function findAnswer(incoming: IncomingMessage, routes: readonly Route[]): Promise<Answer> {
  const pathAndQuery = incoming.url ?? '/';
  const url = URL.parse(pathAndQuery, 'http://local');
  if (!url) throw new ServiceError(400, 'BadRequest', 'The address is malformed.');
  const body = await readBody(incoming);
  const request = { method: incoming.method ?? 'GET', pathAndQuery, headers: incoming.headers, body };
  for (const route of routes) {
    const answer = await route(request, url);
    if (answer) return answer;
  }
  throw new ServiceError(404, 'NotFound', 'The local service knows Call Recording only.');
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
