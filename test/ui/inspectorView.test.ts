import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { randomSource } from '../../src/emulator/service/ids.ts';
import type { ReadOnlyLink, RecordingStore } from '../../src/storage/recordingStore.ts';
import { RangeServer } from '../../src/storage/transfer/rangeServer.ts';
import { out } from '../host/paths.ts';
import {
  type SampleChunk,
  type SampleFile,
  mp3,
  sampleFiles,
  sampleParticipants,
  unmixed,
} from '../host/sampleRecording.ts';
import { isState, said, slider, tapeIs, tapeReaches } from './inspectorDriver.ts';
import { InspectorPage, type PageOptions, openBrowser, writeFiles } from './inspectorPage.ts';
import { SparseStore } from './sparseStore.ts';
import { until } from './until.ts';

function recording(chunks: readonly SampleChunk[], format = mp3, people = 2): Promise<SampleFile[]> {
  return sampleFiles(
    {
      startedMs: Date.UTC(2026, 0, 7, 11, 13, 4),
      callId: 'add67a69-debe-4998-9f92-5a0d8f6dc00c',
      format,
      channels: people,
      documentIds: true,
      chunks,
      participants: sampleParticipants(people, randomSource),
    },
    randomSource,
  );
}

describe('page of the inspector', function () {
  this.timeout(60_000);
  let browser: Browser;
  let open: InspectorPage | undefined;

  before(async () => (browser = await openBrowser()));
  after(() => browser.close());
  afterEach(async () => {
    const complaints = open?.complaints ?? [];
    await open?.close();
    open = undefined;
    assert.deepEqual(complaints, []);
  });

  async function inspect(files: readonly SampleFile[], options: PageOptions = {}): Promise<Page> {
    open = await InspectorPage.open(browser, files, options);
    await open.page.getByText('were checked').waitFor();
    return open.page;
  }

  it('opens with one listing and one request for each metadata file', async () => {
    const files = await recording(Array.from({ length: 20 }, () => ({ durationMs: 360 })));
    await inspect(files);
    const requests = open?.store.requests ?? [];
    assert.equal(requests.filter((one) => one.startsWith('list')).length, 1);
    assert.equal(requests.filter((one) => one.startsWith('read')).length, 20);
    assert.equal(requests.length, 21, 'media is not touched');
  });

  it('checks the media when asked to', async () => {
    const files = await recording(Array.from({ length: 13 }, () => ({ durationMs: 3600 })));
    const short = files.map((file) =>
      file.name.includes('/3-audio') ? { ...file, content: file.content.subarray(0, 3000) } : file,
    );
    const page = await inspect(short);
    assert.equal(await page.getByText('shorter than its metadata says').count(), 0);
    await page.getByRole('button', { name: 'Check the media files too' }).click();
    await page.getByText('shorter than its metadata says').waitFor();
  });

  it('shows the same problem of many files once, and names the others', async () => {
    const files = await recording(Array.from({ length: 5 }, () => ({ durationMs: 3600 })));
    const page = await inspect(files.filter(({ name }) => name.endsWith('.json')));
    await page.getByText('5 problems found.').waitFor();
    assert.equal(await page.locator('.problem').count(), 1);
    await page.getByText('4 more like this').click();
    await page.locator('.problem .title', { hasText: 'Chunk 4 has no media' }).waitFor();
  });

  it('copies a fact, and shows local time and UTC', async () => {
    const page = await inspect(await recording([{ durationMs: 3600 }]));
    await page.getByRole('button', { name: 'Copy: Start' }).click();
    await until(() => Promise.resolve(open?.asked.length === 1), 'the copy arrives');
    assert.deepEqual(open?.asked, ['copy 2026-01-07T11:13:04.000Z']);
    await page.locator('.facts').getByText('2026-01-07 11:13:04.000 UTC').waitFor();
  });

  it('folds, searches and explains the metadata, by keys alone', async () => {
    const page = await inspect(await recording([{ durationMs: 3600 }, { durationMs: 3600 }]));
    const tree = page.getByRole('tree', { name: 'Chunk metadata' });
    await tree.getByRole('treeitem').first().waitFor();
    await tree.focus();
    const lines = (): Promise<number> => tree.getByRole('treeitem').count();
    const all = await lines();
    await page.keyboard.press('ArrowLeft');
    assert.equal(await lines(), 1);
    await page.keyboard.press('ArrowRight');
    assert.equal(await lines(), all);
    await page.keyboard.press('ArrowDown');
    await page.getByText('immutable ID of the Communication Services resource').waitFor();
    await page.getByRole('searchbox').fill('chunkDuration');
    await page.getByText('1 of 1').waitFor();
    await page.getByText('Length of the chunk in milliseconds').waitFor();
    await page.getByRole('combobox', { name: 'Chunk', exact: true }).selectOption({ index: 1 });
    await tree.getByText('"chunkIndex"').waitFor();
    await tree.getByRole('treeitem', { name: '"chunkIndex": 1,' }).waitFor();
    await page.getByRole('button', { name: 'Open as document' }).click();
    await until(() => Promise.resolve(open?.asked.length === 1), 'the document is asked for');
    assert.match(open?.asked[0] ?? '', /^document .*\/1-acsmetadata/);
  });

  it('offers the timeline as a table', async () => {
    const page = await inspect(
      await recording([
        { durationMs: 3600, pauses: [{ afterMs: 1800, durationMs: 10_000 }] },
        { durationMs: 3600, gapBeforeMs: 20_000 },
      ]),
    );
    await page.getByText('Timeline as a table').click();
    const rows = await page.locator('.timelineText tbody tr').allInnerTexts();
    assert.equal(rows.length, 4);
    assert.match(rows[1] ?? '', /10 s\s+Paused/);
    assert.match(rows[2] ?? '', /20 s\s+Nothing recorded/);
    await page.getByRole('button', { name: 'Go to' }).last().click();
    await tapeIs(page, 3.6);
  });

  it('breaks no date of that table, however narrow the editor is', async () => {
    const page = await inspect(
      await recording([{ durationMs: 60_000, pauses: [{ afterMs: 1800, durationMs: 10_000 }] }]),
    );
    await page.getByText('Timeline as a table').click();
    const start = page.locator('.timelineText tbody tr').nth(1).locator('td').first();
    for (const [width, text] of [
      [900, '2026-01-07 11:13:05.800 UTC'],
      [550, '11:13:05.8'],
      [300, '11:13:05.8'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      assert.equal((await start.innerText()).trim(), text);
      const { height = 99 } = (await start.boundingBox()) ?? {};
      assert.ok(height < 40, `${width}: ${height} px`);
      assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `fits ${width}`);
    }
    assert.equal(await start.locator('.short').getAttribute('title'), '2026-01-07 11:13:05.800 UTC');
  });

  it('zooms around the playhead, and the window follows what is played', async () => {
    const page = await inspect(await recording([{ durationMs: 360_000 }]));
    for (let n = 0; n < 12; n++) await page.keyboard.press('+');
    const labels = await page.locator('.tickLabel').allTextContents();
    assert.ok(
      labels.some((label) => /11:13:0\d/.test(label)),
      labels.join(),
    );
    await page.keyboard.press('End');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Space');
    await isState(page, 'playing');
    await until(
      async () =>
        (await page.locator('.tickLabel').allTextContents()).some((one) => one.startsWith('11:18:')),
      'the window follows',
    );
    const x = Number(await page.locator('.playhead').getAttribute('x1'));
    const width = (await slider(page).boundingBox())?.width ?? 0;
    assert.ok(x >= 0 && x <= width, `${x} of ${width}`);
    await page.keyboard.press('0');
    await until(async () => (await page.locator('.tickLabel').count()) < 14, 'the whole is on view');
  });

  it('zooms around the pointer with the wheel', async () => {
    const page = await inspect(await recording([{ durationMs: 36_000 }]));
    const box = await slider(page).boundingBox();
    assert.ok(box);
    const [x, y] = [box.x + box.width * 0.75, box.y + 30];
    const labels = await page.locator('.tickLabel').allTextContents();
    await page.mouse.move(x, y);
    await page.keyboard.down('Control');
    for (let n = 0; n < 4; n++) await page.mouse.wheel(0, -100);
    await page.keyboard.up('Control');
    await until(
      async () => (await page.locator('.tickLabel').allTextContents()).join() !== labels.join(),
      'it is zoomed',
    );
    await page.mouse.click(x, y);
    await tapeIs(page, 27);
  });

  it('shows new files as they come, without interrupting playback', async () => {
    const files = await recording([{ durationMs: 360_000 }, { durationMs: 36_000 }]);
    const isFirst = (file: SampleFile): boolean => file.name.includes('/0-');
    const page = await inspect(files.filter(isFirst), { isNew: true });
    await page.getByText('may still grow').waitFor();
    await page.keyboard.press('Space');
    await isState(page, 'playing');
    await writeFiles(
      open?.folder ?? '',
      files.filter((file) => !isFirst(file)),
    );
    await page.locator('rect.chunk').nth(1).waitFor();
    assert.equal(await page.locator('.controls').getAttribute('data-state'), 'playing');
    await page.getByText('/ 6:36.0').waitFor();
    assert.match(await said(page), /chunk 0/);
  });

  it('plays from a link where one can be made, and from the loopback server when it fails', async () => {
    const links = await LinkStore.start();
    const files = await recording([{ durationMs: 3600 }, { durationMs: 36_000 }]);
    const page = await inspect(files, {
      store: (store) => links.of(store),
      mediaOrigins: [links.origin],
    });
    await page.keyboard.press('Space');
    await isState(page, 'playing');
    await tapeReaches(page, 4.5);
    assert.equal(links.made, 2);
    assert.equal(opened(/\/0-audio/), 1, 'the first link leads nowhere');
    assert.equal(opened(/\/1-audio/), 1, 'what worked is tried first from then on');
    links.close();
    if (open) open.complaints.length = 0;
  });

  it('asks for a new link before the old one expires, and plays on from it', async () => {
    const links = await LinkStore.start({ firstLivesMs: 91_000, works: true });
    const page = await inspect(await recording([{ durationMs: 72_000 }]), {
      store: (store) => links.of(store),
      mediaOrigins: [links.origin],
    });
    await page.keyboard.press('Space');
    await isState(page, 'playing');
    const source = async (): Promise<string> =>
      (await page.locator('video.active').getAttribute('src')) ?? '';
    await until(async () => (await source()).endsWith('?link=2'), 'the new link is what plays');
    await tapeReaches(page, 3);
    assert.equal(links.made, 2);
    assert.equal(opened(/audio/), 0);
    links.close();
  });

  it('reads only what is played of 1 GB', async () => {
    const sparse = new SparseStore();
    const page = await inspect(
      [{ name: `${sparse.recordingPath}x`, content: Buffer.alloc(0), contentType: '' }],
      {
        store: () => sparse,
      },
    );
    const seeks = 3;
    const before = open?.store.bytes ?? 0;
    await page.keyboard.press('Space');
    await isState(page, 'playing');
    const box = await slider(page).boundingBox();
    assert.ok(box);
    for (let n = 1; n <= seeks; n++) {
      await page.mouse.click(box.x + (box.width * n) / (seeks + 1), box.y + 30);
      const hour = (9.3 * n) / (seeks + 1);
      await tapeReaches(page, hour * 3600 * 0.98);
      await isState(page, 'playing');
    }
    const read = (open?.store.bytes ?? 0) - before;
    assert.ok(read < 64 * 1024 * 1024, `${Math.round(read / 1e6)} MB for ${seeks} seeks in 1,074 MB`);
  });

  it('is not changed by hostile metadata but for what it displays', async () => {
    const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>\u202e"]]>';
    const files = await recording([{ durationMs: 3600 }]);
    const hostile = {
      resourceId: evil,
      callId: evil,
      chunkDocumentId: evil,
      chunkIndex: 0,
      chunkStartTime: '2026-01-07T11:13:04.0000000Z',
      chunkDuration: 3600,
      pauseResumeIntervals: [],
      recordingInfo: { contentType: evil, channelType: 'unmixed', format: evil },
      participants: Array.from({ length: 10_000 }, (_, n) => ({
        participantId: `${evil} ${n}`,
        channel: n % 40,
      })),
      [evil]: 'x'.repeat(1024 * 1024),
    };
    const page = await inspect(
      files.map((file) =>
        file.name.endsWith('.json') ? { ...file, content: Buffer.from(JSON.stringify(hostile)) } : file,
      ),
    );
    await page.getByText('Participants (10000)').waitFor();
    assert.equal(await page.evaluate('window.hacked'), undefined);
    assert.equal(await page.locator('img, body script:not([nonce])').count(), 0);
    await page.getByText(evil, { exact: false }).first().waitFor();
    const tree = page.getByRole('tree', { name: 'Chunk metadata' });
    await tree.getByRole('treeitem').first().waitFor();
    await tree.focus();
    await page.keyboard.press('End');
    await tree.getByText('1048578 characters').waitFor();
    assert.ok((await page.locator('*').count()) < 5000, 'few elements, however long the lists');
    await page.keyboard.press('Tab');
    await page.locator('body').press('Space');
    await isState(page, 'playing');
  });

  it('says what is not there', async () => {
    const files = await recording([{ durationMs: 3600 }]);
    const empty = files.map((file) => ({ ...file, content: Buffer.alloc(0) }));
    const page = await inspect(empty);
    await page.getByText('There is no media to play.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Play (Space)' }).isVisible(), false);
    await page.getByText('The file is empty.').waitFor();
    await writeFiles(open?.folder ?? '', files);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByRole('treeitem', { name: '"chunkIndex": 0,' }).waitFor();
    await page.getByRole('button', { name: 'Play (Space)' }).waitFor();
    await rm(join(open?.folder ?? '', '20260107'), { recursive: true });
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText('There is no longer a recording at this place').waitFor();
  });

  it('shows nothing but the reason where there is no recording', async () => {
    const [file] = await recording([{ durationMs: 3600 }]);
    assert.ok(file);
    const notes = { ...file, name: file.name.replace(/[^/]*$/, 'notes.txt') };
    open = await InspectorPage.open(browser, [notes]);
    await open.page.getByText('There is no longer a recording at this place').waitFor();
    assert.equal(await open.page.locator('section:visible').count(), 0);
  });

  it('fits into a narrow editor', async () => {
    const page = await inspect(await recording([{ durationMs: 60_000 }], unmixed, 4));
    await page.setViewportSize({ width: 300, height: 900 });
    const overflow = (): Promise<boolean> =>
      page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth');
    await until(async () => !(await overflow()), 'nothing is wider than the editor');
    const { width = 0 } = (await slider(page).boundingBox()) ?? {};
    assert.ok(width > 100, `the timeline keeps ${width} px`);
  });

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    it(`is drawn in a ${theme} theme`, async () => {
      const chunks = [
        { durationMs: 60_000, pauses: [{ afterMs: 30_000, durationMs: 20_000 }] },
        { durationMs: 60_000, gapBeforeMs: 15_000 },
      ];
      const page = await inspect(await recording(chunks, unmixed, 4), { theme });
      const folder = join(out, 'screenshots');
      await mkdir(folder, { recursive: true });
      await page.screenshot({ path: join(folder, `inspector-page-${theme}.png`), fullPage: true });
      const overflow = await page.evaluate<boolean>('document.body.scrollWidth > window.innerWidth');
      assert.equal(overflow, false);
    });
  }

  function opened(file: RegExp): number {
    return open?.store.requests.filter((one) => one.startsWith('open') && file.test(one)).length ?? 0;
  }
});

