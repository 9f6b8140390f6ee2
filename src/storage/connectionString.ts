import { trimEnd } from '../base/base64.ts';
import { withoutUndefined } from '../base/withoutUndefined.ts';

/** What a storage connection string says. */
export interface StorageConnection {
  /** In the spelling that the SDK takes, with what has a default; undefined where it holds no secret. */
  readonly connectionString?: string;
  /** `https://account.blob.core.windows.net`, also with a container behind it; undefined where no account is named. */
  readonly blobEndpoint?: string;
  /** Without `?`. */
  readonly sas?: string;
  readonly container?: string;
}

const keys = [
  'DefaultEndpointsProtocol',
  'AccountName',
  'AccountKey',
  'SharedAccessSignature',
  'BlobEndpoint',
  'BlobSecondaryEndpoint',
  'QueueEndpoint',
  'TableEndpoint',
  'FileEndpoint',
  'EndpointSuffix',
  'UseDevelopmentStorage',
  'DevelopmentStorageProxyUri',
  'Endpoint',
  'ContainerName',
] as const;
type Key = (typeof keys)[number];

const longestText = 16_384;
/** These alone make a text a connection string of storage; others of Azure have `Endpoint` too. */
const telling: readonly Key[] = [
  'DefaultEndpointsProtocol',
  'AccountName',
  'AccountKey',
  'SharedAccessSignature',
  'BlobEndpoint',
  'UseDevelopmentStorage',
  'ContainerName',
];

/**
 * Reads a storage connection string in the forms in which people have it: quoted, as a line of an `.env`
 * file, of JSON or of YAML, its keys in any case, without what has a default, with the name of a container
 * as Aspire writes it, or with a SAS and an endpoint.
 * @returns undefined where the text is none
 * @see https://learn.microsoft.com/azure/storage/common/storage-configure-connection-string
 */
export function readConnectionString(text: string): StorageConnection | undefined {
  if (text.length > longestText) return undefined;
  const fields = fieldsOf(text);
  if (!fields || !telling.some((key) => fields.has(key))) return undefined;
  if (/^true$/i.test(fields.get('UseDevelopmentStorage') ?? ''))
    return withoutUndefined({
      connectionString: joined(fields, ['UseDevelopmentStorage', 'DevelopmentStorageProxyUri']),
      blobEndpoint: `${fields.get('DevelopmentStorageProxyUri') ?? 'http://127.0.0.1'}:10000/devstoreaccount1`,
      container: fields.get('ContainerName'),
    });
  const sas = fields.get('SharedAccessSignature')?.replace(/^\?/, '');
  const hasSecret = fields.has('AccountKey') || sas !== undefined;
  const blobEndpoint = endpointOf(fields);
  if (sas !== undefined) fields.set('SharedAccessSignature', sas);
  if (blobEndpoint !== undefined && !fields.has('AccountKey')) fields.set('BlobEndpoint', blobEndpoint);
  fields.set('DefaultEndpointsProtocol', fields.get('DefaultEndpointsProtocol') ?? 'https');
  if (!fields.has('BlobEndpoint'))
    fields.set('EndpointSuffix', fields.get('EndpointSuffix') ?? defaultSuffix);
  return withoutUndefined({
    connectionString: hasSecret ? joined(fields, keys.filter(isForSdk)) : undefined,
    blobEndpoint,
    sas,
    container: fields.get('ContainerName'),
  });
}

const defaultSuffix = 'core.windows.net';

function isForSdk(key: Key): boolean {
  return key !== 'Endpoint' && key !== 'ContainerName';
}

function joined(fields: ReadonlyMap<Key, string>, wanted: readonly Key[]): string {
  return wanted.flatMap((key) => (fields.has(key) ? [`${key}=${fields.get(key) ?? ''}`] : [])).join(';');
}

function endpointOf(fields: ReadonlyMap<Key, string>): string | undefined {
  const given = fields.get('BlobEndpoint') ?? fields.get('Endpoint');
  if (given !== undefined) return trimEnd(given, '/');
  const account = fields.get('AccountName');
  if (account === undefined) return undefined;
  const protocol = fields.get('DefaultEndpointsProtocol') ?? 'https';
  return `${protocol}://${account}.blob.${fields.get('EndpointSuffix') ?? defaultSuffix}`;
}

/** Undefined where a part is no known field: then this is another text, of which nothing may be guessed. */
function fieldsOf(text: string): Map<Key, string> | undefined {
  const fields = new Map<Key, string>();
  for (const part of bare(text).split(';')) {
    const at = part.indexOf('=');
    const name = part.slice(0, Math.max(at, 0)).trim().toLowerCase();
    const key = keys.find((known) => known.toLowerCase() === name);
    if (key !== undefined) fields.set(key, part.slice(at + 1).trim());
    else if (part.trim() !== '' && fields.size === 0) return undefined;
  }
  return fields;
}

/** Without what a file of settings puts around it: a name before `=` or `:`, quotation marks, a comma. */
function bare(text: string): string {
  const plain = text
    .replaceAll('\\u0026', '&')
    .replaceAll('\\u003d', '=')
    .replaceAll('\\u003D', '=')
    .replaceAll('\\u002B', '+')
    .replaceAll('\\u002b', '+')
    .replaceAll('\\/', '/')
    .replace(/&amp;/gi, '&')
    .replace(/[\r\n\t]+/g, '');
  const lower = plain.toLowerCase();
  const starts = keys
    .map((key) => lower.search(new RegExp(`(?<![\\w])${key.toLowerCase()} {0,4}=`)))
    .filter((at) => at >= 0);
  const start = starts.length === 0 ? 0 : Math.min(...starts);
  const isLabel = /^[^;]{0,200}$/.test(plain.slice(0, start));
  return trimEnd(plain.slice(isLabel ? start : 0), ' "\'`,;}\\');
}
