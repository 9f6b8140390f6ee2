import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkEndpoint, parseConnectionString } from '../../../../src/calling/connection/string.ts';
import { connectionStringAdvice } from '../../../../src/calling/connection/stringText.ts';

const key = Buffer.from('a key that is only for tests').toString('base64');

describe('parseConnectionString', () => {
  for (const text of [
    `endpoint=https://contoso.communication.azure.com/;accesskey=${key}`,
    `Endpoint=https://contoso.communication.azure.com;AccessKey=${key};`,
    `accesskey=${key};endpoint=https://contoso.communication.azure.com/`,
    `  "endpoint=https://contoso.communication.azure.com/;accesskey=${key}"\n`,
  ])
    it(`takes ${text.replace(key, 'KEY').trim()}`, () => {
      assert.deepEqual(parseConnectionString(text), {
        kind: 'valid',
        endpoint: 'https://contoso.communication.azure.com',
        accessKey: key,
      });
    });

  const whole = `endpoint=https://contoso.communication.azure.com/;accesskey=${key}`;
  const escaped = whole.replaceAll('=', '\\u003d').replaceAll('/', '\\/');
  for (const [from, text] of [
    ['an .env line', `COMMUNICATION_SERVICES_CONNECTION_STRING=${whole}`],
    ['an .env line in quotation marks', `ACS_ENDPOINT='${whole}'`],
    ['one line of several', `A=1\nexport ACS="${whole}"\nB=2`],
    ['one line of several without quotation marks', `A=1\nACS=${whole}\nB=2`],
    ['a JSON line', `  "ConnectionString": "${whole}",`],
    ['a JSON line with escapes', `"ConnectionString": "${escaped}",`],
    [
      'a JSON object of its parts',
      `{"endpoint": "https://contoso.communication.azure.com", "accessKey": "${key}"}`,
    ],
    [
      'the answer of the Azure CLI',
      `{\n  "primaryConnectionString": "${whole}",\n  "primaryKey": "${key}",\n  "secondaryKey": "x"\n}`,
    ],
    ['YAML', `connection_string: ${whole}`],
    ['a mail that wrapped it', `${whole.slice(0, 30)}\r\n  ${whole.slice(30, 70)}\n${whole.slice(70)}`],
    [
      'small letters, key first, escaped as in a form',
      `accesskey=${encodeURIComponent(key)};endpoint=https://contoso.communication.azure.com`,
    ],
  ] as const)
    it(`takes it as copied out of ${from}`, () => {
      assert.deepEqual(parseConnectionString(text), {
        kind: 'valid',
        endpoint: 'https://contoso.communication.azure.com',
        accessKey: key,
      });
    });

  it('takes plain HTTP on this machine only', () => {
    assert.equal(parseConnectionString(`endpoint=http://127.0.0.1:8025;accesskey=${key}`).kind, 'valid');
    assert.deepEqual(parseConnectionString(`endpoint=http://127.0.0.1.example.com;accesskey=${key}`), {
      kind: 'invalid',
      problem: 'httpsNeeded',
    });
  });

  for (const [problem, text] of [
    ['empty', ' '],
    ['tooLong', 'x'.repeat(20_000)],
    ['endpointOnly', 'https://contoso.communication.azure.com/'],
    ['keyOnly', key],
    ['otherService', `DefaultEndpointsProtocol=https;AccountName=contoso;AccountKey=${key}`],
    [
      'otherService',
      `Endpoint=sb://contoso.servicebus.windows.net/;SharedAccessKeyName=x;SharedAccessKey=${key}`,
    ],
    ['endpointMissing', `accesskey=${key}`],
    ['keyMissing', 'endpoint=https://contoso.communication.azure.com/'],
    ['badEndpoint', `endpoint=contoso;accesskey=${key}`],
    ['badEndpoint', `endpoint=https://user:pw@contoso.communication.azure.com/;accesskey=${key}`],
    ['badEndpoint', `endpoint=https://contoso.communication.azure.com/calling;accesskey=${key}`],
    ['badKey', 'endpoint=https://contoso.communication.azure.com/;accesskey=short'],
    ['badKey', 'endpoint=https://contoso.communication.azure.com/;accesskey=<your access key here>'],
  ] as const)
    it(`says ${problem} of ${text.replace(key, 'KEY')}`, () => {
      assert.deepEqual(parseConnectionString(text), { kind: 'invalid', problem });
    });

  it('repeats nothing of what was pasted and never throws', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6 }), fc.boolean(), (text, asPart) => {
        const parsed = parseConnectionString(asPart ? `endpoint=${text};accesskey=${text}` : text);
        if (parsed.kind === 'valid') return;
        assert.deepEqual(Object.keys(parsed), ['kind', 'problem']);
        const { why, next } = connectionStringAdvice(parsed.problem);
        assert.ok(why.endsWith('.') && next.length > 0);
      }),
    );
  });
});

describe('checkEndpoint', () => {
  it('gives the origin', () => {
    assert.deepEqual(checkEndpoint(' HTTPS://Contoso.Communication.Azure.com/ '), {
      kind: 'valid',
      endpoint: 'https://contoso.communication.azure.com',
    });
  });
  it('refuses what is no web address', () => {
    for (const text of ['', 'contoso', 'ftp://contoso', 'file:///etc/passwd', 'https://'])
      assert.equal(checkEndpoint(text).kind, 'invalid', text);
  });
});
