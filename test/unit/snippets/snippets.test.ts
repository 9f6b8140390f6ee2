import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { SnippetRequest } from '../../../src/snippets/request.ts';
import {
  recordingSnippet,
  snippetLanguages,
  webhookLanguages,
  webhookSnippet,
} from '../../../src/snippets/snippets.ts';
import { legalFormats } from '../../../src/recording/formats.ts';
import { newServerCallId } from '../../../src/emulator/service/ids.ts';
import { callIdKinds } from '../../../src/calling/start/request.ts';

const key = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJCrze8SNFZ4kA==';
const signature = 'u1Qm5xq8mTHKz2Vb3n6Wc0yTqvN4s8dLk1jYh7gRf3E%3D';

const request: SnippetRequest = {
  call: { kind: 'serverCallId', id: newServerCallId(Date.UTC(2026, 10, 25)) },
  content: 'audio',
  channel: 'unmixed',
  format: 'wav',
  destination: { kind: 'container', url: 'https://account.blob.core.windows.net/recordings/team' },
  pauseOnStart: true,
  callbackUrl: 'https://example.com/callbacks',
  channelOrder: ['8:acs:8f0a_1'],
  channelAffinity: [{ channel: 3, participantId: '4:+15551234567' }],
  signIn: 'accessKey',
  isLocal: false,
};

