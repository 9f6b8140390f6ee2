import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { ContainerClient, newPipeline, StorageSharedKeyCredential } from '@azure/storage-blob';
import type { BlobContainer, SignIn } from '../../../src/storage/container.ts';
import type { RetryLimits } from '../../../src/storage/azure/retry.ts';
import { olderAzurite } from '../../../src/storage/azure/azuriteVersion.ts';
import { type Azurite, azuriteAccount, azuriteKey } from '../azurite.ts';

/** As patient as the real one, but quick to try again. */
export const quickRetry: RetryLimits = {
  maxAttempts: 4,
  delayMs: 5,
  maxDelayMs: 20,
  answerMs: 60_000,
  idleMs: 30_000,
};

/** A fresh container of the shared Azurite. */
export async function freshContainer(
  azurite: Azurite,
  options: { readonly public?: boolean } = {},
): Promise<ContainerClient> {
  const pipeline = newPipeline(new StorageSharedKeyCredential(azuriteAccount, azuriteKey));
  pipeline.factories.push(olderAzurite);
  const container = new ContainerClient(`${azurite.blobUrl}/c-${randomUUID()}`, pipeline);
  await container.create(options.public ? { access: 'container' } : {});
  return container;
}

export function blobContainer(url: string, signIn: SignIn): BlobContainer {
  return { kind: 'blob', id: 'under-test', name: 'Under test', url, prefix: '', signIn };
}

export function deps(secret?: string) {
  return { getSecret: () => Promise.resolve(secret), retry: quickRetry };
}

export function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

export function randomContent(bytes: number): Buffer {
  return randomBytes(bytes);
}
