import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Server, createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';
import { type Reply, type Store, answer } from './handlers.ts';
import { type Json, Refusal, type State, type User, emptyState } from './state.ts';

/** One request as it came in. */
export interface Seen {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly body: unknown;
}

/** Answers in place of the stand-in; undefined lets it answer. */
export type Fault = (request: Seen) => Reply | undefined;

export interface StandInOptions {
  /** Items of a list page; default: 1,000. */
  readonly pageSize?: number;
  /** Reads that still see the former state after a write. */
  readonly staleReads?: number;
  /** Looks at a long operation before it has ended. */
  readonly operationLooks?: number;
  readonly latencyMs?: number;
  /** The firewall of the account keeps this machine out of its data. */
  readonly keepsOut?: boolean;
}

/** The error that a long operation ends with. */
export interface OperationFailure {
  readonly code: string;
  readonly message: string;
}

/**
 * Stands in for Azure Resource Manager over HTTPS on this machine: keeps state, and refuses what the real one would
 * refuse.
 */
export class StandIn {
  readonly state: State = emptyState();
  readonly requests: Seen[] = [];
  readonly faults: Fault[] = [];
  /** PEM of its certificate. */
  readonly certificate: string;
  /** How the next long operations end; empty means well. */
  readonly operationFailures: OperationFailure[] = [];
  readonly options: StandInOptions;
  /** By the text of their token. */
  readonly #users = new Map<string, { readonly user: User; readonly tenantId: string }>();
  readonly #former = new Map<string, { readonly value: Json | undefined; left: number }>();
  readonly #operations = new Map<
    string,
    { left: number; done: () => void; failure: OperationFailure | undefined }
  >();
  readonly #server: Server;

