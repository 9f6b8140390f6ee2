import assert from 'node:assert/strict';
import fc from 'fast-check';
import { encodeBase64 } from '../../../../src/base/base64.ts';
import { identifierText } from '../../../../src/recording/identifier/text.ts';
import {
  type Identifier,
  type IdentifierKind,
  callLocators,
  explainIdentifier,
} from '../../../../src/recording/identifier/identifiers.ts';

const conversationUrl =
  'https://api.flightproxy.skype.com/api/v2/cp/conv-usea2-01.conv.skype.com/conv/FHcWYTEqY0CTcEJRRwTw5Q?i=4&e=638149311049453684';
const serverCallId = encodeBase64(conversationUrl);
const recordingId =
  'eyJQbGF0Zm9ybUVuZHBvaW50SWQiOiIyNjIwMTMwMC01NWNhLTQ3NzAtOTc5Yy01MzIwNjA1MjkxZDkiLCJSZXNvdXJjZVNwZWNpZmljSWQiOiI3ZTg5ZDU0My0yNmY2LTQ4M2YtYTg0MS1kNDkxNTc2MzlkMDMifQ';
const guid = '7c62cca0-60bc-44d2-82d8-2e62c7cc2ffc';
const documentId = '0-eus-d12-801b3f3fc462fe8a01e6810cbff729b8';
const mp3 = `20260112/${guid}/f/0-audiomp3.${documentId}.mp3`;

const serverCall = {
  serverCallId,
  url: conversationUrl,
  host: 'api.flightproxy.skype.com',
  conversationHost: 'conv-usea2-01.conv.skype.com',
  region: 'usea2',
  conversation: 'FHcWYTEqY0CTcEJRRwTw5Q',
  conversationHex: '14771661312a6340937042514704f0e5',
  instance: '4',
  ticks: '638149311049453684',
  ticksTime: '2023-03-20T17:45:04.945Z',
};
const recording = {
  kind: 'recordingId',
  recordingId,
  platformEndpointId: '26201300-55ca-4770-979c-5320605291d9',
  resourceSpecificId: '7e89d543-26f6-483f-a841-d49157639d03',
} as const;
const place = {
  kind: 'recordingAddress',
  prefix: '',
  name: mp3,
  date: '20260112',
  callId: guid,
  recordingFolder: 'f',
  blob: {
    date: '20260112',
    callId: guid,
    recordingFolder: 'f',
    chunkIndex: 0,
    kind: 'audiomp3',
    documentId,
    extension: 'mp3',
  },
  hadQuery: false,
} as const;

