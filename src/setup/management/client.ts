import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import { isLoopback } from '../../base/loopback.ts';
import { withoutUndefined } from '../../base/withoutUndefined.ts';
import { withVersion } from './apiVersions.ts';
import type { Cloud } from './cloud.ts';
import { ManagementError } from './failure.ts';
import { type Json, objectOf, textOf } from './fields.ts';
import { failureOfAnswer, toManagementError } from './fromAnswer.ts';
import { type HttpClient, type Pipeline, type Transport, makePipeline, networkClient } from './pipeline.ts';

/** Gives tokens for one scope. */
export interface SignIn {
  /**
   * @param challenge the `WWW-Authenticate` of an answer that asks for a stronger sign-in
   * Rejects with a `ManagementError` where no one is signed in.
   */
  token(scope: string, challenge?: string, signal?: AbortSignal): Promise<string>;
}

/** An answer of Resource Manager that is a success. */
export interface Answer {
  readonly status: number;
  readonly body: Json;
  readonly header: (name: string) => string | undefined;
}

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** What one request asks. */
export interface Asked {
  readonly method?: Method;
  /** Path from the root of Resource Manager, or a whole URL on the same host. */
  readonly path: string;
  readonly version: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** An answer that has not begun by then has failed, in ms. */
const answerMs = 30_000;

/** A larger answer is not read: 4,000 role assignments, which come in one, are half of it. */
const mostBytes = 8 * 1024 * 1024;

/** More pages than these are not read: 100,000 items and more. */
const mostPages = 200;

/**
 * Sends requests to Resource Manager: one attempt at a challenge, throttling and lost connections repeated, every
 * failure a `ManagementError`.
 */
export class ResourceManager {
  readonly cloud: Cloud;
  readonly #signIn: SignIn;
  readonly #pipeline: Pipeline;
  readonly #http: HttpClient;

  constructor(cloud: Cloud, signIn: SignIn, transport: Transport = {}) {
    this.cloud = cloud;
    this.#signIn = signIn;
    this.#pipeline = makePipeline(transport);
    this.#http = transport.httpClient ?? networkClient();
  }

  /** The body of one resource or list page. */
  async get(path: string, version: string, signal?: AbortSignal): Promise<Json> {
    return (await this.send({ path, version, signal })).body;
  }

  /** The items of a list, page after page; no page is asked for before it is needed. */
  async *pages(path: string, version: string, signal?: AbortSignal): AsyncGenerator<readonly Json[]> {
    let next: string | undefined = path;
    for (let page = 0; next !== undefined && page < mostPages; page++) {
      const body: Json = await this.get(next, version, signal);
      yield Array.isArray(body['value']) ? body['value'].map(objectOf) : [];
      next = textOf(body['nextLink']);
    }
  }

  /** All items of a list. */
  async list(path: string, version: string, signal?: AbortSignal): Promise<readonly Json[]> {
    const all: Json[] = [];
    for await (const page of this.pages(path, version, signal)) for (const item of page) all.push(item);
    return all;
  }

  /** Sends one request with the token of Resource Manager. @throws ManagementError */
  async send(asked: Asked): Promise<Answer> {
    return this.sendTo(this.#urlOf(asked.path, asked.version), this.cloud.managementScope, asked);
  }

  /**
   * Sends one request to any service that takes a token of the same sign-in.
   * @throws ManagementError
   */
  async sendTo(
    url: string,
    scope: string,
    asked: Pick<Asked, 'method' | 'body' | 'signal'> & {
      readonly headers?: Readonly<Record<string, string>>;
    },
  ): Promise<Answer> {
    const { signal } = asked;
    try {
      const first = await this.#once(url, await this.#signIn.token(scope, undefined, signal), asked);
      const challenge = first.status === 401 ? first.header('www-authenticate') : undefined;
      const answer =
        challenge !== undefined && /\bclaims=/.test(challenge)
          ? await this.#once(url, await this.#signIn.token(scope, challenge, signal), asked)
          : first;
      if (answer.status < 200 || answer.status >= 300) throw new ManagementError(failureOfAnswer(answer));
      return { ...answer, body: objectOf(answer.body) };
    } catch (error) {
      throw toManagementError(error, signal);
    }
  }

  /** The clock of a server, in ms since 1970, as its answer to a request without a sign-in has it. */
  async dateOf(url: string, signal?: AbortSignal): Promise<number | undefined> {
    try {
      const { header } = await this.#once(url, undefined, { method: 'HEAD', signal });
      return dateIn(header('date'));
    } catch (error) {
      throw toManagementError(error, signal);
    }
  }

  async #once(
    url: string,
    token: string | undefined,
    { method = 'GET', body, signal, headers }: Parameters<ResourceManager['sendTo']>[2],
  ): Promise<{ status: number; body: unknown; header: (name: string) => string | undefined }> {
    const limit = AbortSignal.timeout(answerMs);
    const tooLarge = new AbortController();
    const ended = AbortSignal.any([limit, tooLarge.signal, ...(signal ? [signal] : [])]);
    const request = createPipelineRequest({
      url,
      method,
      headers: createHttpHeaders({
        accept: 'application/json',
        ...withoutUndefined({ 'content-type': body === undefined ? undefined : 'application/json' }),
        ...headers,
        ...withoutUndefined({ authorization: token === undefined ? undefined : `Bearer ${token}` }),
      }),
      ...withoutUndefined({
        body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
      }),
      // A token is never sent in the clear; what asks Azurite for the time has none.
      allowInsecureConnection: token === undefined && isLoopback(url),
      abortSignal: ended,
      onDownloadProgress: ({ loadedBytes }) => {
        if (loadedBytes > mostBytes) tooLarge.abort();
      },
    });
    const response = await unlessAborted(this.#pipeline.sendRequest(this.#http, request), ended).catch(
      (error: unknown) => {
        if (tooLarge.signal.aborted) throw new ManagementError({ reason: 'badAnswer' });
        throw limit.aborted && signal?.aborted !== true ? new ManagementError({ reason: 'timedOut' }) : error;
      },
    );
    return {
      status: response.status,
      body: parsed(response.bodyAsText),
      header: (name) => response.headers.get(name),
    };
  }

  /** A link that leads to another server is not followed: the token would go along. */
  #urlOf(path: string, version: string): string {
    const base = this.cloud.managementUrl;
    const isUrl = !path.startsWith('/');
    if (isUrl && URL.parse(path)?.origin !== new URL(base).origin)
      throw new ManagementError({ reason: 'foreignLink' });
    const url = isUrl ? path : base + path;
    return /[?&]api-version=/i.test(url) ? url : withVersion(url, version);
  }
}

/** The pipeline waits for ever for the rest of a body that was given up while it was counted. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('Aborted'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** The moment that a `Date` header names, in ms since 1970. */
function dateIn(text: string | undefined): number | undefined {
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

/** The JSON of an answer; its text where it is none, and undefined where it is empty. */
function parsed(text: string | null | undefined): unknown {
  if (text === undefined || text === null || text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
