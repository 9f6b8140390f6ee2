import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { Container } from '../../../../src/storage/container.ts';
import { TreeModel } from '../../../../src/views/tree/model.ts';
import type { TreeNode } from '../../../../src/views/tree/node.ts';
import { startsReader } from '../../../../src/views/tree/readStarts.ts';
import { describe as describeRow } from '../../../../src/views/tree/row.ts';
import { MemoryStore } from '../../memoryStore.ts';

const container: Container = {
  kind: 'blob',
  id: 'recordings-1',
  name: 'recordings',
  url: 'https://account.blob.core.windows.net/recordings',
  prefix: '',
  signIn: 'vscode',
};

const guid = (n: number): string => `${String(n).padStart(8, '0')}-1111-4222-8333-444444444444`;

/** The metadata of a first chunk that began at this time of 20 November 2026, UTC. */
function startingAt(time: string): string {
  return JSON.stringify({
    chunkIndex: 0,
    chunkStartTime: `2026-11-20T${time}:00.0000000Z`,
    chunkDuration: 4000,
    audioConfiguration: { sampleRate: 16000, channels: 1 },
  });
}

/** A date with a recording for each call, in order of call ID. */
function dateOf(metadata: readonly (string | undefined)[], chunk = 0): Record<string, string> {
  return Object.fromEntries(
    metadata.flatMap((text, call) => {
      const folder = `20261120/${guid(call)}/eyJQbGF0-${guid(9)}`;
      return [
        [`${folder}/${chunk}-audiomp3.mp3`, 'media'],
        ...(text === undefined ? [] : [[`${folder}/${chunk}-acsmetadata.json`, text]]),
      ] as [string, string][];
    }),
  );
}

/** A store that counts the reads, and holds them while there is a gate. */
class ReadStore extends MemoryStore {
  readonly reads: string[] = [];
  readonly unreadable = new Set<string>();
  most = 0;
  #now = 0;
  readGate: Promise<void> | undefined;

  override async read(name: string): Promise<Uint8Array> {
    this.reads.push(name);
    this.most = Math.max(this.most, ++this.#now);
    await this.readGate;
    await Promise.resolve();
    this.#now--;
    if ([...this.unreadable].some((part) => name.includes(part))) throw new Error('Forbidden');
    return super.read(name);
  }
}

class Day {
  readonly model: TreeModel;
  isWanted = true;
  changes = 0;
  #changed = (): void => undefined;

  constructor(store: ReadStore) {
    const source = { list: () => [container], open: () => Promise.resolve(store) };
    const changed = (node: TreeNode | undefined): void => {
      if (node?.kind !== 'date') return;
      this.changes++;
      this.#changed();
    };
    this.model = new TreeModel(source, changed, {
      read: startsReader(source),
      isWanted: () => this.isWanted,
    });
  }

  async date(): Promise<TreeNode> {
    const [root] = await this.model.children();
    const [date] = await this.model.children(root);
    assert.ok(date?.kind === 'date');
    return date;
  }

  /** The labels of the calls as they are now. */
  async labels(): Promise<string[]> {
    const { starts } = this.model;
    const rows = await this.model.children(await this.date());
    return rows.map((row) => {
      const known = {
        timeOf: starts.timeOf.bind(starts),
        factsOf: starts.factsOf.bind(starts, container.id),
      };
      const { label, description = '' } = describeRow(row, known);
      return `${label} — ${description}`;
    });
  }

