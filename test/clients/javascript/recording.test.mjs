// What a back-end in JavaScript does with a recording, with the newest SDK and the oldest that has BYOS.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { after, before, describe, it } from 'node:test';
import { EventGridDeserializer } from '@azure/eventgrid';
import { BlobServiceClient } from '@azure/storage-blob';
import * as newest from 'call-automation-newest';
import * as oldest from 'call-automation-oldest';
import { startLocalService } from './localService.mjs';

const formats = [
  ['audioVideo', 'mixed', 'mp4'],
  ['audio', 'mixed', 'mp3'],
  ['audio', 'mixed', 'wav'],
  ['audio', 'unmixed', 'wav'],
];
const alice = { kind: 'communicationUser', communicationUserId: '8:acs:alice' };
const bob = { kind: 'communicationUser', communicationUserId: '8:acs:bob' };
let service;
let tls;
let container;

before(async () => {
  service = await startLocalService();
  tls = await startLocalService(
    '--cert',
    process.env.LOCAL_CERT,
    '--cert-key',
    process.env.LOCAL_CERT_KEY,
    '--allow-entra',
  );
  const account = BlobServiceClient.fromConnectionString(process.env.AZURITE_CONNECTION_STRING);
  ({ containerClient: container } = await account.createContainer(`javascript-${Date.now()}`));
});

after(async () => {
  await service?.stop();
  await tls?.stop();
});

const own = () => ({
  recordingStorageKind: 'azureBlobStorage',
  recordingDestinationContainerUrl: container.url,
});
const byServerCall = (call) => ({ callLocator: { kind: 'serverCallLocator', id: call.serverCallId } });
const named = ([recordingContent, recordingChannel, recordingFormat]) => ({
  recordingContent,
  recordingChannel,
  recordingFormat,
});

/** The event as the SDK for Event Grid reads it from what a webhook gets. */
async function landed(from, recordingId) {
  const json = JSON.stringify([await from.eventOf(recordingId)]);
  const [event] = await new EventGridDeserializer().deserializeEventGridEvents(json);
  assert.equal(event.eventType, 'Microsoft.Communication.RecordingFileStatusUpdated');
  return event.data;
}

/** The file that an event names. */
async function read(url) {
  assert.ok(url.startsWith(`${container.url}/`), url);
  return container.getBlobClient(decodeURIComponent(url.slice(container.url.length + 1))).downloadToBuffer();
}

const refused = (status, code) => (error) => {
  assert.equal(error.statusCode, status);
  assert.equal(error.code, code);
  return true;
};

