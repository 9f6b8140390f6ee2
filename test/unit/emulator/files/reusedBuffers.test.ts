import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { ReusedBuffers } from '../../../../src/emulator/files/reusedBuffers.ts';

describe('buffers for files that are sent', () => {
  let folder: string;
  const file = (name: string, content: Uint8Array): Promise<string> => {
    const path = join(folder, name);
    return writeFile(path, content).then(() => path);
  };
  const copy = async (content: Uint8Array | Readable): Promise<Buffer> =>
    content instanceof Readable ? Buffer.concat(await content.toArray()) : Buffer.from(content);

  before(async () => void (folder = await mkdtemp(join(tmpdir(), 'buffers-'))));
  after(() => rm(folder, { recursive: true, force: true }));

  it('give the first bytes of files of any size', async () => {
    const buffers = new ReusedBuffers();
    for (const bytes of [0, 1, 256 * 1024, 256 * 1024 + 1, 3_000_000]) {
      const content = Buffer.alloc(bytes, 'abc');
      const path = await file(`of ${bytes}`, content);
      for (const wanted of [bytes, Math.floor(bytes / 2)])
        assert.deepEqual(await buffers.withStart(path, wanted, copy), content.subarray(0, wanted));
    }
  });

  it('are used again, unless something may still be sending from them', async () => {
    const buffers = new ReusedBuffers();
    const path = await file('small', Buffer.from('content'));
    const memory = (content: Uint8Array | Readable) =>
      Promise.resolve(content instanceof Uint8Array ? content.buffer : undefined);
    const first = await buffers.withStart(path, 7, memory);
    assert.equal(await buffers.withStart(path, 7, memory), first);
    await assert.rejects(
      buffers.withStart(path, 7, () => Promise.reject(new Error('reset'))),
      /reset/,
    );
    assert.notEqual(await buffers.withStart(path, 7, memory), first);
  });

  it('say that a file became shorter', async () => {
    const path = await file('short', Buffer.from('content'));
    await assert.rejects(new ReusedBuffers().withStart(path, 8, copy), /shorter/);
  });
});
