import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ContainerClient } from '@azure/storage-blob';
import { openStore } from '../../../../src/storage/openStore.ts';
import type { RecordingStore } from '../../../../src/storage/recordingStore.ts';
import { sharedAzurite } from '../../azurite.ts';
import { blobContainer, deps, freshContainer, randomContent, sha256 } from '../helpers.ts';

describe('Azure blob store', () => {
  let container: ContainerClient;
  let store: RecordingStore;
  let folder: string;

  before(async () => {
    container = await freshContainer(await sharedAzurite());
    store = await openStore(blobContainer(container.url, 'accountKey'), deps());
    folder = await mkdtemp(join(tmpdir(), 'store-'));
  });

  after(() => rm(folder, { recursive: true }));

  it('lists one level and all files below a prefix, page by page', async () => {
    for (const name of ['list/b/1', 'list/b/2', 'list/a/1', 'list/file', 'other'])
      await store.write(name, Buffer.from(name));
    const level = await store.listLevel('list/');
    assert.deepEqual(level.folders, ['list/a/', 'list/b/']);
    assert.deepEqual(
      level.files.map(({ name, sizeBytes }) => ({ name, sizeBytes })),
      [{ name: 'list/file', sizeBytes: 9 }],
    );
    assert.equal(level.continuation, undefined);

    const first = await store.listFiles('list/', { pageSize: 3 });
    assert.deepEqual(
      first.files.map(({ name }) => name),
      ['list/a/1', 'list/b/1', 'list/b/2'],
    );
    assert.ok(first.continuation);
    const second = await store.listFiles('list/', { pageSize: 3, continuation: first.continuation });
    assert.deepEqual(
      second.files.map(({ name }) => name),
      ['list/file'],
    );
    assert.equal(second.continuation, undefined);
  });

  it('lists the whole container for an empty prefix', async () => {
    await store.write('20260101/x', Buffer.from('x'));
    assert.ok((await store.listLevel('')).folders.includes('20260101/'));
    assert.ok((await store.listFiles('')).files.some(({ name }) => name === '20260101/x'));
  });

  it('writes a line for each request, with both request IDs and no query', async () => {
    const lines: string[] = [];
    const log = (line: string): number => lines.push(line);
    const traced = await openStore(blobContainer(container.url, 'accountKey'), { ...deps(), log });
    await traced.listLevel('list/');
    await assert.rejects(traced.stat('missing'));
    const ids = /, client request [\w-]{36}, service request [\w-]{36}$/;
    assert.deepEqual(
      lines.map((line) => line.replace(ids, '').replace(/\d+ ms$/, 'n ms')),
      [
        `GET ${new URL(container.url).host}${new URL(container.url).pathname} 200 in n ms`,
        `HEAD ${new URL(container.url).host}${new URL(container.url).pathname}/missing 404 in n ms`,
      ],
    );
    for (const line of lines) assert.match(line, ids);
  });

  it('says which blobs are archived, begins to rehydrate them, and says that too', async () => {
    await store.write('archive/0-audiomp3.mp3', Buffer.from('sound'));
    await container.getBlobClient('archive/0-audiomp3.mp3').setAccessTier('Archive');
    const listed = async () =>
      (await store.listFiles('archive/')).files.map(({ tier, isRehydrating }) => [tier, isRehydrating]);
    assert.deepEqual(await listed(), [['Archive', undefined]]);
    await assert.rejects(store.read('archive/0-audiomp3.mp3'), {
      name: 'StoreError',
      reason: 'fileArchived',
    });
    await store.rehydrate?.('archive/0-audiomp3.mp3', { tier: 'Hot', priority: 'High' });
    const [[tier, isRehydrating] = []] = await listed();
    // Azurite rehydrates at once, Azure within hours.
    assert.ok(tier === undefined || isRehydrating === true, `${String(tier)} ${String(isRehydrating)}`);
  });

  it('says which blobs are leased, and why they cannot be deleted', async () => {
    await store.write('leased/0-audiomp3.mp3', Buffer.from('sound'));
    await container.getBlobClient('leased/0-audiomp3.mp3').getBlobLeaseClient().acquireLease(60);
    assert.equal((await store.listFiles('leased/')).files[0]?.isLeased, true);
    assert.equal((await store.stat('leased/0-audiomp3.mp3')).isLeased, true);
    await assert.rejects(store.delete('leased/0-audiomp3.mp3'), { name: 'StoreError', reason: 'fileLeased' });
  });

  it('hides stubs of directories, and deletes them with what was in them', async () => {
    const media = 'stubs/20260107/call/rec/0-audiomp3.mp3';
    await store.write(media, Buffer.from('sound'));
    await store.write('stubs/20260107-other', Buffer.from('x'));
    for (const name of ['stubs/20260107', 'stubs/20260107/call', 'stubs/20260107-stub'])
      await container.getBlockBlobClient(name).upload('', 0, { metadata: { hdi_isfolder: 'true' } });
    const names = async () => (await store.listFiles('stubs/20260107/')).files.map(({ name }) => name);
    assert.deepEqual(await names(), [media]);
    assert.deepEqual(
      (await store.listLevel('stubs/')).files.map(({ name }) => name),
      ['stubs/20260107-other', 'stubs/20260107-stub'],
    );
    await store.delete(media);
    assert.equal(await store.deleteEmptyFolders('stubs/20260107/'), 2);
    const left = await store.listLevel('stubs/');
    assert.deepEqual(left.folders, []);
    assert.deepEqual(
      left.files.map(({ name }) => name),
      ['stubs/20260107-other', 'stubs/20260107-stub'],
    );
  });

  it('reads, streams, stats, overwrites and deletes', async () => {
    const content = randomContent(300_000);
    await store.write('rw/file.bin', content, { contentType: 'audio/mpeg' });
    const stat = await store.stat('rw/file.bin');
    assert.equal(stat.sizeBytes, content.length);
    assert.equal(stat.contentType, 'audio/mpeg');
    assert.equal(sha256(await store.read('rw/file.bin')), sha256(content));
    assert.deepEqual(
      Buffer.from(await store.read('rw/file.bin', { offset: 1000, count: 50 })),
      content.subarray(1000, 1050),
    );
    const tail = await buffer(await store.openRead('rw/file.bin', { offset: 299_000 }));
    assert.deepEqual(tail, content.subarray(299_000));
    await store.write('rw/file.bin', Readable.from([Buffer.from('new')]));
    assert.equal(Buffer.from(await store.read('rw/file.bin')).toString(), 'new');
    await store.delete('rw/file.bin');
    await assert.rejects(store.stat('rw/file.bin'), { name: 'StoreError', reason: 'fileMissing' });
    await assert.rejects(store.openRead('rw/file.bin'), { name: 'StoreError', reason: 'fileMissing' });
  });

  it('reads nothing at and after the end, and of an empty file', async () => {
    await store.write('empty', Buffer.alloc(0));
    assert.equal((await store.read('empty')).length, 0);
    assert.equal((await store.read('empty', { offset: 0, count: 10 })).length, 0);
    assert.equal((await store.read('empty', { offset: 5 })).length, 0);
    assert.equal((await buffer(await store.openRead('empty'))).length, 0);
    await store.download(await store.stat('empty'), join(folder, 'empty'));
    assert.equal((await readFile(join(folder, 'empty'))).length, 0);
  });

  it('downloads a large file in parallel, reports its progress, and leaves nothing else behind', async () => {
    const content = randomContent(20 * 1024 * 1024 + 17);
    await store.write('large.bin', content);
    const target = join(folder, 'made', 'on', 'the way', 'large.bin');
    const progress: number[] = [];
    await store.download(await store.stat('large.bin'), target, { onProgress: (b) => progress.push(b) });
    assert.equal(sha256(await readFile(target)), sha256(content));
    assert.equal(progress.at(-1), content.length);
    assert.ok(progress.every((bytes, i) => i === 0 || bytes > (progress[i - 1] ?? 0)));
    assert.deepEqual(await readdir(join(folder, 'made', 'on', 'the way')), ['large.bin']);
  });

  it('takes the size from the service where the listing is out of date', async () => {
    await store.write('grown', Buffer.from('now longer'));
    const outdated = { ...(await store.stat('grown')), sizeBytes: 3 };
    await store.download(outdated, join(folder, 'grown'));
    assert.equal((await readFile(join(folder, 'grown'))).toString(), 'now longer');
  });

  it('overwrites a target only where that was asked for', async () => {
    await store.write('again', Buffer.from('from the store'));
    const target = join(folder, 'again');
    await writeFile(target, 'mine');
    const file = await store.stat('again');
    await assert.rejects(store.download(file, target), { name: 'StoreError', reason: 'fileExists' });
    assert.equal((await readFile(target)).toString(), 'mine');
    await store.download(file, target, { overwrite: true });
    assert.equal((await readFile(target)).toString(), 'from the store');
  });

  it('is cancelled in the middle of a download, and leaves no file', async () => {
    await store.write('cancelled.bin', randomContent(24 * 1024 * 1024));
    const abort = new AbortController();
    const target = join(folder, 'cancel', 'cancelled.bin');
    const download = store.download(await store.stat('cancelled.bin'), target, {
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    await assert.rejects(download, { name: 'StoreError', reason: 'cancelled' });
    assert.deepEqual(await readdir(join(folder, 'cancel')), []);
  });

  it('rejects as cancelled when its signal is aborted', async () => {
    const signal = AbortSignal.abort();
    const cancelled = { name: 'StoreError', reason: 'cancelled' };
    await assert.rejects(store.listLevel('', { signal }), cancelled);
    await assert.rejects(store.listFiles('', { signal }), cancelled);
    await assert.rejects(store.stat('x', signal), cancelled);
    await assert.rejects(store.read('x', undefined, signal), cancelled);
    await assert.rejects(store.openRead('x', undefined, signal), cancelled);
    await assert.rejects(store.write('x', Buffer.from('x'), { signal }), cancelled);
    await assert.rejects(store.delete('x', signal), cancelled);
    await assert.rejects(store.link('x', 5, signal), cancelled);
  });

  for (const name of [
    'a space/and another .json',
    'per%20cent 100%/%2F.json',
    'hash#question?and&=+;,@:.json',
    'ünïcödé/日本語/🎙️.mp3',
    'quotes\'"<script>alert(1)</script>`.json',
    'trailing dot./dots...',
    'dots/../above/./here',
    '.hidden/..double',
    ' leading and trailing ',
    'tab\tand [brackets] {braces} | ^ ~',
  ]) {
    it(`takes the name ${JSON.stringify(name)} as it is`, async () => {
      const content = Buffer.from(name);
      await store.write(`odd/${name}`, content);
      const listed = await store.listFiles('odd/');
      assert.ok(listed.files.some((file) => file.name === `odd/${name}`));
      assert.deepEqual(Buffer.from(await store.read(`odd/${name}`)), content);
      const link = await store.link(`odd/${name}`, 5);
      assert.deepEqual(Buffer.from(await (await fetch(link.url)).arrayBuffer()), content);
      await store.delete(`odd/${name}`);
      assert.ok(!(await store.listFiles('odd/')).files.some((file) => file.name === `odd/${name}`));
    });
  }
});
