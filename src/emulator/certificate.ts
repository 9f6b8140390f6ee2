import { X509Certificate, createPublicKey } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import type { TlsFiles } from './listen.ts';

/** A certificate of this machine, and where a client that is to trust it finds it. */
export interface OwnCertificate extends TlsFiles {
  readonly path: string;
}

const renewBeforeMs = 7 * 24 * 3_600_000;
const validDays = 397;
/** The service, and the hosts of built-in storage, which SDKs insist on. */
const names = ['localhost', '*.localhost', '*.asm.skype.com'];
const addresses = ['127.0.0.1', '::1'];

/** Where the certificate is kept unless a folder is given. */
export function certificateFolder(): string {
  return join(homedir(), '.acs-call-recording-service');
}

/**
 * The certificate in a folder, made when there is none yet, or it ends within a week. Its key stays on this
 * machine, for this user alone; a program that should trust it needs the file.
 */
export async function ownCertificate(folder: string): Promise<OwnCertificate> {
  const path = join(folder, 'certificate.pem');
  const keyPath = join(folder, 'certificate-key.pem');
  const known = await readPair(path, keyPath);
  if (known) return { ...known, path };
  const made = await makeCertificate();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await replace(keyPath, made.key, 0o600);
  await replace(path, made.cert, 0o644);
  return { ...made, path };
}

async function readPair(path: string, keyPath: string): Promise<TlsFiles | undefined> {
  try {
    const [cert, key] = await Promise.all([readFile(path, 'utf8'), readFile(keyPath, 'utf8')]);
    const { validTo, publicKey } = new X509Certificate(cert);
    const isPair = createPublicKey(key).equals(publicKey);
    return isPair && Date.parse(validTo) - Date.now() > renewBeforeMs ? { cert, key } : undefined;
  } catch {
    return undefined;
  }
}

async function makeCertificate(): Promise<TlsFiles> {
  const { cert, private: key } = await generate(
    [{ name: 'commonName', value: 'Local Call Recording service' }],
    {
      keySize: 2048,
      algorithm: 'sha256',
      notBeforeDate: new Date(Date.now() - 3_600_000),
      notAfterDate: new Date(Date.now() + validDays * 24 * 3_600_000),
      extensions: [
        // No certificate authority: who trusts it trusts these names, and nothing that it might issue.
        { name: 'basicConstraints', cA: false, critical: true },
        { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
        { name: 'extKeyUsage', serverAuth: true },
        {
          name: 'subjectAltName',
          altNames: [
            ...names.map((value) => ({ type: 2 as const, value })),
            ...addresses.map((ip) => ({ type: 7 as const, ip })),
          ],
        },
      ],
    },
  );
  return { cert, key };
}

async function replace(path: string, text: string, mode: number): Promise<void> {
  const part = `${path}.part`;
  await writeFile(part, text, { mode });
  await rename(part, path);
}
