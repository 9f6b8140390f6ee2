const directory = '<ResourceType>directory</ResourceType>';
const blobEnd = '</Blob>';

/** What List Blobs says of each blob and is not used here. */
const unused =
  /<(Creation-Time|Etag|Content-Encoding|Content-Language|Content-CRC64|Content-MD5|Cache-Control|Content-Disposition|BlobType|AccessTierInferred|AccessTierChangeTime|LeaseStatus|LeaseDuration|ServerEncrypted|EncryptionScope|CustomerProvidedKeySha256|CopyId|CopySource|CopyStatus|CopyProgress|CopyCompletionTime|CopyStatusDescription|TagCount|OrMetadata|x-ms-blob-sequence-number|Owner|Group|Permissions|Acl)(?: ?\/>|>[^<]*<\/\1>)|<AccessTier>Hot<\/AccessTier>|<LeaseState>(?:available|expired|broken)<\/LeaseState>/g;

/**
 * Takes out of a page of List Blobs what is not used, before the SDK parses it: parsing is what blocks the
 * extension host, and the page becomes a third as long.
 * @param keepsDirectories true where the directories of a hierarchical namespace are asked for; default: false
 * @see https://learn.microsoft.com/rest/api/storageservices/list-blobs#response-body
 */
export function trimListing(xml: string, keepsDirectories = false): string {
  // Text in XML holds no `<`, so nothing that a name or value says can look like an element.
  const slim = xml.replace(unused, '');
  return slim.includes(directory) && !keepsDirectories ? withoutDirectories(slim) : slim;
}

/** Accounts with a hierarchical namespace list directories among the blobs, which the SDK does not show. */
function withoutDirectories(xml: string): string {
  const [head = '', ...blobs] = xml.split('<Blob>');
  const kept = blobs.map((blob) => {
    const end = blob.indexOf(blobEnd);
    const isDirectory = end >= 0 && blob.slice(0, end).includes(directory);
    return isDirectory ? blob.slice(end + blobEnd.length) : `<Blob>${blob}`;
  });
  return head + kept.join('');
}

/** True for a List Blobs request that asks for metadata, by which directories are known. */
export function asksForMetadata(url: string): boolean {
  return /[?&]include=[^&]*\bmetadata\b/.test(url);
}

/** True for the URL of a List Blobs request. */
export function isListing(url: string): boolean {
  return /[?&]comp=list(?:&|$)/.test(url) && /[?&]restype=container(?:&|$)/.test(url);
}
