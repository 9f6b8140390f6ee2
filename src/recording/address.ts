import { type RecordingBlobName, isDateFolder, parseBlobName } from './blobName.ts';
import { isLoopbackHost } from './event/location.ts';
import { withoutUndefined } from '../base/withoutUndefined.ts';

/** Where a file or folder of a recording lies, as far as a URL or path says. Holds no SAS. */
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
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  const segments = url.pathname.slice(1).split('/').map(unescaped);
  // Azurite has the account in the path, Azure in the host.
  const isPathStyle =
    isLoopbackHost(url.hostname) || /^[\d.]+$/.test(url.hostname) || !url.hostname.includes('.');
  const account = isPathStyle ? `${url.host}/${segments.shift() ?? ''}` : url.host;
  const container = segments.shift();
  if (!container) return undefined;
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

/** The address of a file or folder of a recording behind a name in a container, or a path that ends in one. */
export function parseRecordingPath(text: string): RecordingAddress | undefined {
  const query = text.indexOf('?');
  const path = (query === -1 ? text : text.slice(0, query)).replaceAll('\\', '/').replace(/^\/+/, '');
  const place = findRecording(path.split('/'));
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

function unescaped(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
