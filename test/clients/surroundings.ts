import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ownCertificate } from '../../src/emulator/certificate.ts';
import { out, root } from '../host/paths.ts';
import { startAzurite } from '../integration/azurite.ts';
import type { Surroundings } from './suite.ts';

/**
 * Starts Azurite, and makes a certificate as `--tls` of the local service does.
 *
 * Suites find in their environment
 * - `LOCAL_SERVICE`: the program and its first arguments that start the local service, as a JSON list
 * - `EVENT_RECEIVER`: the program that receives events as the extension does, in the same form
 * - `LOCAL_CERT`, `LOCAL_CERT_KEY`: PEM files of that certificate and its key
 * - `AZURITE_BLOB_URL`, `AZURITE_QUEUE_URL`, `AZURITE_CONNECTION_STRING`
 */
export async function startSurroundings(): Promise<Surroundings & AsyncDisposable> {
  const folder = join(out, 'clients');
  await mkdir(folder, { recursive: true });
  const certificates = join(folder, 'certificate');
  await ownCertificate(certificates);
  const azurite = await startAzurite();
  return {
    folder,
    environment: {
      LOCAL_SERVICE: JSON.stringify([process.execPath, join(root, 'src', 'localServiceProgram.ts')]),
      EVENT_RECEIVER: JSON.stringify([process.execPath, join(root, 'test/clients/python/receiver.ts')]),
      LOCAL_CERT: join(certificates, 'certificate.pem'),
      LOCAL_CERT_KEY: join(certificates, 'certificate-key.pem'),
      AZURITE_BLOB_URL: azurite.blobUrl,
      AZURITE_QUEUE_URL: azurite.queueUrl,
      AZURITE_CONNECTION_STRING: azurite.connectionString,
    },
    [Symbol.asyncDispose]: () => azurite.stop(),
  };
}
