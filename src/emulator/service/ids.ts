import { createHash, randomBytes } from 'node:crypto';
import { trimEnd } from '../../base/base64.ts';

/** Gives bytes that a new ID is made of. */
export type ByteSource = (count: number) => Uint8Array;

/** IDs that cannot be predicted. */
export const randomSource: ByteSource = (count) => randomBytes(count);

/** IDs that are the same in every run, for samples and tests. */
export function seededSource(seed: string): ByteSource {
  let counter = 0;
  return (count) => {
    const bytes = createHash('sha512').update(`${seed}/${counter++}`).digest();
    if (count > bytes.length) throw new RangeError(`No more than ${bytes.length} bytes at once`);
    return bytes.subarray(0, count);
  };
}

/** A version 4 GUID. */
export function newGuid(source: ByteSource = randomSource): string {
  const bytes = Buffer.from(source(16));
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** A recording ID: unpadded base64 of two GUIDs in JSON, as the service's recording IDs decode. */
export function newRecordingId(source: ByteSource = randomSource): string {
  const ids = { PlatformEndpointId: newGuid(source), ResourceSpecificId: newGuid(source) };
  return trimEnd(Buffer.from(JSON.stringify(ids)).toString('base64'), '=');
}

/** A server call ID: base64 of the address of a conversation. @param ms since 1970, goes into the address */
export function newServerCallId(ms: number, source: ByteSource = randomSource): string {
  const conversation = Buffer.from(source(16)).toString('base64url');
  const ticks = BigInt(Math.floor(ms)) * 10_000n + 621_355_968_000_000_000n;
  const url =
    'https://api.flightproxy.skype.com/api/v2/cp/conv-usea-01-prod-aks.conv.skype.com/conv/' +
    `${conversation}?i=10-128-64-177&e=${ticks}`;
  return Buffer.from(url).toString('base64');
}

/** A document ID: `0-region-dNumber-32 hex`. */
export function newDocumentId(source: ByteSource = randomSource): string {
  return `0-eus-d${Buffer.from(source(1)).readUInt8(0) % 20}-${Buffer.from(source(16)).toString('hex')}`;
}

/** The raw ID of a communication user of a resource. @param resourceId GUID of the resource */
export function newUserId(resourceId: string, source: ByteSource = randomSource): string {
  const tail = Buffer.from(source(10)).toString('hex');
  return `8:acs:${resourceId}_0000002${tail.slice(0, 1)}-${tail.slice(1, 5)}-${tail.slice(5, 9)}-${tail.slice(9, 13)}-593a0d00${tail.slice(13, 17)}`;
}
