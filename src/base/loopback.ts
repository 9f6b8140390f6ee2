import { isLoopbackHost } from '../recording/event/location.ts';

/** True for URLs of this very machine, where plain HTTP leaves nothing on a network. */
export function isLoopback(url: string): boolean {
  return isLoopbackHost(new URL(url).hostname);
}
