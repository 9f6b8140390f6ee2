import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseAddress } from '../../storage/containerAddress.ts';
import { isLoopback } from '../../base/loopback.ts';
import { openStore } from '../../storage/openStore.ts';
import type { RecordingStore } from '../../storage/recordingStore.ts';

/** A container, or a location in it. */
export interface Destination {
  /** The container's address, or a `file:` URL of a folder. */
  readonly containerUrl: string;
  /** Empty, or ending in `/`. */
  readonly prefix: string;
}

/**
 * Opens the container that a recording is to be written to, signed in as the user who runs the service.
 * @param containerUrl without prefix and without any SAS; a `file:` URL for a folder
 */
export type OpenDestination = (containerUrl: string) => Promise<RecordingStore>;

/**
 * Tells the container from the prefix below it.
 * @returns undefined for what is no address of a container, holds a secret, or would send media over plain
 * HTTP to another machine
 */
export function readDestination(text: string): Destination | undefined {
  const url = URL.parse(text);
  if (url?.search !== '' || url.username !== '' || url.password !== '') return undefined;
  if (url.protocol === 'file:') return { containerUrl: url.href, prefix: '' };
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(text));
  const address = parseAddress(text);
  if (!isSafe || address.kind !== 'container') return undefined;
  return { containerUrl: address.url, prefix: address.prefix };
}

/** Folders, which are made; Azurite with its public key; all else with the credential of the environment. */
export const openDestination: OpenDestination = async (containerUrl) => {
  const deps = { getSecret: () => Promise.resolve(undefined) };
  const names = { id: containerUrl, name: containerUrl, prefix: '' };
  if (containerUrl.startsWith('file:')) {
    const folder = fileURLToPath(containerUrl);
    await mkdir(folder, { recursive: true });
    return openStore({ ...names, kind: 'folder', folder }, deps);
  }
  const signIn = isLoopback(containerUrl) ? 'accountKey' : 'default';
  return openStore({ ...names, kind: 'blob', url: containerUrl, signIn }, deps);
};
