import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { type Clock, delay } from '../../../base/clock.ts';
import {
  guardHeaders,
  type GuardedHeaders,
  guardRequest,
  guardRefusalText,
} from '../../../base/localGuard.ts';
import type { NewReceived } from '../received.ts';
import { readBody } from './body.ts';
import { countRefusal, type ListenerCounters, noCounters, type Refusal } from './counters.ts';
import { type Delivered, readDelivery } from './delivery.ts';
import { faultStatus, type ListenerFault } from './fault.ts';
import { listenerPath, listenerProof } from './paths.ts';

export interface ListenerOptions {
  /** 0 takes any that is free. */
  readonly port: number;
  /** The random part of the paths. */
  readonly token: string;
  /** Has to be in the query as `key` where it is given. */
  readonly key?: string;
  /** Hosts under which it was made public. */
  readonly publicHosts?: readonly string[];
  readonly fault?: ListenerFault;
  /** Resolves when the events are safely stored. */
  readonly store: (events: readonly NewReceived[]) => Promise<void>;
  readonly clock: Clock;
  readonly onCount?: (counters: ListenerCounters) => void;
  /** Gets one line of plain English, without secrets. */
  readonly log?: (line: string) => void;
}

/** What may be changed while it runs. */
export type ListenerSettings = Pick<ListenerOptions, 'key' | 'publicHosts' | 'fault'>;

/** Event Grid drops for ever what is answered with 400, 401, 403 or 413; after 503 it tries again. */
const tryAgain = 503;

const refusals: Readonly<Record<Refusal, { readonly status: number; readonly text: string }>> = {
  host: { status: tryAgain, text: guardRefusalText.foreignHost },
  webPage: { status: 403, text: guardRefusalText.webPage },
  path: { status: 404, text: 'Nothing is at this path.' },
  method: { status: 405, text: 'Send events by POST.' },
  key: { status: tryAgain, text: 'The key is missing or wrong.' },
  type: { status: 415, text: 'Send JSON.' },
  size: { status: 413, text: 'More than 1 MB after unpacking.' },
  body: { status: 400, text: 'This is no event in JSON.' },
  fault: { status: tryAgain, text: 'Refused on purpose.' },
  disk: { status: tryAgain, text: 'The event could not be stored.' },
};

/** What a request gets. */
type Answer =
  | { readonly refusal: Refusal; readonly status?: number }
  | { readonly body?: object; readonly headers?: OutgoingHttpHeaders };

const allowed = { Allow: 'POST, OPTIONS' };

