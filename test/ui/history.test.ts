import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { ActiveRecording } from '../../src/calling/active/recording.ts';
import { newStep } from '../../src/calling/active/steps.ts';
import { randomSource } from '../../src/emulator/service/ids.ts';
import { type Account, accountOf } from '../../src/history/account/account.ts';
import { accountPage } from '../../src/history/account/page.ts';
import { fileStatusType, stateChangedType } from '../../src/recording/event/event.ts';
import { out } from '../host/paths.ts';
import { mp3, sampleFiles } from '../host/sampleRecording.ts';
import { accessFaults } from './axe.ts';
import { InspectorPage, openBrowser } from './inspectorPage.ts';
import { themeVariables } from './inspectorThemes.ts';
import { until } from './until.ts';

const started = Date.UTC(2026, 0, 7, 11, 13, 4);
const at = (seconds: number): number => started + seconds * 1000;
const callId = 'add67a69-debe-4998-9f92-5a0d8f6dc00c';
const folder = `20260107/${callId}/eyJQbGF0-7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc/`;

/** The files of a recording of one chunk. */
const oneChunk = () =>
  sampleFiles(
    {
      ...{ startedMs: started, callId, format: mp3, documentIds: false, participants: [] },
      chunks: [{ durationMs: 3600 }],
    },
    randomSource,
  );

const recording: ActiveRecording = {
  ...{ recordingId: 'eyJQbGF0Zm9ybUVuZHBvaW50SWQiOiI0ZTRmN2Y2OSJ9', resourceId: 'r1', callId },
  call: { kind: 'serverCallId', id: 'aHR0cHM6Ly94L2NvbnYveQ' },
  ...{ content: 'audio', channel: 'mixed', format: 'mp3' },
  destination: { kind: 'container', url: 'https://acct.blob.core.windows.net/recordings' },
  ...{ startedAt: at(0), clockAheadMs: 0, state: 'ended', recordedMs: 60_000, endedAt: at(100) },
  ...{ seenAt: at(100), changedAt: at(100) },
  steps: [
    newStep('started', at(0), {
      correlationId: 'f0a1c1d2-30d4-4f3b-9f6e-8e6cfb6c5a11',
      clientRequestId: '1d9a1c1e-4a0f-4a9b-bb1c-5f1b1f0f9f01',
    }),
    newStep('paused', at(30)),
    newStep('resumed', at(70)),
    newStep('stopped', at(100)),
  ],
};

const event = {
  type: fileStatusType,
  eventId: 'b1f0c3d2-6a52-4c54-8f0a-2a8f0f3d4e55',
  received: 'received-1',
};
const account: Account = accountOf({
  ids: [
    { label: 'Recording ID', value: recording.recordingId },
    { label: 'Call ID', value: callId },
  ],
  recording,
  files: {
    ...{ kind: 'found', container: 'Recordings', prefix: '', path: folder },
    files: ['0-acsmetadata.json', '0-audiomp3.mp3'].map((name, index) => ({
      ...{ name: folder + name, sizeBytes: 4_000 * (1 + index), lastModified: new Date(at(120 + index * 5)) },
    })),
  },
  events: [
    { at: at(2), type: stateChangedType, via: 'callback', state: 'active', received: 'received-0' },
    { ...event, at: at(141), via: 'listener', filesAt: 'container' },
  ],
  deliveries: [{ id: 'delivery-1', at: at(145), host: 'example.com', delivered: false, answer: '500' }],
  now: at(600),
});

describe('history of a recording on screen', function () {
  this.timeout(120_000);
  let browser: Browser;

  before(async () => {
    mkdirSync(join(out, 'screenshots'), { recursive: true });
    browser = await openBrowser();
  });
  after(() => browser.close());

  const picture = (page: Page, name: string) =>
    page.screenshot({ path: join(out, 'screenshots', `history-${name}.png`), fullPage: true });

  for (const theme of ['light', 'dark', 'highContrast'] as const) {
    it(`is in the inspector, leads to events and is copied; no fault that axe knows, ${theme}`, async () => {
      const opened: string[] = [];
      const files = await oneChunk();
      const inspector = await InspectorPage.open(browser, files, {
        theme,
        ports: {
          history: () => Promise.resolve(account),
          openEntry: (kind, id) => opened.push(`${kind} ${id}`),
        },
      });
      try {
        const { page } = inspector;
        const history = page.getByRole('region', { name: 'History' });
        await history.getByText('Stopped from here').waitFor();
        assert.match(await history.innerText(), /\+40 s\s+Resumed from here/);
        await history.getByRole('button', { name: 'Show Event' }).last().click();
        await history.getByRole('button', { name: 'Show Answer' }).click();
        await history.getByRole('button', { name: 'Copy as Markdown' }).click();
        await until(() => Promise.resolve(inspector.asked.length === 1), 'the copy arrives');
        assert.deepEqual(opened, ['received received-1', 'delivery delivery-1']);
        assert.match(inspector.asked[0] ?? '', /^copy # History of a recording/);
        for (const width of [1000, 300]) {
          await page.setViewportSize({ width, height: 900 });
          assert.deepEqual(await accessFaults(page), []);
          assert.ok(
            await page.evaluate('document.documentElement.scrollWidth <= innerWidth'),
            `fits ${width}`,
          );
          await picture(page, `inspector-${width}-${theme}`);
        }
        assert.deepEqual(inspector.complaints, []);
      } finally {
        await inspector.close();
      }
    });

    it(`is a page of its own; no fault that axe knows, ${theme}`, async () => {
      const page = await browser.newPage();
      await page.setContent(
        accountPage(account, [{ title: 'Copy as Markdown', command: 'callRecordings.copyHistory' }], 'nonce'),
      );
      await page.evaluate(
        `for (const [name, value] of Object.entries(${JSON.stringify(themeVariables(theme))}))
          document.documentElement.style.setProperty('--vscode-' + name, value);`,
      );
      for (const width of [1000, 300]) {
        await page.setViewportSize({ width, height: 900 });
        assert.deepEqual(await accessFaults(page), []);
        assert.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `fits ${width}`);
        await picture(page, `page-${width}-${theme}`);
      }
      await page.close();
    });
  }

  it('is not shown of what is only on disk, of which nothing is known', async () => {
    const files = await oneChunk();
    const inspector = await InspectorPage.open(browser, files);
    try {
      await inspector.page.getByText('were checked').waitFor();
      assert.equal(await inspector.page.getByRole('region', { name: 'History' }).count(), 0);
    } finally {
      await inspector.close();
    }
  });
});
