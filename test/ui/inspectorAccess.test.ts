import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { randomSource } from '../../src/emulator/service/ids.ts';
import { groupDay } from '../../src/recording/call.ts';
import { recordingFacts } from '../../src/recording/facts.ts';
import { reportPage } from '../../src/mediaFiles/reportPage.ts';
import { type SampleFile, sampleFiles, sampleParticipants, unmixed } from '../host/sampleRecording.ts';
import { out } from '../host/paths.ts';
import { accessFaults } from './axe.ts';
import { InspectorPage, openBrowser } from './inspectorPage.ts';
import { themeVariables } from './inspectorThemes.ts';

const themes = ['dark', 'light', 'highContrast'] as const;

/** Unmixed, with a pause, a gap, a chunk without media and one without metadata: each part of the page has content. */
async function faultyRecording(): Promise<SampleFile[]> {
  const files = await sampleFiles(
    {
      startedMs: Date.UTC(2026, 0, 7, 11, 13, 4),
      callId: 'add67a69-debe-4998-9f92-5a0d8f6dc00c',
      format: unmixed,
      channels: 4,
      documentIds: true,
      chunks: [
        { durationMs: 8000, pauses: [{ afterMs: 4000, durationMs: 3000 }] },
        { durationMs: 8000, gapBeforeMs: 4000 },
        { durationMs: 8000 },
        { durationMs: 8000 },
        { durationMs: 8000 },
      ],
      participants: sampleParticipants(4, randomSource),
    },
    randomSource,
  );
  return files
    .filter(({ name }) => !name.includes('/3-acsmetadata'))
    .map((file) => (/\/[24]-(audio|video)/.test(file.name) ? { ...file, content: Buffer.alloc(0) } : file));
}

describe('the pages for everybody', function () {
  this.timeout(60_000);
  let browser: Browser;
  let open: InspectorPage | undefined;

  before(async () => (browser = await openBrowser()));
  after(() => browser.close());
  afterEach(async () => {
    await open?.close();
    open = undefined;
  });

  for (const theme of themes) {
    it(`have no fault that axe knows: the inspector, ${theme}`, async () => {
      const page = await inspect(theme);
      await picture(page, `whole-${theme}`);
      assert.deepEqual(await accessFaults(page), []);
    });

    it(`have no fault that axe knows: the inspector with all unfolded, also in a narrow editor, ${theme}`, async () => {
      const page = await inspect(theme);
      await unfoldAll(page);
      await page.getByRole('tree', { name: 'Chunk metadata' }).focus();
      await page.keyboard.press('ArrowDown');
      await page.getByRole('searchbox').fill('chunk');
      await page.getByRole('button', { name: 'Mute channel 0' }).click();
      assert.deepEqual(await accessFaults(page), []);
      for (const width of [550, 300]) {
        await page.setViewportSize({ width, height: 900 });
        assert.deepEqual(await accessFaults(page), []);
        assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `fits ${width}`);
        await picture(page, `narrow-${width}-${theme}`);
      }
    });

    it(`have no fault that axe knows: the inspector with failures, ${theme}`, async () => {
      const page = await inspect(theme);
      const folder = open?.folder ?? '';
      await rm(join(folder, '20260107'), { recursive: true });
      await page.locator('body').press('Space');
      await page
        .locator('.notices')
        .getByText(/Chunks 0, 1.* cannot be played/)
        .waitFor();
      await picture(page, `failures-${theme}`);
      assert.deepEqual(await accessFaults(page), []);
      await page.locator('.notices').getByRole('button', { name: 'Refresh' }).click();
      await page.getByText('There is no longer a recording at this place').waitFor();
      assert.deepEqual(await accessFaults(page), []);
    });

    it(`have no fault that axe knows: the report of a check, ${theme}`, async () => {
      const page = await browser.newPage();
      await page.setContent(report());
      await page.evaluate(
        `for (const [name, value] of Object.entries(${JSON.stringify(themeVariables(theme))}))
          document.documentElement.style.setProperty('--vscode-' + name, value);`,
      );
      assert.deepEqual(await accessFaults(page), []);
      await page.close();
    });
  }

  it('are reached by Tab alone: each control of the inspector, in its order, and each has a name', async () => {
    const page = await inspect('dark');
    await unfoldAll(page);
    const all = await page.evaluate<string[]>(controls);
    assert.ok(all.length > 20, all.join(' | '));
    assert.deepEqual(
      all.filter((one) => one.endsWith(': ')),
      [],
      'without a name',
    );
    await page.evaluate(`document.activeElement?.blur(); getSelection().removeAllRanges(); scrollTo(0, 0)`);
    const reached: string[] = [];
    for (const expected of all) {
      await page.keyboard.press('Tab');
      reached.push(await page.evaluate<string>(`(${name})(document.activeElement)`));
      assert.ok(await page.evaluate<boolean>(isMarked), `${expected} shows that it has the focus`);
    }
    assert.deepEqual(reached, all);
  });

  async function inspect(theme: (typeof themes)[number]): Promise<Page> {
    open = await InspectorPage.open(browser, await faultyRecording(), { theme });
    await open.page.getByText('headers of the media were checked').waitFor();
    await open.page.getByRole('treeitem').first().waitFor();
    return open.page;
  }
});

/** What a control is and how it is called. */
const name = `(one) => one.localName + ': ' + (
  one.getAttribute('aria-label') ??
  (one.labels?.[0]?.textContent || (one.localName === 'input' ? '' : one.textContent))
).trim()`;

/** All that is to be reached, as far as it is on view. */
const controls = `[...document.querySelectorAll(
    'button, summary, select, input, a[href], [role=slider], [role=tree]')]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled)
  .map(${name})`;

const isMarked = `(() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return outlineStyle !== 'none' && outlineWidth !== '0px';
})()`;

async function picture(page: Page, what: string): Promise<void> {
  await page.screenshot({ path: join(out, 'screenshots', `inspector-access-${what}.png`), fullPage: true });
}

async function unfoldAll(page: Page): Promise<void> {
  await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`);
}

function report(): string {
  const file = '20260107/add67a69-debe-4998-9f92-5a0d8f6dc00c/recording/0-audiomp3.mp3';
  const recording = groupDay([{ name: file, sizeBytes: 1, lastModified: new Date(0) }], '').calls[0]
    ?.recordings[0];
  assert.ok(recording);
  const problems = (['error', 'warning', 'info'] as const).map((severity) => ({
    kind: severity,
    severity,
    title: 'Title',
    why: 'Reason.',
    next: 'Advice.',
    file,
  }));
  const checked = [{ recording, facts: recordingFacts(recording, []), problems }];
  return reportPage(
    [{ containerId: 'id', container: 'recordings', path: '20260107/', unreadable: 0, checked }],
    false,
    new Date(0),
    'nonce',
  );
}