const samples: [what: string, text: string, identifier: Identifier][] = [
  ['nothing', '', { kind: 'empty' }],
  ['white space', ' \n\t', { kind: 'empty' }],
  ['quotation marks', '""', { kind: 'empty' }],
  ['a server call ID', serverCallId, { kind: 'serverCallId', ...serverCall }],
  [
    'a server call ID without padding',
    serverCallId.replace(/=+$/, ''),
    { kind: 'serverCallId', ...serverCall, serverCallId: serverCallId.replace(/=+$/, '') },
  ],
  [
    'a server call ID out of a URL',
    encodeURIComponent(serverCallId),
    { kind: 'serverCallId', ...serverCall },
  ],
  ['a server call ID out of JSON', ` "${serverCallId}",\n`, { kind: 'serverCallId', ...serverCall }],
  ['a conversation URL', conversationUrl, { kind: 'conversationUrl', ...serverCall }],
  [
    'an old server call ID',
    encodeBase64('https://conv-dev-21.conv-dev.skype.net:443/conv/abc?i=10-128-64-177'),
    {
      kind: 'serverCallId',
      serverCallId: encodeBase64('https://conv-dev-21.conv-dev.skype.net:443/conv/abc?i=10-128-64-177'),
      url: 'https://conv-dev-21.conv-dev.skype.net:443/conv/abc?i=10-128-64-177',
      host: 'conv-dev-21.conv-dev.skype.net',
      conversationHost: 'conv-dev-21.conv-dev.skype.net',
      region: 'dev',
      conversation: 'abc',
      instance: '10-128-64-177',
    },
  ],
  ['a recording ID', recordingId, recording],
  ['a GUID', guid, { kind: 'guid', id: guid }],
  ['a GUID in braces and capitals', `(${guid.toUpperCase()})`, { kind: 'guid', id: guid }],
  ['a room ID', '99452784898421625', { kind: 'roomId', id: '99452784898421625' }],
  [
    'a document ID',
    documentId,
    {
      kind: 'documentId',
      documentId,
      lead: 0,
      region: 'eus',
      deployment: 12,
      unique: '801b3f3fc462fe8a01e6810cbff729b8',
    },
  ],
  [
    'an ACS user',
    `8:acs:${guid}_0000000c-d8b0-8adc-73ff-234822000345`,
    {
      kind: 'participantId',
      participant: {
        rawId: `8:acs:${guid}_0000000c-d8b0-8adc-73ff-234822000345`,
        kind: 'communicationUser',
        resourceId: guid,
        userId: '0000000c-d8b0-8adc-73ff-234822000345',
      },
    },
  ],
  [
    'a phone number',
    '+15551234567',
    {
      kind: 'participantId',
      participant: { rawId: '4:+15551234567', kind: 'phoneNumber', phoneNumber: '+15551234567' },
    },
  ],
  [
    'the subject of an event',
    `/recording/call/${guid}/serverCallId/${serverCallId}/recordingId/${recordingId}`,
    { kind: 'eventSubject', callId: guid, serverCallId, recordingId },
  ],
  [
    'the URL of a blob with a SAS token',
    `https://acct.blob.core.windows.net/rec/team/a%20b/${mp3}?sv=2025-01-05&sig=Secret%3D`,
    {
      ...place,
      url: `https://acct.blob.core.windows.net/rec/team/a%20b/${mp3}`,
      account: 'acct.blob.core.windows.net',
      container: 'rec',
      prefix: 'team/a b/',
      name: `team/a b/${mp3}`,
      hadQuery: true,
    },
  ],
  [
    'the URL of a call folder in Azurite',
    `http://127.0.0.1:10000/devstoreaccount1/rec/20260112/${guid}/`,
    {
      kind: 'recordingAddress',
      url: `http://127.0.0.1:10000/devstoreaccount1/rec/20260112/${guid}/`,
      account: '127.0.0.1:10000/devstoreaccount1',
      container: 'rec',
      prefix: '',
      name: `20260112/${guid}/`,
      date: '20260112',
      callId: guid,
      hadQuery: false,
    },
  ],
  ['the name of a blob', mp3, place],
  ['the name of a blob with a SAS token', `/${mp3}?sv=1&sig=Secret`, { ...place, hadQuery: true }],
  [
    'a path on Windows',
    `C:\\copy\\${mp3.replaceAll('/', '\\')}`,
    { ...place, prefix: 'C:/copy/', name: `C:/copy/${mp3}` },
  ],
  [
    'a path with a prefix that looks like a date',
    `20250101/${mp3}`,
    { ...place, prefix: '20250101/', name: `20250101/${mp3}` },
  ],
  [
    'a file in the storage of ACS',
    `https://us-storage.asm.skype.com/v1/objects/${documentId}/content/video?x=1`,
    {
      kind: 'acsStorageUrl',
      url: `https://us-storage.asm.skype.com/v1/objects/${documentId}/content/video`,
      host: 'us-storage.asm.skype.com',
      documentId,
      content: 'video',
    },
  ],
  [
    'the URL that deletes a file there',
    `https://storage.asm.skype.com/v1/objects/${documentId}`,
    {
      kind: 'acsStorageUrl',
      url: `https://storage.asm.skype.com/v1/objects/${documentId}`,
      host: 'storage.asm.skype.com',
      documentId,
    },
  ],
  [
    'another URL',
    'https://user:password@example.com/path?code=Secret#x',
    { kind: 'url', url: 'https://example.com/path', hadQuery: true },
  ],
  [
    'a host that only ends like one of ACS',
    'https://evilasm.skype.com/v1/objects/x/content/video',
    { kind: 'url', url: 'https://evilasm.skype.com/v1/objects/x/content/video', hadQuery: false },
  ],
  [
    'a conversation that is not HTTPS',
    'http://api.flightproxy.skype.com/conv/abc',
    { kind: 'url', url: 'http://api.flightproxy.skype.com/conv/abc', hadQuery: false },
  ],
  ['an event', ' [{"id":"1"}]', { kind: 'json' }],
  ['half an event', '{"id":', { kind: 'json' }],
  [
    'a connection string',
    'endpoint=https://x.communication.azure.com/;accesskey=c2VjcmV0',
    { kind: 'secret' },
  ],
  ['a storage key', 'DefaultEndpointsProtocol=https;AccountName=a;AccountKey=c2VjcmV0', { kind: 'secret' }],
  ['a SAS token', 'sv=2025-01-05&sr=b&sig=Secret', { kind: 'secret' }],
  ['base64 of something', 'aGVsbG8gd29ybGQ=', { kind: 'base64', decoded: 'hello world' }],
  ['words', 'hello there', { kind: 'unknown' }],
  ['a word that is base64 by chance', 'recording', { kind: 'unknown' }],
  ['a script', 'javascript:alert(1)', { kind: 'unknown' }],
  ['few digits', '20260112', { kind: 'unknown' }],
  ['a path of something', 'a/b/c.mp3', { kind: 'unknown' }],
  ['a text too long for any ID', 'a'.repeat(20_000), { kind: 'unknown' }],
];