  constructor(server: Server, certificate: string, options: StandInOptions) {
    this.#server = server;
    this.certificate = certificate;
    this.options = options;
    server.on('request', (request, response) => void this.#serve(request, response));
  }

  static async start(options: StandInOptions = {}): Promise<StandIn> {
    const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }], {
      keySize: 2048,
      algorithm: 'sha256',
      extensions: [
        { name: 'basicConstraints', cA: true },
        { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, keyCertSign: true },
        { name: 'extKeyUsage', serverAuth: true },
        {
          name: 'subjectAltName',
          altNames: [
            { type: 2, value: 'localhost' },
            { type: 7, ip: '127.0.0.1' },
          ],
        },
      ],
    });
    const server = createServer({ key, cert });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new StandIn(server, cert, options);
  }

  get origin(): string {
    return `https://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Lets a user in; the token of a tenant is a JWT without a signature. */
  tokenOf(user: User, tenantId: string): string {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const exp = Math.floor(Date.now() / 1000) + 3600;
    const token = `${part({ alg: 'none' })}.${part({ aud: this.origin, iss: `https://sts.windows.net/${tenantId}/`, tid: tenantId, oid: user.objectId, appid: user.objectId, exp })}.c2ln`;
    this.#users.set(token, { user, tenantId });
    return token;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /** All stored resources as text, to compare two states. */
  dump(): string {
    return JSON.stringify(
      [...this.state.resources].sort(([one], [other]) => (one < other ? -1 : 1)),
      null,
      1,
    );
  }

  #store(): Store {
    const { state } = this;
    const visible = (key: string): Json | undefined => {
      const stale = this.#former.get(key);
      if (stale && stale.left > 0) {
        stale.left -= 1;
        return stale.value;
      }
      this.#former.delete(key);
      return state.resources.get(key);
    };
    return {
      state,
      read: (id) => visible(id.toLowerCase()),
      children: (shape) =>
        [...new Set([...state.resources.keys(), ...this.#former.keys()])]
          .filter((key) => shape.test(key))
          .flatMap((key): Json[] => {
            const found = visible(key);
            return found ? [found] : [];
          }),
      write: (id, value) => {
        const key = id.toLowerCase();
        const left = this.options.staleReads ?? 0;
        if (left > 0) this.#former.set(key, { value: state.resources.get(key), left });
        if (value) state.resources.set(key, value);
        else state.resources.delete(key);
      },
      startOperation: (origin, done) => {
        const id = randomUUID();
        this.#operations.set(id, {
          left: this.options.operationLooks ?? 1,
          done,
          failure: this.operationFailures.shift(),
        });
        return `${origin}/operations/${id}?api-version=2025-02-15`;
      },
      pageSize: this.options.pageSize ?? 1000,
      blobOrigin: (account, origin) => `${origin}/${account}/`,
    };
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (this.options.latencyMs !== undefined)
      await new Promise((resolve) => setTimeout(resolve, this.options.latencyMs));
    const text = Buffer.concat(chunks).toString('utf8');
    const seen: Seen = { method: request.method ?? 'GET', url: request.url ?? '/', body: parsed(text) };
    this.requests.push(seen);
    let reply: Reply;
    try {
      reply =
        this.faults.map((fault) => fault(seen)).find((one) => one !== undefined) ??
        this.#reply(seen, request, text);
    } catch (error) {
      reply =
        error instanceof Refusal
          ? {
              status: error.status,
              headers: error.headers,
              body: {
                error: {
                  code: error.code,
                  message: error.message,
                  ...(error.details.length > 0 ? { details: error.details } : {}),
                },
              },
            }
          : { status: 500, body: { error: { code: 'InternalServerError', message: String(error) } } };
    }
    response.writeHead(reply.status, {
      'content-type': 'application/json; charset=utf-8',
      'x-ms-correlation-request-id': randomUUID(),
      ...reply.headers,
    });
    const said = reply.text ?? (reply.body === undefined ? '' : JSON.stringify(reply.body));
    response.end(seen.method === 'HEAD' ? '' : said);
  }

  #reply(seen: Seen, request: IncomingMessage, text: string): Reply {
    const url = new URL(seen.url, this.origin);
    const path = decodeURIComponent(url.pathname).replace(/\/$/, '');
    if (path.includes('//'))
      throw new Refusal(400, 'InvalidResourceId', `The path '${path}' has an empty segment.`);
    const login = this.#login(path, text);
    if (login) return login;
    if (url.searchParams.get('comp') === 'userdelegationkey') return this.#delegationKey(request);
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const who = token === undefined ? undefined : this.#users.get(token);
    if (!who)
      throw new Refusal(
        401,
        'AuthenticationFailed',
        'Authentication failed. The Authorization header is missing or invalid.',
      );
    const [, operationId] = /^\/operations\/([^/]+)$/.exec(path) ?? [];
    if (operationId !== undefined) return this.#operation(operationId);
    if (['PUT', 'PATCH'].includes(seen.method) && typeof seen.body !== 'object')
      throw new Refusal(
        400,
        'InvalidRequestContent',
        'The request content was invalid and could not be deserialized.',
      );
    return answer(
      {
        method: seen.method,
        path,
        query: url.searchParams,
        body: seen.body as Json | undefined,
        ...who,
        origin: this.origin,
      },
      this.#store(),
    );
  }

  #operation(id: string): Reply {
    const operation = this.#operations.get(id);
    if (!operation) throw new Refusal(404, 'OperationNotFound', 'The operation is not known.');
    operation.left -= 1;
    if (operation.left > 0)
      return { status: 202, body: { status: 'InProgress' }, headers: { 'retry-after': '0' } };
    if (operation.failure) return { status: 200, body: { status: 'Failed', error: operation.failure } };
    operation.done();
    return { status: 200, body: { status: 'Succeeded' } };
  }

  /** Who may read the account's keys of delegation may have one. */
  #delegationKey(request: IncomingMessage): Reply {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const mayDo = token !== undefined && (this.#users.get(token)?.user.grants.length ?? 0) > 0;
    if (request.method !== 'POST') throw new Refusal(405, 'UnsupportedHttpVerb', 'POST is needed.');
    if (mayDo && !this.options.keepsOut) return { status: 200, body: {} };
    // As storage answers: XML, with the code in a header too.
    const code = mayDo ? 'AuthorizationFailure' : 'AuthorizationPermissionMismatch';
    return {
      status: 403,
      headers: { 'content-type': 'application/xml', 'x-ms-error-code': code },
      text: `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>Refused.</Message></Error>`,
    };
  }

  /** What `az login --service-principal` asks of an authority that ends in `/adfs`. */
  #login(path: string, text: string): Reply | undefined {
    const adfs = `${this.origin}/adfs`;
    if (/^\/adfs(\/adfs)?\/\.well-known\/openid-configuration$/.test(path))
      return {
        status: 200,
        body: {
          issuer: adfs,
          authorization_endpoint: `${adfs}/oauth2/authorize`,
          token_endpoint: `${adfs}/oauth2/token`,
          device_authorization_endpoint: `${adfs}/oauth2/devicecode`,
          jwks_uri: `${adfs}/discovery/keys`,
        },
      };
    if (path !== '/adfs/oauth2/token') return undefined;
    const client = new URLSearchParams(text).get('client_id');
    const token = [...this.#users].find(([, { user }]) => user.name === client)?.[0];
    if (token === undefined) throw new Refusal(401, 'invalid_client', 'The client is not known.');
    return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: 3600 } };
  }
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
