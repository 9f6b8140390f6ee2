import { randomBytes } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { guardRequest } from '../../base/localGuard.ts';
import { parseRange } from './rangeHeader.ts';
import type { ByteRange } from '../recordingStore.ts';
import { StoreError } from '../failures/storeError.ts';
import { decodeUrlPart, encodeUrlPart } from '../../base/text/urlPart.ts';

/** A file that the range server hands out. */
export interface RangeSource {
  readonly sizeBytes: number;
  readonly contentType: string;
  /** Streams the range; the signal is aborted when the reader is gone. */
  readonly open: (range: ByteRange, signal: AbortSignal) => Promise<Readable>;
}

/** The files that one reader may see, below a random token, until it is disposed. */
export interface RangeShare {
  /** Hands out a file under a new address below `http://127.0.0.1:port`; asking again replaces the file. */
  readonly add: (key: string, source: RangeSource) => string;
  /** Lets scripts of this web origin read the bytes (Web Audio needs that); playing needs no permission. */
  readonly allowOrigin: (origin: string) => void;
  /** Answers requests to this host too: that under which the editor forwards the server's port. */
  readonly allowHost: (host: string) => void;
  /** Takes all addresses back and ends what is being sent. */
  readonly dispose: () => void;
}

interface Share {
  readonly files: Map<string, RangeSource>;
  readonly origins: Set<string>;
  readonly hosts: Set<string>;
  readonly ended: AbortController;
}

/**
 * A read-only HTTP server on 127.0.0.1 that plays files of a store by range. Only who knows a share's
 * random token sees its files; there is no directory. What is not read is not fetched from the store.
 */
export class RangeServer {
  readonly #server: Server;
  readonly #shares = new Map<string, Share>();

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.destroy());
    });
  }

  /** Listens on a free port. */
  static async start(): Promise<RangeServer> {
    const server = new RangeServer();
    await new Promise<void>((resolve, reject) => {
      server.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return server;
  }

  /** `http://127.0.0.1:port` */
  get origin(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  /** Begins a share with a token of its own. */
  share(): RangeShare {
    const token = randomBytes(32).toString('base64url');
    const share: Share = {
      files: new Map(),
      origins: new Set(),
      hosts: new Set(),
      ended: new AbortController(),
    };
    this.#shares.set(token, share);
    return {
      add: (key, source) => {
        share.files.set(key, source);
        return `${this.origin}/${token}/${encodeUrlPart(key)}`;
      },
      allowOrigin: (origin) => void share.origins.add(origin),
      allowHost: (host) => void share.hosts.add(host),
      dispose: () => {
        this.#shares.delete(token);
        share.ended.abort();
      },
    };
  }

  /** Ends all shares and stops listening. */
  dispose(): void {
    for (const share of this.#shares.values()) share.ended.abort();
    this.#shares.clear();
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // An early end of the request's body or of the connection is no failure of ours.
    response.on('error', () => undefined);
    const [, token = '', key = '', ...deeper] = (request.url ?? '').split('?')[0]?.split('/') ?? [];
    const share = this.#shares.get(token);
    const source = deeper.length === 0 ? share?.files.get(decodeUrlPart(key)) : undefined;
    if (!share || !source) {
      end(response, 404);
      return;
    }
    // The token in the address decides who reads; a page that rebinds its name is refused all the same.
    const guard = { publicHosts: [...share.hosts], allowWebPages: true };
    if (guardRequest(request.headers, guard) !== undefined) {
      end(response, 403);
      return;
    }
    permit(request, response, share.origins);
    if (request.method === 'OPTIONS') {
      end(response, 204);
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD, OPTIONS');
      end(response, 405);
    } else {
      await send(request, response, source, share.ended.signal);
    }
  }
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  source: RangeSource,
  ended: AbortSignal,
): Promise<void> {
  const range = parseRange(request.headers.range, source.sizeBytes);
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('Content-Type', source.contentType);
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cache-Control', 'no-store');
  if (range.kind === 'unsatisfiable') {
    response.setHeader('Content-Range', `bytes */${source.sizeBytes}`);
    end(response, 416);
    return;
  }
  const { offset, count } = range.kind === 'part' ? range : { offset: 0, count: source.sizeBytes };
  response.setHeader('Content-Length', count);
  if (range.kind === 'part') {
    response.setHeader('Content-Range', `bytes ${offset}-${offset + count - 1}/${source.sizeBytes}`);
  }
  const status = range.kind === 'part' ? 206 : 200;
  if (request.method === 'HEAD' || count === 0) {
    end(response, status);
    return;
  }

  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const signal = AbortSignal.any([gone.signal, ended]);
  try {
    const bytes = await source.open({ offset, count }, signal);
    response.statusCode = status;
    await pipeline(bytes, (chunks: AsyncIterable<Buffer>) => exactly(chunks, count), response, { signal });
  } catch (error) {
    if (response.headersSent) response.destroy();
    else refuse(response, error);
  }
}

/** A file that shrank must break the answer: a reader would wait for the rest for ever. */
async function* exactly(chunks: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let left = count;
  for await (const chunk of chunks) {
    left -= chunk.length;
    if (left < 0) break;
    yield chunk;
  }
  if (left !== 0) throw new Error('The file changed while it was read.');
}

/** The player shows a status as "cannot be read"; the inspector gives the reason, not this server. */
function refuse(response: ServerResponse, error: unknown): void {
  for (const name of ['Content-Length', 'Content-Range']) response.removeHeader(name);
  end(response, StoreError.is(error, 'fileMissing') ? 404 : 502);
}

function permit(request: IncomingMessage, response: ServerResponse, origins: ReadonlySet<string>): void {
  response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  response.setHeader('Vary', 'Origin');
  const { origin } = request.headers;
  if (origin === undefined || !origins.has(origin)) return;
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Allow-Headers', 'Range');
  response.setHeader('Access-Control-Allow-Private-Network', 'true');
  response.setHeader('Access-Control-Expose-Headers', 'Content-Length, Content-Range, Accept-Ranges');
}

function end(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.end();
}
