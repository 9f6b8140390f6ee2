import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseAddress } from '../../../src/storage/containerAddress.ts';
import {
  accountNameOf,
  accountUrlOf,
  addressOf,
  containerNameOf,
  portalUrl,
} from '../../../src/storage/containerUrl.ts';

const base = 'https://acct.blob.core.windows.net';
const sas = 'sv=2022-11-02&sr=c&sp=rl&sig=a%2Bb%3D';

describe('container address', () => {
  const container = (url: string, prefix = '', more: object = {}) => ({
    kind: 'container',
    url,
    prefix,
    ...more,
  });
  const connection = (connectionString: string, more: object = {}) => ({
    kind: 'connectionString',
    connectionString,
    ...more,
  });
  const ordinary =
    'DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=eA==;EndpointSuffix=core.windows.net';
  const cases: readonly (readonly [string, object])[] = [
    [`${base}/recordings`, container(`${base}/recordings`)],
    [`  "${base}/recordings/" `, container(`${base}/recordings`)],
    ['acct.blob.core.windows.net/recordings', container(`${base}/recordings`)],
    [`${base}/recordings/team%20a/eu`, container(`${base}/recordings`, 'team a/eu/')],
    [`${base}/recordings/team/?${sas}`, container(`${base}/recordings`, 'team/', { sas })],
    [`${base}/recordings?restype=container&comp=list&${sas}`, container(`${base}/recordings`, '', { sas })],
    [`${base}/recordings?comp=list`, container(`${base}/recordings`)],
    [
      `${base}/recordings/eu/20260102/call/rec/0-audiomp3.mp3`,
      container(`${base}/recordings`, 'eu/', { path: 'eu/20260102/call/rec/0-audiomp3.mp3' }),
    ],
    [`${base}/recordings/20260102/`, container(`${base}/recordings`, '', { path: '20260102/' })],
    [`${base}/recordings/eu/notes.json`, container(`${base}/recordings`, 'eu/', { path: 'eu/notes.json' })],
    [`${base}/$web/x`, container(`${base}/$web`, 'x/')],
    [`${base}/%24root`, container(`${base}/$root`)],
    [
      'https://acct.blob.core.usgovcloudapi.net/c-1',
      container('https://acct.blob.core.usgovcloudapi.net/c-1'),
    ],
    ['https://media.example.com/recordings/eu', container('https://media.example.com/recordings', 'eu/')],
    ['https://acct.dfs.core.windows.net/recordings/eu', container(`${base}/recordings`, 'eu/')],
    ['abfss://recordings@acct.dfs.core.windows.net/eu', container(`${base}/recordings`, 'eu/')],
    [
      'http://127.0.0.1:10000/devstoreaccount1/recordings/eu',
      container('http://127.0.0.1:10000/devstoreaccount1/recordings', 'eu/'),
    ],
    [
      'http://azurite:10000/devstoreaccount1/recordings',
      container('http://azurite:10000/devstoreaccount1/recordings'),
    ],
    [base, { kind: 'account', url: base }],
    [`${base}/?${sas}`, { kind: 'account', url: base, sas }],
    [
      'http://127.0.0.1:10000/devstoreaccount1',
      { kind: 'account', url: 'http://127.0.0.1:10000/devstoreaccount1' },
    ],
    ['UseDevelopmentStorage=true', connection('UseDevelopmentStorage=true')],
    [ordinary, connection(ordinary)],
    [`"${ordinary}"`, connection(ordinary)],
    [`AZURE_STORAGE_CONNECTION_STRING="${ordinary}"`, connection(ordinary)],
    [`export AZURE_STORAGE_CONNECTION_STRING='${ordinary}'`, connection(ordinary)],
    [`  "AzureWebJobsStorage": "${ordinary}",`, connection(ordinary)],
    [`storage: ${ordinary}`, connection(ordinary)],
    ['accountname=acct;accountkey=eA==', connection(ordinary)],
    [`${ordinary};`, connection(ordinary)],
    ['defaultendpointsprotocol=https; accountname=acct ;\r\n accountkey=eA==', connection(ordinary)],
    [`${ordinary};ContainerName=rec`, connection(ordinary, { url: `${base}/rec` })],
    [`Endpoint=${base}/;ContainerName=rec`, container(`${base}/rec`)],
    [`BlobEndpoint=${base}/rec;SharedAccessSignature=${sas}`, container(`${base}/rec`, '', { sas })],
    [`SharedAccessSignature=?${sas};BlobEndpoint=${base}/rec;`, container(`${base}/rec`, '', { sas })],
    [
      `BlobEndpoint=${base}/;SharedAccessSignature=${sas}`,
      connection(`DefaultEndpointsProtocol=https;SharedAccessSignature=${sas};BlobEndpoint=${base}`),
    ],
    [
      `UseDevelopmentStorage=true;ContainerName=rec`,
      connection('UseDevelopmentStorage=true', { url: 'http://127.0.0.1:10000/devstoreaccount1/rec' }),
    ],
    [
      `${base}/recordings%2F20260102%2Fcall%2Frec%2F0-audiomp3.mp3`,
      container(`${base}/recordings`, '', { path: '20260102/call/rec/0-audiomp3.mp3' }),
    ],
    [
      'http://host.docker.internal:10000/devstoreaccount1/rec',
      container('http://host.docker.internal:10000/devstoreaccount1/rec'),
    ],
    [`${base}/recordings?${sas.replaceAll('&', '\\u0026')}`, container(`${base}/recordings`, '', { sas })],
    [`${base}/recordings?${sas.replaceAll('&', '&amp;')}`, container(`${base}/recordings`, '', { sas })],
    [
      `${base}/recordings?${sas.replaceAll('&', '%26').replaceAll('=', '%3D')}`,
      container(`${base}/recordings`, '', { sas }),
    ],
    [`${base}/recordings?${sas.replaceAll('&', '&#38;')}`, container(`${base}/recordings`, '', { sas })],
    [`${base}/recordings?${sas.replaceAll('&', '|')}`, { kind: 'invalid', problem: 'damagedSas' }],
    ['wasbs://recordings@acct.blob.core.windows.net/eu', container(`${base}/recordings`, 'eu/')],
    [
      'http://acct.blob.localhost:10000/recordings/eu',
      container('http://acct.blob.localhost:10000/recordings', 'eu/'),
    ],
    [`${base}/recordings?sv=2022-11-02&sr=c&sp=rl`, { kind: 'invalid', problem: 'damagedSas' }],
    ['x'.repeat(20_000), { kind: 'invalid', problem: 'notAnAddress' }],
    ['', { kind: 'invalid', problem: 'empty' }],
    ['   ', { kind: 'invalid', problem: 'empty' }],
    ['recordings', { kind: 'invalid', problem: 'notAnAddress' }],
    ['ftp://acct.blob.core.windows.net/c', { kind: 'invalid', problem: 'notAnAddress' }],
    ['https://user:word@acct.blob.core.windows.net/c', { kind: 'invalid', problem: 'notAnAddress' }],
    ['https://portal.azure.com/#view/whatever', { kind: 'invalid', problem: 'portalAddress' }],
    [
      'endpoint=https://acs.communication.azure.com/;accesskey=eA==',
      { kind: 'invalid', problem: 'communicationConnectionString' },
    ],
    [`${base}/Recordings`, { kind: 'invalid', problem: 'containerName' }],
    [`${base}/re--cordings`, { kind: 'invalid', problem: 'containerName' }],
    [`${base}/recordings/file.json?sv=1&sr=b&sig=x`, { kind: 'invalid', problem: 'sasForOneBlob' }],
  ];
  for (const [text, expected] of cases)
    it(`takes apart ${JSON.stringify(text)}`, () => assert.deepEqual(parseAddress(text), expected));

  it('never throws, and never shows a secret in an address', () => {
    const text = fc.oneof(
      fc.string(),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.tuple(fc.webUrl(), fc.string()).map(([url, secret]) => `${url}?sig=${secret}`),
      fc.string().map((path) => `${base}/recordings/${path}`),
    );
    fc.assert(
      fc.property(text, (pasted) => {
        const address = parseAddress(pasted);
        if (address.kind !== 'container' && address.kind !== 'account') return;
        assert.equal(new URL(address.url).search, '');
        if (address.kind === 'container') assert.match(address.prefix, /^$|\/$/);
      }),
    );
  });

  it('makes addresses that it takes apart again', () => {
    fc.assert(
      fc.property(
        fc
          .string({ unit: 'grapheme' })
          .filter(
            (name) =>
              !/^\.{0,2}$|\/|\p{Surrogate}|\.(json|mp[34]|wav)$/iu.test(name) && !/^\d{8}$/.test(name),
          ),
        (name) => {
          const place = { url: `${base}/recordings`, prefix: `${name}/` };
          assert.deepEqual(parseAddress(addressOf(place)), { kind: 'container', ...place });
        },
      ),
    );
  });

  it('reads account and container from a container URL', () => {
    assert.equal(accountUrlOf(`${base}/recordings`), base);
    assert.equal(containerNameOf(`${base}/$web`), '$web');
    assert.equal(accountNameOf(`${base}/recordings`), 'acct');
    assert.equal(accountNameOf('https://acct-secondary.blob.core.windows.net/c'), 'acct');
    assert.equal(accountNameOf('https://acct.z01.blob.storage.azure.net/c'), 'acct');
    assert.equal(accountNameOf('https://acct.privatelink.blob.core.windows.net/c'), 'acct');
    assert.equal(accountNameOf('http://127.0.0.1:10000/devstoreaccount1/c'), 'devstoreaccount1');
    assert.equal(accountNameOf('https://media.example.com/recordings'), undefined);
  });

  it('leads to the portal of the cloud', () => {
    assert.match(portalUrl(`${base}/c`), /^https:\/\/portal\.azure\.com\//);
    assert.match(portalUrl('https://a.blob.core.usgovcloudapi.net/c'), /^https:\/\/portal\.azure\.us\//);
    assert.match(portalUrl('https://a.blob.core.chinacloudapi.cn/c'), /^https:\/\/portal\.azure\.cn\//);
    assert.equal(
      portalUrl(
        `${base}/c`,
        '/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a',
      ),
      'https://portal.azure.com/#resource/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/a/containersList',
    );
    assert.match(portalUrl(''), /^https:\/\/portal\.azure\.com\//);
  });
});
