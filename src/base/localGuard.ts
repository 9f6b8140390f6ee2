import { isLoopbackHost } from './loopback.ts';

/** The headers of a request as Node gives them: names in lower case. */
export type GuardedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Whom a server of this machine answers besides the programs that address it by a loopback name. */
export interface GuardOptions {
  /**
   * Hosts under which the user made the server reachable on purpose, such as that of a tunnel: `host` or
   * `host:port`, each matched exactly.
   */
  readonly publicHosts?: readonly string[];
  /** True where pages of other sites may ask, because a secret in the address decides; default: false. */
  readonly allowWebPages?: boolean;
}

/** Why a request is not answered. */
export type GuardRefusal = 'foreignHost' | 'webPage';

/** The refusals in words, for the body of the answer; status 403. */
export const guardRefusalText: Readonly<Record<GuardRefusal, string>> = {
  foreignHost: 'The Host header names another machine.',
  webPage: 'Web pages of other sites may not send requests to this server.',
};

/** Headers of every answer: no other site may embed it, and no browser may guess its type. */
export const guardHeaders = {
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
} as const;

/**
 * Decides whether a server that listens on this machine answers a request; to be asked before any route.
 * The host has to be a loopback name, as a page that rebinds its own name to 127.0.0.1 still sends that name.
 * Fetch Metadata and `Origin` distinguish requests of a web page from those of a program, which sends neither.
 * @returns undefined where the request may pass
 * @see https://web.dev/articles/fetch-metadata
 */
export function guardRequest(headers: GuardedHeaders, options: GuardOptions = {}): GuardRefusal | undefined {
  const host = readHost(headers['host']);
  if (host === undefined) return 'foreignHost';
  const isPublic = options.publicHosts?.some((each) => readHost(each)?.host === host.host) === true;
  if (!isPublic && !isLoopbackHost(host.hostname)) return 'foreignHost';
  if (options.allowWebPages === true) return undefined;
  const { origin, 'sec-fetch-site': site } = headers;
  const isOwnOrigin = origin === undefined || originHost(origin) === host.host;
  const isOwnSite = site === undefined || site === 'none' || site === 'same-origin';
  return isOwnOrigin && isOwnSite ? undefined : 'webPage';
}

interface Host {
  readonly hostname: string;
  /** With its port, unless that is the usual one. */
  readonly host: string;
}

/** A name or address with or without a port, and nothing else: a URL parser takes more. */
const hostForm = /^(?:[a-z0-9._-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

function readHost(text: unknown): Host | undefined {
  if (typeof text !== 'string' || text.length > 300 || !hostForm.test(text)) return undefined;
  const url = URL.parse(`https://${text}`);
  if (!url || url.hostname === '') return undefined;
  return { hostname: url.hostname, host: url.host.endsWith(':80') ? url.hostname : url.host };
}

function originHost(origin: unknown): string | undefined {
  if (typeof origin !== 'string') return undefined;
  const url = URL.parse(origin);
  return url === null ? undefined : readHost(url.host)?.host;
}
