import assert from 'node:assert/strict';
import { mock } from 'node:test';
import type { Container } from '../../../../src/storage/container.ts';
import type { RecordingFilter } from '../../../../src/storage/listing/filter.ts';
import { StoreError } from '../../../../src/storage/failures/storeError.ts';
import { logLine, messageLine } from '../../../../src/views/messages/logLine.ts';
import type { TreeNode } from '../../../../src/views/tree/node.ts';
import { startsReader } from '../../../../src/views/tree/readStarts.ts';
import { TreeModel } from '../../../../src/views/tree/model.ts';
import { sampleRecordings } from '../../../host/sampleContainer.ts';
import { matchesGolden } from '../../golden.ts';
import { MemoryStore } from '../../memoryStore.ts';
import { renderTree } from './renderTree.ts';

function containerWith(prefix = ''): Container {
  return {
    kind: 'blob',
    id: 'recordings-1',
    name: 'recordings',
    url: 'https://account.blob.core.windows.net/recordings',
    prefix,
    signIn: 'vscode',
  };
}

function modelOf(store: MemoryStore, filter: RecordingFilter = {}, prefix = '') {
  const changes: (TreeNode | undefined)[] = [];
  const container = containerWith(prefix);
  // As the settings do, it gives a new object each time.
  const source = { list: () => [{ ...container }], open: () => Promise.resolve(store) };
  const model = new TreeModel(source, (node) => changes.push(node));
  if (Object.keys(filter).length > 0) model.setFilter(filter);
  return { model, container, changes };
}

const guid = (n: number): string => `${String(n).padStart(8, '0')}-1111-4222-8333-444444444444`;

function recordingOf(date: string, call: string, chunks = 1): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: chunks }, (_, chunk) => [
      [`${date}/${call}/eyJQbGF0-${guid(9)}/${chunk}-acsmetadata.json`, '{}'],
      [`${date}/${call}/eyJQbGF0-${guid(9)}/${chunk}-audiomp3.mp3`, 'media'],
    ]).flat() as [string, string][],
  );
}

async function open(model: TreeModel, ...labels: string[]): Promise<TreeNode> {
  let node: TreeNode | undefined;
  for (const label of labels) {
    node = (await model.children(node)).find((child) => child.id.includes(label));
    assert.ok(node, `no row ${label}`);
  }
  assert.ok(node);
  return node;
}

async function idsBelow(model: TreeModel, node?: TreeNode): Promise<string[]> {
  const ids: string[] = [];
  for (const child of await model.children(node)) ids.push(child.id, ...(await idsBelow(model, child)));
  return ids;
}

describe('Errors in texts', () => {
  const key = Buffer.alloc(64, 7).toString('base64');
  const thrown = new TypeError(`Invalid connection string: AccountName=a;AccountKey=${key}`);

  it('are logged and shown without the secrets that an SDK quotes, but with the way through the code', () => {
    assert.doesNotMatch(logLine(thrown), /BwcHB/);
    assert.match(logLine(thrown), /^TypeError: Invalid connection string[^]*\n +at .*model\.test\.ts/);
    assert.equal(messageLine(thrown), 'Invalid connection string: AccountName=a;AccountKey=…');
  });

  it('are shown as rows without secrets', async () => {
    const store = new MemoryStore();
    store.failures.push(thrown);
    const { model } = modelOf(store);
    const [root] = await model.children();
    const [row] = await model.children(root);
    assert.ok(row?.kind === 'problem');
    assert.doesNotMatch(JSON.stringify([row, row.error.message]), /BwcHB/);
  });
});

