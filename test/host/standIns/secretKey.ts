import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, Server, type ServerResponse } from 'node:http';
import { dirname } from 'node:path';

/**
 * Answers `POST /mint-key` for every HTTP server of this process. The workbench that code-server brings asks it for
 * one half of the key that secrets are sealed with; without an answer an extension cannot store a secret.
 * @param file keeps the key, so that secrets outlive a restart
 */
export function answerKeyRequests(file: string): void {
  const emit = Reflect.get(Server.prototype, 'emit') as (...args: readonly unknown[]) => unknown;
  const answering = function (this: Server, ...args: readonly unknown[]): unknown {
    const [event, request, response] = args as [string, IncomingMessage, ServerResponse];
    if (event !== 'request' || request.method !== 'POST' || request.url?.split('?')[0] !== '/mint-key')
      return Reflect.apply(emit, this, args);
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(keyOf(file));
    return true;
  };
  Reflect.set(Server.prototype, 'emit', answering);
}

function keyOf(file: string): Buffer {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, randomBytes(32), { mode: 0o600 });
  }
  return readFileSync(file);
}
