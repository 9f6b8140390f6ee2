import { withoutUndefined } from '../base/withoutUndefined.ts';
import { type StorageConnection, readConnectionString } from './connectionString.ts';
import { type UrlAddress, invalid, parseContainerUrl } from './containerUrl.ts';
import { readSas } from './sas.ts';

/** What a person pasted. */
export type Address =
  | UrlAddress
  | {
      readonly kind: 'connectionString';
      /** In the spelling that the SDK takes. To be moved into secret storage. */
      readonly connectionString: string;
      /** URL of the container, where it names one. */
      readonly url?: string;
    };

/**
 * Takes apart what a person pastes: URL of a container, of a place within it, of a blob or of an account,
 * path-style URLs of Azurite, Data Lake addresses, custom domains, or a connection string in any form.
 * @see https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata#resource-uri-syntax
 */
export function parseAddress(text: string): Address {
  if (text.length > longestText) return invalid('notAnAddress');
  const trimmed = unquoted(text.trim());
  if (trimmed === '') return invalid('empty');
  if (isOfCommunication(trimmed)) return invalid('communicationConnectionString');
  const connection = readConnectionString(trimmed);
  return connection ? fromConnection(connection) : parseContainerUrl(trimmed);
}

function isOfCommunication(text: string): boolean {
  return /\bendpoint\s{0,4}=\s{0,4}https?:/i.test(text) && /(?:^|;)\s{0,4}accesskey\s{0,4}=/i.test(text);
}

function fromConnection({ connectionString, blobEndpoint, sas, container }: StorageConnection): Address {
  const place =
    blobEndpoint === undefined ? undefined : parseContainerUrl(withContainer(blobEndpoint, container));
  // The SDK would take a container in the endpoint for a part of the account.
  const isOfContainer =
    place?.kind === 'container' && parseContainerUrl(blobEndpoint ?? '').kind === 'container';
  if (place && isOfContainer && sas !== undefined) return withSas(place, sas);
  if (place && connectionString === undefined) return place;
  if (connectionString === undefined) return invalid('notAnAddress');
  const url = place?.kind === 'container' && container !== undefined ? place.url : undefined;
  return withoutUndefined({ kind: 'connectionString' as const, connectionString, url });
}

function withContainer(blobEndpoint: string, container: string | undefined): string {
  return container === undefined ? blobEndpoint : `${blobEndpoint}/${container}`;
}

function withSas(place: UrlAddress & { readonly kind: 'container' }, query: string): Address {
  const read = readSas(query);
  return read.kind === 'sas' ? { ...place, sas: read.sas } : invalid('damagedSas');
}

const longestText = 16_384;
function unquoted(text: string): string {
  return /^"(.*)"$|^'(.*)'$|^<(.*)>$/s.exec(text)?.slice(1).join('').trim() ?? text;
}
