import assert from 'node:assert/strict';
import { parseBuffer } from 'music-metadata';
import { isMetadata } from '../../../../src/recording/blobName.ts';
import { TestService, refusalOf, statusData } from '../localServiceFixture.ts';

describe('local service with the SDK', () => {
  let local: TestService;

  beforeEach(async () => {
    local = await TestService.start();
  });

  afterEach(() => local.stop());

  const formats = [
    ['audio', 'mixed', 'mp3', 1],
    ['audio', 'mixed', 'wav', 1],
    ['audio', 'unmixed', 'wav', 2],
    ['audioVideo', 'mixed', 'mp4', 1],
  ] as const;
  for (const [recordingContent, recordingChannel, recordingFormat, channels] of formats) {
    it(`records ${recordingContent} ${recordingChannel} ${recordingFormat}`, async () => {
      const recordings = local.recordings();
      const started = await recordings.start(
        local.startOptions({ recordingContent, recordingChannel, recordingFormat }),
      );
      assert.equal(started.recordingState, 'active');
      assert.equal(started.recordingKind, 'azureCommunicationServices');
      local.clock.advance(7_345);
      await recordings.stop(started.recordingId);
      const [recording, ...others] = await local.landed();
      assert.ok(recording);
      assert.equal(others.length, 0);
      const [chunk, ...more] = await local.chunks(recording);
      assert.ok(chunk);
      assert.equal(more.length, 0);
      const { recordingInfo, chunkDuration, participants } = chunk.metadata;
      assert.equal(chunkDuration, 7_345);
      assert.deepEqual(
        [recordingInfo.contentType, recordingInfo.channelType, recordingInfo.format],
        [recordingContent, recordingChannel, recordingFormat],
      );
      const { format } = await parseBuffer(chunk.media, { path: chunk.name }, { duration: true });
      assert.ok(Math.abs((format.duration ?? 0) * 1000 - chunkDuration) <= 64, String(format.duration));
      assert.equal(format.sampleRate, recordingInfo.audioConfiguration.sampleRate);
      if (recordingFormat === 'wav') assert.equal(format.numberOfChannels, channels);
      assert.equal(recordingInfo.audioConfiguration.channels, channels);
      assert.equal(
        recordingInfo.videoConfiguration?.longerSideLength,
        recordingFormat === 'mp4' ? 320 : undefined,
      );
      assert.deepEqual(
        participants.map((each) => each.channel),
        recordingChannel === 'unmixed' ? [0, 1] : [undefined, undefined],
      );
    });
  }

  it('gives IDs that decode as real ones do, and folders named after the call', async () => {
    const call = local.service.calls.create();
    const { recordingId } = await local
      .recordings()
      .start(local.startOptions({ callLocator: { kind: 'serverCallLocator', id: call.serverCallId } }));
    assert.deepEqual(Object.keys(JSON.parse(Buffer.from(recordingId, 'base64').toString()) as object), [
      'PlatformEndpointId',
      'ResourceSpecificId',
    ]);
    local.clock.advance(1000);
    await local.recordings().stop(recordingId);
    const [recording] = await local.landed();
    assert.equal(recording?.date, '20261120');
    assert.equal(recording.callId, call.callId);
    assert.match(recording.folder, new RegExp(`^${recordingId.slice(0, 8)}-[0-9a-f-]{36}$`));
    const [metadata] = recording.files.filter((file) => isMetadata(file.blob));
    assert.match(metadata?.blob.documentId ?? '', /^0-[a-z]+-d\d+-[0-9a-f]{32}$/);
  });

  it('returns the state of a recording, which pause and resume change, twice as well as once', async () => {
    const recordings = local.recordings();
    const { recordingId } = await recordings.start(local.startOptions());
    const state = async () => (await recordings.getState(recordingId)).recordingState;
    assert.equal(await state(), 'active');
    await recordings.pause(recordingId);
    await recordings.pause(recordingId);
    assert.equal(await state(), 'inactive');
    await recordings.resume(recordingId);
    await recordings.resume(recordingId);
    assert.equal(await state(), 'active');
  });

  it('cuts pauses out of the media and writes them into the metadata', async () => {
    const recordings = local.recordings();
    const { recordingId } = await recordings.start(local.startOptions({ recordingFormat: 'wav' }));
    local.clock.advance(3_000);
    await recordings.pause(recordingId);
    local.clock.advance(5_220);
    await recordings.resume(recordingId);
    local.clock.advance(2_000);
    await recordings.stop(recordingId);
    const [recording] = await local.landed();
    const [chunk] = recording ? await local.chunks(recording) : [];
    assert.equal(chunk?.media.length, 44 + 5 * 32_000);
    assert.equal(chunk.metadata.chunkDuration, 5_000);
    assert.deepEqual(chunk.metadata.pauseResumeIntervals, [
      { startTime: '2026-11-20T10:00:03.0000000Z', duration: 5_220 },
    ]);
  });

  it('may start paused', async () => {
    const recordings = local.recordings();
    const started = await recordings.start(
      local.startOptions({ pauseOnStart: true, recordingFormat: 'wav' }),
    );
    assert.equal(started.recordingState, 'inactive');
    local.clock.advance(4_000);
    await recordings.resume(started.recordingId);
    local.clock.advance(1_000);
    await recordings.stop(started.recordingId);
    const [recording] = await local.landed();
    const [chunk] = recording ? await local.chunks(recording) : [];
    assert.equal(chunk?.metadata.chunkDuration, 1_000);
    assert.deepEqual(chunk.metadata.pauseResumeIntervals, [
      { startTime: '2026-11-20T10:00:00.0000000Z', duration: 4_000 },
    ]);
  });

  it('takes each way to name a call, with and without padding', async () => {
    const { calls } = local.service;
    const call = () => calls.create();
    for (const options of [
      { callLocator: { kind: 'serverCallLocator', id: call().serverCallId.replace(/=+$/, '') } },
      { callLocator: { kind: 'groupCallLocator', id: call().groupCallId } },
      { callLocator: { kind: 'roomCallLocator', id: call().roomId } },
    ] as const) {
      const started = await local.recordings().start(local.startOptions(options));
      assert.equal(started.recordingState, 'active');
    }
    const byConnection = local.startOptionsByConnection(call().callConnectionId);
    assert.equal((await local.recordings().start(byConnection)).recordingState, 'active');
  });

  it('records the active call among those that a group had one after another', async () => {
    const { calls } = local.service;
    const { groupCallId, callId } = calls.create();
    calls.end(callId);
    const next = calls.create({ groupCallId });
    const byGroup = local.startOptions({ callLocator: { kind: 'groupCallLocator', id: groupCallId } });
    assert.equal((await local.recordings().start(byGroup)).recordingState, 'active');
    assert.equal((await local.control('DELETE', `/local/calls/${groupCallId}`)).status, 204);
    assert.equal(calls.byAnyId(next.callId)?.state, 'ended');
    await assert.rejects(local.recordings().start(byGroup), { code: '8522', message: 'Call not found.' });
  });

  it('gives channels as was asked for', async () => {
    const [a, b, c] = ['8:acs:r_a', '8:acs:r_b', '8:acs:r_c'] as const;
    const call = local.service.calls.create({ participants: [a, b, c] });
    const recordings = local.recordings();
    const { recordingId } = await recordings.start(
      local.startOptions({
        callLocator: { kind: 'serverCallLocator', id: call.serverCallId },
        recordingChannel: 'unmixed',
        recordingFormat: 'wav',
        audioChannelParticipantOrdering: [{ communicationUserId: c }],
        channelAffinity: [{ channel: 3, targetParticipant: { communicationUserId: b } }],
      }),
    );
    local.clock.advance(1_000);
    await recordings.stop(recordingId);
    const [recording] = await local.landed();
    const [chunk] = recording ? await local.chunks(recording) : [];
    assert.deepEqual(chunk?.metadata.participants, [
      { participantId: b, channel: 3 },
      { participantId: c, channel: 0 },
      { participantId: a, channel: 1 },
    ]);
    assert.equal(chunk.metadata.recordingInfo.audioConfiguration.channels, 4);
    assert.equal((await parseBuffer(chunk.media)).format.numberOfChannels, 4);
  });

  it('has five channels at most, and names all participants', async () => {
    const call = local.service.calls.create({ participantCount: 7 });
    const recordings = local.recordings();
    const { recordingId } = await recordings.start(
      local.startOptions({
        callLocator: { kind: 'serverCallLocator', id: call.serverCallId },
        recordingChannel: 'unmixed',
        recordingFormat: 'wav',
      }),
    );
    local.clock.advance(1_000);
    await recordings.stop(recordingId);
    const [recording] = await local.landed();
    const [chunk] = recording ? await local.chunks(recording) : [];
    assert.deepEqual(
      chunk?.metadata.participants.map((each) => each.channel),
      [0, 1, 2, 3, 4, undefined, undefined],
    );
    assert.equal((await parseBuffer(chunk.media)).format.numberOfChannels, 5);
  });

  it('refuses as the real service does', async () => {
    const { calls } = local.service;
    const recordings = local.recordings();
    const start = (options: Parameters<TestService['startOptions']>[0]) =>
      refusalOf(recordings.start(local.startOptions(options)));
    const byServerCallId = (id: string) => ({ callLocator: { kind: 'serverCallLocator', id } }) as const;

    const madeUp = Buffer.from('https://api.flightproxy.skype.com/conv/x').toString('base64');
    assert.equal(await start(byServerCallId(madeUp)), '400 8527 Invalid join identity, cannot join call.');
    const ended = calls.create();
    calls.end(ended.callId);
    assert.equal(await start(byServerCallId(ended.serverCallId)), '404 8522 Call not found.');
    const unknown = local.startOptionsByConnection('unknown');
    assert.equal(await refusalOf(recordings.start(unknown)), '404 8522 Call not found.');
    const ringing = calls.create({ connecting: true });
    const notYet = '400 8501 Action is invalid when call is not in Established state';
    assert.equal(await start(byServerCallId(ringing.serverCallId)), notYet);
    calls.connect(ringing.callId);
    const { recordingId } = await recordings.start(local.startOptions(byServerCallId(ringing.serverCallId)));
    const twice = '400 8553 Only one recording of a given type is supported in a call.';
    assert.equal(await start(byServerCallId(ringing.serverCallId)), twice);
    assert.match(await start({ recordingChannel: 'unmixed' }), /^400 8523 Invalid request, /);
    assert.match(await refusalOf(recordings.start({})), /^400 8523 Invalid request, exactly one/);

    await recordings.stop(recordingId);
    const gone = '404 8522 Recording not found.';
    assert.equal(await refusalOf(recordings.stop(recordingId)), gone);
    assert.equal(await refusalOf(recordings.pause(recordingId)), gone);
    assert.equal(await refusalOf(recordings.resume(recordingId)), gone);
    assert.equal(await refusalOf(recordings.getState(recordingId)), gone);
    assert.equal(await refusalOf(recordings.getState('%zz')), gone);
    // A call may be recorded again.
    await recordings.start(local.startOptions(byServerCallId(ringing.serverCallId)));
  });

  it('sends one event when all files have landed', async () => {
    const recordings = local.recordings();
    const call = local.service.calls.create();
    const { recordingId } = await recordings.start(
      local.startOptions({ callLocator: { kind: 'serverCallLocator', id: call.serverCallId } }),
    );
    local.clock.advance(6_620);
    await recordings.stop(recordingId);
    const [recording] = await local.landed();
    assert.equal(local.events.length, 1);
    const [event] = local.events;
    assert.equal(event?.eventType, 'Microsoft.Communication.RecordingFileStatusUpdated');
    assert.equal(
      event.subject,
      `/recording/call/${call.callId}/serverCallId/${call.serverCallId}/recordingId/${recordingId}`,
    );
    const data = statusData(event);
    assert.equal(data.recordingId, recordingId);
    assert.equal(data.recordingDurationMs, 6_620);
    assert.equal(data.recordingStartTime, '2026-11-20T10:00:00.0000000Z');
    assert.equal(data.sessionEndReason, 'InitiatorLeft');
    assert.equal(data.storageType, 'AzureBlob');
    const [chunk] = data.recordingStorageInfo.recordingChunks;
    assert.equal(chunk?.endReason, 'SessionEnded');
    const names = recording?.files.map((file) => local.store.urlOf(file.name)) ?? [];
    assert.deepEqual([chunk.metadataLocation, chunk.contentLocation], names);
    assert.deepEqual(await (await local.control('GET', '/local/events')).json(), local.events);
  });

  it('writes a chunk when it is full, while the recording continues', async () => {
    await local.stop();
    local = await TestService.start({ chunks: { chunkSeconds: 10 } });
    const recordings = local.recordings();
    const { recordingId } = await recordings.start(local.startOptions({ recordingFormat: 'wav' }));
    local.clock.advance(12_000);
    const [first] = await local.landed();
    assert.equal(first?.files.length, 2);
    await recordings.pause(recordingId);
    local.clock.advance(100_000);
    await recordings.resume(recordingId);
    local.clock.advance(9_000);
    await recordings.stop(recordingId);
    const [recording] = await local.landed();
    const chunks = recording ? await local.chunks(recording) : [];
    assert.deepEqual(
      chunks.map(({ metadata, media }) => [
        metadata.chunkIndex,
        metadata.chunkStartTime.slice(11, 19),
        metadata.chunkDuration,
        (media.length - 44) / 32,
        metadata.pauseResumeIntervals.length,
      ]),
      [
        [0, '10:00:00', 10_000, 10_000, 0],
        [1, '10:00:10', 10_000, 10_000, 1],
        [2, '10:02:00', 1_000, 1_000, 0],
      ],
    );
    const data = statusData(local.events[0]);
    assert.equal(data.recordingDurationMs, 21_000);
    assert.deepEqual(
      data.recordingStorageInfo.recordingChunks.map((chunk) => chunk.endReason),
      ['ChunkMaximumTimeExceeded', 'ChunkMaximumTimeExceeded', 'SessionEnded'],
    );
  });

  it('ends a chunk by size too', async () => {
    await local.stop();
    local = await TestService.start({ chunks: { chunkBytes: 64_000 } });
    const recordings = local.recordings();
    const { recordingId } = await recordings.start(local.startOptions({ recordingFormat: 'wav' }));
    local.clock.advance(5_000);
    await recordings.stop(recordingId);
    const [recording] = await local.landed();
    const chunks = recording ? await local.chunks(recording) : [];
    assert.deepEqual(
      chunks.map(({ metadata }) => metadata.chunkDuration),
      [2_000, 2_000, 1_000],
    );
    const [chunk] = statusData(local.events[0]).recordingStorageInfo.recordingChunks;
    assert.equal(chunk?.endReason, 'ChunkMaximumSizeExceeded');
  });

  it('ends recordings with their call, and both when it is closed', async () => {
    const recordings = local.recordings();
    const call = local.service.calls.create();
    const { recordingId } = await recordings.start(
      local.startOptions({ callLocator: { kind: 'serverCallLocator', id: call.serverCallId } }),
    );
    await recordings.start(local.startOptions());
    local.clock.advance(2_000);
    assert.equal((await local.control('DELETE', `/local/calls/${call.callId}`)).status, 204);
    assert.match(await refusalOf(recordings.stop(recordingId)), /Recording not found/);
    assert.equal((await local.landed()).length, 1);
    assert.equal(statusData(local.events[0]).sessionEndReason, 'CallEnded');
    await local.service.close();
    assert.equal((await local.landed()).length, 2);
  });

  it('leaves document IDs out of names with the option for it', async () => {
    await local.stop();
    local = await TestService.start({ documentIdsInNames: false });
    const { recordingId } = await local.recordings().start(local.startOptions());
    local.clock.advance(1_000);
    await local.recordings().stop(recordingId);
    const [recording] = await local.landed();
    assert.deepEqual(
      recording?.files.map((file) => file.name.slice(file.name.lastIndexOf('/') + 1)),
      ['0-acsmetadata.json', '0-audiomp3.mp3'],
    );
  });
});
