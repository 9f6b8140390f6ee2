import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { isState, said } from './inspectorDriver.ts';
import { inspectorFrame } from './inspectorFrame.ts';
import { until } from './until.ts';
import { Workbench } from './workbench.ts';

/** One media file of each kind in the bundled samples, and where it is in the tree. */
const media = [
  { kind: 'MP3', date: '2026-11-12', call: /085cfff3/, file: /^Chunk 2.*mp3/, chunk: 2 },
  { kind: 'WAV', date: '2026-11-19', call: /6e123cf6/, file: /^Chunk 0.*wav/, chunk: 0 },
  { kind: 'MP4', date: '2021-09-30', call: /aaac437e/, file: /^Chunk 0.*mp4/, chunk: 0 },
] as const;

describe('A click on a media file', function () {
  this.timeout(180_000);
  let workbench: Workbench;

  before(async () => {
    workbench = await Workbench.open({
      settings: { 'callRecordings.containers': [{ samples: true }], 'callRecordings.readStartTimes': false },
    });
    await workbench.showRecordings();
    await workbench.recordings.expand('Sample recordings');
  });

  afterEach(async function () {
    await workbench.tellFailure(this.currentTest);
    await workbench.runCommand('View: Close All Editors');
    await workbench.page.locator('.editor-group-container .tab').first().waitFor({ state: 'detached' });
  });

  after(() => workbench.close());

  for (const { kind, date, call, file, chunk } of media) {
    it(`opens an ${kind} in the inspector at its chunk, and plays`, async () => {
      await workbench.recordings.expand(date, call, new RegExp(`${kind} `));
      await workbench.recordings.click(file);
      const inspector = await inspectorFrame(workbench.page);
      await isAtChunk(inspector, chunk);
      await inspector.getByRole('button', { name: 'Play (Space)' }).click();
      await isState(inspector, 'playing');
      await workbench.recordings.collapse(date);
    });
  }

  it('moves the open inspector to the chunk that is clicked, and opens no second one', async () => {
    await workbench.recordings.expand('2026-11-12', /085cfff3/, /MP3 audio/);
    await workbench.recordings.click(/^Chunk 2.*mp3/);
    await isAtChunk(await inspectorFrame(workbench.page), 2);
    await workbench.recordings.click(/^Chunk 0.*mp3/);
    await isAtChunk(await inspectorFrame(workbench.page), 0);
    await (await workbench.recordings.waitForRow(/^Chunk 2.*mp3/)).dblclick();
    await isAtChunk(await inspectorFrame(workbench.page), 2);
    assert.equal(await workbench.page.locator('.editor-group-container .tab').count(), 1);
    await workbench.recordings.collapse('2026-11-12');
  });

  it('says of an empty file that it is empty', async () => {
    await workbench.recordings.expand('2026-11-12', /085cfff3/, /MP3 audio/);
    await workbench.recordings.click(/^Chunk 1.*mp3/);
    const notice = (await inspectorFrame(workbench.page)).locator('.notices');
    await notice.filter({ hasText: 'The file is empty' }).waitFor();
    assert.equal(await notice.getByRole('button').count(), 0);
    await workbench.recordings.collapse('2026-11-12');
  });

  it('offers what can be done with the recording in the title of the inspector', async () => {
    await workbench.recordings.expand('2026-11-12', /085cfff3/, /MP3 audio/);
    await workbench.recordings.click(/^Chunk 2.*mp3/);
    await isAtChunk(await inspectorFrame(workbench.page), 2);
    const actions = workbench.page.locator('.editor-group-container.active .editor-actions');
    await actions.locator('.action-label[aria-label^="Download"]').waitFor();
    await workbench.recordings.collapse('2026-11-12');
    await actions.locator('.action-label[aria-label^="More Actions"]').click();
    assert.match((await workbench.menu()).join('\n'), /Check/);
    await workbench.chooseFromMenu('Reveal');
    await workbench.recordings.waitForRow(/^Chunk 2.*mp3/);
  });

  it('leads from a problem to the file that it is about', async () => {
    await workbench.recordings.click(/^Chunk 0.*mp3/);
    const inspector = await inspectorFrame(workbench.page);
    await isAtChunk(inspector, 0);
    assert.equal(
      await inspector.locator('rect.unplayable:not(.hatch)').count(),
      2,
      'drawn, and in the legend',
    );
    await inspector.locator('.problem button.link', { hasText: '1-audiomp3' }).first().click();
    await inspector.locator('.notices', { hasText: 'The file is empty' }).waitFor();
    await workbench.recordings.collapse('2026-11-12');
  });

  it('shows a check as a page whose links open the inspector, and shows it again from the palette', async () => {
    await workbench.recordings.collapse('2026-11-12');
    await workbench.recordings.click('2026-11-12');
    await workbench.runCommand('Call Recordings: Check Recordings…');
    await workbench.notification('Recordings checked: 1.', 'Open Report');
    const checked = await frameWith(workbench, '.problem a');
    await checked.locator('.problem a', { hasText: '1-audiomp3' }).first().click();
    const inspector = await inspectorFrame(workbench.page);
    await inspector.locator('.notices', { hasText: 'The file is empty' }).waitFor();
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('Call Recordings: Open Last Check Report');
    const report = await frameWith(workbench, '.problem a');
    assert.match(await report.locator('main').innerText(), /Empty file: 1-audiomp3/);
    await workbench.screenshot('check-report');
  });

  describe("with the setting for VS Code's own preview", () => {
    before(() => workbench.changeSettings({ 'callRecordings.openMediaIn': 'preview' }));

    for (const { kind, date, call, file } of media) {
      it(`opens an ${kind} there, without an error`, async () => {
        await workbench.recordings.expand(date, call, new RegExp(`${kind} `));
        // The setting takes a moment to reach the extension: until then the inspector opens.
        const tab = workbench.page.locator('.tab.active', { hasText: /\.(mp3|wav|mp4)/ });
        await until(
          async () => {
            await workbench.recordings.click(file);
            return tab.waitFor({ timeout: 3000 }).then(
              () => true,
              () => false,
            );
          },
          'the preview opens',
          60_000,
        );
        const player = await previewFrame(workbench, kind === 'MP4' ? 'video' : 'audio');
        assert.ok((await player.evaluate<number>(lengthOfMedia)) > 0.5);
        assert.equal(await player.locator('.loading-error:visible').count(), 0);
        await workbench.recordings.collapse(date);
      });
    }
  });
});

