import { storageScope } from '../management/cloud.ts';
import type { ResourceManager } from '../management/client.ts';
import { ManagementError } from '../management/failure.ts';
import type { ContainerTarget } from '../target.ts';
import type { Finding, Trial } from './evidence.ts';

const keyMinutes = 15;

/**
 * Asks for a user delegation key and throws it away: with one, links can be made.
 * https://learn.microsoft.com/rest/api/storageservices/get-user-delegation-key
 */
export async function askDelegationKey(
  manager: ResourceManager,
  { url }: Extract<ContainerTarget, { kind: 'azure' }>,
  nowMs: number,
  signal: AbortSignal,
): Promise<Finding<Trial>> {
  const time = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;
  const account = url.slice(0, url.lastIndexOf('/'));
  try {
    await manager.sendTo(`${account}/?restype=service&comp=userdelegationkey`, storageScope, {
      method: 'POST',
      headers: { 'content-type': 'application/xml', 'x-ms-version': '2021-08-06' },
      body: `<?xml version="1.0" encoding="utf-8"?><KeyInfo><Start>${time(nowMs)}</Start><Expiry>${time(nowMs + keyMinutes * 60_000)}</Expiry></KeyInfo>`,
      signal,
    });
    return { kind: 'seen', value: 'allowed' };
  } catch (error) {
    if (!ManagementError.is(error)) throw error;
    const { failure } = error;
    if (failure.status !== 403) return { kind: 'failed', failure };
    return { kind: 'seen', value: failure.code === 'AuthorizationFailure' ? 'firewall' : 'refused' };
  }
}
