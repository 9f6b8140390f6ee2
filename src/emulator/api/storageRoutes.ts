import type { IncomingHttpHeaders } from 'node:http';
import { parseRange } from '../../storage/transfer/rangeHeader.ts';
import { type AuthorizationOptions, authorize } from './authorization.ts';
import type { BuiltInStorage } from '../files/builtInStorage.ts';
import type { Answer, Route } from './http.ts';
import { withoutPort } from './signature.ts';

const object = /^\/v1\/objects\/([^/]+)(?:\/content\/(video|audio|acsmetadata))?$/;

/**
 * The service's own storage: download and deletion of chunks. SDKs accept no address but the real service's;
 * a client that sends those to the local service instead gets its files here.
 */
export function storageRoutes(storage: BuiltInStorage, authorization: AuthorizationOptions): Route {
  return async (request, url) => {
    const [path, documentId = '', content] = object.exec(url.pathname) ?? [];
    if (path === undefined) return undefined;
    const headers = { ...request.headers, host: signedHost(request.headers) };
    // The query is not signed.
    authorize({ ...request, headers, pathAndQuery: url.pathname }, authorization, Date.now());
    if (request.method === 'DELETE' && content === undefined) {
      return (await storage.delete(documentId)) ? { status: 200 } : problem(404, 'Not Found');
    }
    if (request.method !== 'GET' || content === undefined) return problem(405, 'Method Not Allowed');
    const file = await storage.find(documentId, content === 'acsmetadata' ? 'metadata' : 'content');
    if (!file) return problem(404, 'Not Found');
    return filePart(file.path, file.sizeBytes, request.headers.range);
  };
}

/**
 * The signature is for the host of the resource, to which the request was not sent. The SDK for Python signs
 * its port too, but leaves it out of `x-ms-host`.
 */
function signedHost({ host = '', 'x-ms-host': resourceHost }: IncomingHttpHeaders): string {
  if (typeof resourceHost !== 'string') return host;
  const port = host.slice(withoutPort(host).length);
  return withoutPort(resourceHost) === resourceHost ? resourceHost + port : resourceHost;
}

function filePart(path: string, sizeBytes: number, rangeHeader: string | undefined): Answer {
  const type = { 'Content-Type': 'application/octet-stream', 'Accept-Ranges': 'bytes' };
  const range = parseRange(rangeHeader, sizeBytes);
  switch (range.kind) {
    case 'whole':
      return { status: 200, headers: type, file: { path, offset: 0, count: sizeBytes } };
    case 'unsatisfiable':
      return {
        ...problem(416, 'Range Not Satisfiable'),
        headers: { 'Content-Range': `bytes */${sizeBytes}` },
      };
    case 'part': {
      const { offset, count } = range;
      const contentRange = `bytes ${offset}-${offset + count - 1}/${sizeBytes}`;
      return {
        status: 206,
        headers: { ...type, 'Content-Range': contentRange },
        file: { path, offset, count },
      };
    }
  }
}

/** The shape of errors that this storage has, which is not that of Call Automation. */
function problem(status: number, title: string): Answer {
  return { status, json: { title, status, message: title } };
}
