import { type RecordingBlobName, isDateFolder, parseBlobName } from './blobName.ts';
import { isLoopbackHost } from '../base/loopback.ts';
import { withoutUndefined } from '../base/withoutUndefined.ts';
import { decodeUrlPart } from '../base/text/urlPart.ts';

/** Where a file or folder of a recording is, as far as a URL or path says. Holds no SAS. */
export interface RecordingAddress {
  /** Without query; absent where a path was given. */
  readonly url?: string;
  /** Host of the storage account, or host and account name of Azurite. */
  readonly account?: string;
  readonly container?: string;
  /** What comes before the date folder, empty or ending in `/`. */
  readonly prefix: string;
  /** Name in the container, with prefix. */
  readonly name: string;
  readonly date: string;
  readonly callId?: string;
  readonly recordingFolder?: string;
  /** Present where the address is that of one file of a recording. */
  readonly blob?: RecordingBlobName;
  /** True where a query, such as a SAS token, was cut off. */
  readonly hadQuery: boolean;
}

/** The address of a blob or folder of a recording behind an `http` or `https` URL; undefined for any other. */
export function parseRecordingUrl(text: string): RecordingAddress | undefined {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  const { account, container, segments } = splitBlobUrl(url);
  if (container === '') return undefined;
  const place = findRecording(segments);
  if (!place) return undefined;
  return {
    url: `${url.protocol}//${url.host}${url.pathname}`,
    account,
    container,
    ...place,
    hadQuery: url.search !== '' || url.hash !== '',
  };
}

/** The parts of the URL of an account, a container, or a place in one. */
export interface BlobUrlParts {
  /** Host, and for Azurite the account in the path. */
  readonly account: string;
  /** `https://host`, and for Azurite the account in the path. */
  readonly accountUrl: string;
  /** Empty where the URL is that of an account. */
  readonly container: string;
  /** Of the name in the container, decoded; a slash that was encoded separates as any other. */
  readonly segments: readonly string[];
}

/**
 * Takes the URL of an account, a container or a place in one apart.
 * @see https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata#resource-uri-syntax
 */
export function splitBlobUrl(url: URL): BlobUrlParts {
  const [first = '', ...others] = url.pathname.slice(1).split('/');
  const isInPath = isPathStyle(url) && first !== '';
  const rest = (isInPath ? others : [first, ...others]).map(decodeUrlPart).join('/').split('/');
  const [container = '', ...segments] = rest;
  return {
    account: isInPath ? `${url.host}/${first}` : url.host,
    accountUrl: isInPath ? `${url.origin}/${first}` : url.origin,
    container,
    segments,
  };
}

/** Azurite, and other hosts that are no account of their own, name the account in the path. */
export function isPathStyle({ hostname, pathname }: URL): boolean {
  // Azurite takes the name in the host too, as Azure does.
  if (/^[a-z0-9]{3,24}\.blob\.localhost$/.test(hostname)) return false;
  return (
    isLoopbackHost(hostname) ||
    /^\d+\.\d+\.\d+\.\d+$/.test(hostname) ||
    hostname.startsWith('[') ||
    !hostname.includes('.') ||
    hostname === 'host.docker.internal' ||
    pathname === '/devstoreaccount1' ||
    pathname.startsWith('/devstoreaccount1/')
  );
}

/** The address of a file or folder of a recording behind a name in a container, or a path that ends in one. */
export function parseRecordingPath(text: string): RecordingAddress | undefined {
  const query = text.indexOf('?');
  const path = (query === -1 ? text : text.slice(0, query)).replaceAll('\\', '/').replace(/^\/+/, '');
  // A name that was copied out of a URL may have its slashes encoded.
  const place = findRecording(path.split('/')) ?? findRecording(decodeUrlPart(path).split('/'));
  return place && { ...place, hadQuery: query !== -1 };
}

function findRecording(segments: readonly string[]): Omit<RecordingAddress, 'hadQuery'> | undefined {
  const path = segments.at(-1) === '' ? segments.slice(0, -1) : segments;
  const isFolder = path.length < segments.length;
  // From the end: the prefix may hold a folder that looks like a date.
  for (let at = path.length - 1; at >= Math.max(0, path.length - 4); at--) {
    const [date, callId, recordingFolder, file] = path.slice(at);
    if (date === undefined || !isDateFolder(date)) continue;
    const prefix = path
      .slice(0, at)
      .map((segment) => `${segment}/`)
      .join('');
    const name = `${path.join('/')}${isFolder ? '/' : ''}`;
    const blob = file === undefined || isFolder ? undefined : parseBlobName(name, prefix);
    if (file !== undefined && !blob) continue;
    return withoutUndefined({ prefix, name, date, callId, recordingFolder, blob });
  }
  return undefined;
}