interface LinkOptions {
  readonly firstLivesMs?: number;
  /** Whether the first link leads anywhere. */
  readonly works?: boolean;
}

/** Makes links as the storage would: here to a range server of their own. */
class LinkStore {
  made = 0;
  readonly #server: RangeServer;
  readonly #options: LinkOptions;

  private constructor(server: RangeServer, options: LinkOptions) {
    this.#server = server;
    this.#options = options;
  }

  static async start(options: LinkOptions = {}): Promise<LinkStore> {
    return new LinkStore(await RangeServer.start(), options);
  }

  get origin(): string {
    return this.#server.origin;
  }

  /** The store with links. */
  of(store: RecordingStore): RecordingStore {
    return new Proxy(store, {
      get: (target, name) => {
        if (name === 'link') return (file: string) => this.#link(store, file);
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  }

  close(): void {
    this.#server.dispose();
  }

  async #link(store: RecordingStore, name: string): Promise<ReadOnlyLink> {
    const number = ++this.made;
    const { sizeBytes } = await store.stat(name);
    const url = this.#server.share().add('file', {
      sizeBytes,
      contentType: 'audio/mpeg',
      open: (range, signal) => store.openRead(name, range, signal),
    });
    const isDead = number === 1 && this.#options.works !== true;
    const livesMs = number === 1 ? (this.#options.firstLivesMs ?? 900_000) : 900_000;
    return {
      url: `${isDead ? `${url}x` : url}?link=${number}`,
      expires: new Date(Date.now() + livesMs),
      kind: 'userDelegationSas',
    };
  }
}
