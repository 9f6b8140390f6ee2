import assert from 'node:assert/strict';
import { sharedAzurite } from '../../azurite.ts';
import { groupDay } from '../../../../src/recording/call.ts';
import { openDestination } from '../../../../src/emulator/files/destination.ts';
import { freshContainer } from '../../storage/helpers.ts';
import { TestService, refusalOf, statusData } from '../localServiceFixture.ts';

describe('local service and Azurite', () => {
  let local: TestService;

  beforeEach(async () => {
    local = await TestService.start({ chunks: { chunkSeconds: 60 } });
  });

  afterEach(() => local.stop());

  const into = (url: string) => ({
    recordingStorage: {
      recordingStorageKind: 'azureBlobStorage' as const,
      recordingDestinationContainerUrl: url,
    },
  });

  it('writes recordings below the prefix of a container, with content types', async () => {
    const container = await freshContainer(await sharedAzurite());
    const { recordingId } = await local
      .recordings()
      .start(local.startOptions({ ...into(`${container.url}/team a/calls`), recordingFormat: 'wav' }));
    // Two chunks; a minute of wav is uploaded in several blocks.
    local.clock.advance(70_000);
    await local.recordings().stop(recordingId);
    await local.service.whenIdle();
    const { files } = await (await openDestination(container.url)).listFiles('');
    const { calls, otherFiles } = groupDay(files, 'team a/calls/');
    assert.deepEqual(otherFiles, []);
    const [recording] = calls.flatMap((call) => call.recordings);
    assert.deepEqual(
      recording?.files.map((file) => [file.blob.kind, file.contentType]),
      [
        ['acsmetadata', 'application/json'],
        ['audiowav', 'audio/wav'],
        ['acsmetadata', 'application/json'],
        ['audiowav', 'audio/wav'],
      ],
    );
    assert.deepEqual(
      recording.files.flatMap((file) => (file.blob.kind === 'audiowav' ? [file.sizeBytes] : [])),
      [44 + 60 * 32_000, 44 + 10 * 32_000],
    );
    const data = statusData(local.events[0]);
    assert.equal(data.storageType, 'AzureBlob');
    for (const chunk of data.recordingStorageInfo.recordingChunks) {
      assert.ok(chunk.contentLocation.startsWith(`${container.url}/team%20a/calls/20261120/`));
      assert.doesNotMatch(chunk.contentLocation, /\?/);
    }
  });

  it('refuses a start whose container is missing, and says so', async () => {
    const { blobUrl } = await sharedAzurite();
    assert.match(
      await refusalOf(local.recordings().start(local.startOptions(into(`${blobUrl}/missing`)))),
      /^400 8523 Invalid request, the destination cannot be used: .*not found/,
    );
    assert.deepEqual(local.events, []);
  });

  it('does not start with a destination that cannot be used, and says why', async () => {
    const { blobUrl } = await sharedAzurite();
    const destination = { containerUrl: `${blobUrl}/missing`, prefix: '' };
    await assert.rejects(TestService.start({ destination }), /missing cannot be used: .*not found/);
    const file = { containerUrl: import.meta.url, prefix: '' };
    await assert.rejects(TestService.start({ destination: file }), /cannot be used/);
  });

  it('keeps a recording whose container was deleted meanwhile', async () => {
    const container = await freshContainer(await sharedAzurite());
    const { recordingId } = await local.recordings().start(local.startOptions(into(container.url)));
    local.clock.advance(1_000);
    await container.delete();
    await local.recordings().stop(recordingId);
    await local.service.whenIdle();
    assert.equal(statusData(local.events[0]).storageType, 'ACS');
  });

  it('sends all recordings to one place with the option for it', async () => {
    const container = await freshContainer(await sharedAzurite());
    await local.stop();
    local = await TestService.start({ destination: { containerUrl: container.url, prefix: 'here/' } });
    const { recordingId } = await local
      .recordings()
      .start(local.startOptions(into('https://production.blob.core.windows.net/recordings')));
    local.clock.advance(1_000);
    await local.recordings().stop(recordingId);
    await local.service.whenIdle();
    const { files } = await (await openDestination(container.url)).listFiles('here/');
    assert.equal(files.length, 2);
  });

  it('writes with whatever store it is given', async () => {
    const opened: string[] = [];
    await local.stop();
    local = await TestService.start({
      openDestination: (url) => {
        opened.push(url);
        return Promise.resolve(local.store);
      },
    });
    const { recordingId } = await local
      .recordings()
      .start(local.startOptions(into('https://acct.blob.core.windows.net/recordings/prefix')));
    local.clock.advance(1_000);
    await local.recordings().stop(recordingId);
    await local.service.whenIdle();
    assert.deepEqual([...new Set(opened)], ['https://acct.blob.core.windows.net/recordings']);
    const { files } = await local.store.listFiles('prefix/');
    assert.equal(files.length, 2);
  });
});
