import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../../src/base/clock.ts';
import { type AcsStorage, acsStorageOf } from '../../../../src/calling/acsStorage.ts';
import { CallingError } from '../../../../src/calling/failures/callingError.ts';
import { fetchFile } from '../../../../src/history/download/fetchFile.ts';
import { planDownload } from '../../../../src/history/download/plan.ts';
import { readEvents } from '../../../../src/recording/event/parse.ts';
import { StoreError } from '../../../../src/storage/failures/storeError.ts';
import { type FaultProxy, startFaultProxy } from '../../faultProxy.ts';
import { TestService } from '../../emulator/localServiceFixture.ts';
import { CallAutomationClient } from '@azure/communication-call-automation';

describe('downloading from the built-in storage of the local service', () => {
  let local: TestService;
  let proxy: FaultProxy;
  let storage: AcsStorage;
  let folder: string;
  let url: string;
  let whole: number;

  const fetchTo = (path: string, from = url, signal = new AbortController().signal) =>
    fetchFile(from, path, { storage, folder, signal, clock: systemClock });

  before(async () => {
    local = await TestService.start();
    proxy = await startFaultProxy(local.service.endpoint);
    storage = acsStorageOf(proxy.through(local.service.connectionString));
    folder = await mkdtemp(join(tmpdir(), 'acs-fetch-'));
    const recordings = new CallAutomationClient(local.service.connectionString, {
      allowInsecureConnection: true,
    }).getCallRecording();
    const { recordingId } = await recordings.start(
      local.startOptions({
        recordingFormat: 'wav',
        recordingStorage: { recordingStorageKind: 'azureCommunicationServices' },
      }),
    );
    local.clock.advance(2_000);
    await recordings.stop(recordingId);
    await local.service.whenIdle();
    const [event] = readEvents(local.events.at(-1)).events;
    assert.ok(event?.kind === 'recordingFileStatusUpdated');
    const plan = planDownload(event);
    assert.ok(plan);
    url = plan.files.at(-1)?.url ?? '';
    whole = 44 + 64_000;
  });

  afterEach(() => proxy.reset());

  after(async () => {
    await proxy.stop();
    await local.stop();
    await rm(folder, { recursive: true });
  });

  it('fetches a whole file, and nothing of one that is there', async () => {
    const path = join(folder, 'whole', '0-audiowav.wav');
    assert.equal(await fetchTo(path), 'fetched');
    assert.equal((await readFile(path)).length, whole);
    proxy.reset();
    assert.equal(await fetchTo(path), 'alreadyThere');
    assert.equal(proxy.requests.length, 0);
  });

  it('continues where the connection broke off, and has the same bytes', async () => {
    const path = join(folder, 'broken.wav');
    proxy.fail({ kind: 'cut', afterBytes: 10_000, reset: true }, { kind: 'cut', afterBytes: 5_000 });
    assert.equal(await fetchTo(path), 'fetched');
    assert.deepEqual(await readFile(path), await readFile(join(folder, 'whole', '0-audiowav.wav')));
    assert.ok(proxy.requests.some(({ headers }) => /^bytes=[1-9]\d*-$/.test(headers.range ?? '')));
  });

  it('continues from what an earlier run left, and never shows half a file', async () => {
    const path = join(folder, 'resumed.wav');
    const bytes = await readFile(join(folder, 'whole', '0-audiowav.wav'));
    await writeFile(`${path}.part`, bytes.subarray(0, 20_000));
    assert.equal(await fetchTo(path), 'fetched');
    assert.deepEqual(await readFile(path), bytes);
    assert.ok(!(await readdir(folder)).some((name) => name.endsWith('.part')));
  });

  it('takes what was complete but had no name yet', async () => {
    const path = join(folder, 'named.wav');
    const bytes = await readFile(join(folder, 'whole', '0-audiowav.wav'));
    await writeFile(`${path}.part`, bytes);
    assert.equal(await fetchTo(path), 'fetched');
    assert.deepEqual(await readFile(path), bytes);
  });

  it('distinguishes a file that is gone from a wrong key', async () => {
    const gone = url.replace(/objects\/[^/]+/, 'objects/0-eus-d1-00000000000000000000000000000000');
    await assert.rejects(fetchTo(join(folder, 'gone.wav'), gone), (error) => {
      assert.ok(CallingError.is(error, 'fileNotFound'), String(error));
      assert.deepEqual([error.status, error.operation], [404, 'download']);
      return true;
    });
    const wrong = local.service.connectionString.replace(
      /accesskey=.*/,
      'accesskey=AAAAAAAAAAAAAAAAAAAAAA==',
    );
    storage = acsStorageOf(wrong);
    await assert.rejects(fetchTo(join(folder, 'wrong.wav')), (error) =>
      CallingError.is(error, 'signInFailed'),
    );
    storage = acsStorageOf(proxy.through(local.service.connectionString));
  });

  it('deletes there', async () => {
    const object = url.replace(/\/content\/.*$/, '');
    await storage.remove(object, new AbortController().signal);
    await assert.rejects(
      fetchTo(join(folder, 'deleted.wav')),
      (error) => CallingError.is(error) && error.status === 404,
    );
  });
});

