// Runs the synthetic server in a process of its own, so that its work does not count as the store's.
import { startSyntheticBlobServer } from './syntheticBlobServer.ts';
import type { NamespaceShape } from './syntheticNamespace.ts';

export type ToServer =
  | { readonly kind: 'start'; readonly shape: NamespaceShape }
  | { readonly kind: 'latency'; readonly ms: number }
  | { readonly kind: 'count' };

let server: Awaited<ReturnType<typeof startSyntheticBlobServer>> | undefined;

process.on('message', (message: ToServer) => void handle(message));

async function handle(message: ToServer): Promise<void> {
  if (message.kind === 'start') {
    server = await startSyntheticBlobServer(message.shape);
    process.send?.(server.containerUrl);
  } else if (server) {
    if (message.kind === 'latency') server.latencyMs = message.ms;
    process.send?.(server.requestCount);
  }
}
