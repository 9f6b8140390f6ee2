import { isDateFolder } from '../recording/blobName.ts';

/** Why a text is no address of a container. */
export type AddressProblem =
  | 'empty'
  | 'notAnAddress'
  | 'portalAddress'
  | 'communicationConnectionString'
  | 'containerName'
  | 'sasForOneBlob';

/** What a person pasted. */
export type Address =
  | {
      readonly kind: 'container';
      /** Without prefix and SAS. */
      readonly url: string;
      /** Where the date folders lie: empty, or ending in `/`. */
      readonly prefix: string;
      /** Present where the address leads further: to a date folder, a call, a recording or a file. */
      readonly path?: string;
      /** Without `?`. To be moved into secret storage. */
      readonly sas?: string;
    }
  | { readonly kind: 'account'; readonly url: string; readonly sas?: string }
  | { readonly kind: 'connectionString' }
  | { readonly kind: 'invalid'; readonly problem: AddressProblem };

/**
 * Takes apart what a person pastes: URL of a container, of a place within it, of a blob or of an account,
 * path-style URLs of Azurite, Data Lake addresses, custom domains, or a connection string, which is only
 * recognised.
 * @see https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata#resource-uri-syntax
 */
export function parseAddress(text: string): Address {
  const trimmed = unquoted(text.trim());
  if (trimmed === '') return invalid('empty');
  if (/\bendpoint=https?:.*;\s*accesskey=/i.test(trimmed)) return invalid('communicationConnectionString');
  if (connectionStringPart.test(trimmed)) return { kind: 'connectionString' };
  const url = parseUrl(fromDataLake(trimmed));
  if (url === undefined) return invalid('notAnAddress');
  if (/^(?:[a-z-]+\.)?portal\.azure\.(?:com|us|cn)$/.test(url.hostname)) return invalid('portalAddress');

  const sas = sasOf(url);
  if (sas !== undefined && new URLSearchParams(sas).get('sr') === 'b') return invalid('sasForOneBlob');
  const { base, rest } = splitAccount(url);
  const secret = sas === undefined ? {} : { sas };
  const [container = '', ...segments] = rest;
  if (container === '') return { kind: 'account', url: base, ...secret };
  if (!containerName.test(container)) return invalid('containerName');
  return { kind: 'container', url: `${base}/${container}`, ...placeOf(segments), ...secret };
}

/** The account's URL of a container URL as `parseAddress` gives it. */
export function accountUrlOf(containerUrl: string): string {
  return containerUrl.slice(0, containerUrl.lastIndexOf('/'));
}

/** The container's name of a container URL as `parseAddress` gives it. */
export function containerNameOf(containerUrl: string): string {
  return decoded(containerUrl.slice(containerUrl.lastIndexOf('/') + 1));
}

/** The account's name; undefined for custom domains, which do not tell. */
export function accountNameOf(accountOrContainerUrl: string): string | undefined {
  const url = new URL(accountOrContainerUrl);
  if (isPathStyle(url)) return url.pathname.split('/')[1];
  return /^([a-z0-9]{3,24})(?:-secondary)?\.(?:[a-z0-9-]+\.)?blob\./.exec(url.hostname)?.[1];
}

/** The address of a place in a container, which `parseAddress` takes apart again. */
export function addressOf({ url, prefix }: { readonly url: string; readonly prefix: string }): string {
  return `${url}/${prefix.split('/').map(encodeURIComponent).join('/')}`.replace(/\/$/, '');
}

/** The Azure portal's list of storage accounts, in the cloud of the container. */
export function portalUrl(containerUrl: string): string {
  const hostname = URL.canParse(containerUrl) ? new URL(containerUrl).hostname : '';
  const cloud = hostname.endsWith('.usgovcloudapi.net')
    ? 'us'
    : hostname.endsWith('.chinacloudapi.cn')
      ? 'cn'
      : 'com';
  return `https://portal.azure.${cloud}/#blade/HubsExtension/BrowseResource/resourceType/Microsoft.Storage%2FStorageAccounts`;
}

const connectionStringPart =
  /(?:^|;)\s*(?:DefaultEndpointsProtocol|BlobEndpoint|AccountName|AccountKey|SharedAccessSignature|UseDevelopmentStorage)\s*=/i;
const containerName = /^(?:\$root|\$web|\$logs|(?=.{3,63}$)[a-z0-9](?:-?[a-z0-9])*)$/;
/** Other parameters that may stand in the query of a blob URL. */
const notSas = /^(?:restype|comp|prefix|delimiter|marker|maxresults|include|snapshot|versionid|timeout)=/i;

function unquoted(text: string): string {
  return /^"(.*)"$|^'(.*)'$|^<(.*)>$/s.exec(text)?.slice(1).join('').trim() ?? text;
}

function invalid(problem: AddressProblem): Address {
  return { kind: 'invalid', problem };
}

/** `abfss://container@account.dfs.core.windows.net/path`, and the `dfs` host of the same account. */
function fromDataLake(text: string): string {
  return text
    .replace(/^abfss?:\/\/([^@/]+)@([^/]+)/i, 'https://$2/$1')
    .replace(/^(https:\/\/[^/.]+)\.dfs\./i, '$1.blob.');
}

function parseUrl(text: string): URL | undefined {
  const withScheme = /^[a-z0-9]+\.blob\.[^\s]+$/i.test(text) ? `https://${text}` : text;
  if (!URL.canParse(withScheme)) return undefined;
  const url = new URL(withScheme);
  const isHttp = url.protocol === 'https:' || url.protocol === 'http:';
  return isHttp && url.username === '' && url.password === '' ? url : undefined;
}

function sasOf(url: URL): string | undefined {
  if (!url.searchParams.has('sig')) return undefined;
  return url.search
    .slice(1)
    .split('&')
    .filter((parameter) => parameter !== '' && !notSas.test(parameter))
    .join('&');
}

/** Azurite and other hosts that are no account of their own name the account in the path. */
function isPathStyle({ hostname, pathname }: URL): boolean {
  return (
    /^\d+\.\d+\.\d+\.\d+$/.test(hostname) ||
    hostname.startsWith('[') ||
    !hostname.includes('.') ||
    hostname === 'host.docker.internal' ||
    pathname === '/devstoreaccount1' ||
    pathname.startsWith('/devstoreaccount1/')
  );
}

function splitAccount(url: URL): { readonly base: string; readonly rest: readonly string[] } {
  const [account = '', ...others] = url.pathname.slice(1).split('/');
  if (isPathStyle(url) && account !== '')
    return { base: `${url.origin}/${account}`, rest: others.map(decoded) };
  return { base: url.origin, rest: [account, ...others].map(decoded) };
}

/** Everything before the first date folder is the prefix, however deep the address leads. */
function placeOf(segments: readonly string[]): { readonly prefix: string; readonly path?: string } {
  const path = segments.join('/');
  const date = segments.findIndex(isDateFolder);
  const above = segments.slice(0, date < 0 ? undefined : date);
  if (date < 0 && isFile(segments.at(-1) ?? '')) return { prefix: asPrefix(above.slice(0, -1)), path };
  return { prefix: asPrefix(above), ...(date < 0 ? {} : { path }) };
}

function isFile(segment: string): boolean {
  return /\.(?:json|mp3|mp4|wav)$/i.test(segment);
}

function asPrefix(segments: readonly string[]): string {
  const joined = segments.join('/').replace(/\/+$/, '');
  return joined === '' ? '' : `${joined}/`;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