describe('Recordings tree', () => {
  it('shows the sample container as date, call, recording and files', async () => {
    const files: Record<string, Uint8Array> = {};
    for await (const file of sampleRecordings({ dates: 6 })) files[file.name] = file.content;
    const store = new MemoryStore(files);
    const drawn = new Set<string>();
    let allRead = (): void => undefined;
    const read = new Promise<void>((resolve) => (allRead = resolve));
    const source = { list: () => [containerWith()], open: () => Promise.resolve(store) };
    const changed = (node: TreeNode | undefined): void => {
      if (drawn.add(node?.id ?? '').size === 6) allRead();
    };
    const model = new TreeModel(source, changed, { read: startsReader(source), isWanted: () => true });
    await renderTree(model);
    await read;
    matchesGolden('tree/sampleContainer.txt', await renderTree(model));
  });

  it('shows hostile names as text, and puts what is no recording under Other files', async () => {
    const store = new MemoryStore({
      '20261120/<img src=x onerror=alert(1)>/[a](command:x)/0-audiomp3.mp3': 'x',
      '20261120/$(trash) $(sync~spin)/..%2f..%2fetc/0-audiomp3.mp3': 'x',
      '20261120/\u202Egnp.exe\u202C/rec/0-audiomp3.mp3': 'x',
      '20261120/call/rec/0-audiomp3.mp3.tmp/deeper.mp3': 'x',
      '20261120/call/rec/x-audiomp3.mp3': 'x',
      '20261120/call//0-audiomp3.mp3': 'x',
      '20261120/../../etc/passwd': 'x',
      '20261131/call/rec/0-audiomp3.mp3': 'x',
      '20261120/line\nbreak/rec/0-audiomp3.mp3': 'x',
      'CON/aux.json': 'x',
      'CON/': '',
      '20261120/': '',
      '20261120/line\nbreak/': '',
      '20261120/line\nbreak/rec/': '',
      '20261120/#other': 'x',
      '/leading/slash.mp3': 'x',
      'readme.txt': 'x',
    });
    const { model } = modelOf(store);
    matchesGolden('tree/hostileNames.txt', JSON.stringify((await renderTree(model)).split('\n'), null, 1));
    // VS Code shows nothing of a row that has two children of one ID, or one of its own.
    const ids = await idsBelow(model);
    assert.deepEqual(ids, [...new Set(ids)]);
  });

  it('shows the newest dates with one request, whatever the number of blobs', async () => {
    const files: Record<string, string> = {};
    for (let day = 0; day < 400; day++) {
      const date = new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10).replaceAll('-', '');
      Object.assign(files, recordingOf(date, guid(day), 3));
    }
    const store = new MemoryStore(files);
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const { model, changes } = modelOf(store);
      const container = await open(model, 'recordings');
      const dates = await model.children(container);
      assert.equal(dates.length, 400);
      assert.equal(dates[0]?.kind === 'date' && dates[0].date, '20260204');
      assert.deepEqual(store.requests, ['']);
      assert.ok(dates.every((row) => row.kind === 'date'));
      // VS Code must not be notified of a change while it takes these rows in, nor afterwards.
      mock.timers.tick(10_000);
      assert.deepEqual(changes, []);
    } finally {
      mock.timers.reset();
    }
  });

  it('reads a day with one request, and nothing for what is below it', async () => {
    const store = new MemoryStore({
      ...recordingOf('20261120', guid(1), 4),
      ...recordingOf('20261120', guid(2)),
    });
    const { model } = modelOf(store);
    await renderTree(model);
    assert.deepEqual(store.requests, ['', '20261120/']);
  });

  it('loads further calls of a huge day on demand, and joins a call that a page cut', async () => {
    const files: Record<string, string> = {};
    for (let call = 0; call < 700; call++) Object.assign(files, recordingOf('20261120', guid(call), 1));
    const store = new MemoryStore(files);
    const { model } = modelOf(store);
    const date = await open(model, 'recordings', '20261120');
    const first = await model.children(date);
    assert.equal(first.filter((row) => row.kind === 'call').length, 500);
    assert.equal(first.at(-1)?.kind, 'more');
    await model.loadMore(date.id);
    const all = await model.children(date);
    assert.equal(all.filter((row) => row.kind === 'call').length, 700);
    assert.equal(all.at(-1)?.kind, 'call');
    assert.equal(store.requests.length, 3);
  });

  it('reports a change by the object that each view has of the row', async () => {
    const files: Record<string, string> = {};
    for (let call = 0; call < 700; call++) Object.assign(files, recordingOf('20261120', guid(call)));
    const { model, container, changes } = modelOf(new MemoryStore(files));
    const inOneView = await open(model, 'recordings', '20261120');
    await model.children(inOneView);
    const inTheOther = await open(model, 'recordings', '20261120');
    const rows = await model.children(inTheOther);
    const found = await model.find(container, `20261120/${guid(3)}/eyJQbGF0-${guid(9)}/0-audiomp3.mp3`);
    assert.ok(found);
    changes.length = 0;
    await model.loadMore(inOneView.id);
    model.refresh(rows[0]);
    model.refresh(found);
    model.refresh({ kind: 'container', id: container.id, container });
    const [root] = await model.children();
    assert.equal(inTheOther, inOneView);
    assert.deepEqual(
      changes.map((node) => (node === inOneView ? 'date' : node === root ? 'container' : 'another')),
      ['date', 'date', 'date', 'date', 'container'],
    );
  });

  it('knows the row of a recording that is listed, and reads nothing for it', async () => {
    const store = new MemoryStore({
      ...recordingOf('20261120', guid(1)),
      ...recordingOf('20261119', guid(1)),
    });
    const { model, container } = modelOf(store);
    const row = await open(model, 'recordings', '20261120', guid(1), 'eyJQbGF0');
    const path = `20261120/${guid(1)}/eyJQbGF0-${guid(9)}/`;
    const requests = store.requests.length;
    assert.equal(model.listedRecording(container.id, path), row);
    assert.equal(model.listedRecording(container.id, path.replace('1120', '1119')), undefined);
    assert.equal(model.listedRecording('another', path), undefined);
    assert.equal(store.requests.length, requests);
    model.refresh();
    assert.equal(model.listedRecording(container.id, path), undefined);
  });

  it('shows a container by its new name', async () => {
    let name = 'Old';
    const source = {
      list: () => [{ ...containerWith(), name }],
      open: () => Promise.resolve(new MemoryStore()),
    };
    const model = new TreeModel(source, () => undefined);
    assert.equal((await model.children())[0]?.container.name, 'Old');
    name = 'New';
    assert.equal((await model.children())[0]?.container.name, 'New');
  });

  it('says that a call may continue when a page ends within it', async () => {
    const store = new MemoryStore(recordingOf('20261120', guid(1), 700));
    const { model } = modelOf(store);
    const call = await open(model, 'recordings', '20261120', guid(1));
    const rows = await model.children(call);
    assert.equal(rows.at(-1)?.kind, 'more');
    await model.loadMore((rows.at(-1) as { parent: string }).parent);
    const after = await model.children(await open(model, 'recordings', '20261120', guid(1)));
    assert.deepEqual(
      after.map((row) => row.kind),
      ['recording'],
    );
    assert.equal(after[0]?.kind === 'recording' && after[0].recording.files.length, 1400);
  });

  it('continues where a page is empty and yet not the last', async () => {
    const store = new MemoryStore(recordingOf('20261120', guid(1)));
    store.emptyPagesFirst = true;
    const { model } = modelOf(store);
    const call = await open(model, 'recordings', '20261120', guid(1));
    assert.equal(call.kind, 'call');
  });

  it('never shows a failure as empty, and reads again after a refresh', async () => {
    const store = new MemoryStore(recordingOf('20261120', guid(1)));
    store.failures.push(new StoreError('noDataRole', 'refused', { status: 403 }));
    const { model } = modelOf(store);
    const container = await open(model, 'recordings');
    const [problem, ...more] = await model.children(container);
    assert.ok(problem?.kind === 'problem' && problem.error.reason === 'noDataRole');
    assert.equal(more.length, 0);
    assert.equal((await model.children(container))[0]?.kind, 'problem', 'not tried again by itself');
    model.refresh(problem);
    assert.equal((await model.children(container))[0]?.kind, 'date');
  });

  it('keeps what it has where a later page fails', async () => {
    const files: Record<string, string> = {};
    for (let call = 0; call < 700; call++) Object.assign(files, recordingOf('20261120', guid(call)));
    const store = new MemoryStore(files);
    const { model } = modelOf(store);
    const date = await open(model, 'recordings', '20261120');
    await model.children(date);
    store.failures.push(new StoreError('brokenConnection', 'reset'));
    await model.loadMore(date.id);
    const rows = await model.children(date);
    assert.equal(rows.filter((row) => row.kind === 'call').length, 500);
    assert.equal(rows.at(-1)?.kind, 'problem');
    assert.ok(model.hasRead(date.id));
    await model.loadMore(date.id);
    assert.equal((await model.children(date)).length, 700, 'goes on where it failed');
    assert.equal(store.requests.length, 4);
  });

  it('reads a row once when it is asked for twice, and cancels the load of a row that is closed', async () => {
    const store = new MemoryStore(recordingOf('20261120', guid(1)));
    const { model } = modelOf(store);
    const date = await open(model, 'recordings', '20261120');
    let release: () => void = () => undefined;
    store.gate = new Promise((resolve) => (release = resolve));
    const before = store.requests.length;
    const [first, second] = [model.children(date), model.children(date)];
    await new Promise(setImmediate);
    assert.equal(store.requests.length, before + 1);
    model.stop(date);
    release();
    assert.equal((await first)[0]?.kind, 'problem');
    await second;
    assert.equal((await model.children(date))[0]?.kind, 'call', 'reads on when opened again');
  });

  it('begins a new load where a row is opened again before the cancelled one has ended', async () => {
    const store = new MemoryStore(recordingOf('20261120', guid(1)));
    const { model } = modelOf(store);
    const date = await open(model, 'recordings', '20261120');
    let release: () => void = () => undefined;
    store.gate = new Promise((resolve) => (release = resolve));
    const closed = model.children(date);
    await new Promise(setImmediate);
    model.stop(date);
    const opened = model.children(date);
    release();
    assert.equal((await opened)[0]?.kind, 'call');
    assert.notEqual((await closed).length, 0, 'never shown as empty');
    assert.equal((await model.children(date)).length, 1, 'nothing is there twice');
  });

  it('opens the container anew where it was refreshed while it was opened', async () => {
    const container = containerWith();
    let openFirst: (store: MemoryStore) => void = () => undefined;
    const first = new Promise<MemoryStore>((resolve) => (openFirst = resolve));
    const opened = [first, Promise.resolve(new MemoryStore(recordingOf('20260102', guid(2))))];
    const source = {
      list: () => [container],
      open: () => opened.shift() ?? Promise.reject(new Error('opened too often')),
    };
    const model = new TreeModel(source, () => undefined);
    const [root] = await model.children();
    const children = model.children(root);
    model.refresh();
    openFirst(new MemoryStore(recordingOf('20260101', guid(1))));
    assert.deepEqual(
      (await children).map(({ id }) => id),
      ['recordings-1/20260102/'],
    );
  });

  it('finds the dates of a call with parallel probes, newest first, and stops when found', async () => {
    const files: Record<string, string> = {};
    for (let day = 0; day < 1000; day++) {
      const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10).replaceAll('-', '');
      Object.assign(files, recordingOf(date, guid(day)));
    }
    const store = new MemoryStore(files);
    const { model } = modelOf(store, { callIdStart: guid(990) });
    const container = await open(model, 'recordings');
    for (;;) {
      const rows = await model.children(container);
      if (!rows.some((row) => row.kind === 'message')) {
        assert.deepEqual(
          rows.map((row) => row.id),
          ['recordings-1/20260917/'],
        );
        break;
      }
      await new Promise(setImmediate);
    }
    assert.ok(store.requests.length < 60, `${store.requests.length} requests`);
  });

  it('filters by date range without a further request, and says when nothing matches', async () => {
    const store = new MemoryStore({
      ...recordingOf('20261118', guid(1)),
      ...recordingOf('20261119', guid(2)),
      ...recordingOf('20261120', guid(3)),
    });
    const { model, container } = modelOf(store, { from: '20261119', to: '20261119' });
    const dates = await model.children({ kind: 'container', id: container.id, container });
    assert.deepEqual(
      dates.map((row) => row.id),
      ['recordings-1/20261119/'],
    );
    model.setFilter({ from: '20300101' });
    const none = await model.children({ kind: 'container', id: container.id, container });
    assert.ok(none[0]?.kind === 'message' && none[0].message === 'noMatch');
  });

  it('finds a row by its path, also below a prefix and on a later page', async () => {
    const files: Record<string, string> = {};
    for (let call = 0; call < 700; call++) {
      for (const [name, text] of Object.entries(recordingOf('20261120', guid(call))))
        files[`prod/eu/${name}`] = text;
    }
    const { model, container } = modelOf(new MemoryStore(files), {}, 'prod/eu/');
    const path = `prod/eu/20261120/${guid(699)}/eyJQbGF0-${guid(9)}/0-audiomp3.mp3`;
    const node = await model.find(container, path);
    assert.ok(node?.kind === 'file');
    const ways: (string | undefined)[] = [];
    for (let at = model.parent(node); at; at = model.parent(at)) ways.push(at.kind);
    assert.deepEqual(ways, ['recording', 'call', 'date', 'container']);
    assert.equal(await model.find(container, 'prod/eu/20261120/nobody/'), undefined);
  });

  it('finds a file whose name begins as another does, and takes no file for a folder', async () => {
    const { model, container } = modelOf(
      new MemoryStore({ '20261120/a': 'x', '20261120/a/': '', '20261120/a/b.txt': 'x', '20261120/ab': 'x' }),
    );
    for (const path of ['20261120/a', '20261120/a/', '20261120/a/b.txt', '20261120/ab']) {
      const node = await model.find(container, path);
      assert.ok(node?.kind === 'file' && node.path === path, path);
    }
  });
});
