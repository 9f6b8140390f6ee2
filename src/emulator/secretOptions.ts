import { readFileSync } from 'node:fs';

/** Where a secret of the program may stand; the command line itself can be seen by other users. */
const places = {
  key: { variable: 'ACS_LOCAL_KEY', file: 'key-file' },
  webhook: { variable: 'ACS_LOCAL_WEBHOOK', file: 'webhook-file' },
  queue: { variable: 'ACS_LOCAL_QUEUE', file: 'queue-file' },
  'webhook-header': { variable: 'ACS_LOCAL_WEBHOOK_HEADER', file: 'webhook-header-file' },
} as const;

/** Environment variables that hold secrets of the program. */
export const secretVariables: readonly string[] = Object.values(places).map(({ variable }) => variable);

/**
 * Reads a secret from its option, else from the file that is named for it, else from the environment.
 * Throws an error that names the file where it cannot be read.
 */
export function readSecret(
  name: keyof typeof places,
  values: Readonly<Record<string, unknown>>,
  environment: NodeJS.ProcessEnv,
): string | undefined {
  const { variable, file } = places[name];
  const given = values[name];
  if (typeof given === 'string') return given;
  const path = values[file];
  if (typeof path === 'string') return readFile(file, path);
  const text = environment[variable]?.trim();
  return text === '' ? undefined : text;
}

function readFile(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    throw new RangeError(`--${option}: the file ${path} cannot be read.`);
  }
}
