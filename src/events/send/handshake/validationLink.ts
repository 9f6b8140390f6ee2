import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { guardHeaders, guardRequest } from '../../../base/localGuard.ts';
import { encodeUrlPart } from '../../../base/text/urlPart.ts';

/** A validation URL on this machine, and whether someone opened it. */
export interface ValidationLink {
  readonly url: string;
  /** True once the URL was opened; false when the time is over, or the waiting was cancelled. */
  readonly opened: Promise<boolean>;
  readonly close: () => void;
}

/** Event Grid keeps its validation URLs for ten minutes. */
export const validationLinkLifetimeMs = 10 * 60_000;

/**
 * Serves a validation URL on 127.0.0.1, as Event Grid offers one for endpoints that cannot answer with the code.
 * Only GET and POST of exactly this URL count, and no request of a web page.
 */
export async function openValidationLink(
  code: string,
  lifetimeMs: number,
  signal?: AbortSignal,
): Promise<ValidationLink> {
  let settle: (opened: boolean) => void = () => undefined;
  const opened = new Promise<boolean>((resolve) => (settle = resolve));
  const path = `/eventsubscriptions/call-recordings/validate?id=${encodeUrlPart(code)}`;
  const server = createServer((request, response) => {
    const isRight = request.url === path && (request.method === 'GET' || request.method === 'POST');
    const right = isRight && guardRequest(request.headers) === undefined;
    response.writeHead(right ? 200 : 404, {
      ...guardHeaders,
      'Content-Type': 'text/plain; charset=utf-8',
      Connection: 'close',
    });
    response.end(right ? 'Webhook successfully validated as a subscription endpoint.' : 'Not found.');
    request.resume();
    if (right) settle(true);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const timer = setTimeout(() => settle(false), lifetimeMs);
  const giveUp = (): void => settle(false);
  signal?.addEventListener('abort', giveUp, { once: true });
  if (signal?.aborted) giveUp();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    opened,
    close: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
      settle(false);
      server.close();
      server.closeAllConnections();
    },
  };
}
