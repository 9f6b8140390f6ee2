import { createHmac } from 'node:crypto';

/** The paths of a listener. */
export function listenerPath(kind: 'events' | 'callbacks', token: string): string {
  return `/${kind}/${token}`;
}

/** True for an address that looks like one of a listener: its path is a secret. */
export function isListenerAddress(url: string): boolean {
  return /^https?:\/\/[^/]+\/(?:events|callbacks)\/[\w-]{16,}(?:$|\?)/.test(url);
}

/** What a listener answers to one who asks whether it is this one. */
export function listenerProof(token: string, nonce: string): string {
  return createHmac('sha256', token).update(nonce).digest('hex');
}
