import assert from 'node:assert/strict';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { withoutUndefined } from '../../../../src/base/withoutUndefined.ts';
import { openStore } from '../../../../src/storage/openStore.ts';
import type { RecordingStore } from '../../../../src/storage/recordingStore.ts';
import { deps, randomContent, sha256 } from '../helpers.ts';

const missing = { name: 'StoreError', reason: 'fileMissing' };

/** Root may read everything: what permissions do is seen as another user. */
async function asNobody(work: () => Promise<void>): Promise<void> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

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
      const page = await store.listFiles(prefix, withoutUndefined({ pageSize, continuation }));
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

  it('lists the same in one page and in many, whatever the names', async () => {
    const names = fc.uniqueArray(
      fc.array(fc.constantFrom('a', 'b', 'a-', 'a.', 'a0', 'ab'), { minLength: 1, maxLength: 3 }),
      { minLength: 1, maxLength: 12, selector: (parts) => parts.join('/') },
    );
    await fc.assert(
      fc.asyncProperty(names, fc.integer({ min: 1, max: 4 }), async (all, pageSize) => {
        await rm(join(folder, 'any'), { recursive: true, force: true });
        for (const parts of all)
          await put(`any/${parts.map((part) => `${part}d`).join('/')}/f`, '').catch(() => undefined);
        const one = await allFiles('any/');
        assert.deepEqual(await allFiles('any/', pageSize), one);
        assert.deepEqual(one, [...one].sort());
      }),
      { numRuns: 40, seed: 7 },
    );
    await rm(join(folder, 'any'), { recursive: true });
  });

  it('reads a folder once for all pages of a listing, and anew for the next listing', async () => {
    for (const name of ['a', 'b', 'd']) await put(`paged/${name}`, '');
    const first = await store.listFiles('paged/', { pageSize: 1 });
    await put('paged/c', '');
    const { continuation = '' } = first;
    const rest = await store.listFiles('paged/', { continuation });
    assert.deepEqual(
      rest.files.map(({ name }) => name),
      ['paged/b', 'paged/d'],
    );
    assert.equal((await allFiles('paged/', 1)).length, 4);
    await rm(join(folder, 'paged'), { recursive: true });
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

  it('gives the path of a file on the disk', async () => {
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
    const reason = { name: 'StoreError', reason: 'containerMissing', detail: 'noFolder' };
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

  it('lists what can be read beside a link to itself, and says how many cannot', async function () {
    if (process.platform === 'win32') this.skip();
    await symlink('loop', join(folder, '20260101', 'loop'));
    const level = await store.listLevel('20260101/');
    assert.deepEqual([level.files.map(({ name }) => name), level.unreadable], [['20260101/b-c'], 1]);
    const flat = await store.listFiles('20260101/');
    assert.deepEqual([flat.files.length, flat.unreadable], [4, 1]);
  });

  it('lists what can be read beside a folder that may not be read, and counts it on one page only', async function () {
    if (process.platform === 'win32') this.skip();
    await chmod(outside, 0o755);
    await chmod(join(folder, '20260101', 'b.c'), 0);
    const names: string[] = [];
    let unreadable = 0;
    await asNobody(async () => {
      let continuation: string | undefined;
      do {
        const page = await store.listFiles('', withoutUndefined({ pageSize: 1, continuation }));
        names.push(...page.files.map(({ name }) => name));
        unreadable += page.unreadable ?? 0;
        continuation = page.continuation;
      } while (continuation !== undefined);
    });
    assert.deepEqual(names, ['20260101/b-c', '20260101/b/1', '20260101/b/2', '20260102/a/1', 'top']);
    assert.equal(unreadable, 1);
  });

  it('hides files that are being written, and deletes those that a killed program left', async () => {
    const left = join(folder, '20260101', `.${'0'.repeat(16)}.part`);
    const current = join(folder, '20260101', `.${'1'.repeat(16)}.part`);
    await writeFile(left, 'x');
    await writeFile(current, 'x');
    const dayAgo = new Date(Date.now() - 25 * 60 * 60_000);
    await utimes(left, dayAgo, dayAgo);
    assert.ok((await allFiles('')).every((name) => !name.endsWith('.part')));
    await store.write('20260101/new', Buffer.from('x'));
    const names = await readdir(join(folder, '20260101'));
    assert.ok(!names.includes(basename(left)), 'left by a killed program');
    assert.ok(names.includes(basename(current)), 'may be in use');
  });

  it('writes nothing outside of the folder that was picked, whatever links are in it', async function () {
    if (process.platform === 'win32') this.skip();
    const picked = join(outside, 'picked');
    await mkdir(join(outside, 'elsewhere'), { recursive: true });
    await mkdir(picked);
    await symlink('../elsewhere', join(picked, '20260101'));
    await symlink('../elsewhere/not there yet', join(picked, '20260102'));
    const file = await store.stat('top');
    for (const date of ['20260101', '20260102'])
      await assert.rejects(store.download(file, join(picked, date, 'a', 'top'), { within: picked }), {
        name: 'StoreError',
        reason: 'leadsOutside',
      });
    assert.deepEqual(await readdir(join(outside, 'elsewhere')), []);
    const linked = join(outside, 'linked');
    await symlink('picked', linked);
    await store.download(file, join(linked, '20260103', 'top'), { within: linked, isPrivate: true });
    assert.equal(await readFile(join(picked, '20260103', 'top'), 'utf8'), 'top');
    const modes = ['20260103', '20260103/top'].map(
      async (name) => (await stat(join(picked, name))).mode & 0o777,
    );
    assert.deepEqual(await Promise.all(modes), [0o700, 0o600]);
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
    await assert.rejects(store.write('20260101/up/new', Buffer.from('x')), {
      name: 'StoreError',
      reason: 'leadsOutside',
    });
    assert.deepEqual(await store.listFiles('20260101/up/'), { files: [] });
    await store.delete('20260101/in');
    assert.equal(await readFile(join(folder, 'top'), 'utf8'), 'top');
  });
});
