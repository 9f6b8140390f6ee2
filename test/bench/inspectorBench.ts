import type { Browser } from 'playwright-core';
import { randomSource } from '../../src/emulator/service/ids.ts';
import type { RecordingStore } from '../../src/storage/recordingStore.ts';
import { mp3, sampleFiles, sampleParticipants } from '../host/sampleRecording.ts';
import { isState, slider, tapeReaches } from '../ui/inspectorDriver.ts';
import { InspectorPage, openBrowser } from '../ui/inspectorPage.ts';
import { SparseStore } from '../ui/sparseStore.ts';
import { type Row, inMiB, inMs } from './measure.ts';

const requestMs = 20;
const seeks = 5;
const sparseBytes = 1024 ** 3;
const sparseSeconds = 33_554;

/** Time and requests to an open inspector, and what a seek in a large recording fetches. */
export async function inspectorBench(): Promise<Row[]> {
  const browser = await openBrowser();
  try {
    const rows: Row[] = [];
    for (const chunks of [1, 10, 100]) rows.push(await opening(browser, chunks));
    rows.push(await seeking(browser));
    return rows;
  } finally {
    await browser.close();
  }
}

async function opening(browser: Browser, chunks: number): Promise<Row> {
  const files = await sampleFiles(
    {
      startedMs: Date.UTC(2026, 0, 7, 11, 13, 4),
      callId: 'add67a69-debe-4998-9f92-5a0d8f6dc00c',
      format: mp3,
      documentIds: true,
      chunks: Array.from({ length: chunks }, () => ({ durationMs: 360 })),
      participants: sampleParticipants(3, randomSource),
    },
    randomSource,
  );
  const inspector = await InspectorPage.open(browser, files, { store: delayed });
  await inspector.page
    .getByText('Names and metadata were checked')
    .or(inspector.page.getByText('headers of the media'))
    .waitFor();
  const ms = performance.now() - inspector.openedAt;
  const before = inspector.store.requests.filter((one) => !one.includes('audio')).length;
  await inspector.close();
  return {
    what: `open inspector, ${chunks} chunks, ${requestMs} ms a request: time, requests until all metadata is read`,
    ours: `${inMs(ms)}, ${before}`,
    budget: `${chunks + 1} requests`,
    ok: before <= chunks + 1,
  };
}

async function seeking(browser: Browser): Promise<Row> {
  const sparse = new SparseStore();
  const file = { name: `${sparse.recordingPath}x`, content: Buffer.alloc(0), contentType: '' };
  const inspector = await InspectorPage.open(browser, [file], { store: () => sparse });
  const { page, store } = inspector;
  await page.getByText('headers of the media').waitFor();
  await page.keyboard.press('Space');
  await isState(page, 'playing');
  const box = await slider(page).boundingBox();
  const before = store.bytes;
  for (let n = 1; n <= seeks; n++) {
    const share = n / (seeks + 1);
    await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) * share, (box?.y ?? 0) + 30);
    await tapeReaches(page, sparseSeconds * share + 1);
    await isState(page, 'playing');
  }
  const perSeek = (store.bytes - before) / seeks;
  await inspector.close();
  return {
    what: 'seek in a recording of 1 GB, with a second played after it: bytes fetched a seek',
    ours: inMiB(perSeek),
    other: `whole file ${inMiB(sparseBytes)}`,
    ratio: sparseBytes / perSeek,
    budget: 'only what is played, ≤ 16 MiB',
    ok: perSeek <= 16 * 1024 ** 2,
  };
}

/** A store that takes its time for every request, as one across a network does. */
function delayed(store: RecordingStore): RecordingStore {
  return new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return async (...asked: unknown[]): Promise<unknown> => {
        await new Promise((resolve) => setTimeout(resolve, requestMs));
        return (value as (...asked: unknown[]) => unknown).apply(target, asked);
      };
    },
  });
}
