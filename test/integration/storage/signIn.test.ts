import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import {
  type ContainerClient,
  ContainerSASPermissions,
  generateAccountSASQueryParameters,
  AccountSASPermissions,
  AccountSASResourceTypes,
  AccountSASServices,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { listAccountContainers, openStore, type StoreDeps } from '../../../src/storage/openStore.ts';
import { StoreError } from '../../../src/storage/failures/storeError.ts';
import type { RecordingStore } from '../../../src/storage/recordingStore.ts';
import type { SignIn } from '../../../src/storage/container.ts';
import { type Azurite, azuriteAccount, azuriteKey, sharedAzurite } from '../azurite.ts';
import { entraCredential, type TokenClaims } from './entraToken.ts';
import { blobContainer, deps, freshContainer } from './helpers.ts';

const sasVersion = '2022-11-02';
const hour = 3_600_000;

describe('sign-in', () => {
  let azurite: Azurite;
  let container: ContainerClient;

  before(async () => {
    azurite = await sharedAzurite();
    container = await freshContainer(azurite);
    await container.uploadBlockBlob('20260101/file', 'hello', 5);
  });

  function open(signIn: SignIn, secret?: string): Promise<RecordingStore> {
    return openStore(blobContainer(container.url, signIn), deps(secret));
  }

  async function containerSas(permissions = 'rl', expiresOn = new Date(Date.now() + hour)): Promise<string> {
    const url = await container.generateSasUrl({
      permissions: ContainerSASPermissions.parse(permissions),
      expiresOn,
      version: sasVersion,
    });
    return new URL(url).search;
  }

  async function assertReads(store: RecordingStore): Promise<void> {
    const { files } = await store.listFiles('2026');
    assert.deepEqual(
      files.map(({ name }) => name),
      ['20260101/file'],
    );
    assert.equal(Buffer.from(await store.read('20260101/file')).toString(), 'hello');
  }

  describe('with the account key', () => {
    it('takes the key from the secrets', async () =>
      assertReads(await open('accountKey', ` ${azuriteKey}\n`)));

    it('knows the key of Azurite', async () => assertReads(await open('accountKey')));

    it('makes links for one file, that do not begin in the future and end in minutes', async () => {
      const before = Date.now();
      const link = await (await open('accountKey')).link('20260101/file', 7);
      assert.equal(link.kind, 'serviceSas');
      assert.equal(await (await fetch(link.url)).text(), 'hello');
      const query = new URL(link.url).searchParams;
      assert.equal(query.get('sr'), 'b');
      assert.equal(query.get('sp'), 'r');
      assert.ok(Date.parse(query.get('st') ?? '') <= before - 5 * 60_000);
      const expires = Date.parse(query.get('se') ?? '');
      assert.ok(expires > before + 6 * 60_000 && expires <= Date.now() + 7 * 60_000);
      const other = link.url.replace('/file?', '/other?');
      assert.equal((await fetch(other)).status, 403);
    });
  });

  describe('with a SAS', () => {
    it('reads with a SAS of the container, with or without question mark', async () => {
      await assertReads(await open('sas', await containerSas()));
      await assertReads(await open('sas', (await containerSas()).slice(1)));
    });

    it('reads with a SAS of the account', async () => {
      const sas = generateAccountSASQueryParameters(
        {
          permissions: AccountSASPermissions.parse('rl'),
          services: AccountSASServices.parse('b').toString(),
          resourceTypes: AccountSASResourceTypes.parse('sco').toString(),
          expiresOn: new Date(Date.now() + hour),
          version: sasVersion,
        },
        new StorageSharedKeyCredential(azuriteAccount, azuriteKey),
      );
      await assertReads(await open('sas', sas.toString()));
    });

    it('makes no link, rather than pass the SAS on', async () => {
      const store = await open('sas', await containerSas());
      await assert.rejects(store.link('20260101/file', 5), {
        name: 'StoreError',
        reason: 'linkNotPossible',
        detail: 'sasSignIn',
      });
      assert.ok(!store.urlOf('20260101/file').includes('?'));
    });

    it('recognises an expired SAS', async () => {
      const store = await open('sas', await containerSas('rl', new Date(Date.now() - hour)));
      await assert.rejects(store.listLevel(''), { name: 'StoreError', reason: 'expiredSas' });
    });

    it('says that a SAS has expired which ends while it is in use, from one request to the next', async () => {
      const store = await open('sas', await containerSas('rl', new Date(Date.now() + 3_000)));
      await assertReads(store);
      const isExpired = { name: 'StoreError', reason: 'expiredSas' };
      let failure: unknown;
      while (failure === undefined) {
        await store.listLevel('').catch((error: unknown) => (failure = error));
        await delay(100);
      }
      assert.ok(StoreError.is(failure, 'expiredSas'));
      await assert.rejects(store.read('20260101/file'), isExpired);
      await assert.rejects(store.openRead('20260101/file'), isExpired);
      await assert.rejects(store.stat('20260101/file'), { name: 'StoreError' });
      await assert.rejects(store.delete('20260101/file'), { name: 'StoreError' });
    }).timeout(60_000);

    it('recognises a SAS that lacks a permission', async () => {
      const store = await open('sas', await containerSas('r'));
      await assert.rejects(store.listLevel(''), { name: 'StoreError', reason: 'sasLacksPermission' });
    });

    it('recognises a SAS with a wrong signature', async () => {
      const sas = (await containerSas()).replace(/sig=[^&]+/, `sig=${encodeURIComponent('A'.repeat(43))}%3D`);
      const store = await open('sas', sas);
      await assert.rejects(store.listLevel(''), { name: 'StoreError', reason: 'badSas' });
    });
  });

  describe('with a connection string', () => {
    it('reads with a key', async () => assertReads(await open('connectionString', azurite.connectionString)));

    it('reads with a SAS', async () => {
      const sas = (await containerSas()).slice(1);
      const text = `BlobEndpoint=${azurite.blobUrl}/;SharedAccessSignature=${sas}`;
      await assertReads(await open('connectionString', text));
    });

    it('knows the short form of Azurite', async () => {
      await assertReads(await open('connectionString', 'UseDevelopmentStorage=true'));
    });

    it('reads where the address of the container says, and takes no other account for it', async () => {
      const other = azurite.connectionString.replaceAll(azuriteAccount, 'another');
      const store = await open('connectionString', other);
      assert.ok(store.urlOf('x').startsWith(container.url));
      await assert.rejects(store.listLevel(''), { name: 'StoreError', reason: 'wrongKey' });
    });

    it('accepts one that leaves out what has a default, and reads where the address of the container says', async () => {
      await assertReads(
        await open('connectionString', `AccountName=${azuriteAccount};AccountKey=${azuriteKey}`),
      );
    });

    for (const text of ['nonsense', 'AccountName=a;Account=c2VjcmV0', 'BlobEndpoint=https://a.example/']) {
      it(`refuses ${text} without repeating it`, async () => {
        await assert.rejects(open('connectionString', text), (error: Error & { reason?: string }) => {
          assert.equal(error.reason, 'badSecret');
          assert.ok(!error.message.includes('c2VjcmV0'));
          return true;
        });
      });
    }
  });

  describe('without a sign-in', () => {
    it('reads a public container and links to it as it is', async () => {
      const shared = await freshContainer(azurite, { public: true });
      await shared.uploadBlockBlob('20260101/file', 'hello', 5);
      const store = await openStore(blobContainer(shared.url, 'anonymous'), deps());
      await assertReads(store);
      const link = await store.link('20260101/file', 5);
      assert.equal(link.kind, 'public');
      assert.equal(await (await fetch(link.url)).text(), 'hello');
    });

    it('recognises a container that is not public', async () => {
      const store = await open('anonymous');
      await assert.rejects(store.listLevel(''), { name: 'StoreError', reason: 'anonymousDisabled' });
    });
  });

  it('says that a secret is not stored', async () => {
    for (const signIn of ['sas', 'connectionString'] as const)
      await assert.rejects(open(signIn), { name: 'StoreError', reason: 'notSignedIn', detail: 'noSecret' });
    const elsewhere = blobContainer('https://acct.blob.core.windows.net/recordings', 'accountKey');
    await assert.rejects(openStore(elsewhere, deps()), { name: 'StoreError', detail: 'noSecret' });
  });

  it('sends neither token nor SAS over plain HTTP to another machine', async () => {
    const away = 'http://acct.blob.core.windows.net/recordings';
    const refused = { name: 'StoreError', reason: 'notSecure' };
    const vscodeCredential = entraCredential();
    await assert.rejects(openStore(blobContainer(away, 'vscode'), { ...deps(), vscodeCredential }), refused);
    await assert.rejects(openStore(blobContainer(away, 'sas'), deps('sv=1&sig=x')), refused);
    const text = 'BlobEndpoint=http://acct.blob.core.windows.net/;SharedAccessSignature=sv=1&sig=x';
    await assert.rejects(openStore(blobContainer(away, 'connectionString'), deps(text)), refused);
    assert.deepEqual(vscodeCredential.scopes, []);
  });

  it('lists the containers of an account', async () => {
    const byString = await listAccountContainers(
      { signIn: 'connectionString', connectionString: azurite.connectionString },
      deps(),
    );
    const listed = byString.find(({ url }) => url === container.url);
    assert.deepEqual(listed, { name: container.containerName, url: container.url, isPublic: false });
    const byKey = await listAccountContainers({ signIn: 'accountKey', accountUrl: azurite.blobUrl }, deps());
    assert.ok(byKey.some(({ url }) => url === container.url));
    await assert.rejects(
      listAccountContainers({ signIn: 'anonymous', accountUrl: azurite.blobUrl }, deps()),
      { name: 'StoreError', reason: 'anonymousDisabled' },
    );
  });
});

describe('sign-in with Microsoft Entra ID', () => {
  let azurite: Azurite;
  let containerUrl: string;
  const trusted = getCACertificates('default');

  before(async () => {
    azurite = await sharedAzurite({ oauth: true });
    setDefaultCACertificates([...trusted, azurite.certificate ?? '']);
    const container = await freshContainer(azurite);
    await container.uploadBlockBlob('20260101/a b.json', 'hello', 5);
    containerUrl = container.url;
  });

  after(() => setDefaultCACertificates(trusted));

  function open(claims: TokenClaims = {}, more: Partial<StoreDeps> = {}): Promise<RecordingStore> {
    const vscodeCredential = entraCredential(claims);
    return openStore(blobContainer(containerUrl, 'vscode'), { ...deps(), vscodeCredential, ...more });
  }

  it('asks for a token for storage, and reads', async () => {
    const vscodeCredential = entraCredential();
    const store = await open({}, { vscodeCredential });
    assert.equal(Buffer.from(await store.read('20260101/a b.json')).toString(), 'hello');
    await store.listLevel('');
    assert.deepEqual(vscodeCredential.scopes, ['https://storage.azure.com/.default']);
  });

  it('makes a user-delegation link that opens the file, and only that', async () => {
    const link = await (await open()).link('20260101/a b.json', 5);
    assert.equal(link.kind, 'userDelegationSas');
    const query = new URL(link.url).searchParams;
    assert.ok(query.has('skoid'));
    assert.equal(query.get('sp'), 'r');
    assert.equal(await (await fetch(link.url)).text(), 'hello');
    assert.equal((await fetch(link.url, { method: 'DELETE' })).status, 403);
  });

  it('says that VS Code offers no account', async () => {
    await assert.rejects(openStore(blobContainer(containerUrl, 'vscode'), deps()), { reason: 'notSignedIn' });
  });

  it('recognises a token of another tenant', async () => {
    const store = await open({ iss: 'https://login.example/other/' });
    await assert.rejects(store.listLevel(''), { name: 'StoreError', reason: 'wrongTenant' });
  });

  it('recognises a token that has expired', async () => {
    const store = await open({ lifetime: -600 });
    await assert.rejects(store.listLevel(''), { name: 'StoreError', reason: 'notSignedIn' });
  });

  it('recognises a certificate that is not trusted', async () => {
    setDefaultCACertificates(trusted);
    try {
      // Another name of the same server, so that no open connection is used.
      const url = containerUrl.replace('127.0.0.1', 'localhost');
      const store = await openStore(blobContainer(url, 'vscode'), {
        ...deps(),
        vscodeCredential: entraCredential(),
      });
      await assert.rejects(store.listLevel(''), { name: 'StoreError', reason: 'tlsFailed' });
    } finally {
      setDefaultCACertificates([...trusted, azurite.certificate ?? '']);
    }
  });

  it('signs in with the environment, here as a managed identity', async () => {
    const asked: string[] = [];
    // https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
    const identity = createServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
      asked.push(searchParams.get('resource') ?? '');
      void entraCredential()
        .getToken('')
        .then((token) =>
          response.setHeader('content-type', 'application/json').end(
            JSON.stringify({
              access_token: token?.token,
              expires_on: String(Math.floor(Date.now() / 1000) + 3600),
              resource: searchParams.get('resource'),
              token_type: 'Bearer',
            }),
          ),
        );
    });
    identity.listen(0, '127.0.0.1');
    await once(identity, 'listening');
    const { port } = identity.address() as AddressInfo;
    process.env['IDENTITY_ENDPOINT'] = `http://127.0.0.1:${port}/msi/token`;
    process.env['IDENTITY_HEADER'] = 'header-of-the-test';
    try {
      const store = await openStore(blobContainer(containerUrl, 'default'), deps());
      assert.equal(Buffer.from(await store.read('20260101/a b.json')).toString(), 'hello');
      assert.deepEqual(asked, ['https://storage.azure.com']);
    } finally {
      delete process.env['IDENTITY_ENDPOINT'];
      delete process.env['IDENTITY_HEADER'];
      identity.closeAllConnections();
      identity.close();
    }
  });

  it('lists containers with a token', async () => {
    const listed = await listAccountContainers(
      { signIn: 'vscode', accountUrl: azurite.blobUrl },
      { vscodeCredential: entraCredential() },
    );
    assert.ok(listed.some(({ url }) => url === containerUrl));
  });
});
