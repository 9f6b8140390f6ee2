import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as httpRequest,
  type ServerResponse,
} from 'node:http';
import { connect, type AddressInfo } from 'node:net';

/** What happens to a request in the place of, or on top of, what the service would do. */
export type Fault =
  /** An error answer as Azure Storage gives it; without a code one of somebody else. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly code?: string;
      readonly message?: string;
      /** Goes into `AuthenticationErrorDetail`. */
      readonly detail?: string;
      readonly headers?: OutgoingHttpHeaders;
      /** The whole body, in the place of the service's XML. */
      readonly body?: string;
    }
  /** The connection is reset before an answer. */
  | { readonly kind: 'reset' }
  /** The answer ends after this many bytes of its body, cleanly or with a reset. */
  | { readonly kind: 'cut'; readonly afterBytes: number; readonly reset?: boolean }
  /** The answer stalls after this many bytes of its body. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  /** The answer is held back until the promise resolves. */
  | { readonly kind: 'hold'; readonly until: Promise<void> }
  /** Nothing is ever answered. */
  | { readonly kind: 'silence' }
  /** Headers that the service would not send so. */
  | { readonly kind: 'headers'; readonly headers: OutgoingHttpHeaders };

/** A request that went through the proxy. */
export interface SeenRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
}

/** An HTTP proxy in front of a service, which fails on demand. */
export interface FaultProxy {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** All requests so far. */
  readonly requests: SeenRequest[];
  /** Lets the next requests fail, one fault for each; `undefined` lets one pass. */
  fail(...faults: readonly (Fault | undefined)[]): void;
  /** Lets all further requests fail, or those of one method, until the next `reset`. */
  failAlways(fault: Fault, method?: string): void;
  /** Forgets faults and requests. */
  reset(): void;
  /** The service's URL by way of the proxy. */
  through(url: string): string;
  stop(): Promise<void>;
}

/** Starts a proxy in front of the service at an origin. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { origin: targetOrigin, hostname, port } = new URL(target);
  const faults: (Fault | undefined)[] = [];
  let always: { readonly fault: Fault; readonly method: string | undefined } | undefined;
  const requests: SeenRequest[] = [];

  const alwaysFor = (method = ''): Fault | undefined =>
    (always?.method ?? method) === method ? always?.fault : undefined;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', targetOrigin);
    requests.push({ method: request.method ?? '', url, headers: request.headers });
    const fault = faults.length > 0 ? faults.shift() : alwaysFor(request.method);
    if (fault?.kind === 'reset') request.socket.resetAndDestroy();
    else if (fault?.kind === 'answer') sendAnswer(request, response, fault);
    else if (fault?.kind !== 'silence') forward(request, response, hostname, port, fault);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    origin,
    requests,
    fail: (...next) => void faults.push(...next),
    failAlways: (fault, method) => void (always = { fault, method }),
    reset() {
      faults.length = 0;
      requests.length = 0;
      always = undefined;
    },
    through: (url) => url.replace(targetOrigin, origin),
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  fault: Extract<Fault, { kind: 'answer' }>,
): void {
  const { status, code, message = '', detail, headers = {} } = fault;
  request.resume();
  const detailXml =
    detail === undefined ? '' : `<AuthenticationErrorDetail>${detail}</AuthenticationErrorDetail>`;
  const xml = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code ?? ''}</Code><Message>${message}\nRequestId:a-request-id\nTime:now</Message>${detailXml}</Error>`;
  response.writeHead(status, {
    ...(code === undefined
      ? {}
      : { 'content-type': 'application/xml', 'x-ms-error-code': code, 'x-ms-request-id': 'a-request-id' }),
    ...headers,
  });
  response.end(request.method === 'HEAD' ? '' : (fault.body ?? (code === undefined ? message : xml)));
}

function forward(
  request: IncomingMessage,
  response: ServerResponse,
  hostname: string,
  port: string,
  fault: Exclude<Fault, { kind: 'answer' | 'reset' | 'silence' }> | undefined,
): void {
  const { method, url, headers } = request;
  // The Host header stays that of the proxy: it is not signed, and it is part of the URLs in answers.
  const onward = httpRequest({ hostname, port, path: url, method, headers, agent: false }, (answer) => {
    const send = () => {
      response.writeHead(answer.statusCode ?? 502, {
        ...answer.headers,
        ...(fault?.kind === 'headers' ? fault.headers : {}),
      });
      if (fault?.kind === 'cut' || fault?.kind === 'stall') void sendPart(answer, response, fault);
      else answer.pipe(response);
    };
    if (fault?.kind === 'hold') void fault.until.then(send);
    else send();
  });
  onward.on('error', () => response.destroy());
  response.on('close', () => onward.destroy());
  request.pipe(onward);
}

async function sendPart(
  answer: IncomingMessage,
  response: ServerResponse,
  fault: Extract<Fault, { kind: 'cut' | 'stall' }>,
): Promise<void> {
  response.flushHeaders();
  let left = fault.afterBytes;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    const part = chunk.subarray(0, left);
    left -= part.length;
    if (part.length > 0) await new Promise<void>((resolve) => response.write(part, () => resolve()));
    if (left <= 0) break;
  }
  if (fault.kind === 'stall') return;
  if (fault.reset) response.socket?.resetAndDestroy();
  else response.destroy();
}

/** A loopback port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const probe = connect(port, '127.0.0.1');
  const [error] = (await once(probe, 'error')) as [NodeJS.ErrnoException];
  if (error.code !== 'ECONNREFUSED') throw error;
  return port;
}