describe('downloading from a storage that does not answer what it was asked', () => {
  const whole = Buffer.from('0123456789');
  const url = 'https://eu-storage.asm.skype.com/v1/objects/0-weu-d1-1/content/audio';
  const server = createServer((request, response) => answer(request, response));
  let answer: RequestListener;
  let storage: AcsStorage;
  let folder: string;
  let path: string;

  const fetch = () =>
    fetchFile(url, path, {
      ...{ storage, folder, clock: systemClock },
      signal: new AbortController().signal,
    });
  const part = async (): Promise<string> => readFile(`${path}.part`, 'utf8');

  before(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    storage = acsStorageOf(`endpoint=http://127.0.0.1:${port}/;accesskey=AAAAAAAAAAAAAAAAAAAAAA==`);
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'acs-fetch-'));
    path = join(folder, '0-audiowav.wav');
    answer = (_, response) => response.writeHead(200, { 'Content-Length': whole.length }).end(whole);
  });

  afterEach(() => rm(folder, { recursive: true }));

  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('starts over where the whole file comes though only its end was asked for', async () => {
    await writeFile(`${path}.part`, 'abcde');
    assert.equal(await fetch(), 'fetched');
    assert.equal(await readFile(path, 'utf8'), '0123456789');
  });

  it('starts over where an earlier run left more than the file has', async () => {
    await writeFile(`${path}.part`, 'x'.repeat(100));
    answer = (request, response) => {
      if (request.headers.range === undefined)
        response.writeHead(200, { 'Content-Length': whole.length }).end(whole);
      else response.writeHead(416, { 'Content-Range': `bytes */${whole.length}` }).end();
    };
    assert.equal(await fetch(), 'fetched');
    assert.equal(await readFile(path, 'utf8'), '0123456789');
  });

  it('rejects a part that begins elsewhere', async () => {
    await writeFile(`${path}.part`, '01234');
    for (const range of ['bytes 2-9/10', 'bytes 5-9/10', 'items 4-9/10', 'bytes x', '']) {
      answer = (_, response) => response.writeHead(206, { 'Content-Range': range }).end('456789');
      await assert.rejects(fetch(), (error) => CallingError.is(error, 'badAnswer'), range);
      assert.equal(await part(), '01234');
    }
  });

  it('stops where more comes than the file is said to have', async () => {
    let sent = 0;
    answer = (_, response) => {
      response.writeHead(206, { 'Content-Range': 'bytes 0-9/10' });
      const more = () => {
        sent += 64_000;
        if (!response.destroyed && sent < 500_000_000) response.write(Buffer.alloc(64_000), more);
      };
      more();
    };
    await assert.rejects(fetch(), (error) => CallingError.is(error, 'badAnswer'));
    assert.ok(sent < 100_000_000, `${sent} bytes`);
    assert.deepEqual(await readdir(folder), ['0-audiowav.wav.part']);
    assert.ok((await part()).length <= 10);
    await assert.rejects(readFile(path), /ENOENT/);
  });

  it('writes nothing through a link that leads out of the folder', async function () {
    if (process.platform === 'win32') this.skip();
    const elsewhere = await mkdtemp(join(tmpdir(), 'acs-elsewhere-'));
    const isRefused = (error: unknown) => StoreError.is(error, 'leadsOutside');
    await symlink(elsewhere, join(folder, '20260107'));
    path = join(folder, '20260107', 'call', '0-audiowav.wav');
    await assert.rejects(fetch(), isRefused);
    path = join(folder, 'in', '0-audiowav.wav');
    await mkdir(join(folder, 'in'));
    await symlink(join(elsewhere, 'new'), `${path}.part`);
    await assert.rejects(fetch(), isRefused);
    await writeFile(join(elsewhere, 'there'), 'mine');
    await rm(`${path}.part`);
    await symlink(join(elsewhere, 'there'), `${path}.part`);
    await assert.rejects(fetch(), isRefused);
    assert.deepEqual(await readdir(elsewhere), ['there']);
    assert.equal(await readFile(join(elsewhere, 'there'), 'utf8'), 'mine');
    await rm(elsewhere, { recursive: true });
  });

  it('says that the disk failed, at once', async () => {
    let requests = 0;
    answer = (_, response) => {
      requests += 1;
      response.writeHead(200, { 'Content-Length': whole.length }).end(whole);
    };
    await mkdir(`${path}.part`);
    await assert.rejects(fetch(), (error) => StoreError.is(error, 'diskFailed'));
    assert.ok(requests <= 1, `${requests}`);
  });

  it('sends the key to no other server, wherever it is sent on', async () => {
    const seen: (string | undefined)[] = [];
    const other = createServer(({ headers }, response) => {
      seen.push(headers.authorization);
      response.end(whole);
    });
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const { port } = other.address() as AddressInfo;
    for (const status of [301, 302, 303, 307, 308]) {
      answer = (_, response) => response.writeHead(status, { Location: `http://127.0.0.1:${port}/` }).end();
      await assert.rejects(fetch(), (error) => CallingError.is(error), `${status}`);
    }
    assert.deepEqual(seen, []);
    await new Promise((resolve) => other.close(resolve));
  });
});
