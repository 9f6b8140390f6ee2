import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './paths.ts';
import { portToTake, printedPort, start, stop } from './processes.ts';

/** Azurite's well-known account; anybody may know its key. */
const account = 'devstoreaccount1';
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** A running Azurite with its Blob service. */
export interface Azurite {
  readonly port: number;
  /** `http://127.0.0.1:PORT/devstoreaccount1`. */
  readonly url: string;
  readonly connectionString: string;
  stop(): Promise<void>;
}

export interface AzuriteOptions {
  /** Taken when it is free. */
  readonly port?: number;
  /** Where blobs are kept between runs; in memory when absent. */
  readonly folder?: string;
  /** Starts the Queue service too; default: no. */
  readonly queue?: boolean;
}

/** Starts Azurite's Blob service, and its Queue service where wanted, on the loopback address; waits until they answer. */
export async function startAzurite(options: AzuriteOptions = {}): Promise<Azurite> {
  const wanted = await portToTake(options.port);
  if (options.folder !== undefined) await mkdir(options.folder, { recursive: true });
  const kept = options.folder === undefined ? ['--inMemoryPersistence'] : ['--location', options.folder];
  const blob = await startPart('blob', wanted, kept);
  const queue = options.queue === true ? await startPart('queue', 0, ['--inMemoryPersistence']) : undefined;
  const url = `http://127.0.0.1:${blob.port}/${account}`;
  const endpoints = [
    `BlobEndpoint=${url};`,
    ...(queue ? [`QueueEndpoint=http://127.0.0.1:${queue.port}/${account};`] : []),
  ];
  return {
    port: blob.port,
    url,
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};${endpoints.join('')}`,
    stop: async () => {
      await Promise.all([stop(blob.child), ...(queue ? [stop(queue.child)] : [])]);
    },
  };
}

async function startPart(part: 'blob' | 'queue', wanted: number, kept: readonly string[]) {
  const child = start(
    process.execPath,
    [
      join(root, 'node_modules', 'azurite', 'dist', 'src', part, 'main.js'),
      ...[`--${part}Host`, '127.0.0.1', `--${part}Port`, String(wanted)],
      ...['--skipApiVersionCheck', '--disableTelemetry', '--silent'],
      ...kept,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const port = await printedPort(child, /listens on http:\/\/127\.0\.0\.1:(\d+)\s/).catch(
    async (error: unknown) => {
      await stop(child);
      throw new Error('Azurite did not start.', { cause: error });
    },
  );
  return { child, port };
}
