import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import pLimit from 'p-limit';
import type { SampleFile } from './sampleRecording.ts';
import { type SampleContainerOptions, sampleRecordings } from './sampleContainer.ts';

/** A container that was filled, as the setting `callRecordings.containers` names it. */
export interface SeededContainer {
  readonly name: string;
  readonly url: string;
  readonly signIn: 'accountKey';
  /** How many blobs it holds. */
  readonly blobs: number;
}

/** Containers that a storage account gets, and what each holds. */
const containers: readonly (SampleContainerOptions & {
  readonly container: string;
  readonly name: string;
})[] = [
  { container: 'recordings', name: 'recordings', dates: 64 },
  { container: 'contoso', name: 'contoso, prod/calls', dates: 12, prefix: 'prod/calls/' },
];

/** Fills containers of a storage account with sample recordings; those that are there already are replaced. */
export async function seedSamples(connectionString: string): Promise<SeededContainer[]> {
  const service = BlobServiceClient.fromConnectionString(connectionString);
  const seeded: SeededContainer[] = [];
  for (const { container, name, ...options } of containers) {
    const client = service.getContainerClient(container);
    await client.createIfNotExists();
    const blobs = await upload(client, sampleRecordings(options));
    const place = (options.prefix ?? '').replace(/\/$/, '');
    seeded.push({
      name,
      url: place === '' ? client.url : `${client.url}/${place}`,
      signIn: 'accountKey',
      blobs,
    });
  }
  return seeded;
}

/** Uploads files, several at a time, and gives how many there were. */
async function upload(client: ContainerClient, files: AsyncIterable<SampleFile>): Promise<number> {
  const limit = pLimit(8);
  const uploads: Promise<unknown>[] = [];
  for await (const { name, content, contentType } of files) {
    const blob = client.getBlockBlobClient(name);
    const send = () =>
      blob.upload(Buffer.from(content), content.byteLength, {
        blobHTTPHeaders: { blobContentType: contentType },
      });
    uploads.push(limit(send));
  }
  await Promise.all(uploads);
  return uploads.length;
}
