import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ContainerClient, BlobServiceClient, ContainerSASPermissions } from '@azure/storage-blob';
import type { Frame } from 'playwright-core';
import { randomSource } from '../../src/emulator/service/ids.ts';
import { type Azurite, startAzurite } from '../host/azurite.ts';
import {
  type SampleChunk,
  type SampleFile,
  mp3,
  sampleFiles,
  sampleParticipants,
  unmixed,
} from '../host/sampleRecording.ts';
import { type CountingProxy, startCountingProxy } from './countingProxy.ts';
import { isState, said, slider, tapeIs, tapeReaches, tapeSeconds } from './inspectorDriver.ts';
import { ears, hearMix, isHeard, notes } from './audioProbe.ts';
import { focusPlayer, inspectorFrame, stateIsKept } from './inspectorFrame.ts';
import { writeFiles } from './inspectorPage.ts';
import { SparseStore } from './sparseStore.ts';
import { Workbench } from './workbench.ts';
import { until } from './until.ts';

const pausedCall = '7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc';
const unmixedCall = 'add67a69-debe-4998-9f92-5a0d8f6dc00c';
const hostileCall = '36cf910b-932c-4101-a443-04e11a98aba5';
/** A call of its own day, so that the tree stays short. */
const days = { paused: 5, unmixed: 6, sparse: 7, hostile: 8, linked: 9 };

function recording(
  day: number,
  callId: string,
  format: typeof mp3,
  chunks: readonly SampleChunk[],
  people = 2,
): Promise<SampleFile[]> {
  return sampleFiles(
    {
      startedMs: Date.UTC(2026, 0, day, 11, 13, 4),
      callId,
      format,
      channels: people,
      documentIds: true,
      chunks,
      participants: sampleParticipants(people, randomSource),
    },
    randomSource,
  );
}

