import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openStore } from '../../../../src/storage/openStore.ts';
import type { RecordingStore } from '../../../../src/storage/recordingStore.ts';
import { blobContainer, deps } from '../helpers.ts';

/**
 * A container of an account with hierarchical namespace, which Azurite has not: directories are items of their own,
 * stay when the last file is gone, and cannot be deleted while something is in them.
 * @see https://learn.microsoft.com/azure/storage/blobs/data-lake-storage-known-issues
 */
class HierarchicalAccount {
  readonly files = new Set<string>();
  readonly directories = new Set<string>();
  readonly deleted: string[] = [];
  /** Comes into being when a directory of this name is about to be deleted. */
  late: { readonly directory: string; readonly file: string } | undefined;
  readonly #server = createServer(({ method, url = '/' }, response) => this.#answer(method, url, response));

  async start(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/account/rec`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  write(name: string): void {
    this.files.add(name);
    const parts = name.split('/');
    for (let count = 1; count < parts.length; count += 1)
      this.directories.add(parts.slice(0, count).join('/'));
  }

  #answer(method: string | undefined, url: string, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(url, 'http://a');
    if (method === 'GET' && searchParams.get('comp') === 'list') {
      response.setHeader('Content-Type', 'application/xml');
      response.end(this.#listing(searchParams));
      return;
    }
    const name = decodeURIComponent(pathname.slice('/account/rec/'.length));
    if (method !== 'DELETE') {
      response.writeHead(405).end();
      return;
    }
    if (this.late?.directory === name) this.write(this.late.file);
    const isFull = [...this.files, ...this.directories].some((one) => one.startsWith(`${name}/`));
    const isThere = this.files.has(name) || this.directories.has(name);
    const [status, code] = !isThere ? [404, 'BlobNotFound'] : isFull ? [409, 'DirectoryIsNotEmpty'] : [202];
    if (status === 202) {
      this.deleted.push(name);
      this.files.delete(name);
      this.directories.delete(name);
    }
    response.writeHead(status, code === undefined ? {} : { 'x-ms-error-code': code }).end();
  }

  #listing(query: URLSearchParams): string {
    const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter')];
    const metadata = query.get('include')?.includes('metadata') === true;
    const found = [...this.files, ...this.directories].filter((name) => name.startsWith(prefix)).sort();
    const items = found.map((name) => {
      const isDirectory = this.directories.has(name);
      const rest = name.slice(prefix.length);
      if (delimiter !== null && rest.includes('/'))
        return `<BlobPrefix><Name>${prefix}${rest.split('/')[0]}/</Name></BlobPrefix>`;
      if (delimiter !== null && isDirectory) return `<BlobPrefix><Name>${name}/</Name></BlobPrefix>`;
      const kind = isDirectory ? 'directory' : 'file';
      const length = isDirectory ? 0 : 5;
      const flag = isDirectory && metadata ? '<Metadata><hdi_isfolder>true</hdi_isfolder></Metadata>' : '';
      return `<Blob><Name>${name}</Name><Properties><Last-Modified>Wed, 07 Jan 2026 12:00:00 GMT</Last-Modified><Etag>0x1</Etag><ResourceType>${kind}</ResourceType><Content-Length>${length}</Content-Length><Content-Type>audio/mpeg</Content-Type><BlobType>BlockBlob</BlobType></Properties>${flag}</Blob>`;
    });
    return `<?xml version="1.0" encoding="utf-8"?><EnumerationResults ContainerName="rec"><Blobs>${[...new Set(items)].join('')}</Blobs><NextMarker /></EnumerationResults>`;
  }
}

describe('A container with hierarchical namespace', () => {
  const media = '20260107/call/rec/0-audiomp3.mp3';
  let account: HierarchicalAccount;
  let store: RecordingStore;

  beforeEach(async () => {
    account = new HierarchicalAccount();
    account.write(media);
    account.write('20260107-other/x');
    store = await openStore(blobContainer(await account.start(), 'anonymous'), deps());
  });

  afterEach(() => account.stop());

  const files = async () => (await store.listFiles('20260107')).files.map(({ name }) => name);

  it('shows no directory as a file', async () => {
    assert.deepEqual(await files(), ['20260107-other/x', media]);
    const { folders, files: own } = await store.listLevel('20260107/');
    assert.deepEqual([folders, own], [['20260107/call/'], []]);
  });

  it('lets the directories of a date go with its last file, the deepest first, and those of no other', async () => {
    await store.delete(media);
    assert.deepEqual((await store.listLevel('')).folders, ['20260107/', '20260107-other/']);
    assert.equal(await store.deleteEmptyFolders('20260107/'), 3);
    assert.deepEqual(account.deleted, [media, '20260107/call/rec', '20260107/call', '20260107']);
    assert.deepEqual((await store.listLevel('')).folders, ['20260107-other/']);
  });

  it('keeps a directory into which a file came meanwhile', async () => {
    await store.delete(media);
    account.late = { directory: '20260107/call', file: '20260107/call/new/0-audiomp3.mp3' };
    assert.equal(await store.deleteEmptyFolders('20260107/'), 1);
    assert.deepEqual(account.deleted, [media, '20260107/call/rec']);
    assert.deepEqual(await files(), ['20260107-other/x', '20260107/call/new/0-audiomp3.mp3']);
  });
});
