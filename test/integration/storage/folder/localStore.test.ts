import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { openStore } from '../../../../src/storage/openStore.ts';
import type { RecordingStore } from '../../../../src/storage/recordingStore.ts';
import { deps, randomContent, sha256 } from '../helpers.ts';

const missing = { name: 'StoreError', reason: 'fileMissing' };

describe('local folder store', () => {
  let outside: string;
  let folder: string;
  let store: RecordingStore;

  beforeEach(async () => {
    outside = await mkdtemp(join(tmpdir(), 'folder-'));
    folder = join(outside, 'recordings');
    for (const name of [
      '20260101/b/1',
      '20260101/b/2',
      '20260101/b-c',
      '20260101/b.c/x',
      '20260102/a/1',
      'top',
    ])
      await put(name, name);
    await writeFile(join(outside, 'secret'), 'not in the folder');
    store = await openStore({ kind: 'folder', id: 'x', name: 'x', folder, prefix: '' }, deps());
  });

  afterEach(() => rm(outside, { recursive: true }));

  async function put(name: string, content: string | Buffer): Promise<void> {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }

  async function allFiles(prefix: string, pageSize = 1000): Promise<string[]> {
    const names: string[] = [];
    let continuation: string | undefined;
    do {
      const page = await store.listFiles(prefix, { pageSize, ...(continuation ? { continuation } : {}) });
      assert.ok(page.files.length <= pageSize);
      names.push(...page.files.map(({ name }) => name));
      continuation = page.continuation;
    } while (continuation !== undefined);
    return names;
  }

  it('lists files in the order of a container, whatever the page size', async () => {
    const all = ['20260101/b-c', '20260101/b.c/x', '20260101/b/1', '20260101/b/2', '20260102/a/1', 'top'];
    for (const pageSize of [1, 2, 3, 5, 1000]) assert.deepEqual(await allFiles('', pageSize), all);
    assert.deepEqual(await allFiles('20260101/b'), all.slice(0, 4));
    assert.deepEqual(await allFiles('20260101/b/', 1), all.slice(2, 4));
    assert.deepEqual(await allFiles('2026010'), all.slice(0, 5));
    assert.deepEqual(await allFiles('nothing/here/'), []);
    assert.deepEqual(await allFiles('top/'), []);
  });

  it('lists a level, page by page', async () => {
    const level = await store.listLevel('');
    assert.deepEqual(level.folders, ['20260101/', '20260102/']);
    assert.deepEqual(
      level.files.map(({ name, sizeBytes }) => ({ name, sizeBytes })),
      [{ name: 'top', sizeBytes: 3 }],
    );
    const first = await store.listLevel('20260101/', { pageSize: 2 });
    assert.deepEqual(
      [first.folders, first.files.map(({ name }) => name)],
      [['20260101/b.c/'], ['20260101/b-c']],
    );
    const second = await store.listLevel('20260101/', {
      pageSize: 2,
      continuation: first.continuation ?? '',
    });
    assert.deepEqual([second.folders, second.files, second.continuation], [['20260101/b/'], [], undefined]);
    assert.deepEqual((await store.listLevel('20260101/b')).folders, ['20260101/b.c/', '20260101/b/']);
    assert.deepEqual(await store.listLevel('nothing/'), { folders: [], files: [] });
  });

  it('reads, streams, writes and deletes', async () => {
    const content = randomContent(300_000);
    await store.write('20260103/new/file', content);
    assert.equal((await store.stat('20260103/new/file')).sizeBytes, content.length);
    assert.equal(sha256(await store.read('20260103/new/file')), sha256(content));
    assert.deepEqual(
      await buffer(await store.openRead('20260103/new/file', { offset: 10, count: 20 })),
      content.subarray(10, 30),
    );
    assert.equal((await store.read('20260103/new/file', { offset: 400_000 })).length, 0);
    assert.equal((await store.read('20260103/new/file', { offset: 5, count: 0 })).length, 0);
    await store.write('20260103/new/file', Readable.from([Buffer.from('new')]));
    assert.equal(Buffer.from(await store.read('20260103/new/file')).toString(), 'new');
    await store.delete('20260103/new/file');
    await assert.rejects(store.stat('20260103/new/file'), missing);
    await assert.rejects(store.delete('20260103/new/file'), missing);
    // As in a container, there are no empty folders.
    assert.deepEqual((await store.listLevel('')).folders, ['20260101/', '20260102/']);
  });

  it('copies a file out, with progress', async () => {
    const content = randomContent(200_000);
    await put('copy', content);
    const target = join(outside, 'made', 'copy');
    const progress: number[] = [];
    await store.download(await store.stat('copy'), target, { onProgress: (bytes) => progress.push(bytes) });
    assert.equal(sha256(await readFile(target)), sha256(content));
    assert.equal(progress.at(-1), content.length);
    await assert.rejects(store.download(await store.stat('copy'), target), {
      name: 'StoreError',
      reason: 'fileExists',
    });
    assert.deepEqual(await readdir(join(outside, 'made')), ['copy']);
  });

  it('stops a copy that is cancelled', async () => {
    await put('copy', randomContent(5_000_000));
    const abort = new AbortController();
    const target = join(outside, 'made', 'copy');
    const download = store.download(await store.stat('copy'), target, {
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    await assert.rejects(download, { name: 'StoreError', reason: 'cancelled' });
    assert.deepEqual(await readdir(join(outside, 'made')), []);
  });

  it('shows where a file lies', async () => {
    const link = await store.link('20260101/b/1', 5);
    assert.equal(link.kind, 'file');
    assert.equal(await readFile(fileURLToPath(link.url), 'utf8'), '20260101/b/1');
    await assert.rejects(store.link('nothing', 5), missing);
  });

  it('says when the folder itself is missing, which is not the same as empty', async () => {
    const gone = await openStore(
      { kind: 'folder', id: 'x', name: 'x', folder: join(outside, 'gone'), prefix: '' },
      deps(),
    );
    const reason = { name: 'StoreError', reason: 'containerMissing', code: 'NoFolder' };
    await assert.rejects(gone.listLevel(''), reason);
    await assert.rejects(gone.listFiles(''), reason);
    await assert.rejects(gone.listFiles('2026/'), reason);
  });

  for (const name of [
    '../secret',
    '20260101/../../secret',
    '/etc/hostname',
    '',
    '.',
    '..',
    'a//b',
    'top/',
    'a\0b',
  ])
    it(`leads nowhere by ${JSON.stringify(name)}`, async () => {
      await assert.rejects(store.read(name), missing);
      await assert.rejects(store.stat(name), missing);
      await assert.rejects(store.write(name, Buffer.from('x')), missing);
      await assert.rejects(store.delete(name), missing);
      assert.throws(() => store.urlOf(name), missing);
    });

  for (const prefix of ['..', '/', '20260101/../', '..', '20260101/../../'])
    it(`lists nothing for ${prefix}`, async () => {
      assert.deepEqual(await store.listFiles(prefix), { files: [] });
      assert.deepEqual(await store.listLevel(prefix), { folders: [], files: [] });
    });

  it('follows links only to files within the folder', async function () {
    if (process.platform === 'win32') this.skip();
    await symlink(join(outside, 'secret'), join(folder, '20260101', 'out'));
    await symlink(outside, join(folder, '20260101', 'up'));
    await symlink(join(folder, 'top'), join(folder, '20260101', 'in'));
    await symlink(join(folder, 'nowhere'), join(folder, '20260101', 'dangling'));
    const names = await allFiles('20260101/');
    assert.ok(names.includes('20260101/in'));
    for (const name of ['out', 'up/secret', 'dangling']) assert.ok(!names.includes(`20260101/${name}`));
    assert.deepEqual((await store.listLevel('20260101/')).folders, ['20260101/b.c/', '20260101/b/']);
    assert.equal(Buffer.from(await store.read('20260101/in')).toString(), 'top');
    await assert.rejects(store.read('20260101/out'), missing);
    await assert.rejects(store.read('20260101/up/secret'), missing);
    await assert.rejects(store.write('20260101/up/new', Buffer.from('x')), missing);
    assert.deepEqual(await store.listFiles('20260101/up/'), { files: [] });
    await store.delete('20260101/in');
    assert.equal(await readFile(join(folder, 'top'), 'utf8'), 'top');
  });
});
