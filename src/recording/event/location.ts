import { isLoopbackHost } from '../../base/loopback.ts';
import { placeholderIn } from './placeholder.ts';
import type { EventLocation, LocationKind } from './event.ts';

/** Hosts of ACS storage, as the Call Automation SDK accepts them. */
const acsHosts = ['asm.skype.com', 'asyncgw.teams.microsoft.com', 'ams.gov.teams.microsoft.us'];

/** Tells where a link of a chunk leads; undefined when it is no `http`, `https` or `file` URL. */
export function readLocation(url: string): EventLocation | undefined {
  if (placeholderIn(url) !== undefined) return { url, kind: 'placeholder' };
  const parsed = URL.parse(url);
  if (parsed?.protocol === 'file:') return { url, kind: 'file' };
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return undefined;
  return { url, kind: kindOf(parsed) };
}

function kindOf(url: URL): LocationKind {
  const host = url.hostname.toLowerCase();
  if (acsHosts.some((known) => host === known || host.endsWith(`.${known}`))) return 'acsStorage';
  // blob.core.windows.net, its sovereign clouds, and *.z00.blob.storage.azure.net.
  if (/\.blob\.(core|storage)\./.test(host)) return 'blob';
  // Azurite and the local folder of an emulator: http://127.0.0.1:10000/devstoreaccount1/…
  return isLoopbackHost(host) ? 'blob' : 'other';
}
