import {
  type ReceivedRequest,
  type Reply,
  startEndpoint,
  type TestEndpoint,
} from '../../../integration/events/send/webhookServer.ts';
import { encodings } from './spellings.ts';

/** What of an answer the server fills with what it was sent. */
type Shape = (echoes: readonly string[], turn: number, request: ReceivedRequest) => Reply;

const xml = (text: string): string =>
  text.replace(/[<&\0-\x08\x0b-\x1f]/g, (sign) => (sign === '&' ? '&amp;' : ' '));
const headerSafe = (text: string): string => text.replace(/[^\x20-\x7e]/g, '').slice(0, 3000);

/** An answer of storage: every echo in the message, and some where only an ID or a code belongs. */
export const asStorage: Shape = (echoes, turn) => ({
  status: 403,
  headers: {
    'content-type': 'application/xml',
    'x-ms-request-id': headerSafe(echoes[0] ?? ''),
    'x-ms-error-code': turn % 2 === 0 ? 'AuthenticationFailed' : headerSafe(echoes[0] ?? ''),
    'x-ms-version': turn % 3 === 0 ? headerSafe(echoes[0] ?? '') : '2025-01-05',
    'www-authenticate': `Bearer authorization_uri="${headerSafe(echoes[1] ?? '')}"`,
  },
  body:
    `<?xml version="1.0" encoding="utf-8"?><Error><Code>${xml(echoes[0] ?? '')}</Code><Message>Not allowed: ` +
    `${xml(echoes.join(' '))}</Message><AuthenticationErrorDetail>${xml(echoes.join('\n'))}</AuthenticationErrorDetail></Error>`,
});

const folder = '20260107/5a1f6d9e-0000-4000-8000-000000000000/rec/';
const contents: ReadonlyMap<string, string> = new Map([
  [`${folder}0-acsmetadata.json`, JSON.stringify({ resourceId: 'r', callId: 'c', chunkIndex: 0 })],
  [`${folder}0-audiomp3.mp3`, 'ID3 no sound'],
]);

/** An answer of storage that does what it was asked, with the echoes wherever no content is. */
export const asWorkingStorage: Shape = (echoes, turn, { method, path }) => {
  const url = new URL(path, 'http://a');
  const name = decodeURIComponent(url.pathname.split('/').slice(3).join('/'));
  const headers = {
    'x-ms-request-id': headerSafe(echoes[0] ?? ''),
    'x-ms-client-request-id': headerSafe(echoes[1] ?? ''),
    'x-ms-meta-echo': headerSafe(echoes[2] ?? ''),
    'x-ms-version': turn % 3 === 0 ? headerSafe(echoes[0] ?? '') : '2025-01-05',
    'last-modified': 'Wed, 07 Jan 2026 12:00:00 GMT',
    etag: '"0x1"',
    'x-ms-blob-type': 'BlockBlob',
  };
  if (url.searchParams.get('comp') === 'list')
    return {
      status: 200,
      headers: { ...headers, 'content-type': 'application/xml' },
      body: listing(url.searchParams, echoes),
    };
  const content = contents.get(name);
  if (content === undefined)
    return { status: 404, headers: { ...headers, 'x-ms-error-code': 'BlobNotFound' } };
  if (method === 'DELETE') return { status: 202, headers };
  const type = { 'content-type': name.endsWith('json') ? 'application/json' : 'audio/mpeg' };
  return method === 'HEAD'
    ? { status: 200, headers: { ...headers, ...type, 'content-length': `${content.length}` } }
    : { status: 200, headers: { ...headers, ...type }, body: content };
};

function listing(query: URLSearchParams, echoes: readonly string[]): string {
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter')];
  const items = [...contents].flatMap(([name, content]) => {
    if (!name.startsWith(prefix)) return [];
    const end = delimiter === null ? -1 : name.indexOf(delimiter, prefix.length);
    if (end >= 0) return [`<BlobPrefix><Name>${name.slice(0, end + 1)}</Name></BlobPrefix>`];
    return [
      `<Blob><Name>${name}</Name><Properties><Last-Modified>Wed, 07 Jan 2026 12:00:00 GMT</Last-Modified>` +
        `<Etag>0x1</Etag><Content-Length>${content.length}</Content-Length></Properties>` +
        `<Metadata><echo>${xml(echoes[0] ?? '')}</echo></Metadata></Blob>`,
    ];
  });
  return `<?xml version="1.0" encoding="utf-8"?><EnumerationResults ServiceEndpoint="${xml(echoes[0] ?? '').replaceAll('"', '')}"><Blobs>${[...new Set(items)].join('')}</Blobs><NextMarker /></EnumerationResults>`;
}

/** An answer of Resource Manager. */
export const asAzure: Shape = (echoes) => ({
  status: 403,
  headers: {
    'content-type': 'application/json',
    'x-ms-correlation-request-id': headerSafe(echoes[0] ?? ''),
    'www-authenticate': `Bearer error_description="${headerSafe(echoes[1] ?? '').replaceAll('"', '')}"`,
  },
  body: JSON.stringify({
    error: {
      code: echoes[0],
      message: `Not allowed: ${echoes.join(' ')}`,
      details: echoes.map((message) => ({ message })),
    },
  }),
});

/** An answer of the Call Recording service. */
export const asService: Shape = (echoes) => ({
  status: 400,
  headers: { 'content-type': 'application/json', 'x-ms-request-id': headerSafe(echoes[0] ?? '') },
  body: JSON.stringify({
    error: { code: echoes[0], message: echoes.join(' '), details: echoes.map((message) => ({ message })) },
  }),
});

/** An answer of a web application, or of the sign-in before it. */
export const asWebhook: Shape = (echoes) => ({
  status: 500,
  headers: {
    'content-type': 'text/plain',
    location: `/login?redirect=${headerSafe(echoes[1] ?? '')}`,
    'x-echo': headerSafe(echoes.join(' ')),
  },
  body: echoes.join('\n'),
});

/** What a request brings that may be secret: each value for itself, so that all of it fits into any answer. */
function valuesOf({ path, headers, body }: ReceivedRequest): readonly string[] {
  const query = path.includes('?') ? new URLSearchParams(path.slice(path.indexOf('?'))) : [];
  const secret = [...query].flatMap(([name, value]) => (/^(?:sig|code|key)$/.test(name) ? [value] : []));
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    /^(?:authorization|x-functions-key)$/.test(name) ? [String(value)] : [],
  );
  const inBody = [...body.matchAll(/(?:sig|code)=([\w%+/=-]{20,})/g)].map(([, value = '']) =>
    decodeURIComponent(value),
  );
  return [...secret, ...kept, ...inBody];
}

/** A server that refuses everything and gives back what it was sent, one encoding first, all others after it. */
export function startEcho(
  shape: Shape,
  tls?: { readonly key: string; readonly cert: string },
): Promise<TestEndpoint> {
  let turn = 0;
  return startEndpoint((request) => {
    const all = Object.values(encodings);
    const first = turn++ % all.length;
    const ordered = [...all.slice(first), ...all.slice(0, first)];
    const values = valuesOf(request);
    return shape(
      ordered.flatMap((encode) => values.map((value) => encode(value))),
      turn,
      request,
    );
  }, tls);
}
