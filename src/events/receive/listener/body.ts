import type { IncomingMessage } from 'node:http';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { pipeline } from 'node:stream';

/** Event Grid delivers no more at once, counted after unpacking. */
const largestBody = 1024 * 1024;

/** Why a body cannot be taken. */
export type BodyRefusal = 'tooLarge' | 'oddEncoding' | 'broken' | 'notUtf8' | 'cut';

const unpackers = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
} as const;

/** Reads the body of a request as text, unpacked; never more than the limit, however small it was packed. */
export async function readBody(
  request: IncomingMessage,
): Promise<{ readonly text: string } | { readonly refusal: BodyRefusal }> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (Number(request.headers['content-length']) > largestBody) return { refusal: 'tooLarge' };
  if (encoding !== 'identity' && !Object.hasOwn(unpackers, encoding)) return { refusal: 'oddEncoding' };
  const unpack = encoding === 'identity' ? undefined : unpackers[encoding as keyof typeof unpackers]();
  const pieces: Buffer[] = [];
  let bytes = 0;
  try {
    const stream = unpack ? pipeline(request, unpack, () => undefined) : request;
    for await (const piece of stream as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > largestBody) return { refusal: 'tooLarge' };
      pieces.push(piece);
    }
  } catch {
    return { refusal: request.complete ? 'broken' : 'cut' };
  }
  try {
    return { text: new TextDecoder(charsetOf(request), { fatal: true }).decode(Buffer.concat(pieces)) };
  } catch {
    return { refusal: 'notUtf8' };
  }
}

function charsetOf({ headers }: IncomingMessage): string {
  const [, charset] = /;\s*charset="?([\w-]{1,20})/i.exec(headers['content-type'] ?? '') ?? [];
  return charset !== undefined && /^utf-16(?:le|be)?$/i.test(charset) ? charset : 'utf-8';
}
