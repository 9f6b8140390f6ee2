import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'jsonc-parser';
import type { SeededContainer } from './seed.ts';
import { userSettings } from './settings.ts';

const containersSetting = 'callRecordings.containers';
export const localServiceSetting = 'callRecordings.localService.startAutomatically';

/**
 * Connects the sample containers in the kept settings of `npm start`, beside what the person has connected,
 * and has the local Call Recording service start.
 * @param host the server keeps the settings of the machine in a file of its own
 */
export async function writeStartSettings(
  userDataDir: string,
  seeded: readonly SeededContainer[],
  host: 'desktop' | 'server',
): Promise<void> {
  const userFile = join(userDataDir, 'User', 'settings.json');
  const containersFile = host === 'desktop' ? userFile : join(userDataDir, 'Machine', 'settings.json');
  await write(userFile, { ...userSettings, ...(await read(userFile)) });
  const kept = await read(containersFile);
  const connected = [...samples(seeded), ...others(kept[containersSetting])];
  await write(containersFile, { ...kept, [containersSetting]: connected, [localServiceSetting]: true });
}

const samples = (seeded: readonly SeededContainer[]) =>
  seeded.map(({ name, url, signIn }) => ({ name, url, signIn }));

/** What is not in the Azurite of an earlier run. */
function others(containers: unknown): unknown[] {
  if (!Array.isArray(containers)) return [];
  return containers.filter((one) => !/^http:\/\/127\.0\.0\.1:\d+\/devstoreaccount1\//.test(urlOf(one)));
}

function urlOf(container: unknown): string {
  const url: unknown = (container as { readonly url?: unknown } | null)?.url;
  return typeof url === 'string' ? url : '';
}

async function read(file: string): Promise<Record<string, unknown>> {
  const settings: unknown = parse(await readFile(file, 'utf8').catch(() => '{}'));
  return typeof settings === 'object' && settings !== null ? { ...settings } : {};
}

async function write(file: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(settings, null, 2)}\n`);
}
