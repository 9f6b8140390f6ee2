import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CallAutomationClient } from '@azure/communication-call-automation';
import { type HttpClient, createDefaultHttpClient } from '@azure/core-rest-pipeline';
import type { RecordingChunkData } from '../../../../src/recording/event/event.ts';
import { TestService, readAll, statusData } from '../localServiceFixture.ts';

describe('built-in storage of the local service', () => {
  let local: TestService;

  beforeEach(async () => {
    local = await TestService.start();
  });

  afterEach(() => local.stop());

  /** Sends to the local service what the SDK would send to the real service's storage. */
  function recordings(connectionString = local.service.connectionString) {
    const real = createDefaultHttpClient();
    const httpClient: HttpClient = {
      sendRequest(request) {
        const { hostname, pathname } = new URL(request.url);
        if (hostname.endsWith('.asm.skype.com')) {
          request.url = new URL(pathname, local.service.endpoint).href;
          request.allowInsecureConnection = true;
        }
        return real.sendRequest(request);
      },
    };
    const client = new CallAutomationClient(connectionString, {
      allowInsecureConnection: true,
      retryOptions: { maxRetries: 0 },
      httpClient,
    });
    return client.getCallRecording();
  }

  async function record(): Promise<RecordingChunkData> {
    const { recordingId } = await recordings().start(
      local.startOptions({
        recordingFormat: 'wav',
        recordingStorage: { recordingStorageKind: 'azureCommunicationServices' },
      }),
    );
    local.clock.advance(1_000);
    await recordings().stop(recordingId);
    await local.service.whenIdle();
    const [chunk] = statusData(local.events.at(-1)).recordingStorageInfo.recordingChunks;
    assert.ok(chunk);
    return chunk;
  }

  it('gives its files to the SDK, whole and in part', async () => {
    const { contentLocation, metadataLocation, documentId } = await record();
    const media = await readAll(await recordings().downloadStreaming(contentLocation));
    assert.equal(media.length, 44 + 32_000);
    const part = await recordings().downloadStreaming(contentLocation, { offset: 8, length: 4 });
    assert.equal((await readAll(part)).toString(), 'WAVE');
    const folder = await mkdtemp(join(tmpdir(), 'download-'));
    await recordings().downloadToPath(metadataLocation, join(folder, 'metadata.json'));
    const metadata = JSON.parse(await readFile(join(folder, 'metadata.json'), 'utf8')) as object;
    assert.equal('chunkDocumentId' in metadata && metadata.chunkDocumentId, documentId);
    await rm(folder, { recursive: true });
  });

  it('deletes for the SDK', async () => {
    const { contentLocation, deleteLocation = '' } = await record();
    await recordings().delete(deleteLocation);
    await assert.rejects(recordings().downloadStreaming(contentLocation), { status: 404 });
    await assert.rejects(recordings().delete(deleteLocation), { status: 404 });
  });

  it('keeps files for 24 hours', async () => {
    const { contentLocation } = await record();
    local.clock.advance(24 * 3_600_000 - 1);
    await readAll(await recordings().downloadStreaming(contentLocation));
    local.clock.advance(2);
    await assert.rejects(recordings().downloadStreaming(contentLocation), { status: 404 });
  });

  it('gives nothing without a signature, nor anything outside of it', async () => {
    const { contentLocation } = await record();
    const { pathname } = new URL(contentLocation);
    assert.equal((await fetch(new URL(pathname, local.service.endpoint))).status, 401);
    const other = local.service.connectionString.replace(
      /accesskey=.*/,
      'accesskey=AAAAAAAAAAAAAAAAAAAAAA==',
    );
    await assert.rejects(recordings(other).downloadStreaming(contentLocation));
    for (const id of ['..', '..%2f..', 'unknown']) {
      const location = `https://us-storage.asm.skype.com/v1/objects/${id}/content/audio`;
      await assert.rejects(recordings().downloadStreaming(location));
    }
    const beyond = recordings().downloadStreaming(contentLocation, { offset: 1_000_000 });
    await assert.rejects(beyond, { status: 416 });
  });

  it('holds what could not be exported, and nothing that was', async () => {
    await local.stop();
    const stateFolder = await mkdtemp(join(tmpdir(), 'data-'));
    local = await TestService.start({ stateFolder });
    local.service.faults.add({ kind: 'exportFails', times: 1 });
    for (let i = 0; i < 2; i++) {
      const { recordingId } = await recordings().start(local.startOptions());
      local.clock.advance(1_000);
      await recordings().stop(recordingId);
      await local.service.whenIdle();
    }
    const chunks = local.events.flatMap((event) => statusData(event).recordingStorageInfo.recordingChunks);
    const kept = chunks.map(({ documentId }) => existsSync(join(stateFolder, 'objects', documentId)));
    assert.deepEqual(kept, [true, false]);
    await readAll(await recordings().downloadStreaming(chunks[0]?.contentLocation ?? ''));
    await local.stop();
    await rm(stateFolder, { recursive: true });
    local = await TestService.start();
  });
});