  /** Opens the date, and gives the labels once no start is missing any more. */
  async read(): Promise<string[]> {
    for (;;) {
      const drawn = new Promise<void>((resolve) => (this.#changed = resolve));
      const labels = await this.labels();
      if (!labels.some((label) => label.startsWith('--:--'))) return labels;
      await drawn;
    }
  }
}

describe('The times of a date', () => {
  it('are the starts by the metadata of first chunks, newest first, however the calls are named', async () => {
    const store = new ReadStore(dateOf(['09:00', '11:30', '10:15'].map(startingAt)));
    let open = (): void => undefined;
    store.readGate = new Promise((resolve) => (open = resolve));
    const day = new Day(store);
    assert.deepEqual(await day.labels(), [
      '--:-- · 00000000… — 1 recording',
      '--:-- · 00000001… — 1 recording',
      '--:-- · 00000002… — 1 recording',
    ]);
    const read = day.read();
    open();
    assert.deepEqual(await read, [
      '11:30 · 00000001… — 1 recording',
      '10:15 · 00000002… — 1 recording',
      '09:00 · 00000000… — 1 recording',
    ]);
  });

  it('are not known where the first chunk has no metadata, none that can be read, or none that says', async () => {
    const files = dateOf([startingAt('09:00'), undefined, '{ broken', '{}', startingAt('08:00')]);
    const store = new ReadStore({ ...files, ...shifted(dateOf([startingAt('07:00')], 1), 5) });
    store.unreadable.add(guid(4));
    const labels = await new Day(store).read();
    assert.deepEqual(labels.toSorted(), [
      '09:00 · 00000000… — 1 recording',
      ...[1, 2, 3, 4, 5].map((call) => `start not known · 0000000${call}… — 1 recording`),
    ]);
  });

  it('are read eight at a time, once for each version of a file', async () => {
    const store = new ReadStore(dateOf(Array.from({ length: 30 }, () => startingAt('09:00'))));
    const day = new Day(store);
    await day.read();
    assert.equal(store.reads.length, 30);
    assert.ok(store.most > 1 && store.most <= 8, String(store.most));
    day.model.refresh();
    assert.match((await day.labels())[0] ?? '', /^09:00/);
    assert.equal(store.reads.length, 30);
    const path = store.reads[0] ?? '';
    await store.write(path, Buffer.from(startingAt('10:00')));
    day.model.refresh();
    assert.match((await day.read())[0] ?? '', /^10:00/);
    assert.deepEqual(store.reads.slice(30), [path]);
  });

  it('are when files were written on a date of more than 200 recordings, for all rows, with a word', async () => {
    const store = new ReadStore(dateOf(Array.from({ length: 201 }, () => startingAt('09:00'))));
    const labels = await new Day(store).labels();
    assert.equal(labels.length, 201);
    for (const label of labels) assert.match(label, /^14:05 · \d{8}… — 1 recording · written$/);
    assert.deepEqual(store.reads, []);
  });

  it('are when files were written where the user wants no requests, until they want them', async () => {
    const store = new ReadStore(dateOf([startingAt('09:00')]));
    const day = new Day(store);
    day.isWanted = false;
    assert.deepEqual(await day.labels(), ['14:05 · 00000000… — 1 recording · written']);
    assert.deepEqual(store.reads, []);
    day.isWanted = true;
    assert.deepEqual(await day.read(), ['09:00 · 00000000… — 1 recording']);
  });

  it('are no longer read once the date is collapsed, and read on when it is opened again', async () => {
    const store = new ReadStore(dateOf(Array.from({ length: 30 }, () => startingAt('09:00'))));
    let open = (): void => undefined;
    store.readGate = new Promise((resolve) => (open = resolve));
    const day = new Day(store);
    await day.labels();
    while (store.reads.length < 8) await wait(1);
    day.model.stop(await day.date());
    assert.equal(day.changes, 1);
    open();
    await wait(10);
    assert.equal(store.reads.length, 8);
    for (const label of await day.read()) assert.match(label, /^09:00/);
  });

  it('are drawn once more a second later: VS Code may have been taking the first rows when they were read', async () => {
    const day = new Day(new ReadStore(dateOf([startingAt('09:00')])));
    await day.read();
    const { changes } = day;
    const end = Date.now() + 20_000;
    while (day.changes === changes && Date.now() < end) await new Promise((done) => setTimeout(done, 50));
    assert.equal(day.changes, changes + 1);
  });

  it('carry the day where the zone puts them outside of their date folder', async () => {
    const store = new ReadStore(dateOf([startingAt('23:30')].map((text) => text.replace('20T', '21T'))));
    assert.deepEqual(await new Day(store).read(), ['11-21 23:30 · 00000000… — 1 recording']);
  });
});

/** The same files, of another call. */
function shifted(files: Record<string, string>, call: number): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name.replace(guid(0), guid(call)), text]),
  );
}