describe('Inspecting recordings in VS Code', function () {
  this.timeout(120_000);
  let azurite: Azurite;
  let proxy: CountingProxy;
  let blobs: ContainerClient;
  let workbench: Workbench;
  let folder: string;
  /** The connection string through the proxy, to an account that also has the container `linked`. */
  let linked: string;

  before(async () => {
    azurite = await startAzurite();
    proxy = await startCountingProxy(new URL(azurite.url).origin);
    const through = azurite.connectionString.replace(new URL(azurite.url).origin, proxy.origin);
    blobs = BlobServiceClient.fromConnectionString(through).getContainerClient('recordings');
    await blobs.create();
    const paused = await recording(days.paused, pausedCall, mp3, [
      { durationMs: 10_800, pauses: [{ afterMs: 1800, durationMs: 10_000 }] },
      { durationMs: 18_000, gapBeforeMs: 20_000 },
    ]);
    const hostile = (await recording(days.hostile, hostileCall, mp3, [{ durationMs: 3600 }])).map((file) =>
      file.name.endsWith('.json') ? { ...file, content: hostileMetadata() } : file,
    );
    const four = await recording(days.unmixed, unmixedCall, unmixed, [{ durationMs: 120_000 }], 4);
    for (const file of [...paused, ...hostile, ...four]) await upload(blobs, file);
    linked = await connectLinked(through);
    await uploadSparse();
    folder = await mkdtemp(join(tmpdir(), 'acs-inspect-'));
    await writeFiles(folder, paused);
    workbench = await Workbench.open({ folder, viewport: { width: 1280, height: 1000 } });
    await workbench.showRecordings();
    await connect();
  });

  afterEach(async function () {
    await workbench.tellFailure(this.currentTest);
  });

  after(async () => {
    await workbench.close();
    await proxy.close();
    await azurite.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('opens from the tree and plays across a chunk border, to be heard', async () => {
    const inspector = await open('2026-01-05', pausedCall, 'MP3 audio');
    await focusPlayer(inspector);
    await workbench.page.keyboard.press('Space');
    await isState(inspector, 'playing');
    await isHeard(inspector, 'mp3', 0);
    await tapeReaches(inspector, 10.9);
    assert.match(await said(inspector), /chunk 1/);
    await isHeard(inspector, 'mp3', 1);
    await workbench.page.keyboard.press('Space');
    await isState(inspector, 'paused');
  });

  it('shows pauses and gaps, and the time of day at the playhead', async () => {
    const inspector = await inspectorFrame(workbench.page);
    assert.equal(await inspector.locator('.slider rect.pause').count(), 1);
    assert.equal(await inspector.locator('.slider rect.gap').count(), 1);
    await workbench.page.keyboard.press('Home');
    await tapeIs(inspector, 0);
    await workbench.page.keyboard.press('PageDown');
    await tapeIs(inspector, 10.8);
    assert.match(await said(inspector), /11:13:44\.8/);
  });

  it('keeps its place over a reload of the window', async () => {
    await workbench.page.keyboard.press('ArrowRight');
    await tapeIs(await inspectorFrame(workbench.page), 15.8);
    await stateIsKept(workbench.page, '.mp3', 5000);
    await workbench.reload();
    const inspector = await inspectorFrame(workbench.page);
    await tapeIs(inspector, 15.8);
    await focusPlayer(inspector);
    await workbench.page.keyboard.press('Space');
    await isState(inspector, 'playing');
    await workbench.page.keyboard.press('Space');
  });

  it('keeps playing in a window of its own', async () => {
    const opened = workbench.page.context().waitForEvent('page');
    await workbench.runCommand('View: Move Editor into New Window');
    const window = await opened;
    const inspector = await inspectorFrame(window);
    await until(async () => (await tapeSeconds(inspector)) >= 15.7, 'the place came along');
    await focusPlayer(inspector);
    await window.keyboard.press('Home');
    await window.keyboard.press('Space');
    await isState(inspector, 'playing');
    await window.close();
    await workbench.page.bringToFront();
  });

  it('seeks in 1 GB and fetches only what is played', async () => {
    const inspector = await open('2026-01-07', /add67a69/, 'WAV audio');
    const media = [...proxy.bytes.keys()].find((path) => path.endsWith('0-audiowav.wav')) ?? '';
    await focusPlayer(inspector);
    await workbench.page.keyboard.press('Space');
    await isState(inspector, 'playing');
    const before = proxy.bytes.get(media) ?? 0;
    const box = await slider(inspector).boundingBox();
    assert.ok(box);
    await workbench.page.mouse.click(box.x + box.width * 0.7, box.y + 30);
    await tapeReaches(inspector, 0.69 * 33_554);
    await isState(inspector, 'playing');
    const read = (proxy.bytes.get(media) ?? 0) - before;
    assert.ok(read > 0 && read < 32 * 1024 * 1024, `${(read / 1e6).toFixed(1)} MB of 1,074 MB`);
    await workbench.page.keyboard.press('Space');
  });

  it('plays an unmixed wav of four channels, and solos one', async () => {
    const inspector = await open('2026-01-06', unmixedCall, 'WAV audio');
    assert.equal(await inspector.locator('rect.lane').count(), 4);
    await focusPlayer(inspector);
    await workbench.page.keyboard.press('Space');
    await isState(inspector, 'playing');
    await inspector.getByRole('button', { name: 'Solo: hear channel 3 alone' }).click();
    // Channel 3 plays at 2.5 times the pitch of channel 0.
    const heard: number[] = [];
    const isHeardAt = (pitch: number): boolean =>
      heard.some((tone) => notes.some((note) => Math.abs(tone - note * pitch) <= 6));
    const isSolo = async (): Promise<boolean> => {
      heard.push(...(await hearMix(inspector)));
      return isHeardAt(2.5);
    };
    await until(isSolo, () => Promise.resolve(`channel 3 is heard, but ${heard.join()}`));
    heard.push(...(await hearMix(inspector)));
    assert.ok(!isHeardAt(1), heard.join());
    await focusPlayer(inspector);
    await workbench.page.keyboard.press('Space');
  });

  it('is drawn in dark, light and high contrast', async () => {
    for (const theme of ['dark', 'light', 'highContrast'] as const) {
      await workbench.setTheme(theme);
      await (await inspectorFrame(workbench.page)).locator('rect.lane').first().waitFor();
      await workbench.screenshot(`inspector-${theme}`);
    }
    await workbench.setTheme('dark');
  });

  it('is driven by the keyboard alone', async () => {
    const inspector = await inspectorFrame(workbench.page);
    const { keyboard } = workbench.page;
    await focusPlayer(inspector);
    await keyboard.press('Home');
    await keyboard.press('Shift+Tab');
    const reached: string[] = [];
    for (let n = 0; n < 60; n++) {
      await keyboard.press('Tab');
      reached.push(
        await inspector.evaluate<string>(
          `document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? ''`,
        ),
      );
    }
    for (const name of [
      'Position in the recording',
      'Copy: Call ID',
      'Search in the metadata',
      'Chunk metadata',
      'Open as document',
    ]) {
      assert.ok(reached.includes(name), `${name} among ${reached.join(' | ')}`);
    }
  });

  it('is unmoved by hostile metadata', async () => {
    const inspector = await open('2026-01-08', hostileCall, 'MP3 audio');
    await inspector.getByText('Participants (10000)').waitFor();
    assert.equal(await inspector.evaluate('window.hacked'), undefined);
    assert.equal(await inspector.locator('img').count(), 0);
    await focusPlayer(inspector);
    await workbench.page.keyboard.press('Space');
    await isState(inspector, 'playing');
    await workbench.page.keyboard.press('Space');
  });

  it('checks a call: summary, report, and a mark in the tree', async () => {
    await workbench.recordings.expand('recordings', '2026-01-05');
    await workbench.recordings.click(new RegExp(pausedCall.slice(0, 8)));
    await workbench.runCommand('Call Recordings: Check Recordings…');
    await workbench.notification('Recordings checked: 1. With errors: 0. With warnings: 1.', 'Open Report');
    await workbench.tab('Check of recordings');
    const row = await workbench.recordings.waitForRow(new RegExp(pausedCall.slice(0, 8)));
    await row.locator('[class*="monaco-decoration-badge"]').first().waitFor({ state: 'attached' });
  });

  it('plays straight from the storage by a short-lived link, where the sign-in can make one', async () => {
    await workbench.recordings.collapse('recordings');
    await workbench.runCommand('Call Recordings: Add Container…');
    await workbench.quickInput.pick('Connection string…');
    await workbench.quickInput.enter(linked);
    await workbench.quickInput.pick('linked');
    const inspector = await open('2026-01-09', pausedCall, 'MP3 audio', 'linked');
    await focusPlayer(inspector);
    await workbench.page.keyboard.press('Space');
    await isState(inspector, 'playing');
    await tapeReaches(inspector, 3.8);
    const source = (await inspector.locator('video.active').getAttribute('src')) ?? '';
    assert.ok(source.startsWith(`${proxy.origin}/devstoreaccount1/linked/20260109/`), 'from the storage');
    assert.match(source, /[?&]sp=r&/);
    await workbench.page.keyboard.press('Space');
  });

  it('opens from the title bar of a metadata document, and in place of one on disk', async () => {
    await workbench.runCommand('View: Close All Editors');
    await workbench.recordings.expand(
      'recordings',
      '2026-01-05',
      new RegExp(pausedCall.slice(0, 8)),
      'MP3 audio',
    );
    await workbench.recordings.click('Chunk 0: metadata');
    await workbench.tab('0-acsmetadata');
    await workbench.page.getByRole('button', { name: 'Open Recording Inspector' }).first().click();
    await inspectorFrame(workbench.page);
    await workbench.runCommand('View: Close All Editors');
    await workbench.runCommand('Go to File...');
    await workbench.quickInput.type('0-acsmetadata');
    await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: '0-acsmetadata' }).click();
    await workbench.tab('0-acsmetadata');
    await workbench.runCommand('View: Reopen Editor With...');
    await workbench.quickInput.pick('Recording Inspector');
    const inspector = await inspectorFrame(workbench.page);
    await inspector.getByText(folder).first().waitFor();
    await focusPlayer(inspector);
    await workbench.page.keyboard.press('Space');
    await isState(inspector, 'playing');
  });

  /** A second container, for a sign-in that can make links. */
  async function connectLinked(connectionString: string): Promise<string> {
    const container = BlobServiceClient.fromConnectionString(connectionString).getContainerClient('linked');
    await container.create();
    for (const file of await recording(days.linked, pausedCall, mp3, [
      { durationMs: 3600 },
      { durationMs: 7200 },
    ])) {
      await upload(container, file);
    }
    return connectionString;
  }

  /** Connects the container with a SAS, through the counting proxy. */
  async function connect(): Promise<void> {
    const url = await blobs.generateSasUrl({
      permissions: ContainerSASPermissions.parse('rl'),
      expiresOn: new Date(Date.now() + 3_600_000),
    });
    await workbench.runCommand('Call Recordings: Add Container…');
    await workbench.quickInput.pick('Container URL…');
    await workbench.quickInput.enter(url);
    await workbench.recordings.expand('recordings');
  }

  /** Opens the inspector of a day's only recording and waits until all of it is read. */
  async function open(
    date: string,
    call: string | RegExp,
    row: string,
    container = 'recordings',
  ): Promise<Frame> {
    await workbench.recordings.expand(container, date, call);
    await workbench.recordings.rowAction(row, 'Open Recording Inspector');
    const tab = workbench.page.locator('.editor-group-container .tab.active', {
      hasText: `Recording ${date}`,
    });
    await tab.waitFor();
    const inspector = await inspectorFrame(workbench.page);
    await inspector.getByText('were checked').waitFor();
    await inspector.evaluate(ears);
    // What was read for the inspector is known in the tree too: how long all chunks are. How many channels
    // there are is not known where the metadata names no format.
    const known = call === hostileCall ? /\d:\d\d · \d chunk/ : /\d:\d\d · \d channel/;
    await workbench.recordings.row(row).filter({ hasText: known }).waitFor();
    await workbench.recordings.collapse(date);
    return inspector;
  }

  async function upload(to: ContainerClient, file: SampleFile): Promise<void> {
    await to.getBlockBlobClient(file.name).upload(Buffer.from(file.content), file.content.length, {
      blobHTTPHeaders: { blobContentType: file.contentType },
    });
  }

  /** A page blob stores only what is written of it: here the header of a wav of 1 GB. */
  async function uploadSparse(): Promise<void> {
    const sparse = new SparseStore();
    const { files } = await sparse.listFiles();
    for (const { name, sizeBytes } of files) {
      if (name.endsWith('.json')) {
        const text = await sparse.read(name);
        await blobs.getBlockBlobClient(name).upload(Buffer.from(text), text.length);
      } else {
        const blob = blobs.getPageBlobClient(name);
        await blob.create(sizeBytes);
        await blob.uploadPages(Buffer.from(await sparse.read(name, { offset: 0, count: 512 })), 0, 512);
      }
    }
  }
});

function hostileMetadata(): Buffer {
  const evil = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';
  return Buffer.from(
    JSON.stringify({
      resourceId: evil,
      callId: evil,
      chunkDocumentId: evil,
      chunkIndex: 0,
      chunkStartTime: '2026-01-08T11:13:04.0000000Z',
      chunkDuration: 3600,
      pauseResumeIntervals: [],
      recordingInfo: { contentType: evil, channelType: 'mixed', format: evil },
      participants: Array.from({ length: 10_000 }, (_, n) => ({ participantId: `${evil} ${n}` })),
      [evil]: 'x'.repeat(1024 * 1024),
    }),
  );
}
