import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import { openEndedBytes } from '../../../../src/storage/transfer/rangeHeader.ts';
import {
  RangeServer,
  type RangeShare,
  type RangeSource,
} from '../../../../src/storage/transfer/rangeServer.ts';
import { StoreError } from '../../../../src/storage/failures/storeError.ts';

const gigabyte = 1024 ** 3;
const pieceBytes = 64 * 1024;

/** The bytes of the sparse file: byte n is n mod 251. */
function bytesAt(offset: number, count: number): Buffer {
  return Buffer.from(Uint8Array.from({ length: count }, (_, index) => (offset + index) % 251));
}

/** A 1 GB file that exists only by rule; counts what is taken from it. */
class SparseSource implements RangeSource {
  readonly sizeBytes = gigabyte;
  readonly contentType = 'audio/mpeg';
  opened = 0;
  bytesRead = 0;
  readonly closed: Promise<unknown>[] = [];

  readonly open: RangeSource['open'] = ({ offset, count = gigabyte - offset }, signal) => {
    this.opened++;
    const stream = Readable.from(this.#pieces(offset, offset + count), { objectMode: false });
    this.closed.push(once(stream, 'close'));
    signal.addEventListener('abort', () => stream.destroy());
    return Promise.resolve(stream);
  };

  *#pieces(from: number, to: number): Generator<Buffer> {
    for (let at = from; at < to; at += pieceBytes) {
      const piece = bytesAt(at, Math.min(pieceBytes, to - at));
      this.bytesRead += piece.length;
      yield piece;
    }
  }
}