const lengthOfMedia = `document.querySelector('audio, video').duration`;

async function isAtChunk(inspector: Frame, chunk: number): Promise<void> {
  await until(
    async () => new RegExp(`chunk ${chunk}\\b`).test(await said(inspector)),
    async () => `the player is at chunk ${chunk}: ${await said(inspector)}`,
  );
}

/** The page in front that has such an element. */
async function frameWith({ page }: Workbench, selector: string): Promise<Frame> {
  let found: Frame | undefined;
  await until(async () => {
    for (const webview of await page.locator('iframe.webview:visible').elementHandles()) {
      for (const frame of (await webview.contentFrame())?.childFrames() ?? []) {
        if ((await frame.locator(selector).count()) > 0) found = frame;
      }
    }
    return found !== undefined;
  }, `a page has ${selector}`);
  if (!found) throw new Error('No such page');
  return found;
}

/** The page of VS Code's media preview, once its media can be played. */
async function previewFrame({ page }: Workbench, element: 'audio' | 'video'): Promise<Frame> {
  let found: Frame | undefined;
  await until(async () => {
    for (const webview of await page.locator('iframe.webview:visible').elementHandles()) {
      for (const frame of (await webview.contentFrame())?.childFrames() ?? []) {
        const isReady = `(document.querySelector('${element}')?.readyState ?? 0) > 0`;
        if (await frame.evaluate<boolean>(isReady).catch(() => false)) found = frame;
      }
    }
    return found !== undefined;
  }, 'the preview has loaded its media');
  if (!found) throw new Error('No preview');
  return found;
}
