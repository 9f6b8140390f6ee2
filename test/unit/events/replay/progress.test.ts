import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReplayProgress } from '../../../../src/events/replay/progress.ts';

describe('ReplayProgress', () => {
  let folder: string;
  const target = 'cloudEvents https://example.com/?code=SECRETCODE';

  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'replays-'))));
  afterEach(() => rm(folder, { recursive: true }));

  async function delivered(...keys: readonly string[]): Promise<void> {
    const progress = await ReplayProgress.open(folder, target);
    for (const key of keys) progress.note(key);
    await progress.end();
  }

  it('knows after a cancel and a reload what was delivered, for the same target alone', async () => {
    await delivered('a', 'b');
    await delivered('c');
    const again = await ReplayProgress.open(folder, target);
    assert.deepEqual(
      ['a', 'b', 'c', 'd'].map((key) => again.has(key)),
      [true, true, true, false],
    );
    const other = await ReplayProgress.open(folder, 'cloudEvents https://example.com/other');
    assert.equal(other.has('a'), false);
  });

  it('writes neither target nor events', async () => {
    await delivered('20260107/call/recording/');
    const [name = ''] = await readdir(folder);
    const text = name + (await readFile(join(folder, name), 'utf8'));
    assert.doesNotMatch(text, /SECRET|example|20260107/);
  });

  it('takes a line that was cut off by a crash for no event', async () => {
    await delivered('a');
    const [name = ''] = await readdir(folder);
    await appendFile(join(folder, name), 'abc');
    assert.equal((await ReplayProgress.open(folder, target)).has('a'), true);
  });

  it('forgets what was completed, and what was cancelled more than a week ago', async () => {
    await delivered('a');
    await (await ReplayProgress.open(folder, target)).forget();
    assert.deepEqual(await readdir(folder), []);
    await delivered('a');
    const [name = ''] = await readdir(folder);
    const old = new Date(Date.now() - 8 * 86_400_000);
    await utimes(join(folder, name), old, old);
    assert.equal((await ReplayProgress.open(folder, target)).has('a'), false);
  });
});