describe('range server', () => {
  let server: RangeServer;
  let share: RangeShare;
  let source: SparseSource;
  let url: string;

  before(async () => {
    server = await RangeServer.start();
  });
  after(() => server.dispose());
  beforeEach(() => {
    share = server.share();
    source = new SparseSource();
    url = share.add('chunk 0.mp3', source);
  });
  afterEach(() => share.dispose());

  it('listens on 127.0.0.1 only, below a long random token', () => {
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}\/chunk%200\.mp3$/);
    assert.notEqual(new URL(server.share().add('chunk 0.mp3', source)).pathname, new URL(url).pathname);
  });

  it('answers a range with exactly its bytes', async () => {
    const response = await fetch(url, { headers: { range: 'bytes=1000-1999' } });
    assert.equal(response.status, 206);
    assert.equal(response.headers.get('content-range'), `bytes 1000-1999/${gigabyte}`);
    assert.equal(response.headers.get('content-length'), '1000');
    assert.equal(response.headers.get('content-type'), 'audio/mpeg');
    assert.equal(response.headers.get('accept-ranges'), 'bytes');
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), bytesAt(1000, 1000));
  });

  it('answers the last bytes', async () => {
    const response = await fetch(url, { headers: { range: 'bytes=-10' } });
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), bytesAt(gigabyte - 10, 10));
  });

  it('answers a range beyond the end with 416 and the size', async () => {
    const response = await fetch(url, { headers: { range: `bytes=${gigabyte}-` } });
    assert.equal(response.status, 416);
    assert.equal(response.headers.get('content-range'), `bytes */${gigabyte}`);
    assert.equal(source.opened, 0);
  });

  it('gives a part of a range without an end, and says which', async () => {
    const response = await fetch(url, { headers: { range: 'bytes=1000-' } });
    assert.equal(response.status, 206);
    assert.equal(
      response.headers.get('content-range'),
      `bytes 1000-${1000 + openEndedBytes - 1}/${gigabyte}`,
    );
    assert.equal((await response.arrayBuffer()).byteLength, openEndedBytes);
  });

  it('answers HEAD without opening the file', async () => {
    const response = await fetch(url, { method: 'HEAD' });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('content-length'), String(gigabyte));
    assert.equal(source.opened, 0);
  });

  it('answers a whole small file, and an empty one', async () => {
    const small = share.add('small', {
      sizeBytes: 3,
      contentType: 'audio/wav',
      open: () => Promise.resolve(Readable.from([Buffer.from('abc')], { objectMode: false })),
    });
    const whole = await fetch(small);
    assert.equal(whole.status, 200);
    assert.equal(await whole.text(), 'abc');
    const empty = share.add('empty', { sizeBytes: 0, contentType: 'audio/wav', open: source.open });
    assert.equal((await fetch(empty)).status, 200);
    assert.equal((await fetch(empty, { headers: { range: 'bytes=0-' } })).status, 416);
  });

  it('reads from a 1 GB file only around where a reader seeks', async () => {
    for (const offset of [0, 900_000_000, 400_000_000]) await readThenLeave(url, offset, 256 * 1024);
    await Promise.all(source.closed);
    assert.equal(source.opened, 3);
    // Three seeks: what was read, and what lay in the sockets' buffers when the reader left.
    assert.ok(source.bytesRead >= 3 * 256 * 1024);
    assert.ok(source.bytesRead < 64 * 1024 * 1024, `${source.bytesRead} bytes`);
  });

  it('knows no address without the token, no directory and no path', async () => {
    const { origin, pathname } = new URL(url);
    const token = pathname.split('/')[1] ?? '';
    const paths = ['/', '/chunk%200.mp3', `/${token}`, `/${token}/`, `/${token}/chunk%200.mp3/more`];
    const hostile = [`/${token}/..%2f..%2fetc%2fpasswd`, `/${token}/%`, `/${'A'.repeat(43)}/chunk%200.mp3`];
    for (const path of [...paths, ...hostile]) {
      const response = await fetch(`${origin}${path}`);
      assert.equal(response.status, 404, path);
      assert.equal(await response.text(), '');
    }
  });

  it('answers no page that gave its own name this address, but the host under which it is forwarded', async () => {
    const asked = (host: string) =>
      new Promise<number>((resolve, reject) => {
        request(url, { method: 'HEAD', headers: { host } }, (response) =>
          resolve(response.resume().statusCode ?? 0),
        )
          .on('error', reject)
          .end();
      });
    assert.equal(await asked('rebound.example'), 403);
    assert.equal(await asked('localhost:1'), 200);
    share.allowHost('forwarded.example');
    assert.equal(await asked('forwarded.example'), 200);
    assert.equal(await asked('rebound.example'), 403);
  });

  it('takes nothing but reads', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const response = await fetch(url, { method });
      assert.equal(response.status, 405, method);
      assert.equal(response.headers.get('allow'), 'GET, HEAD, OPTIONS');
    }
  });

  it('lets only the allowed origin read the bytes in scripts', async () => {
    share.allowOrigin('vscode-webview://abc');
    const headers = { origin: 'vscode-webview://abc', range: 'bytes=0-1' };
    const allowed = await fetch(url, { headers });
    assert.equal(allowed.headers.get('access-control-allow-origin'), 'vscode-webview://abc');
    const preflight = await fetch(url, { headers, method: 'OPTIONS' });
    assert.equal(preflight.status, 204);
    assert.equal(preflight.headers.get('access-control-allow-headers'), 'Range');
    const other = await fetch(url, { headers: { ...headers, origin: 'https://example.com' } });
    assert.equal(other.headers.get('access-control-allow-origin'), null);
    await Promise.all([allowed.arrayBuffer(), other.arrayBuffer()]);
  });

  it('takes the address back with the share and breaks what is being sent', async () => {
    const answer = await open(url, 0);
    share.dispose();
    await assert.rejects(answer.resume().toArray());
    await Promise.all(source.closed);
    assert.equal((await fetch(url)).status, 404);
  });

  it('distinguishes a missing file from a store that fails, and names no cause', async () => {
    const failing = (reason: 'fileMissing' | 'noDataRole'): RangeSource => ({
      sizeBytes: 10,
      contentType: 'audio/wav',
      open: () => Promise.reject(new StoreError(reason, 'said to the user elsewhere')),
    });
    const missing = await fetch(share.add('missing', failing('fileMissing')));
    assert.equal(missing.status, 404);
    const refused = await fetch(share.add('refused', failing('noDataRole')));
    assert.equal(refused.status, 502);
    assert.equal(await refused.text(), '');
  });

  it('breaks the answer when the file shrank, instead of letting the reader wait', async () => {
    const shrunk = share.add('shrunk', {
      sizeBytes: 100,
      contentType: 'audio/wav',
      open: () => Promise.resolve(Readable.from([Buffer.alloc(60)], { objectMode: false })),
    });
    await assert.rejects(fetch(shrunk).then((response) => response.arrayBuffer()));
  });
});

function open(url: string, offset: number): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { range: `bytes=${offset}-${gigabyte - 1}` } }, resolve)
      .once('error', reject)
      .end();
  });
}

/** Reads as a media player does: asks to the end, takes what it needs, and goes. */
async function readThenLeave(url: string, offset: number, count: number): Promise<void> {
  const answer = await open(url, offset);
  let read = 0;
  for await (const bytes of answer as AsyncIterable<Buffer>) {
    assert.equal(bytes[0], (offset + read) % 251);
    read += bytes.length;
    if (read >= count) break;
  }
}
