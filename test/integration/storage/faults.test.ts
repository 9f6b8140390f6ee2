import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { SignIn } from '../../../src/storage/container.ts';
import { openStore } from '../../../src/storage/openStore.ts';
import type { RecordingStore } from '../../../src/storage/recordingStore.ts';
import type { RetryLimits, RetryNotice } from '../../../src/storage/azure/retry.ts';
import type { StoreErrorReason } from '../../../src/storage/failures/storeError.ts';
import { sharedAzurite } from '../azurite.ts';
import { closedPort, type Fault, type FaultProxy, startFaultProxy } from '../faultProxy.ts';
import { blobContainer, deps, freshContainer, quickRetry, randomContent, sha256 } from './helpers.ts';

const mebibyte = 1024 * 1024;
const busy: Fault = { kind: 'answer', status: 503, code: 'ServerBusy', message: 'The server is busy.' };

describe('store behind a network that fails', () => {
  const content = randomContent(21 * mebibyte);
  let proxy: FaultProxy;
  let containerUrl: string;
  let store: RecordingStore;
  let folder: string;
  const notices: RetryNotice[] = [];

  before(async () => {
    const container = await freshContainer(await sharedAzurite());
    await container.uploadBlockBlob('large.bin', content, content.length);
    await container.uploadBlockBlob('small.json', '{"a":1}', 7);
    proxy = await startFaultProxy(container.url);
    containerUrl = proxy.through(container.url);
    store = await open('accountKey');
    folder = await mkdtemp(join(tmpdir(), 'faults-'));
  });

  beforeEach(() => {
    proxy.reset();
    notices.length = 0;
  });

  after(async () => {
    await proxy.stop();
    await rm(folder, { recursive: true });
  });

  function open(signIn: SignIn, secret?: string, limits?: Partial<RetryLimits>): Promise<RecordingStore> {
    return openStore(blobContainer(containerUrl, signIn), {
      ...deps(secret),
      retry: { ...quickRetry, ...limits },
      onRetry: (notice) => notices.push(notice),
    });
  }

  describe('a failure that passes', () => {
    it('tries a throttled request again, and says so until it succeeds', async () => {
      proxy.fail(busy, { kind: 'answer', status: 429, code: 'TooManyRequests' });
      const { files } = await store.listFiles('');
      assert.equal(files.length, 2);
      assert.equal(proxy.requests.length, 3);
      assert.deepEqual(notices, [
        { kind: 'waiting', reason: 'throttled', attempt: 1, maxAttempts: 4, delayMs: 0 },
        { kind: 'waiting', reason: 'throttled', attempt: 2, maxAttempts: 4, delayMs: 5 },
        { kind: 'resumed' },
      ]);
    });

    it('gives up after the last try and says that it was throttled', async () => {
      proxy.failAlways(busy);
      await assert.rejects(store.listLevel(''), {
        name: 'StoreError',
        reason: 'throttled',
        status: 503,
        code: 'ServerBusy',
        requestId: 'a-request-id',
      });
      assert.equal(proxy.requests.length, quickRetry.maxAttempts);
      assert.equal(notices.filter(({ kind }) => kind === 'waiting').length, quickRetry.maxAttempts - 1);
      assert.deepEqual(notices.at(-1), { kind: 'resumed' }, 'nobody is left waiting');
    });

    for (const fault of [
      { kind: 'reset' },
      { kind: 'answer', status: 500, code: 'InternalError' },
      { kind: 'cut', afterBytes: 100 },
      { kind: 'cut', afterBytes: 100, reset: true },
    ] satisfies Fault[]) {
      it(`reads on after ${JSON.stringify(fault)}`, async () => {
        proxy.fail(fault);
        assert.equal((await store.listFiles('')).files.length, 2);
        proxy.fail(fault);
        assert.equal(sha256(await store.read('large.bin')), sha256(content));
        proxy.fail(fault);
        assert.equal((await store.stat('large.bin')).sizeBytes, content.length);
      });
    }
  });

  describe('downloads', () => {
    it('continue where the connection broke, without reading anything twice', async () => {
      const file = await store.stat('large.bin');
      proxy.fail(
        { kind: 'cut', afterBytes: mebibyte, reset: true },
        { kind: 'cut', afterBytes: 3 * mebibyte },
        undefined,
        { kind: 'cut', afterBytes: 10 },
      );
      const target = join(folder, 'resumed.bin');
      const progress: number[] = [];
      await store.download(file, target, { onProgress: (b) => progress.push(b) });
      assert.equal(sha256(await readFile(target)), sha256(content));
      assert.equal(progress.at(-1), content.length);
      const asked = proxy.requests
        .filter(({ method }) => method === 'GET')
        .map(({ headers }) => /^bytes=(\d+)-/.exec(String(headers['x-ms-range']))?.[1]);
      assert.equal(new Set(asked).size, asked.length, 'a range was asked for twice');
      assert.ok(asked.length >= 6);
    });

    it('run in parallel', async () => {
      const file = await store.stat('large.bin');
      let release: () => void = () => undefined;
      const held: Fault = { kind: 'hold', until: new Promise((resolve) => (release = resolve)) };
      proxy.fail(undefined, held, held);
      const target = join(folder, 'parallel.bin');
      const download = store.download(file, target);
      // No range but the first is answered before all have been asked for.
      while (proxy.requests.length < 4) await new Promise(setImmediate);
      release();
      await download;
      assert.equal(sha256(await readFile(target)), sha256(content));
      const starts = proxy.requests
        .slice(1)
        .map(({ headers }) => Number(/^bytes=(\d+)-/.exec(String(headers['x-ms-range']))?.[1]));
      assert.deepEqual(
        starts.sort((a, b) => a - b),
        [0, 8 * mebibyte, 16 * mebibyte],
      );
    });

    it('ask again for a body that stands still', async () => {
      const impatient = await open('accountKey', undefined, { idleMs: 300 });
      proxy.fail({ kind: 'stall', afterBytes: 1000 });
      assert.equal(sha256(await buffer(await impatient.openRead('large.bin'))), sha256(content));
      assert.match(String(proxy.requests[1]?.headers['x-ms-range']), /^bytes=1000-/);
    });

    it('leave no file when the connection keeps breaking', async () => {
      const file = await store.stat('large.bin');
      proxy.failAlways({ kind: 'cut', afterBytes: 0, reset: true });
      const target = join(folder, 'broken', 'broken.bin');
      await assert.rejects(store.download(file, target), { name: 'StoreError', reason: 'brokenConnection' });
      assert.deepEqual(await readdir(join(folder, 'broken')), []);
    });

    it('do not mix two versions of a file', async () => {
      const file = await store.stat('large.bin');
      proxy.fail(undefined, { kind: 'answer', status: 412, code: 'ConditionNotMet' });
      const target = join(folder, 'changed', 'changed.bin');
      await assert.rejects(store.download(file, target), { name: 'StoreError', reason: 'fileChanged' });
      assert.deepEqual(await readdir(join(folder, 'changed')), []);
      const [first, second] = proxy.requests.slice(1);
      assert.equal(first?.headers['if-match'], undefined);
      assert.ok(second?.headers['if-match']);
    });

    it('stop when cancelled, also while an answer is awaited', async () => {
      const file = await store.stat('large.bin');
      proxy.failAlways({ kind: 'silence' });
      const abort = new AbortController();
      const download = store.download(file, join(folder, 'silent.bin'), { signal: abort.signal });
      const rejected = assert.rejects(download, { name: 'StoreError', reason: 'cancelled' });
      while (proxy.requests.length < 2) await new Promise(setImmediate);
      abort.abort();
      await rejected;
    });
  });

  it('asks this machine without the proxy that the environment names', async () => {
    process.env['HTTP_PROXY'] = `http://127.0.0.1:${await closedPort()}`;
    try {
      const direct = await open('accountKey');
      assert.equal((await direct.listFiles('')).files.length, 2);
    } finally {
      delete process.env['HTTP_PROXY'];
    }
  });

  it('ends the request of a stream that is closed early', async () => {
    proxy.fail({ kind: 'stall', afterBytes: 1000 });
    const stream = await store.openRead('large.bin');
    await new Promise<void>((resolve) => stream.once('data', () => resolve()));
    const closed = new Promise<void>((resolve) => stream.once('close', resolve));
    stream.destroy();
    await closed;
    assert.equal(proxy.requests.length, 1);
  });

  it('rejects where no answer comes in time', async () => {
    const impatient = await open('accountKey', undefined, { answerMs: 50, maxAttempts: 2 });
    proxy.failAlways({ kind: 'silence' });
    await assert.rejects(impatient.listLevel(''), { name: 'StoreError', reason: 'timedOut' });
    assert.deepEqual(notices, [
      { kind: 'waiting', reason: 'timedOut', attempt: 1, maxAttempts: 2, delayMs: 0 },
      { kind: 'resumed' },
    ]);
  });

  describe('reports', () => {
    const day = 24 * 3_600_000;
    const answers: readonly (readonly [
      StoreErrorReason,
      SignIn,
      Omit<Extract<Fault, { kind: 'answer' }>, 'kind'>,
    ])[] = [
      ['noDataRole', 'accountKey', { status: 403, code: 'AuthorizationPermissionMismatch' }],
      [
        'firewall',
        'accountKey',
        {
          status: 403,
          code: 'AuthorizationFailure',
          message: 'This request is not authorized to perform this operation.',
        },
      ],
      ['keyAccessDisabled', 'accountKey', { status: 403, code: 'KeyBasedAuthenticationNotPermitted' }],
      ['anonymousDisabled', 'anonymous', { status: 409, code: 'PublicAccessNotPermitted' }],
      ['anonymousDisabled', 'anonymous', { status: 401, code: 'NoAuthenticationInformation' }],
      ['anonymousDisabled', 'anonymous', { status: 404, code: 'ResourceNotFound' }],
      ['containerMissing', 'accountKey', { status: 404, code: 'ContainerNotFound' }],
      ['containerMissing', 'accountKey', { status: 409, code: 'ContainerBeingDeleted' }],
      [
        'wrongKey',
        'accountKey',
        {
          status: 403,
          code: 'AuthenticationFailed',
          detail: 'The MAC signature found in the HTTP request is not the same.',
        },
      ],
      [
        'clockSkew',
        'accountKey',
        {
          status: 403,
          code: 'AuthenticationFailed',
          headers: { date: new Date(Date.now() + day).toUTCString() },
        },
      ],
      [
        'clockSkew',
        'accountKey',
        { status: 403, code: 'AuthenticationFailed', detail: "Request date header too old: 'Mon'" },
      ],
      ['serverError', 'accountKey', { status: 500, code: 'OperationTimedOut' }],
      ['badAnswer', 'accountKey', { status: 403, message: '<html>Blocked by your company</html>' }],
      ['badAnswer', 'accountKey', { status: 404, message: 'nginx' }],
      ['badAnswer', 'accountKey', { status: 200, body: '<html><p>Sign in to this hotel</html>' }],
      ['badAnswer', 'accountKey', { status: 200, body: 'no xml at all' }],
    ];
    for (const [reason, signIn, answer] of answers) {
      it(`${reason}: ${answer.status} ${answer.code ?? answer.body ?? 'of somebody else'}`, async () => {
        proxy.failAlways({ kind: 'answer', ...answer });
        const other = await open(signIn);
        await assert.rejects(other.listFiles(''), { name: 'StoreError', reason });
      });
    }

    it('a missing data role after a HEAD request, whose answer has no body', async () => {
      proxy.fail({ kind: 'answer', status: 403, code: 'AuthorizationPermissionMismatch' });
      await assert.rejects(store.stat('small.json'), {
        name: 'StoreError',
        reason: 'noDataRole',
        code: 'AuthorizationPermissionMismatch',
      });
    });

    it('an archived file', async () => {
      proxy.fail({ kind: 'answer', status: 409, code: 'BlobArchived' });
      await assert.rejects(store.read('small.json'), { name: 'StoreError', reason: 'fileArchived' });
    });

    it('a wrong key, by a real answer', async () => {
      const other = await open('accountKey', Buffer.alloc(64, 1).toString('base64'));
      await assert.rejects(other.listLevel(''), { name: 'StoreError', reason: 'wrongKey' });
    });

    it('a container that is missing, by a real answer', async () => {
      const other = await openStore(blobContainer(`${containerUrl}-missing`, 'accountKey'), deps());
      await assert.rejects(other.listLevel(''), { name: 'StoreError', reason: 'containerMissing' });
    });

    it('a port where nothing listens, at once', async () => {
      const url = `http://127.0.0.1:${await closedPort()}/devstoreaccount1/c`;
      const other = await openStore(blobContainer(url, 'accountKey'), {
        ...deps(),
        onRetry: (notice) => notices.push(notice),
      });
      await assert.rejects(other.listLevel(''), { name: 'StoreError', reason: 'connectionRefused' });
      assert.deepEqual(notices, []);
    });
  });
});
