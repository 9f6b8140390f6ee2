import assert from 'node:assert/strict';
import { createIdentifierFromRawId, getIdentifierKind } from '@azure/communication-common';
import fc from 'fast-check';
import { decodeBase64, encodeBase64 } from '../../../src/base/base64.ts';
import { parseDocumentId } from '../../../src/recording/identifier/documentId.ts';
import { parseParticipantId, participantKind } from '../../../src/recording/participant/id.ts';
import { participantKindText } from '../../../src/recording/participant/text.ts';
import { mayBeFolderOf, parseRecordingId } from '../../../src/recording/identifier/recordingId.ts';
import { parseConversationUrl, parseServerCallId } from '../../../src/recording/identifier/serverCallId.ts';

describe('base64', () => {
  it('gives back what it encoded, in either alphabet, padded or not', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), (text) => {
        const encoded = encodeBase64(text);
        const urlSafe = encoded.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
        assert.equal(decodeBase64(encoded), text);
        assert.equal(decodeBase64(urlSafe), text);
        assert.equal(Buffer.from(encoded, 'base64').toString(), text);
      }),
    );
  });

  it('refuses what is no base64 and what is no text', () => {
    for (const text of ['', '=', 'a', 'ab!c', '////', 'a=bc'])
      assert.equal(decodeBase64(text), undefined, text);
  });
});

describe('server call IDs', () => {
  const url =
    'https://api.flightproxy.skype.com/api/v2/cp/conv-usea-01-prod-aks.conv.skype.com/conv/FHcWYTEqY0CTcEJRRwTw5Q?i=10-128-64-177&e=1';
  const id = encodeBase64(url);

  it('are read where the URL is that of a conversation', () => {
    assert.equal(parseServerCallId(id)?.region, 'usea');
    assert.equal(parseServerCallId(id)?.ticksTime, undefined);
    for (const other of [
      'https://example.com/',
      'https://example.com/conv',
      'https://example.com/conv/a/b',
      'ftp://x/conv/a',
    ]) {
      assert.equal(parseServerCallId(encodeBase64(other)), undefined, other);
      assert.equal(parseConversationUrl(other), undefined, other);
    }
    assert.equal(parseServerCallId(url), undefined);
  });

  it('read ticks only where they make a date of our time', () => {
    const time = (ticks: string) => parseConversationUrl(`https://x.skype.com/conv/a?e=${ticks}`)?.ticksTime;
    assert.equal(time('637765920000000000'), '2022-01-01T00:00:00.000Z');
    assert.equal(time('621355968000000000'), undefined);
    assert.equal(time('9'.repeat(19)), undefined);
    assert.equal(time('9'.repeat(400)), undefined);
    assert.equal(time('soon'), undefined);
  });
});

describe('recording IDs', () => {
  const guids = {
    PlatformEndpointId: '26201300-55ca-4770-979c-5320605291d9',
    ResourceSpecificId: '7e89d543-26f6-483f-a841-d49157639d03',
  };
  const id = encodeBase64(JSON.stringify(guids)).replace(/=+$/, '');

  it('hold two GUIDs', () => {
    assert.deepEqual(parseRecordingId(`${id}==`), {
      recordingId: `${id}==`,
      platformEndpointId: guids.PlatformEndpointId,
      resourceSpecificId: guids.ResourceSpecificId,
    });
  });

  it('are recognised in no other text', () => {
    for (const json of [
      '{}',
      '[]',
      'null',
      '{"PlatformEndpointId":1}',
      JSON.stringify({ ...guids, ResourceSpecificId: 'x' }),
      '{"Plat',
    ]) {
      assert.equal(parseRecordingId(encodeBase64(json)), undefined, json);
    }
  });

  it('may be those of a folder that begins with them in any form', () => {
    const rest = '-0b5fa0e3-4e0c-4a6a-8c1b-0a0d2f8f3a11';
    for (const start of ['eyJQbGF0', '26201300', '7e89d543', '7E89D543']) {
      assert.equal(mayBeFolderOf(`${start}${rest}`, id), true, start);
    }
    assert.equal(mayBeFolderOf(id, id), true);
    for (const start of ['eyJQbGF', '26201301', ''])
      assert.equal(mayBeFolderOf(`${start}${rest}`, id), false, start);
    assert.equal(mayBeFolderOf(`eyJQbGF0${rest}`, 'eyJQbGF0'), false);
  });
});