/** Answers the requests of a listener, and counts what came of them. */
export class Answering {
  readonly #options: ListenerOptions;
  #settings: ListenerSettings;
  #counters = noCounters;
  #deliveries = 0;

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.#settings = options;
  }

  get counters(): ListenerCounters {
    return this.#counters;
  }

  set(settings: ListenerSettings): void {
    this.#settings = settings;
  }

  /** Never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    this.#count({ ...this.#counters, requests: this.#counters.requests + 1 });
    const answer = await this.#answer(request).catch((error: unknown): Answer => {
      this.#options.log?.(`Listener: ${String(error)}`);
      return { refusal: 'disk' };
    });
    if ('refusal' in answer) this.#refuse(response, answer);
    else send(response, 200, answer.body, answer.headers);
    // What is left of a body is not waited for.
    if (!request.complete) response.once('finish', () => request.destroy());
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const { token } = this.#options;
    const { publicHosts = [], key } = this.#settings;
    const url = URL.parse(request.url ?? '/', 'http://localhost');
    const kinds = ['events', 'callbacks'] as const;
    const kind = kinds.find((one) => url && isSame(url.pathname, listenerPath(one, token)));
    const nonce =
      kind && request.method === 'GET' ? (url?.searchParams.get('probe') ?? undefined) : undefined;
    // Who knows the path may ask under any host whether that leads here: it is asked before the host is public.
    const hosts = nonce === undefined ? publicHosts : [request.headers.host ?? ''];
    const guard = guardRequest(withoutSenderName(request.headers), { publicHosts: hosts });
    if (guard) return { refusal: guard === 'webPage' ? 'webPage' : 'host' };
    if (!kind || !url) return { refusal: 'path' };
    if (nonce !== undefined) return { body: { proof: listenerProof(token, nonce) } };
    if (request.method !== 'POST' && request.method !== 'OPTIONS') return { refusal: 'method' };
    if (key !== undefined && !isSame(url.searchParams.get('key') ?? '', key)) return { refusal: 'key' };
    if (request.method === 'OPTIONS') return this.#agree(request);
    const delivery = await this.#read(request, kind);
    if ('refusal' in delivery) return delivery;
    if (delivery.validationCode === undefined) return this.#take(delivery.events);
    this.#count({ ...this.#counters, handshakes: this.#counters.handshakes + 1 });
    return { body: { validationResponse: delivery.validationCode } };
  }

  /** @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/http-webhook.md#4-abuse-protection */
  #agree({ headers }: IncomingMessage): Answer {
    const origin = headers['webhook-request-origin'];
    if (typeof origin !== 'string') return { headers: allowed };
    this.#count({ ...this.#counters, handshakes: this.#counters.handshakes + 1 });
    return { headers: { ...allowed, 'WebHook-Allowed-Origin': origin, 'WebHook-Allowed-Rate': '*' } };
  }

  async #read(
    request: IncomingMessage,
    kind: 'events' | 'callbacks',
  ): Promise<Delivered | { readonly refusal: Refusal }> {
    if (!isJsonType(request.headers)) return { refusal: 'type' };
    const body = await readBody(request);
    if ('refusal' in body) return { refusal: bodyRefusals[body.refusal] };
    const via = kind === 'events' ? 'listener' : 'callback';
    const now = this.#options.clock.now();
    return readDelivery(body.text, request.headers, via, { newId: randomUUID, now }) ?? { refusal: 'body' };
  }

  async #take(events: readonly NewReceived[]): Promise<Answer> {
    const { fault } = this.#settings;
    const status = faultStatus(fault, ++this.#deliveries);
    if (status === undefined) {
      try {
        await this.#options.store(events);
      } catch (error) {
        this.#options.log?.(`Listener: not stored: ${String(error)}`);
        return { refusal: 'disk' };
      }
      this.#count({ ...this.#counters, events: this.#counters.events + events.length });
    }
    if (fault?.delayMs !== undefined) await delay(this.#options.clock, fault.delayMs);
    return status === undefined ? {} : { refusal: 'fault', status };
  }

  #refuse(
    response: ServerResponse,
    { refusal, status = refusals[refusal].status }: { readonly refusal: Refusal; readonly status?: number },
  ): void {
    this.#count(countRefusal(this.#counters, refusal));
    send(
      response,
      status,
      { error: refusals[refusal].text },
      {
        Connection: 'close',
        ...(status === tryAgain ? { 'Retry-After': '30' } : {}),
        ...(status === 405 ? allowed : {}),
      },
    );
  }

  #count(counters: ListenerCounters): void {
    this.#counters = counters;
    this.#options.onCount?.(counters);
  }
}

const bodyRefusals = {
  tooLarge: 'size',
  oddEncoding: 'type',
  broken: 'body',
  notUtf8: 'body',
  cut: 'body',
} as const satisfies Readonly<Record<string, Refusal>>;

/** Event Grid names itself in `Origin`, as CloudEvents wants it; a browser always sends a scheme, or `null`. */
function withoutSenderName(headers: GuardedHeaders): GuardedHeaders {
  const { origin, ...others } = headers;
  return typeof origin === 'string' && origin !== 'null' && !origin.includes('://') ? others : headers;
}

function isJsonType(headers: IncomingMessage['headers']): boolean {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return type === 'application/json' || /^application\/[\w.-]{1,60}\+json$/.test(type);
}

/** Compares in a time that does not reveal how much of it is right. */
function isSame(given: string, expected: string): boolean {
  const [a, b] = [given, expected].map((text) => createHmac('sha256', 'compare').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

function send(response: ServerResponse, status: number, body?: object, headers?: OutgoingHttpHeaders): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  const type = body === undefined ? {} : { 'Content-Type': 'application/json' };
  response.writeHead(status, {
    ...guardHeaders,
    ...headers,
    ...type,
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}
