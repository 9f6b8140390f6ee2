import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Answering, type ListenerOptions, type ListenerSettings } from './answering.ts';
import type { ListenerCounters } from './counters.ts';

/** A web hook on this machine that takes events as Event Grid and Call Automation deliver them. */
export interface Listener {
  readonly port: number;
  readonly counters: ListenerCounters;
  set(settings: ListenerSettings): void;
  /** Resolves when what is being received has been answered. */
  close(): Promise<void>;
}

const unansweredAfterMs = 30_000;
const closesWithinMs = 2_000;

/** Starts to listen on 127.0.0.1. Rejects with the error of the system, such as `EADDRINUSE`. */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const answering = new Answering(options);
  const server = createServer(
    {
      headersTimeout: 10_000,
      requestTimeout: unansweredAfterMs,
      connectionsCheckingInterval: 1_000,
      keepAliveTimeout: 5_000,
    },
    (request, response) => void answering.handle(request, response),
  );
  server.maxRequestsPerSocket = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  server.on('error', (error) => options.log?.(`Listener: ${String(error)}`));
  return {
    port: (server.address() as AddressInfo).port,
    get counters() {
      return answering.counters;
    },
    set: (settings) => answering.set(settings),
    close: () => closed(server),
  };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), closesWithinMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