describe('document IDs', () => {
  it('are known in all real forms', () => {
    const ids = [
      '0-eus-d12-801b3f3fc462fe8a01e6810cbff729b8',
      '0-eus-d1-83e9599991e21ad21220427d78fbf558',
      '0-eus-d16-4d30207fd28f8fe681e1d5523b1ba242',
      '0-wus-d8-9c3c0c769f74d4bb8f8c6af86257dec2',
      '0-sa-d4-a29f0c0212c0a2a634ab078245184de8',
    ];
    assert.deepEqual(
      ids.map((id) => parseDocumentId(id)?.region),
      ['eus', 'eus', 'eus', 'wus', 'sa'],
    );
  });

  it('are not known in other forms', () => {
    for (const id of [
      '',
      '0-eus-12-801b3f3fc462fe8a01e6810cbff729b8',
      '0-eus-d12-801b',
      '0-eus-d12-801b3f3fc462fe8a01e6810cbff729bX',
    ]) {
      assert.equal(parseDocumentId(id), undefined, id);
    }
  });
});

describe('participant IDs', () => {
  const ids: [rawId: string, kind: string][] = [
    ['8:acs:r_u', 'communicationUser'],
    ['8:dod-acs:r_u', 'communicationUser'],
    ['8:gcch-acs:r_u', 'communicationUser'],
    ['8:spool:r_u', 'communicationUser'],
    ['8:acs:resource_tenant_user', 'teamsUser'],
    ['4:+15551234567', 'phoneNumber'],
    ['4:anonymous', 'phoneNumber'],
    ['8:orgid:u', 'teamsUser'],
    ['8:dod:u', 'teamsUser'],
    ['8:gcch:u', 'teamsUser'],
    ['8:teamsvisitor:u', 'teamsUser'],
    ['28:orgid:u', 'bot'],
    ['28:dod:u', 'bot'],
    ['28:gcch:u', 'bot'],
    ['8:live:u', 'unknown'],
    ['', 'unknown'],
  ];
  const ofSdk: Readonly<Record<string, string>> = {
    communicationUser: 'communicationUser',
    phoneNumber: 'phoneNumber',
    microsoftTeamsUser: 'teamsUser',
    teamsExtensionUser: 'teamsUser',
    microsoftTeamsApp: 'bot',
    unknown: 'unknown',
  };
  for (const [rawId, kind] of ids) {
    it(`calls ${JSON.stringify(rawId)} ${kind}, as the SDK does`, () => {
      assert.equal(participantKind(rawId), kind);
      if (rawId !== '') assert.equal(ofSdk[getIdentifierKind(createIdentifierFromRawId(rawId)).kind], kind);
    });
  }

  it('are split into their parts', () => {
    assert.deepEqual(parseParticipantId('8:acs:resource_tenant_user'), {
      rawId: '8:acs:resource_tenant_user',
      kind: 'teamsUser',
      resourceId: 'resource',
      tenantId: 'tenant',
      userId: 'user',
    });
    assert.equal(parseParticipantId('8:acs:a_b_c_d').userId, 'a_b_c_d');
    assert.equal(parseParticipantId('8:orgid:u').userId, 'u');
    assert.deepEqual(parseParticipantId('x'), { rawId: 'x', kind: 'unknown' });
  });

  it('have a word for each kind', () => {
    const kinds = ['communicationUser', 'phoneNumber', 'teamsUser', 'bot', 'unknown'] as const;
    assert.equal(new Set(kinds.map(participantKindText)).size, kinds.length);
  });
});
