import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { makeNamespace, type NamespaceShape, type SyntheticNamespace } from './syntheticNamespace.ts';

/** A server that answers List Blobs, and reads, for a container that exists nowhere. */
export interface SyntheticBlobServer {
  /** `http://127.0.0.1:PORT/synthetic/recordings`; needs no sign-in. */
  readonly containerUrl: string;
  readonly namespace: SyntheticNamespace;
  /** How many requests there were so far. */
  requestCount: number;
  /** How long each request takes at least. */
  latencyMs: number;
  stop(): Promise<void>;
}

/** Blobs below this name are content for downloads: `bytes/N` has N bytes. */
const contentFolder = 'bytes/';
const largestContent = 256 * 1024 * 1024;

/** @see https://learn.microsoft.com/rest/api/storageservices/list-blobs */
export async function startSyntheticBlobServer(shape: NamespaceShape): Promise<SyntheticBlobServer> {
  const namespace = makeNamespace(shape);
  const state = { requestCount: 0, latencyMs: 0 };
  const server = createServer((request, response) => {
    state.requestCount += 1;
    void answer(request, response, namespace, state.latencyMs);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return Object.assign(state, {
    namespace,
    containerUrl: `http://127.0.0.1:${port}/synthetic/recordings`,
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  namespace: SyntheticNamespace,
  latencyMs: number,
): Promise<void> {
  request.resume();
  if (latencyMs > 0) await wait(latencyMs);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  response.setHeader('x-ms-request-id', 'synthetic');
  response.setHeader('x-ms-version', '2026-04-06');
  if (url.searchParams.get('comp') === 'list') {
    response.setHeader('content-type', 'application/xml');
    response.end(listBlobs(namespace, url.searchParams));
  } else {
    sendContent(request, response, decodeURIComponent(url.pathname).split('/').slice(3).join('/'));
  }
}

function listBlobs(namespace: SyntheticNamespace, query: URLSearchParams): string {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const most = Math.min(Number(query.get('maxresults') ?? 5000), 5000);
  const entries: string[] = [];
  let position = Math.max(namespace.lowerBound(prefix), Number(query.get('marker') ?? 0));
  while (position < namespace.blobCount && entries.length < most) {
    const name = namespace.nameAt(position);
    if (!name.startsWith(prefix)) break;
    const end = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length);
    if (end < 0) {
      entries.push(blobXml(name, position));
      position += 1;
    } else {
      const folder = name.slice(0, end + delimiter.length);
      entries.push(`<BlobPrefix><Name>${folder}</Name></BlobPrefix>`);
      position = namespace.lowerBound(`${folder}\uffff`);
    }
  }
  const resumed = position < namespace.blobCount && namespace.nameAt(position).startsWith(prefix);
  return (
    '<?xml version="1.0" encoding="utf-8"?>' +
    '<EnumerationResults ServiceEndpoint="http://127.0.0.1/synthetic/" ContainerName="recordings">' +
    `<Prefix>${prefix}</Prefix><MaxResults>${most}</MaxResults><Delimiter>${delimiter}</Delimiter>` +
    `<Blobs>${entries.join('')}</Blobs><NextMarker>${resumed ? position : ''}</NextMarker></EnumerationResults>`
  );
}

/** All that the real service says of a blob: a page's weight is most of its cost. */
function blobXml(name: string, position: number): string {
  const metadata = name.endsWith('.json');
  return (
    `<Blob><Name>${name}</Name><Properties>` +
    '<Creation-Time>Thu, 01 Jan 2026 12:00:00 GMT</Creation-Time><Last-Modified>Thu, 01 Jan 2026 12:00:00 GMT</Last-Modified>' +
    `<Etag>0x8DE48${position.toString(16).toUpperCase().padStart(10, '0')}</Etag>` +
    `<Content-Length>${metadata ? 870 : 1_440_000 + (position % 9973)}</Content-Length>` +
    `<Content-Type>${metadata ? 'application/json' : 'audio/mpeg'}</Content-Type>` +
    '<Content-Encoding /><Content-Language /><Content-CRC64 /><Content-MD5>rL0Y20zC+Fzt72VPzMSk2A==</Content-MD5><Cache-Control /><Content-Disposition />' +
    '<BlobType>BlockBlob</BlobType><AccessTier>Hot</AccessTier><AccessTierInferred>true</AccessTierInferred>' +
    '<LeaseStatus>unlocked</LeaseStatus><LeaseState>available</LeaseState><ServerEncrypted>true</ServerEncrypted>' +
    '</Properties><OrMetadata /></Blob>'
  );
}

let content: Buffer | undefined;

function sendContent(request: IncomingMessage, response: ServerResponse, name: string): void {
  const total = name.startsWith(contentFolder) ? Number(name.slice(contentFolder.length)) : 870;
  content ??= Buffer.alloc(largestContent, 'synthetic');
  const asked = String(request.headers['x-ms-range'] ?? request.headers.range ?? '');
  const [, from = '0', to] = /^bytes=(\d+)-(\d*)$/.exec(asked) ?? [];
  const start = Number(from);
  const end = Math.min(to ? Number(to) : total - 1, total - 1);
  response.writeHead(asked === '' ? 200 : 206, {
    etag: '"0x8DE480000000001"',
    'last-modified': 'Thu, 01 Jan 2026 12:00:00 GMT',
    'content-type': 'application/octet-stream',
    'content-length': end - start + 1,
    'x-ms-blob-type': 'BlockBlob',
    ...(asked === '' ? {} : { 'content-range': `bytes ${start}-${end}/${total}` }),
  });
  response.end(request.method === 'HEAD' ? undefined : content.subarray(start, end + 1));
}
