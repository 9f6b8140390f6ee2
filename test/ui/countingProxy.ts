import { type IncomingMessage, type ServerResponse, createServer, request } from 'node:http';

/** Stands before a Blob service, passes everything on, and counts. */
export interface CountingProxy {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Bytes of each answer so far that a client took, by path. */
  readonly bytes: ReadonlyMap<string, number>;
  /** Requests so far: method, path and query without signature, and the range asked for. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** @param target `http://127.0.0.1:PORT` of the service */
export async function startCountingProxy(target: string): Promise<CountingProxy> {
  const bytes = new Map<string, number>();
  const requests: string[] = [];
  const server = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    const url = new URL(incoming.url ?? '/', target);
    const path = decodeURIComponent(url.pathname);
    requests.push(`${incoming.method ?? ''} ${path} ${incoming.headers.range ?? ''}`.trim());
    const onward = request(url, { method: incoming.method ?? 'GET', headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on('data', (chunk: Buffer) => bytes.set(path, (bytes.get(path) ?? 0) + chunk.length));
      answer.pipe(outgoing);
      answer.on('error', () => outgoing.destroy());
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    bytes,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
