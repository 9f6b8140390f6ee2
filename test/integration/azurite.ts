import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { generate } from 'selfsigned';
import { withoutUndefined } from '../../src/base/withoutUndefined.ts';

/** The public account and key of every Azurite. */
export const azuriteAccount = 'devstoreaccount1';
export const azuriteKey =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** An Azurite that runs for the tests. */
export interface Azurite {
  /** `http://127.0.0.1:PORT/devstoreaccount1` */
  readonly blobUrl: string;
  readonly queueUrl: string;
  readonly connectionString: string;
  /** The certificate to be trusted, as PEM, where it speaks HTTPS. */
  readonly certificate?: string;
  /** Ends the process and removes its files. */
  stop(): Promise<void>;
}

export interface AzuriteOptions {
  /** HTTPS with a certificate made for the run, and Microsoft Entra tokens in the place of keys. */
  readonly oauth?: boolean;
  /**
   * True for an Azurite as users start it, which refuses versions of the API that are newer than itself;
   * default: as the environment variable `AZURITE_CHECKS_VERSION` says.
   */
  readonly checksVersion?: boolean;
}

/** Starts an Azurite (blob and queue) on free ports, with a temporary folder. */
export async function startAzurite({
  oauth = false,
  checksVersion = process.env['AZURITE_CHECKS_VERSION'] === '1',
}: AzuriteOptions = {}): Promise<Azurite> {
  const folder = await mkdtemp(join(tmpdir(), 'azurite-'));
  const tls = oauth ? await makeCertificate(folder) : undefined;
  const child = spawn(process.execPath, [
    join(import.meta.dirname, '../../node_modules/azurite/dist/src/azurite.js'),
    ...['--location', folder, '--silent', '--disableTelemetry', '--loose'],
    ...(checksVersion ? [] : ['--skipApiVersionCheck']),
    ...['--blobPort', '0', '--queuePort', '0', '--tablePort', '0'],
    ...(tls ? ['--cert', tls.certPath, '--key', tls.keyPath, '--oauth', 'basic'] : []),
  ]);
  const [blobOrigin, queueOrigin] = await listening(child, ['Blob', 'Queue']);
  const scheme = tls ? 'https' : 'http';
  const blobUrl = `${blobOrigin}/${azuriteAccount}`;
  const queueUrl = `${queueOrigin}/${azuriteAccount}`;
  return {
    blobUrl,
    queueUrl,
    connectionString: `DefaultEndpointsProtocol=${scheme};AccountName=${azuriteAccount};AccountKey=${azuriteKey};BlobEndpoint=${blobUrl};QueueEndpoint=${queueUrl};`,
    ...withoutUndefined({ certificate: tls?.certificate }),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        // Its files go anyway, and it would wait for open connections.
        child.kill('SIGKILL');
        await ended;
      }
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const shared = new Map<string, Promise<Azurite>>();

/** The Azurite that all tests of a run share: started when first asked for, stopped at the end. */
export function sharedAzurite(options: AzuriteOptions = {}): Promise<Azurite> {
  const key = options.oauth ? 'oauth' : 'plain';
  const running = shared.get(key) ?? startAzurite(options);
  shared.set(key, running);
  return running;
}

async function stopShared(): Promise<void> {
  const running = [...shared.values()];
  shared.clear();
  for (const azurite of running) await (await azurite).stop();
}

// Loaded by a test, this is a hook of mocha's root suite.
if ('after' in globalThis) after(stopShared);

async function makeCertificate(folder: string) {
  const { cert, private: key } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keySize: 2048,
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, keyCertSign: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
    ],
  });
  const certPath = join(folder, 'cert.pem');
  const keyPath = join(folder, 'key.pem');
  await writeFile(certPath, cert);
  await writeFile(keyPath, key);
  return { certPath, keyPath, certificate: cert };
}

/** Resolves with the services' origins when they listen; rejects with what the process said when it ends before. */
async function listening(child: ChildProcess, services: readonly string[]): Promise<string[]> {
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('Azurite has no output.');
  const said: string[] = [];
  stderr.on('data', (data: Buffer) => said.push(data.toString()));
  const origins = new Map<string, string>();
  for await (const line of createInterface({ input: stdout })) {
    said.push(line);
    const [, service, origin] =
      /Azurite (\w+) service is successfully listen\w* (?:at|on) (\S+)/.exec(line) ?? [];
    if (service !== undefined && origin !== undefined) origins.set(service, origin);
    if (services.every((name) => origins.has(name))) break;
  }
  stdout.resume();
  return services.map((name) => {
    const origin = origins.get(name);
    if (origin === undefined) throw new Error(`Azurite did not start: ${said.join('\n')}`);
    return origin;
  });
}