for (const [version, sdk] of Object.entries({ '1.6.0': newest, '1.2.0': oldest })) {
  const isNewest = sdk === newest;
  const client = (options = {}, connectionString = service.connectionString) =>
    new sdk.CallAutomationClient(connectionString, {
      allowInsecureConnection: true,
      retryOptions: { retryDelayInMs: 1 },
      ...options,
    }).getCallRecording();
  const recorded = async (recordings, options = {}, from = service) => {
    const { recordingId } = await recordings.start({ ...byServerCall(await from.newCall()), ...options });
    await recordings.stop(recordingId);
    return landed(from, recordingId);
  };

  describe(`JavaScript ${version}`, () => {
    for (const format of formats) {
      it(`${version}: records ${format.join(', ')} into the container`, async () => {
        const data = await recorded(client(), { ...named(format), recordingStorage: own() });
        assert.equal(data.storageType, 'AzureBlob');
        const [chunk] = data.recordingStorageInfo.recordingChunks;
        assert.ok((await read(chunk.contentLocation)).length > 0);
        const { recordingInfo } = JSON.parse(String(await read(chunk.metadataLocation)));
        assert.deepEqual(
          [recordingInfo.contentType, recordingInfo.channelType, recordingInfo.format],
          format,
        );
      });
    }

    it(`${version}: finds a call by its group${isNewest ? ', room and connection' : ''}`, async () => {
      const call = await service.newCall();
      const ways = [{ callLocator: { kind: 'groupCallLocator', id: call.groupCallId } }];
      if (isNewest)
        ways.push(
          { callLocator: { kind: 'roomCallLocator', id: call.roomId } },
          { callConnectionId: call.callConnectionId },
        );
      for (const way of ways) {
        const { recordingId } = await client().start(way);
        await client().stop(recordingId);
        assert.ok((await service.eventOf(recordingId)).subject.includes(call.callId));
      }
    });

    it(`${version}: pauses, resumes and stops`, async () => {
      const recordings = client();
      const started = await recordings.start(byServerCall(await service.newCall()));
      assert.equal(started.recordingState, 'active');
      await recordings.pause(started.recordingId);
      assert.equal((await recordings.getState(started.recordingId)).recordingState, 'inactive');
      await recordings.resume(started.recordingId);
      assert.equal((await recordings.getState(started.recordingId)).recordingState, 'active');
      await recordings.stop(started.recordingId);
      await assert.rejects(recordings.getState(started.recordingId), refused(404, '8522'));
    });

    it(`${version}: starts paused`, async () => {
      const recordings = client();
      const started = await recordings.start({
        ...byServerCall(await service.newCall()),
        pauseOnStart: true,
      });
      assert.equal(started.recordingState, 'inactive');
      await recordings.stop(started.recordingId);
    });

    it(`${version}: gives participants the channels that were asked for`, async () => {
      for (const wanted of [
        { audioChannelParticipantOrdering: [bob, alice] },
        {
          channelAffinity: [bob, alice].map((targetParticipant, channel) => ({ channel, targetParticipant })),
        },
      ]) {
        const call = await service.newCall({ participants: ['8:acs:alice', '8:acs:bob'] });
        const options = { ...byServerCall(call), ...named(formats[3]), ...wanted, recordingStorage: own() };
        const { recordingId } = await client().start(options);
        await client().stop(recordingId);
        const [chunk] = (await landed(service, recordingId)).recordingStorageInfo.recordingChunks;
        const { participants } = JSON.parse(String(await read(chunk.metadataLocation)));
        const channels = Object.fromEntries(participants.map((each) => [each.participantId, each.channel]));
        assert.deepEqual(channels, { '8:acs:bob': 0, '8:acs:alice': 1 });
      }
    });

    it(`${version}: hears of each state by callback, in order`, async () => {
      const bodies = [];
      const server = createServer(async (request, response) => {
        bodies.push(Buffer.concat(await Array.fromAsync(request)).toString());
        response.end(() => server.emit('callback'));
      }).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const recordings = client();
      const { recordingId } = await recordings.start({
        ...byServerCall(await service.newCall()),
        recordingStateCallbackEndpointUrl: `http://127.0.0.1:${server.address().port}/`,
      });
      await recordings.pause(recordingId);
      await recordings.resume(recordingId);
      await recordings.stop(recordingId);
      while (bodies.length < 4) await once(server, 'callback');
      server.close();
      const states = bodies.map((body) => sdk.parseCallAutomationEvent(JSON.parse(body)[0]).state);
      assert.deepEqual(states, ['active', 'inactive', 'active', 'inactive']);
    });

    it(`${version}: has errors with the service's codes`, async () => {
      const recordings = client();
      const call = await service.newCall();
      const { recordingId } = await recordings.start(byServerCall(call));
      await assert.rejects(recordings.start(byServerCall(call)), refused(400, '8553'));
      await recordings.stop(recordingId);
      const unmixedVideo = {
        ...byServerCall(await service.newCall()),
        recordingContent: 'audioVideo',
        recordingChannel: 'unmixed',
      };
      await assert.rejects(recordings.start(unmixedVideo), refused(400, '8523'));
      await assert.rejects(
        recordings.start(byServerCall({ serverCallId: 'aHR0cHM6Ly9leGFtcGxlLm9yZw==' })),
        refused(400, '8527'),
      );
      const stranger = client(
        {},
        service.connectionString.replace(/accesskey=.*/, `accesskey=${'A'.repeat(44)}`),
      );
      await assert.rejects(stranger.getState('any'), refused(401, '7509'));
      for (const [kind, status, code] of [
        ['forbidden', 403, 'Forbidden'],
        ['conflict', 409, 'Conflict'],
      ]) {
        await service.fault({ kind, times: 1 });
        await assert.rejects(recordings.getState('any'), refused(status, code));
      }
    });

    it(`${version}: tries a throttled request again when it is told to, else leaves it to the caller`, async () => {
      const recordings = client();
      const { recordingId } = await recordings.start(byServerCall(await service.newCall()));
      await service.fault({ kind: 'throttle', times: 1, seconds: 1 });
      assert.equal((await recordings.getState(recordingId)).recordingState, 'active');
      await service.fault({ kind: 'throttle', times: 1, retryAfter: false });
      await assert.rejects(recordings.getState(recordingId), refused(429, 'TooManyRequests'));
      await recordings.stop(recordingId);
    });

    it(`${version}: reports a server error, and repeats a start as the same start`, async () => {
      await service.fault({ kind: 'serverError', times: 1 });
      await assert.rejects(client({ retryOptions: { maxRetries: 0 } }).getState('any'), refused(500, '9999'));
      const call = await service.newCall();
      await service.fault({ kind: 'serverError', operation: 'start', times: 1, afterEffect: true });
      const { recordingId } = await client().start(byServerCall(call));
      const running = (await service.control('GET', 'recordings')).filter(
        ({ callId }) => callId === call.callId,
      );
      assert.deepEqual(
        running.map((each) => each.recordingId),
        [recordingId],
      );
      await client().stop(recordingId);
    });

    it(`${version}: is refused with a clock that is twenty minutes wrong`, async (context) => {
      for (const minutes of [-20, 20]) {
        context.mock.timers.enable({ apis: ['Date'], now: Date.now() + minutes * 60_000 });
        await assert.rejects(client().getState('any'), refused(401, '7509'));
        context.mock.timers.reset();
      }
    });

    it(`${version}: downloads and deletes in built-in storage, through a client that sends it here`, async () => {
      const { createDefaultHttpClient } = await import('@azure/core-rest-pipeline');
      const real = createDefaultHttpClient();
      const httpClient = {
        sendRequest(request) {
          const { hostname, pathname } = new URL(request.url);
          if (hostname.endsWith('.asm.skype.com')) request.url = new URL(pathname, service.endpoint).href;
          request.allowInsecureConnection = true;
          return real.sendRequest(request);
        },
      };
      const recordings = client({ httpClient });
      const data = await recorded(recordings, named(formats[2]));
      const [chunk] = data.recordingStorageInfo.recordingChunks;
      const media = Buffer.concat(
        await Array.fromAsync(await recordings.downloadStreaming(chunk.contentLocation)),
      );
      assert.equal(media.subarray(0, 4).toString(), 'RIFF');
      const metadata = Buffer.concat(
        await Array.fromAsync(await recordings.downloadStreaming(chunk.metadataLocation)),
      );
      assert.equal(JSON.parse(String(metadata)).chunkDocumentId, chunk.documentId);
      await recordings.delete(chunk.deleteLocation);
      await assert.rejects(recordings.downloadStreaming(chunk.contentLocation), { status: 404 });
    });

    it(`${version}: connects by connection string and by token over HTTPS`, async () => {
      const data = await recorded(client({}, tls.connectionString), { recordingStorage: own() }, tls);
      assert.equal(data.recordingStorageInfo.recordingChunks.length, 1);
      const encoded = (part) => Buffer.from(JSON.stringify(part)).toString('base64url');
      const expires = Date.now() + 3_600_000;
      const token = [{ alg: 'none' }, { aud: 'https://communication.azure.com/', exp: expires / 1000 }]
        .map(encoded)
        .join('.');
      const credential = {
        getToken: () => Promise.resolve({ token: `${token}.none`, expiresOnTimestamp: expires }),
      };
      const byToken = new sdk.CallAutomationClient(tls.endpoint, credential).getCallRecording();
      assert.equal((await recorded(byToken, {}, tls)).recordingStorageInfo.recordingChunks.length, 1);
    });
  });
}