describe('identifiers', () => {
  for (const [what, text, identifier] of samples) {
    it(`knows ${what}`, () => {
      assert.deepEqual(explainIdentifier(text), identifier);
    });
  }

  it('puts each kind into words, with facts to copy and no secret in them', () => {
    const kinds = new Set<IdentifierKind>();
    for (const [what, , identifier] of samples) {
      const { title, facts, advice } = identifierText(identifier);
      kinds.add(identifier.kind);
      assert.match(title, /^[A-Z]/, what);
      for (const line of [title, ...advice, ...facts.map((fact) => fact.label)]) {
        assert.doesNotMatch(line, /undefined|\{\d\}/, what);
      }
      for (const { value } of facts) assert.notEqual(value, '', what);
      const all = JSON.stringify({ facts, advice });
      assert.doesNotMatch(all, /Secret|c2VjcmV0|password/, what);
    }
    const all: Record<IdentifierKind, true> = {
      empty: true,
      secret: true,
      json: true,
      serverCallId: true,
      conversationUrl: true,
      recordingId: true,
      guid: true,
      roomId: true,
      documentId: true,
      participantId: true,
      eventSubject: true,
      recordingAddress: true,
      acsStorageUrl: true,
      url: true,
      base64: true,
      unknown: true,
    };
    assert.deepEqual([...kinds].sort(), Object.keys(all).sort());
  });

  it('tells someone with the wrong ID where the server call ID is', () => {
    for (const text of [guid, recordingId, '99452784898421625', 'hello there', 'aGVsbG8gd29ybGQ=']) {
      const { advice } = identifierText(explainIdentifier(text));
      assert.ok(
        advice.some((line) => line.includes('CallConnected')),
        text,
      );
    }
  });

  it('lists everything that a server call ID decodes to', () => {
    const { facts } = identifierText(explainIdentifier(serverCallId));
    assert.deepEqual(
      facts.map((fact) => fact.value),
      [
        serverCallId,
        conversationUrl,
        'conv-usea2-01.conv.skype.com',
        'usea2',
        'FHcWYTEqY0CTcEJRRwTw5Q',
        '14771661312a6340937042514704f0e5',
        '4',
        '638149311049453684',
        '2023-03-20T17:45:04.945Z',
      ],
    );
  });

  it('offers the ways in which an ID can name a call', () => {
    const locators = (text: string) =>
      callLocators(explainIdentifier(text)).map(({ kind, id }) => [kind, id]);
    assert.deepEqual(locators(serverCallId), [['serverCallId', serverCallId]]);
    assert.deepEqual(locators(conversationUrl), [['serverCallId', serverCallId]]);
    assert.deepEqual(locators(guid), [
      ['groupCallId', guid],
      ['callConnectionId', guid],
    ]);
    assert.deepEqual(locators('99452784898421625'), [['roomId', '99452784898421625']]);
    assert.deepEqual(locators(`/recording/call/${guid}/serverCallId/${serverCallId}`), [
      ['serverCallId', serverCallId],
    ]);
    assert.deepEqual(locators(`/recording/call/${guid}`), []);
    for (const text of [recordingId, documentId, mp3, 'hello', '']) assert.deepEqual(locators(text), []);
  });

  it('takes any text without throwing, and never calls a query part of a URL', () => {
    const piece = fc.constantFrom(
      ...[
        'https://',
        'http://',
        'conv/',
        '/conv/x',
        'asm.skype.com',
        '127.0.0.1:10000',
        '/v1/objects/',
        '?sig=SECRETQUERY',
        '%',
        '%E0%A4%A',
      ],
      ...[
        '8:acs:',
        '4:',
        '_',
        ':',
        '20260112/',
        'c/',
        '0-audiomp3.mp3',
        guid,
        documentId,
        recordingId,
        serverCallId,
        '[',
        '\\',
        '/recording/call/',
      ],
    );
    const text = fc.oneof(
      fc.string(),
      fc.webUrl({ withQueryParameters: true }),
      fc.string().map(encodeBase64),
      fc.array(piece, { maxLength: 7 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (one) => {
        const identifier = explainIdentifier(one);
        const { facts } = identifierText(identifier);
        if (
          identifier.kind === 'recordingAddress' ||
          identifier.kind === 'url' ||
          identifier.kind === 'acsStorageUrl'
        ) {
          assert.ok(facts.every((fact) => !fact.value.includes('?')) || !one.includes('?sig='), one);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is quick with long texts', () => {
    for (const unit of ['A', '/', '%3D', '8:acs:_', '=', '-', '20260112/', '"', ' ', '://', '\\']) {
      for (const count of [15_000, 2_000_000]) explainIdentifier(unit.repeat(Math.ceil(count / unit.length)));
      explainIdentifier(`x${unit.repeat(15_000 / unit.length)}x`);
    }
  });

  const wrapped = (id: string) => `${id.slice(0, 40)}\r\n  ${id.slice(40, 60)}\u200b${id.slice(60)}`;
  const broken: readonly (readonly [string, string])[] = [
    [serverCallId, 'serverCallId'],
    [recordingId, 'recordingId'],
    [conversationUrl, 'conversationUrl'],
  ];
  for (const [id, kind] of broken)
    it(`reads a ${kind} that was broken over lines, and gives it back in one piece`, () => {
      const identifier = explainIdentifier(wrapped(id));
      assert.deepEqual(identifier, explainIdentifier(id));
      assert.equal(identifier.kind, kind);
      assert.doesNotMatch(JSON.stringify(identifier), /\\[rn]|\u200b/);
    });

  it('reads a blob URL or path whose slashes were encoded', () => {
    for (const text of [
      `https://acct.blob.core.windows.net/rec/${mp3.replaceAll('/', '%2F')}`,
      encodeURIComponent(mp3),
    ]) {
      const identifier = explainIdentifier(text);
      assert.ok(identifier.kind === 'recordingAddress', text);
      assert.deepEqual([identifier.callId, identifier.blob?.documentId], [guid, documentId]);
    }
  });

  it('reads the URL of an Azurite in a container as what it is', () => {
    const identifier = explainIdentifier(`http://host.docker.internal:10000/devstoreaccount1/rec/${mp3}`);
    assert.ok(identifier.kind === 'recordingAddress');
    assert.deepEqual([identifier.container, identifier.prefix], ['rec', '']);
  });
});
