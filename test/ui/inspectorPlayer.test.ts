import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { randomSource } from '../../src/emulator/service/ids.ts';
import {
  type SampleChunk,
  type SampleFile,
  mp3,
  mp4,
  sampleFiles,
  sampleParticipants,
  unmixed,
  wav,
} from '../host/sampleRecording.ts';
import { isState, said, slider, tapeIs, tapeReaches, tapeSeconds } from './inspectorDriver.ts';
import { ears, hearMix, isHeard, notes } from './audioProbe.ts';
import { InspectorPage, type PageOptions, openBrowser } from './inspectorPage.ts';
import { until } from './until.ts';

const startedMs = Date.UTC(2026, 0, 7, 11, 13, 4);

function recording(format: typeof mp3, chunks: readonly SampleChunk[], channels = 1): Promise<SampleFile[]> {
  return sampleFiles(
    {
      startedMs,
      callId: 'add67a69-debe-4998-9f92-5a0d8f6dc00c',
      format,
      channels,
      documentIds: true,
      chunks,
      participants: sampleParticipants(Math.max(2, channels), randomSource),
    },
    randomSource,
  );
}

describe('player of the inspector', function () {
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
    open = await InspectorPage.open(browser, files, { before: ears, ...options });
    await open.page.locator('.chunk').first().waitFor();
    await open.page.getByText('headers of the media were checked').waitFor();
    return open.page;
  }

  it('plays all chunks as one, without a hand, and is heard across the border', async () => {
    const page = await inspect(await recording(mp3, [{ durationMs: 10_800 }, { durationMs: 10_800 }]));
    await page.getByRole('button', { name: 'Play (Space)' }).click();
    await isState(page, 'playing');
    await isHeard(page, 'mp3', 0);
    await tapeReaches(page, 10.9);
    await isHeard(page, 'mp3', 1);
    assert.match(await said(page), /chunk 1/);
    await isState(page, 'ended');
    assert.equal(await tapeSeconds(page), 21.6);
  });

  it('has the next chunk ready when it is needed: no file is asked for at the border', async () => {
    const page = await inspect(await recording(wav, [{ durationMs: 18_000 }, { durationMs: 60_000 }]));
    await page.keyboard.press('Space');
    const asked = (): number =>
      open?.store.requests.filter((one) => /^open .*\/1-audio/.test(one)).length ?? 0;
    await until(() => Promise.resolve(asked() === 1), 'the next chunk is fetched');
    assert.match(await said(page), /chunk 0/, 'while the first plays');
    for (let n = 0; n < 3; n++) await page.keyboard.press('ArrowRight');
    await tapeReaches(page, 18.5);
    assert.equal(asked(), 1);
  });

  it('obeys the keys', async () => {
    const page = await inspect(await recording(mp3, [{ durationMs: 72_000 }, { durationMs: 72_000 }]));
    const press = async (key: string, tape: number): Promise<void> => {
      await page.keyboard.press(key);
      await tapeIs(page, tape);
    };
    await press('ArrowRight', 5);
    await press('Shift+ArrowRight', 65);
    await press('ArrowLeft', 60);
    await press('.', 60.0625);
    await press(',', 60);
    await press('PageDown', 72);
    await press('PageUp', 0);
    await press('End', 144);
    await press('Home', 0);
    await page.keyboard.press('Shift+>');
    assert.equal(await page.getByRole('combobox', { name: 'Speed' }).inputValue(), '1.25');
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.getByRole('slider', { name: 'Volume' }).inputValue(), '0.9');
    await page.keyboard.press('m');
    await page.getByRole('button', { name: 'Sound on (M)' }).waitFor();
    await page.keyboard.press('Space');
    await isState(page, 'playing');
    await page.keyboard.press('Space');
    await isState(page, 'paused');
    assert.equal(await page.locator('.notices').innerText(), '');
  });

  it('plays faster at a higher speed, in every chunk', async () => {
    const page = await inspect(await recording(mp3, [{ durationMs: 7200 }, { durationMs: 36_000 }]));
    const speed = (): Promise<number> =>
      page.evaluate<number>(`document.querySelector('video.active').playbackRate`);
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('3');
    await page.keyboard.press('Space');
    await isState(page, 'playing');
    assert.equal(await speed(), 3);
    await tapeReaches(page, 7.3);
    assert.equal(await speed(), 3);
  });

  it('keeps playing after each broken connection, and skips a file that always breaks off at one place', async () => {
    const page = await inspect(await recording(mp3, [{ durationMs: 72_000 }, { durationMs: 7200 }]));
    await page.keyboard.press('Space');
    await isState(page, 'playing');
    const breakOff = (isTwice = false): Promise<number> =>
      page.evaluate<number>(`(() => {
        const deck = document.querySelector('video.active');
        const fail = () => deck.dispatchEvent(new Event('error'));
        if (${isTwice}) deck.addEventListener('playing', fail, { once: true });
        deck.pause();
        fail();
        return deck.currentTime;
      })()`);
    await tapeReaches(page, 0.5);
    for (let n = 0; n < 2; n++) {
      await tapeReaches(page, (await breakOff()) + 2.5);
      assert.match(await said(page), /chunk 0/);
    }
    assert.equal(await page.locator('.notices').innerText(), '');
    await breakOff(true);
    await page.getByText('Chunk 0 cannot be played and was skipped').waitFor();
    await until(async () => (await said(page)).includes('chunk 1'), 'chunk 1 plays');
  });

  it('shows pauses and gaps, and jumps over them', async () => {
    const page = await inspect(
      await recording(mp3, [
        { durationMs: 3600, pauses: [{ afterMs: 1800, durationMs: 10_000 }] },
        { durationMs: 3600, gapBeforeMs: 20_000 },
      ]),
    );
    assert.equal(await page.locator('.slider rect.pause').count(), 1);
    assert.equal(await page.locator('.slider rect.gap').count(), 1);
    const box = await slider(page).boundingBox();
    assert.ok(box);
    // 3.6 s, 10 s of pause, 20 s of gap, 3.6 s: in the middle of the gap what comes next is chunk 1.
    await page.mouse.click(box.x + box.width * (23.6 / 37.2), box.y + 30);
    await tapeIs(page, 3.6);
    assert.match(await said(page), /chunk 1, 2026-01-07 11:13:37\.6/);
    await page.mouse.click(box.x + box.width * (6 / 37.2), box.y + 30);
    await tapeIs(page, 1.8);
    await page.keyboard.press('Space');
    await tapeReaches(page, 4);
    assert.match(await said(page), /11:13:(3[789]|4[01])/);
  });

  it('mutes and solos each of four channels', async () => {
    const page = await inspect(await recording(unmixed, [{ durationMs: 120_000 }], 4));
    assert.equal(await page.locator('rect.lane').count(), 4);
    await page.keyboard.press('Space');
    await isState(page, 'playing');
    /** The channels heard: channel n plays the note of the second at 1 + n/2 times its pitch. */
    const channelsHeard = async (): Promise<number[]> => {
      const tones = await hearMix(page);
      return [0, 1, 2, 3].filter((n) => notes.some((note) => tones.some((tone) => isTone(tone, note, n))));
    };
    const isTone = (tone: number, note: number, n: number): boolean =>
      Math.abs(tone - note * (1 + n / 2)) <= 5 &&
      // A tone that two channels share proves neither.
      ![0, 1, 2, 3].some(
        (other) =>
          other !== n && notes.some((one) => Math.abs(one * (1 + other / 2) - note * (1 + n / 2)) <= 12),
      );
    const hears = async (expected: number[]): Promise<void> => {
      const heard = new Set<number>();
      const since = await tapeSeconds(page);
      // Each of the five notes of a channel lasts a second; only some are no other channel's.
      const isEnough = async (): Promise<boolean> =>
        heard.size >= expected.length && (await tapeSeconds(page)) >= since + 5;
      do for (const n of await channelsHeard()) heard.add(n);
      while (!(await isEnough()));
      assert.deepEqual([...heard].sort(), expected);
    };
    const solo = page.getByRole('button', { name: 'Solo: hear channel 2 alone' });
    await solo.click();
    await hears([2]);
    assert.equal(await solo.getAttribute('aria-pressed'), 'true');
    await solo.click();
    for (const n of [0, 2]) await page.getByRole('button', { name: `Mute channel ${n}` }).click();
    await hears([1, 3]);
  });

  it('plays sound and picture of an mp4', async () => {
    const page = await inspect(await recording(mp4, [{ durationMs: 24_000 }]));
    await page.locator('video.active').waitFor();
    await page.keyboard.press('Space');
    await isState(page, 'playing');
    await isHeard(page, 'mp4', 0);
    await tapeReaches(page, 2);
    assert.equal(await page.locator('.notices').innerText(), '');
  });

  it('never plays an mp4 without its sound: says what is wrong and offers other players', async () => {
    const noAac = `OfflineAudioContext.prototype.decodeAudioData = () => Promise.reject(new Error('no decoder'));`;
    const files = await recording(mp4, [{ durationMs: 24_000 }]);
    const page = await inspect(files, { before: ears + noAac });
    await page.keyboard.press('Space');
    await page.getByText('cannot decode AAC').waitFor();
    await isState(page, 'paused');
    await page.getByRole('button', { name: 'Open in browser' }).click();
    await page.getByRole('button', { name: 'Open in system player' }).click();
    const video = files.at(-1)?.name ?? '';
    assert.deepEqual(open?.asked, [`browser ${video}`, `system ${video}`]);
    await page.getByRole('button', { name: 'Play without sound' }).click();
    await isState(page, 'playing');
  });

  it('notices while playing that no sound is decoded', async () => {
    const deaf = `Object.defineProperty(HTMLMediaElement.prototype, 'webkitAudioDecodedByteCount', { get: () => 0 });`;
    const page = await inspect(await recording(mp4, [{ durationMs: 8000 }]), { before: ears + deaf });
    await page.keyboard.press('Space');
    await page.getByText('No sound was decoded').waitFor();
    await isState(page, 'paused');
  });

  it('skips what cannot be played, and says so', async () => {
    const files = await recording(mp3, [{ durationMs: 3600 }, { durationMs: 3600 }, { durationMs: 3600 }]);
    const broken = files.map((file) =>
      file.name.includes('/1-audio') ? { ...file, content: Buffer.from('this is no mp3') } : file,
    );
    const page = await inspect(broken);
    await page.keyboard.press('Space');
    await page.getByText('Chunk 1 cannot be played and was skipped').waitFor();
    await until(async () => (await said(page)).includes('chunk 2'), 'chunk 2 plays');
    await isState(page, 'ended');
    if (open) open.complaints.length = 0;
  });

  it('leaves empty files out', async () => {
    const files = await recording(mp3, [{ durationMs: 3600 }, { durationMs: 3600 }]);
    const empty = files.map((file) =>
      file.name.includes('/0-audio') ? { ...file, content: Buffer.alloc(0) } : file,
    );
    const page = await inspect(empty);
    await page.getByText('Empty file').first().waitFor();
    await page.keyboard.press('Space');
    await isState(page, 'playing');
    assert.match(await said(page), /chunk 1/);
  });

  it('keeps its place over a reload', async () => {
    const page = await inspect(await recording(mp3, [{ durationMs: 36_000 }, { durationMs: 36_000 }]));
    await page.keyboard.press('PageDown');
    await page.keyboard.press('ArrowRight');
    await tapeIs(page, 41);
    await page.reload();
    await page.locator('.chunk').first().waitFor();
    await tapeIs(page, 41);
    assert.equal(
      await page.evaluate(`/https?:/.test(sessionStorage.getItem('state'))`),
      false,
      'no address is kept',
    );
  });
});
