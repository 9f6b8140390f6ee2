import { randomBytes } from 'node:crypto';
import type * as vscode from 'vscode';
import { withoutUndefined } from '../../../base/withoutUndefined.ts';
import { isObject } from '../../../recording/event/fields.ts';
import { KeptSecrets } from '../../keptSecrets.ts';

/** What decides who may deliver to the listener. */
export interface Access {
  /** The random part of the paths. */
  readonly token: string;
  readonly key?: string;
}

/** In secret storage. */
export const accessKey = 'callRecordings.listener';
/** Where the listener can be reached from elsewhere: `https://host`. */
export const publicKey = 'callRecordings.listenerPublicOrigin';

type Kept = Pick<vscode.ExtensionContext, 'globalState' | 'secrets'>;

/**
 * Where the secret storage fails, a listener of this machine alone gets a path for this once. One that is public
 * may have a key, without which anyone could deliver.
 */
export async function readAccess(
  { secrets, globalState }: Kept,
  log: vscode.LogOutputChannel,
  before: Access | undefined,
): Promise<Access> {
  const kept = new KeptSecrets(secrets);
  const access = { token: randomBytes(18).toString('base64url') };
  try {
    const found = accessIn(await kept.get(accessKey));
    if (found) return found;
    await kept.store(accessKey, JSON.stringify(access));
  } catch (error) {
    if (globalState.get(publicKey) !== undefined) throw error;
    log.warn('Listener: the secret storage failed; the path is another one next time');
    return before ?? access;
  }
  return access;
}

export async function keepAccess({ secrets }: Kept, access: Access): Promise<void> {
  await new KeptSecrets(secrets).store(accessKey, JSON.stringify(access));
}

function accessIn(stored: string | undefined): Access | undefined {
  try {
    const value: unknown = JSON.parse(stored ?? '');
    if (!isObject(value) || typeof value['token'] !== 'string') return undefined;
    const { token, key } = value;
    return withoutUndefined({ token, key: typeof key === 'string' ? key : undefined });
  } catch {
    return undefined;
  }
}
