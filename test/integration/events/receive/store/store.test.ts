import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newReceived, type NewReceived } from '../../../../../src/events/receive/received.ts';
import { ReceivedStore, type ReceivedStoreOptions } from '../../../../../src/events/receive/store/store.ts';

let number = 0;
function made(changes: object = {}): NewReceived {
  const id = `id-${++number}`;
  return newReceived(
    { specversion: '1.0', type: 'T', source: '/s', id, data: {}, ...changes },
    { via: 'queue' },
    id,
    Date.now(),
  );
}

describe('Store of received events', () => {
  let folder: string;
  const open: ReceivedStore[] = [];
  const store = async (options: Partial<ReceivedStoreOptions> = {}): Promise<ReceivedStore> => {
    const one = new ReceivedStore({ folder, isAlive: () => true, writer: `w${open.length}-1`, ...options });
    open.push(one);
    await one.open();
    return one;
  };
  const ids = (one: ReceivedStore): readonly string[] => one.list().map(({ id }) => id);
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'acs-store-'))));
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
    await rm(folder, { recursive: true });
  });

  it('gives all windows the events of each, the newest first, with what was received', async () => {
    const [a, b] = [await store(), await store()];
    const events = Array.from({ length: 6 }, () => made({ data: { text: 'tab\tline\nü' } }));
    for (const [index, event] of events.entries()) await (index % 2 === 0 ? a : b).append([event]);
    for (const one of [a, b, await store()]) {
      await one.refresh();
      assert.deepEqual([...ids(one)].sort(), events.map(({ summary }) => summary.id).sort());
      for (const { summary, json } of events) assert.deepEqual(await one.read(summary.id), JSON.parse(json));
    }
    assert.deepEqual(ids(a), ids(b));
  });

  it('shows a window what another one received', async () => {
    const [a, b] = [await store(), await store()];
    const heard = new Promise<readonly string[]>((resolve) =>
      b.onDidChange((added) => resolve(added.map(({ id }) => id))),
    );
    const event = made();
    await a.append([event]);
    assert.deepEqual(await heard, [event.summary.id]);
  });

  it('removes one and all for every window, and after a restart', async () => {
    const [a, b] = [await store(), await store()];
    const [one, two, three] = [made(), made(), made()];
    await a.append([one, two]);
    await b.refresh();
    await b.remove([one.summary.id]);
    await a.refresh();
    assert.deepEqual(ids(a), [two.summary.id]);
    await b.clear();
    await a.append([three]);
    for (const window of [a, b, await store()]) {
      await window.refresh();
      assert.deepEqual(ids(window), [three.summary.id]);
    }
  });

  it('leaves nothing of what was cleared on disk', async () => {
    const a = await store();
    await a.append([made({ subject: 'canary' })]);
    await a.refresh();
    await a.clear();
    const texts = await Promise.all(
      (await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')),
    );
    assert.equal(texts.join('').includes('canary'), false);
  });

  it('drops the oldest where there are too many or they are too large, and counts them', async () => {
    const large = { data: { text: 'x'.repeat(300_000) } };
    const a = await store({ mostEvents: 1000, mostBytes: 3 * 1024 * 1024 });
    const events = Array.from({ length: 30 }, () => made(large));
    for (const event of events) await a.append([event]);
    await a.close();
    const b = await store({ mostBytes: 3 * 1024 * 1024, isAlive: () => false });
    const kept = ids(b);
    assert.ok(kept.length >= 5 && kept.length <= 11, String(kept.length));
    assert.equal(kept[0], events.at(-1)?.summary.id);
    const sizes = await Promise.all(
      (await readdir(folder)).map(async (file) => (await stat(join(folder, file))).size),
    );
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) <= 3 * 1024 * 1024 + 700_000);
    const c = await store({ mostEvents: 3, isAlive: () => false });
    assert.ok(ids(c).length === 3);
  });

  it('has each event that was answered with 200, where the window is killed right after', async () => {
    const program = join(import.meta.dirname, '../receiverProgram.ts');
    const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [first] = (await once(child.stdout, 'data')) as [Buffer];
    const ended = once(child, 'exit');
    const answered: string[] = [];
    await Promise.all(
      Array.from({ length: 300 }, async (_, index) => {
        const body = {
          specversion: '1.0',
          type: 'T',
          source: '/s',
          id: `e-${index}`,
          data: 'x'.repeat(2_000),
        };
        const sent = await fetch(first.toString().trim(), {
          method: 'POST',
          headers: { 'content-type': 'application/cloudevents+json' },
          body: JSON.stringify(body),
        }).catch(() => undefined);
        if (sent?.status !== 200) return;
        answered.push(body.id);
        // In the midst of the others.
        if (answered.length === 20) child.kill('SIGKILL');
      }),
    );
    await ended;
    assert.ok(answered.length >= 20, String(answered.length));
    const kept = (await store({ isAlive: () => false })).list().map(({ eventId }) => eventId);
    assert.deepEqual(
      answered.filter((id) => !kept.includes(id)),
      [],
    );
  });

  it('survives half a line, other files and lines of others', async () => {
    const a = await store();
    const event = made();
    await a.append([event]);
    const [file] = await readdir(folder);
    assert.ok(file !== undefined);
    await appendFile(
      join(folder, file),
      'nonsense\n{"id":1}\t{}\n\n{"id":"half","at":1,"type":"t","via":"qu',
    );
    await appendFile(join(folder, 'other.txt'), 'x');
    await appendFile(join(folder, 'zz-9-1.events'), Buffer.from([0xff, 0x0a, 0x09, 0x0a]));
    const b = await store();
    assert.deepEqual(ids(b), [event.summary.id]);
    await rm(join(folder, file));
    await b.refresh();
    assert.deepEqual(ids(b), []);
    assert.equal(await b.read(event.summary.id), undefined);
  });

  it('loses nothing that comes in faster than it is read', async () => {
    const a = await store();
    const data = { text: 'x'.repeat(2_000) };
    const batches = Array.from({ length: 90 }, () => Array.from({ length: 100 }, () => made({ data })));
    // Files are full, and could be taken for empty, before they are read.
    await Promise.all(batches.map((batch) => a.append(batch)));
    await a.close();
    assert.equal((await store()).list().length, 9_000);
  });

  it('says so where the disk takes nothing, and works again when it does', async () => {
    const a = await store();
    await rm(folder, { recursive: true });
    await assert.rejects(a.append([made()]));
    folder = await mkdtemp(join(tmpdir(), 'acs-store-'));
  });

  it('keeps the events to their owner', async function () {
    if (process.platform === 'win32') this.skip();
    const a = await store();
    await a.append([made()]);
    const [file] = await readdir(folder);
    assert.equal((await stat(join(folder, file ?? ''))).mode & 0o77, 0);
  });
});
