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
}

/** Starts Azurite's Blob service on the loopback address and waits until it answers. */
export async function startAzurite(options: AzuriteOptions = {}): Promise<Azurite> {
  const wanted = await portToTake(options.port);
  if (options.folder !== undefined) await mkdir(options.folder, { recursive: true });
  const child = start(
    process.execPath,
    [
      join(root, 'node_modules', 'azurite', 'dist', 'src', 'blob', 'main.js'),
      ...['--blobHost', '127.0.0.1', '--blobPort', String(wanted)],
      ...['--skipApiVersionCheck', '--disableTelemetry', '--silent'],
      ...(options.folder === undefined ? ['--inMemoryPersistence'] : ['--location', options.folder]),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const port = await printedPort(child, /listens on http:\/\/127\.0\.0\.1:(\d+)\s/).catch(
    async (error: unknown) => {
      await stop(child);
      throw new Error('Azurite did not start.', { cause: error });
    },
  );
  const url = `http://127.0.0.1:${port}/${account}`;
  return {
    port,
    url,
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${account};AccountKey=${key};BlobEndpoint=${url};`,
    stop: () => stop(child),
  };
}
