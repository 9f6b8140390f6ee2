import { type RequestListener, createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, type Server, type Socket, createServer as createPort } from 'node:net';

/** Certificate and key in PEM. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** A port of 127.0.0.1 that answers requests. */
export interface OpenPort {
  readonly port: number;
  /** Takes no more connections; resolves when the last has ended. */
  readonly close: () => Promise<void>;
  /** Ends the connections that are open. */
  readonly closeConnections: () => void;
}

/** First byte of a TLS connection. */
const tlsHandshake = 0x16;
/** Where SDKs send requests for built-in storage, for any address of the service. */
const storageTarget = /^[a-z0-9-]{1,63}\.asm\.skype\.com:443$/i;

/** Answers plain HTTP. Rejects with an error that says why the port cannot be had. */
export async function listenPlain(port: number, listener: RequestListener): Promise<OpenPort> {
  const server = createServer(listener);
  return opened(server, port, () => server.closeAllConnections());
}

/**
 * Answers HTTPS, and is the proxy of that port to which clients may send what goes to the hosts of built-in
 * storage: with `HTTPS_PROXY` set to it, an SDK that accepts those hosts alone reaches the local service. It
 * leads nowhere else. Rejects as `listenPlain` does, or where the certificate cannot be used.
 */
export async function listenTls(port: number, tls: TlsFiles, listener: RequestListener): Promise<OpenPort> {
  const https = createTlsServer({ ...tls }, listener);
  const proxy = createServer((_, response) => {
    response.writeHead(400, { 'Content-Type': 'text/plain', Connection: 'close' });
    response.end('This port speaks HTTPS.');
  });
  const sockets = new Set<Socket>();
  const mixed = createPort((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      socket.pause();
      (first[0] === tlsHandshake ? https : proxy).emit('connection', socket);
      socket.unshift(first);
      socket.resume();
    });
  });
  proxy.on('connect', ({ url = '' }, socket: Socket, head: Buffer) => {
    if (
      !storageTarget.test(url) &&
      url !== `127.0.0.1:${listening.port}` &&
      url !== `localhost:${listening.port}`
    ) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) socket.unshift(head);
    https.emit('connection', socket);
  });
  const listening = await opened(mixed, port, () => {
    for (const socket of sockets) socket.destroy();
  });
  return listening;
}

async function opened(server: Server, port: number, closeConnections: () => void): Promise<OpenPort> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(portError(error, port)));
    server.listen(port, '127.0.0.1', resolve);
  });
  server.removeAllListeners('error');
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
    closeConnections,
  };
}

function portError(error: Error, port: number): Error {
  switch ('code' in error ? error.code : '') {
    case 'EADDRINUSE':
      return new Error(`Port ${port} is in use by another program: choose another, or 0 for a free one.`);
    case 'EACCES':
      return new Error(`Port ${port} may not be used: choose one from 1024, or 0 for a free one.`);
    default:
      return error;
  }
}
