import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ServiceError } from '../../../../src/emulator/service/errors.ts';
import { readStartRequest } from '../../../../src/emulator/service/startRequest.ts';

const call = { callLocator: { kind: 'serverCallLocator', serverCallId: 'abc' } };
const request = (body: object) => readStartRequest({ ...call, ...body }, false);
const refused = (body: unknown, message = /^Invalid request, /) => {
  assert.throws(
    () => readStartRequest(body, false),
    (error) =>
      error instanceof ServiceError &&
      error.status === 400 &&
      error.code === '8523' &&
      message.test(error.message),
  );
};

describe('start request', () => {
  it('accepts each locator', () => {
    assert.deepEqual(request({}).call, { kind: 'serverCallId', id: 'abc' });
    const group = { callLocator: { kind: 'groupCallLocator', groupCallId: 'g' } };
    assert.deepEqual(readStartRequest(group, false).call, { kind: 'groupCallId', id: 'g' });
    const room = { callLocator: { kind: 'roomCallLocator', roomId: '99' } };
    assert.deepEqual(readStartRequest(room, false).call, { kind: 'roomId', id: '99' });
    const connection = { callConnectionId: 'c' };
    assert.deepEqual(readStartRequest(connection, false).call, { kind: 'callConnectionId', id: 'c' });
  });

  it('requires exactly one locator', () => {
    refused({}, /exactly one/);
    refused({ ...call, callConnectionId: 'c' }, /exactly one/);
    refused({ callLocator: { kind: 'groupCallLocator', serverCallId: 'abc' } }, /callLocator is invalid/);
    refused({ callLocator: { kind: 'toString', toString: 'x' } }, /callLocator is invalid/);
  });

  it('accepts the four legal combinations and no other', () => {
    const legal: string[] = [];
    for (const recordingContentType of ['audio', 'audioVideo']) {
      for (const recordingChannelType of ['mixed', 'unmixed']) {
        for (const recordingFormatType of ['mp3', 'mp4', 'wav']) {
          const body = { ...call, recordingContentType, recordingChannelType, recordingFormatType };
          try {
            const { format } = readStartRequest(body, false);
            legal.push(Object.values(format).join(' '));
          } catch {
            refused(body, /combination/);
          }
        }
      }
    }
    assert.deepEqual(legal, [
      'audio mixed mp3',
      'audio mixed wav',
      'audio unmixed wav',
      'audioVideo mixed mp4',
    ]);
    refused({ ...call, recordingContentType: 'composite' }, /recordingContentType is invalid/);
  });

  it('fills in what is left out', () => {
    const words = (body: object) => Object.values(request(body).format).join(' ');
    assert.equal(words({}), 'audioVideo mixed mp4');
    assert.equal(words({ recordingContentType: 'audio' }), 'audio mixed mp3');
    assert.equal(words({ recordingChannelType: 'unmixed' }), 'audio unmixed wav');
    assert.equal(words({ recordingFormatType: 'WAV' }), 'audio mixed wav');
  });

  it('reads who gets which channel, in unmixed recordings only', () => {
    const unmixed = {
      recordingChannelType: 'unmixed',
      audioChannelParticipantOrdering: [
        { kind: 'communicationUser', rawId: '8:acs:a', communicationUser: { id: '8:acs:a' } },
        { kind: 'phoneNumber', phoneNumber: { value: '+1555' } },
      ],
      channelAffinity: [{ channel: 4, participant: { communicationUser: { id: '8:acs:b' } } }],
    };
    assert.deepEqual(request(unmixed).channelOrder, ['8:acs:a', '4:+1555']);
    assert.deepEqual([...request(unmixed).channelOf], [['8:acs:b', 4]]);
    refused({ ...call, ...unmixed, recordingChannelType: 'mixed' }, /unmixed recordings only/);
    const affinity = (channel: unknown) => ({ channel, participant: { rawId: `8:acs:${String(channel)}` } });
    for (const channel of [7, -1, 1.5, '1', undefined]) {
      refused({ ...call, recordingChannelType: 'unmixed', channelAffinity: [affinity(channel)] }, /0 to 4/);
    }
    const twice = [affinity(1), { ...affinity(1), participant: { rawId: 'other' } }];
    refused({ ...call, recordingChannelType: 'unmixed', channelAffinity: twice }, /twice/);
    refused({ ...call, recordingChannelType: 'unmixed', audioChannelParticipantOrdering: [{}] }, /rawId/);
  });

  it('requires HTTPS for callbacks, but for addresses of this machine where that is allowed', () => {
    const to = (recordingStateCallbackUri: string) => ({ ...call, recordingStateCallbackUri });
    assert.equal(readStartRequest(to('https://ex.com/cb'), false).callbackUrl, 'https://ex.com/cb');
    refused(to('http://127.0.0.1:1/cb'), /The field CallbackUri is invalid/);
    assert.equal(readStartRequest(to('http://127.0.0.1:1/cb'), true).callbackUrl, 'http://127.0.0.1:1/cb');
    assert.throws(() => readStartRequest(to('http://ex.com/cb'), true));
    refused(to('not a url'), /CallbackUri/);
    refused(to('file:///etc/passwd'), /CallbackUri/);
  });

  it('reads the container and its prefix, and refuses a signature without repeating it', () => {
    const storage = (recordingDestinationContainerUrl: string) => ({
      ...call,
      externalStorage: { recordingStorageKind: 'azureBlobStorage', recordingDestinationContainerUrl },
    });
    const destination = (url: string) => readStartRequest(storage(url), false).destination;
    assert.deepEqual(destination('https://acct.blob.core.windows.net/recordings/team%20a/b/'), {
      containerUrl: 'https://acct.blob.core.windows.net/recordings',
      prefix: 'team a/b/',
    });
    assert.deepEqual(destination('http://127.0.0.1:10000/devstoreaccount1/recordings'), {
      containerUrl: 'http://127.0.0.1:10000/devstoreaccount1/recordings',
      prefix: '',
    });
    assert.equal(destination('file:///tmp/x')?.containerUrl, 'file:///tmp/x');
    refused(storage('https://acct.blob.core.windows.net/recordings?sig=SECRET'), /^(?!.*SECRET)/);
    refused(storage('https://acct.blob.core.windows.net/'));
    refused(storage('http://acct.blob.core.windows.net/recordings'));
    refused(storage('nonsense'));
    refused({ ...call, externalStorage: { recordingStorageKind: 'azureBlobStorage' } });
    refused({ ...call, externalStorage: { recordingStorageKind: 'tape' } });
    const builtIn = { externalStorage: { recordingStorageKind: 'azureCommunicationServices' } };
    assert.equal(request(builtIn).destination, undefined);
  });

  it('refuses anything else without failing', () => {
    const keys = [
      'callLocator',
      'callConnectionId',
      'recordingContentType',
      'recordingStateCallbackUri',
      'externalStorage',
      'channelAffinity',
      'audioChannelParticipantOrdering',
    ];
    const hostile = fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...keys), fc.anything()));
    fc.assert(
      fc.property(hostile, (body) => {
        try {
          readStartRequest(body, true);
        } catch (error) {
          assert.ok(error instanceof ServiceError, String(error));
        }
      }),
    );
  });
});
