// Preloaded into the VS Code server (`node --import`). The workbench that code-server brings asks `POST /mint-key`
// for one half of the key that its secret storage is sealed with; the full product answers that in a front of its
// own, which is not run here. Without an answer an extension cannot store secrets.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, Server, type ServerResponse } from 'node:http';
import { dirname } from 'node:path';

const keyFile = process.env['SECRET_KEY_FILE'];

// Processes that the server starts inherit the preload, but not the task.
if (keyFile !== undefined && process.argv[1]?.endsWith('server-main.js') === true) answerKeyRequests(keyFile);

function answerKeyRequests(file: string): void {
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

/** The key of this data folder; secrets outlive a restart with it. */
function keyOf(file: string): Buffer {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, randomBytes(32), { mode: 0o600 });
  }
  return readFileSync(file);
}
