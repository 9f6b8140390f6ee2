import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { randomSource } from '../../src/emulator/service/ids.ts';
import { StoreError, type StoreErrorReason } from '../../src/storage/failures/storeError.ts';
import type { RecordingStore } from '../../src/storage/recordingStore.ts';
import { type SampleFile, mp3, sampleFiles, sampleParticipants } from '../host/sampleRecording.ts';
import { isState, said } from './inspectorDriver.ts';
import { InspectorPage, openBrowser } from './inspectorPage.ts';
import { until } from './until.ts';

/** The browser's own words for what it could not load. */
const browserWords = /MEDIA_ELEMENT_ERROR|PipelineStatus|Format error/;

describe('media that cannot be read', function () {
  this.timeout(60_000);
  let browser: Browser;
  let open: InspectorPage | undefined;
  let files: SampleFile[];
  /** Why the store refuses to give out media; undefined while it does. */
  let refusal: StoreErrorReason | undefined;

  before(async () => {
    browser = await openBrowser();
    files = await sampleFiles(
      {
        startedMs: Date.UTC(2026, 0, 7, 11, 13, 4),
        callId: 'add67a69-debe-4998-9f92-5a0d8f6dc00c',
        format: mp3,
        channels: 2,
        documentIds: true,
        chunks: [{ durationMs: 3600 }, { durationMs: 36_000 }],
        participants: sampleParticipants(2, randomSource),
      },
      randomSource,
    );
  });
  after(() => browser.close());
  afterEach(async () => {
    await open?.close();
    open = refusal = undefined;
  });

  async function inspect(): Promise<Page> {
    open = await InspectorPage.open(browser, files, { store: (store) => refusing(store, () => refusal) });
    await open.page.getByText('were checked').waitFor();
    return open.page;
  }

  function mediaPath(chunk: number): string {
    const { name = '' } = files.find((file) => file.name.includes(`/${chunk}-audio`)) ?? {};
    return join(open?.folder ?? '', name);
  }

  it('is said to be deleted where it was deleted since it was listed, and what is left plays', async () => {
    const page = await inspect();
    await rm(mediaPath(0));
    await page.keyboard.press('Space');
    const notice = page.locator('.notices');
    await notice.getByText('Chunk 0 cannot be played. File not found: The file was deleted').waitFor();
    assert.doesNotMatch(await notice.innerText(), browserWords);
    assert.equal(await notice.getByRole('button', { name: /Open in/ }).count(), 0);
    await until(async () => (await said(page)).includes('chunk 1'), 'chunk 1 plays');
    await notice.getByRole('button', { name: 'Refresh' }).click();
    await page.locator('.problem', { hasText: 'Chunk 0 has no media' }).waitFor();
    assert.equal(await notice.innerText(), '');
    await isState(page, 'playing');
  });

  it('is said once of all files that were deleted, with one button', async () => {
    const page = await inspect();
    await Promise.all([rm(mediaPath(0)), rm(mediaPath(1))]);
    await page.keyboard.press('Space');
    const notice = page.locator('.notices');
    await notice.getByText('Chunks 0, 1 cannot be played. File not found').waitFor();
    await notice.getByRole('button', { name: 'Refresh' }).click();
    await until(async () => (await notice.innerText()) === '', 'nothing is said of former files');
  });

  it('is said to have changed where its size is another one now', async () => {
    const page = await inspect();
    await writeFile(mediaPath(0), 'shorter');
    await page.keyboard.press('Space');
    await page.locator('.notices').getByText('The file has changed').waitFor();
  });

  it('leads to the sign-in where the SAS has expired, and plays from there once it is mended', async () => {
    const page = await inspect();
    refusal = 'expiredSas';
    await page.keyboard.press('Space');
    const notice = page.locator('.notices');
    await notice.getByText('Chunk 0 cannot be played. The SAS has expired').waitFor();
    assert.doesNotMatch(await notice.innerText(), browserWords);
    await isState(page, 'paused');
    assert.match(await said(page), /chunk 0/, 'the chunks after it would fail as well');
    await notice.getByRole('button', { name: 'Edit Sign-in…' }).click();
    await until(() => Promise.resolve(open?.asked.includes('editSignIn') === true), 'the sign-in opens');
    refusal = undefined;
    await notice.getByRole('button', { name: 'Retry' }).click();
    await isState(page, 'playing');
    assert.match(await said(page), /chunk 0/);
    assert.equal(await notice.innerText(), '');
  });

  it('can be tried again where the network failed', async () => {
    const page = await inspect();
    refusal = 'noNetwork';
    await page.keyboard.press('Space');
    const notice = page.locator('.notices');
    await notice.getByRole('button', { name: 'Retry' }).waitFor();
    assert.equal(await notice.getByRole('button').count(), 1);
    refusal = undefined;
    await notice.getByRole('button', { name: 'Retry' }).click();
    await isState(page, 'playing');
  });
});

function refusing(store: RecordingStore, why: () => StoreErrorReason | undefined): RecordingStore {
  return new Proxy(store, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'read' && name !== 'openRead' && name !== 'stat') return value.bind(target) as unknown;
      return async (...asked: unknown[]): Promise<unknown> => {
        const reason = why();
        if (reason) throw new StoreError(reason, 'Refused.');
        return (await Reflect.apply(value, target, asked)) as unknown;
      };
    },
  });
}
