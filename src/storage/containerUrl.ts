import { trimEnd } from '../base/base64.ts';
import { isPathStyle, splitBlobUrl } from '../recording/address.ts';
import { isDateFolder } from '../recording/blobName.ts';
import { readSas } from './sas.ts';
import { decodeUrlPart, encodeUrlPart } from '../base/text/urlPart.ts';

/** Why a text is no address of a container. */
export type AddressProblem =
  | 'empty'
  | 'notAnAddress'
  | 'portalAddress'
  | 'communicationConnectionString'
  | 'containerName'
  | 'sasForOneBlob'
  | 'damagedSas';

/** The address of a container, of a place in it, or of an account. */
export type UrlAddress =
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
  | { readonly kind: 'invalid'; readonly problem: AddressProblem };

const containerName = /^(?:\$root|\$web|\$logs|(?=.{3,63}$)[a-z0-9](?:-?[a-z0-9])*)$/;

/** Takes apart a URL; what else a person may paste is known to `parseAddress`. */
export function parseContainerUrl(text: string): UrlAddress {
  const url = parseUrl(fromDataLake(text));
  if (url === undefined) return invalid('notAnAddress');
  if (/^(?:[a-z-]+\.)?portal\.azure\.(?:com|us|cn)$/.test(url.hostname)) return invalid('portalAddress');
  // A URL parser takes what follows the `#` of `&#38;` for a fragment.
  const read = readSas(/\?.*/s.exec(text)?.[0] ?? '');
  if (read.kind === 'damaged') return invalid('damagedSas');
  const secret = read.kind === 'sas' ? { sas: read.sas } : {};
  if (secret.sas !== undefined && new URLSearchParams(secret.sas).get('sr') === 'b')
    return invalid('sasForOneBlob');
  const { accountUrl, container, segments } = splitBlobUrl(url);
  if (container === '') return { kind: 'account', url: accountUrl, ...secret };
  if (!containerName.test(container)) return invalid('containerName');
  return { kind: 'container', url: `${accountUrl}/${container}`, ...placeOf(segments), ...secret };
}

/** The account's URL of a container URL as `parseAddress` gives it. */
export function accountUrlOf(containerUrl: string): string {
  return containerUrl.slice(0, containerUrl.lastIndexOf('/'));
}

/** The container's name of a container URL as `parseAddress` gives it. */
export function containerNameOf(containerUrl: string): string {
  return decodeUrlPart(containerUrl.slice(containerUrl.lastIndexOf('/') + 1));
}

/** The account's name; undefined for custom domains, which do not tell. */
export function accountNameOf(accountOrContainerUrl: string): string | undefined {
  const url = URL.parse(accountOrContainerUrl);
  if (url === null) return undefined;
  if (isPathStyle(url)) return url.pathname.split('/')[1];
  return /^([a-z0-9]{3,24})(?:-secondary)?\.(?:[a-z0-9-]+\.)?blob\./.exec(url.hostname)?.[1];
}

/** The address of a place in a container, which `parseAddress` takes apart again. */
export function addressOf({ url, prefix }: { readonly url: string; readonly prefix: string }): string {
  return `${url}/${prefix.split('/').map(encodeUrlPart).join('/')}`.replace(/\/$/, '');
}

/** The Azure portal's list of storage accounts, in the cloud of the container. */
export function portalUrl(containerUrl: string, accountId?: string): string {
  const hostname = URL.canParse(containerUrl) ? new URL(containerUrl).hostname : '';
  const cloud = hostname.endsWith('.usgovcloudapi.net')
    ? 'us'
    : hostname.endsWith('.chinacloudapi.cn')
      ? 'cn'
      : 'com';
  if (accountId !== undefined) return `https://portal.azure.${cloud}/#resource${accountId}/containersList`;
  return `https://portal.azure.${cloud}/#blade/HubsExtension/BrowseResource/resourceType/Microsoft.Storage%2FStorageAccounts`;
}

/** An address that cannot be used, and why. */
export function invalid(problem: AddressProblem): UrlAddress & { readonly kind: 'invalid' } {
  return { kind: 'invalid', problem };
}

/** `abfss://container@account.dfs.core.windows.net/path`, `wasbs://…blob…`, and the `dfs` host of the same account. */
function fromDataLake(text: string): string {
  return text
    .replace(/^(?:abfss?|wasbs?):\/\/([^@/]+)@([^/]+)/i, 'https://$2/$1')
    .replace(/^(https:\/\/[^/.]+)\.dfs\./i, '$1.blob.');
}

function parseUrl(text: string): URL | undefined {
  const withScheme = /^[a-z0-9]+\.blob\.[^\s]+$/i.test(text) ? `https://${text}` : text;
  if (!URL.canParse(withScheme)) return undefined;
  const url = new URL(withScheme);
  const isHttp = url.protocol === 'https:' || url.protocol === 'http:';
  return isHttp && url.username === '' && url.password === '' ? url : undefined;
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
  const joined = trimEnd(segments.join('/'), '/');
  return joined === '' ? '' : `${joined}/`;
}