describe('the start as code', () => {
  for (const language of snippetLanguages) {
    it(`names packages or the API version first, in ${language}`, () => {
      const [first = '', second = ''] = recordingSnippet(request, language).split('\n');
      assert.match(
        language === 'curl' ? second : first,
        /callautomation.*\d+\.\d+\.\d+|call-automation@\d+\.\d+\.\d+|REST API 20\d\d-\d\d-\d\d/i,
      );
    });

    it(`holds each option that was given, in ${language}`, () => {
      const text = recordingSnippet(request, language);
      const { call, destination, callbackUrl = '' } = request;
      const url = destination.kind === 'container' ? destination.url : '';
      for (const value of [call.id ?? '', url, callbackUrl, '8:acs:8f0a_1', '+15551234567'])
        assert.ok(text.includes(value), `${value} is missing in\n${text}`);
    });

    it(`takes a call that is not known from the environment and says why, in ${language}`, () => {
      const text = recordingSnippet({ ...request, call: { kind: 'serverCallId' } }, language);
      assert.match(text, /^(?:#|\/\/) COMMUNICATION_SERVER_CALL_ID: .*server call ID/m);
      assert.equal(text.split('COMMUNICATION_SERVER_CALL_ID').length, 3);
    });

    it(`takes a callback URL with a line break from the environment, in ${language}`, () => {
      const text = recordingSnippet(
        { ...request, callbackUrl: 'https://example.com/\n"); evil(); //' },
        language,
      );
      assert.ok(!text.includes('evil'), text);
      assert.match(text, /RECORDING_CALLBACK_URL/);
    });

    it(`takes a callback URL with a query from the environment, in ${language}`, () => {
      const text = recordingSnippet({ ...request, callbackUrl: 'https://example.com/cb?code=abc' }, language);
      assert.ok(!text.includes('example.com/cb'));
      assert.match(text, /RECORDING_CALLBACK_URL/);
    });

    it(`signs in with Entra where the resource does, in ${language}`, () => {
      const text = recordingSnippet({ ...request, signIn: 'entra' }, language);
      assert.match(text, /DefaultAzureCredential|az account get-access-token/);
      assert.ok(!text.includes('ACCESS_KEY'));
    });

    it(`never holds a secret, whatever it was made of, in ${language}`, () => {
      fc.assert(
        fc.property(anyRequest, (made) => {
          const text = recordingSnippet(made, language);
          for (const secret of [key, signature, decodeURIComponent(signature), 'hunter2-Secret'])
            assert.ok(!text.includes(secret), text);
        }),
        { numRuns: 300 },
      );
    });

    it(`has only printable ASCII and its own line breaks, whatever it was made of, in ${language}`, () => {
      fc.assert(
        fc.property(anyRequest, (made) => {
          assert.match(recordingSnippet(made, language), /^[\n -~]*$/);
        }),
        { numRuns: 300 },
      );
    });
  }

  it('gives each participant that is no raw ID a variable of its own', () => {
    const text = recordingSnippet(
      {
        ...request,
        channelOrder: ['somebody'],
        channelAffinity: [{ channel: 0, participantId: 'somebody else' }],
      },
      'python',
    );
    assert.match(text, /RECORDING_PARTICIPANT_1/);
    assert.match(text, /RECORDING_AFFINITY_1/);
  });

  it('allows plain HTTP for the local service only, in JavaScript', () => {
    assert.ok(!recordingSnippet(request, 'javascript').includes('allowInsecureConnection'));
    const local = recordingSnippet({ ...request, isLocal: true }, 'javascript');
    assert.ok(local.includes('allowInsecureConnection: true'));
  });
});

describe('the webhook as code', () => {
  for (const language of webhookLanguages) {
    it(`answers both handshakes, in ${language}`, () => {
      const text = webhookSnippet(language);
      assert.match(text, /validationResponse/);
      assert.match(text, /WebHook-Allowed-Origin/);
      assert.match(text, /Microsoft\.Communication\.RecordingFileStatusUpdated/);
    });
  }
});

/** Texts that are what they should be, that hold a secret, and that would break out of a string. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    `endpoint=https://r.communication.azure.com/;accesskey=${key}`,
    `https://account.blob.core.windows.net/c?sv=2024-11-04&sig=${signature}`,
    `https://user:hunter2-Secret@account.blob.core.windows.net/c/p?se=2030&sig=${signature}#x`,
    `https://example.com/cb?code=${key}`,
    `https://example.com/${key}/cb`,
    `8:acs:${key}`,
    `4:${key}`,
    `8:acs:a?sig=${signature}`,
    Buffer.from(`https://api.flightproxy.skype.com/api/v2/cp/conv-a.conv.skype.com/conv/${key}?i=1`).toString(
      'base64',
    ),
    Buffer.from(
      `https://api.flightproxy.skype.com/api/v2/cp/conv-a.conv.skype.com/conv/a?i=1&sig=${signature}`,
    ).toString('base64'),
    key,
    `'; rm -rf / #`,
    '"); System.exit(1); //',
    '${HOME}`id`$(id)',
    '\\u0022 + evil + \\u0022',
    'a\nb\r\u2028\u2029\u0085c',
    '*/ evil /*',
    '{0}',
  ),
  fc.tuple(fc.string(), fc.constantFrom(key, signature), fc.string()).map((parts) => parts.join('')),
  fc.constantFrom(
    '8:acs:alice',
    '4:+15551234567',
    '7c62cca0-1c4e-4bd1-a8b1-6d3ed8f0f8c1',
    '99412345678901234',
  ),
);

const anyRequest: fc.Arbitrary<SnippetRequest> = fc
  .record(
    {
      call: fc.record({ kind: fc.constantFrom(...callIdKinds), id: anyText }, { requiredKeys: ['kind'] }),
      format: fc.constantFrom(...legalFormats),
      destination: fc.oneof(
        fc.constant({ kind: 'acs' } as const),
        fc.record({ kind: fc.constant('container' as const), url: anyText }),
      ),
      pauseOnStart: fc.boolean(),
      callbackUrl: anyText,
      channelOrder: fc.array(anyText, { maxLength: 5 }),
      channelAffinity: fc.array(fc.record({ channel: fc.nat(4), participantId: anyText }), { maxLength: 5 }),
      signIn: fc.constantFrom('accessKey' as const, 'entra' as const),
      isLocal: fc.boolean(),
    },
    {
      requiredKeys: [
        'call',
        'format',
        'destination',
        'pauseOnStart',
        'channelOrder',
        'channelAffinity',
        'signIn',
        'isLocal',
      ],
    },
  )
  .map(({ format, ...rest }) => ({
    ...rest,
    content: format.content,
    channel: format.channel,
    format: format.format,
  }));
