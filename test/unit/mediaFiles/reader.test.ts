import assert from 'node:assert/strict';
import { isLoose } from '../../../src/recording/looseFiles.ts';
import { deferredStore } from '../../../src/storage/readableStore.ts';
import { RecordingReader } from '../../../src/mediaFiles/reader.ts';
import { RangedStore } from './rangedStore.ts';

const path = 'prefix/20260107/call/folder/';
const { signal } = new AbortController();

function files(count: number): { name: string; content: Uint8Array }[] {
  return Array.from({ length: count }, (_, n) => [
    { name: `${path}${n}-acsmetadata.json`, content: Buffer.from(JSON.stringify({ chunkIndex: n })) },
    { name: `${path}${n}-audiomp3.mp3`, content: Buffer.alloc(10) },
  ]).flat();
}

describe('recording reader', () => {
  it('lists every page, and finds the recording', async () => {
    const store = new RangedStore(files(5));
    store.pageSize = 3;
    const recording = await new RecordingReader(store, 'prefix/', path).list(signal);
    assert.equal(recording?.files.length, 10);
    assert.deepEqual(store.requests, ['list', 'list', 'list', 'list']);
  });

  it('says that nothing is there', async () => {
    const store = new RangedStore(files(1));
    assert.equal(await new RecordingReader(store, 'prefix/', `${path}other/`).list(signal), undefined);
  });

  it('reads each metadata file once, and again when it changed', async () => {
    const store = new RangedStore(files(20));
    const reader = new RecordingReader(store, 'prefix/', path);
    const progress: number[] = [];
    const read = async (): Promise<void> => {
      const recording = await reader.list(signal);
      assert.ok(recording);
      await reader.readMetadata(recording, signal, ({ done }) => progress.push(done));
    };
    await read();
    assert.equal(progress.at(-1), 20);
    assert.equal(reader.metadata.size, 20);
    store.requests.length = 0;
    await read();
    assert.deepEqual(store.requests, ['list']);
    store.files.set(`${path}3-acsmetadata.json`, Buffer.from('{"chunkIndex":33}'));
    await read();
    assert.deepEqual(store.requests, ['list', 'list', `read ${path}3-acsmetadata.json`]);
    const result = reader.metadata.get(`${path}3-acsmetadata.json`);
    assert.ok(result && 'metadata' in result && result.metadata.chunkIndex === 33);
  });

  it('asks once for a file that is wanted twice at the same time', async () => {
    const store = new RangedStore(files(1));
    const reader = new RecordingReader(store, 'prefix/', path);
    const recording = await reader.list(signal);
    const metadata = recording?.files.find(({ name }) => name.endsWith('.json'));
    assert.ok(recording && metadata);
    const shown = reader.text(metadata, signal);
    await reader.readMetadata(recording, signal, () => undefined);
    assert.equal(await shown, '{"chunkIndex":0}');
    assert.deepEqual(store.requests, ['list', `read ${metadata.name}`]);
    store.files.set(metadata.name, Buffer.from('x'.repeat(1_000_001)));
    const changed = (await reader.list(signal))?.files.find(({ name }) => name === metadata.name);
    assert.ok(changed);
    store.broken.add(metadata.name);
    await Promise.all([1, 2].map(() => assert.rejects(reader.text(changed, signal))));
    store.broken.clear();
    await Promise.all([1, 2].map(() => reader.text(changed, signal)));
    await reader.text(changed, signal);
    assert.equal(
      store.requests.filter((one) => one.startsWith('read')).length,
      4,
      'what is long is not kept',
    );
  });

  it('continues where a file cannot be read, and tries it again the next time', async () => {
    const store = new RangedStore(files(3));
    store.broken.add(`${path}1-acsmetadata.json`);
    const reader = new RecordingReader(store, 'prefix/', path);
    const recording = await reader.list(signal);
    assert.ok(recording);
    await reader.readMetadata(recording, signal, () => undefined);
    assert.deepEqual([...reader.failures.keys()], [`${path}1-acsmetadata.json`]);
    assert.equal(reader.metadata.size, 2);
    store.broken.clear();
    await reader.readMetadata(recording, signal, () => undefined);
    assert.equal(reader.failures.size, 0);
    assert.equal(reader.metadata.size, 3);
  });

  it('measures media once, also media whose length is not to be found, and again when it changed', async () => {
    const store = new RangedStore(files(1));
    const media = `${path}0-audiomp3.mp3`;
    const reader = new RecordingReader(store, 'prefix/', path);
    const measure = async (): Promise<number> => {
      store.requests.length = 0;
      const recording = await reader.list(signal);
      assert.ok(recording);
      await reader.measure(recording, signal);
      return store.requests.filter((one) => one === `read ${media}`).length;
    };
    assert.equal(await measure(), 1);
    assert.equal(reader.measures.get(media)?.kind, 'unplayable');
    assert.equal(await measure(), 0);
    store.files.set(media, Buffer.alloc(20));
    assert.equal(await measure(), 1);
    store.files.set(media, Buffer.alloc(30));
    store.broken.add(media);
    await measure();
    assert.deepEqual([...reader.failures.keys()], [media]);
    store.files.delete(media);
    await measure();
    assert.equal(reader.failures.size, 0, 'what is gone is no trouble any more');
  });

  it('takes empty, broken and huge metadata for what it is', async () => {
    const store = new RangedStore(files(3));
    store.files.set(`${path}0-acsmetadata.json`, new Uint8Array());
    store.files.set(`${path}1-acsmetadata.json`, Buffer.from('{"chunkIndex":1,'));
    store.files.set(`${path}2-acsmetadata.json`, new Uint8Array(10 * 1024 * 1024 + 1));
    const reader = new RecordingReader(store, 'prefix/', path);
    const recording = await reader.list(signal);
    assert.ok(recording);
    await reader.readMetadata(recording, signal, () => undefined);
    const codes = [...reader.metadata.values()].map((result) => ('error' in result ? result.error.code : ''));
    assert.deepEqual(codes.sort(), ['empty', 'tooLarge', 'truncated']);
    assert.deepEqual(store.requests, ['list', `read ${path}1-acsmetadata.json`]);
  });

  it('takes a folder without date and call for a recording of its own', async () => {
    const loose = files(2).map(({ name, content }) => ({ name: name.replace(path, 'down/rec/'), content }));
    const strange = [
      { name: 'down/rec/notes.txt', content: Buffer.from('x') },
      { name: 'down/rec/deeper/0-audiomp3.mp3', content: Buffer.from('x') },
    ];
    const recording = await new RecordingReader(
      new RangedStore([...loose, ...strange]),
      '',
      'down/rec/',
    ).list(signal);
    assert.equal(recording?.files.length, 4);
    assert.equal(recording.folder, 'rec');
    assert.ok(isLoose(recording));
  });

  it('opens its store with the first request, and anew when that failed', async () => {
    let opened = 0;
    const store = deferredStore(() => {
      if (++opened === 1) return Promise.reject(new Error('no sign-in'));
      return Promise.resolve(new RangedStore(files(1)));
    });
    const reader = new RecordingReader(store, 'prefix/', path);
    assert.equal(opened, 0);
    await assert.rejects(reader.list(signal), /no sign-in/);
    assert.ok(await reader.list(signal));
  });
});
